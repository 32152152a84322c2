"""The clocks of an order, read from its facts by what was promised when it was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.sla.fault_limits import fault_limits, speaks_of_faults
from app.sla.queries import PolicyInForce, PromisedClock, Promises
from app.sla.rules.clock import ClockFact, Course, Reading, read_clock
from app.sla.rules.faults import FaultLevel
from app.sla.rules.promises import OUTLIVE_WORK, Calendar, Metric
from app.sla.tables import Contract
from app.workorders.clock_facts import clock_facts
from app.workorders.rising import Rising
from app.workorders.tables import OrderEvent, WorkOrder


@dataclass(frozen=True, slots=True)
class ClockOfOrder:
    """One clock of an order: what is promised, what happened, and how it stands."""

    metric: Metric
    promised: PromisedClock
    facts: Sequence[ClockFact]
    reading: Reading


@dataclass(frozen=True, slots=True)
class ClocksOfOrder:
    """The clocks of an order, and the policy that they are of; no policy where no contract was in force.

    `hours` are those of the contract, else those of its first promise; None where all hours are the same.
    """

    policy: PolicyInForce | None
    clocks: tuple[ClockOfOrder, ...]
    next_rise: tuple[int, FaultLevel] | None = None
    """When the level rises to which one, if the outage goes on."""
    hours: Calendar | None = None


def clocks_of(
    promises: Promises, order: WorkOrder, events: Sequence[OrderEvent], now: int, *, outliving: bool = False
) -> ClocksOfOrder:
    """How the clocks of an order stand, by all that happened to it, at `now` (microseconds since 1970 UTC).

    :param outliving: whether only those are asked for that the work itself does not stop
    """
    contract = promises.contract_at(order.customer_id, events[0].at) if events else None
    if contract is None:
        return ClocksOfOrder(None, ())
    policy = promises.policy_at(contract, events[0].at)
    if outliving and not any(clock.promise.stops in OUTLIVE_WORK for clock in policy.clocks.values()):
        return ClocksOfOrder(policy, ())
    rising = _rising(promises, contract, policy, order, now)
    facts = clock_facts(order, events, policy.policy.levels, rising)
    course = Course(facts, now)
    clocks = policy.clocks_for(order.channel, min(fact.at for fact in facts))
    return ClocksOfOrder(
        policy,
        tuple(
            ClockOfOrder(metric, clock, facts, read_clock(clock.promise, course, clock.calendar_of))
            for metric, clock in clocks.items()
            if not outliving or clock.promise.stops in OUTLIVE_WORK
        ),
        rising.next_rise(facts) if rising and not order.level else None,
        promises.hours_of(contract) or next((clock.calendar_of("") for clock in clocks.values()), None),
    )


def _rising(promises: Promises, contract: Contract, policy: PolicyInForce, order: WorkOrder, now: int) -> Rising | None:
    """What lets the level of an order rise; a contract without hours has those of its working day."""
    restore = policy.clocks.get(Metric.RESTORE)
    if order.affected is None or restore is None or not speaks_of_faults(policy.policy.levels):
        return None
    hours = promises.hours_of(contract) or restore.calendar_of(FaultLevel.MINOR)
    return Rising(fault_limits()[order.affected], hours, now)
