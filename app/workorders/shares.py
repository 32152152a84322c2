"""How many calls kept what is promised of a share of them, counted from what is recorded (`domain.md` §3).

A call is an order that was logged in the period, by the days of its contract. A follow-on is no call of its own, nor is
what was planned; what was cancelled or was a duplicate is not judged. What a call kept is what its clock says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto

from app.calendars.periods import Grain, Period, periods
from app.calendars.working_time import SECOND, stamp
from app.directory.queries import customers
from app.directory.tables import Customer
from app.sla.queries import PolicyInForce, Promises, contracts_of
from app.sla.rules.clock import ClockState, Reading
from app.sla.rules.levels import level_of
from app.sla.rules.promises import ANY_LEVEL, SHARES, Metric
from app.sla.rules.shares import Share
from app.sla.tables import Contract, Policy, PolicyTarget
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.clock_reading import clocks_of
from app.workorders.clocks import PIECE, events_of_orders
from app.workorders.rules import Channel, EventKind
from app.workorders.rules.first_service import TELLING, Solving, solving
from app.workorders.tables import OrderEvent, WorkOrder

_MOST_OFFSET = timedelta(hours=14)
"""How far a zone's days lie from those of UTC at most."""
_DAY = timedelta(days=1)


_OF_CALLS = TELLING | {EventKind.LOGGED, EventKind.PRIORITISED, EventKind.EDITED}
"""What has to be known of a call to tell how it was picked up, under which level, and whether it was solved at first:
10,000 calls are read in 1.9 s of CPU, with all their facts in 2.8."""


class Verdict(Enum):
    """What a call made of a promise, if it did not miss it."""

    KEPT = auto()
    UNDECIDED = auto()
    UNRECORDED = auto()
    NO_CASE = auto()


_OF_CLOCK = {
    ClockState.MET: Verdict.KEPT,
    ClockState.WAITING: Verdict.UNDECIDED,
    ClockState.RUNNING: Verdict.UNDECIDED,
    ClockState.PAUSED: Verdict.UNDECIDED,
}
_OF_SOLVING = {
    Solving.AT_FIRST: Verdict.KEPT,
    Solving.OPEN: Verdict.UNDECIDED,
    Solving.NO_CASE: Verdict.NO_CASE,
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A call that did not keep the promise: after how many working seconds, or why it was not solved at first."""

    order: WorkOrder
    took_seconds: int | None = None
    why: Solving | None = None


@dataclass(slots=True)
class ShareFigure:
    """A promise about a share of calls, and what the calls of a period made of it.

    `undecided` calls are still open; of `unrecorded` ones nobody wrote down when they rang and were picked up.
    """

    customer: Customer
    contract: Contract
    policy: Policy
    target: PolicyTarget
    period: Period
    kept: int = 0
    misses: list[Miss] = field(default_factory=list)
    undecided: int = 0
    unrecorded: int = 0

    @property
    def id(self) -> str:
        """Names this figure among others."""
        return f"{self.contract.id} {self.target.id} {self.period.first}"

    @property
    def share(self) -> Share:
        """How many calls are judged, and how many of them kept the promise."""
        return Share(self.kept, len(self.misses))

    @property
    def met(self) -> bool | None:
        """Whether enough calls kept the promise; None where there was no call to judge."""
        return self.share.meets(self.target.share_percent or 0)

    def count(self, verdict: Miss | Verdict) -> None:
        """Let one more call count."""
        if isinstance(verdict, Miss):
            self.misses.append(verdict)
        self.kept += verdict is Verdict.KEPT
        self.undecided += verdict is Verdict.UNDECIDED
        self.unrecorded += verdict is Verdict.UNRECORDED


def share_figures(reader: Reader, whole: Period, grain: Grain, now: datetime) -> list[ShareFigure]:
    """A figure for each promise about a share and each period in which it was in force, by customer.

    :param whole: whose days, weeks or months are told of
    :param now: until when what goes on is judged (aware)
    :raises Rejection: ``period_backwards``
    """
    told, promises = tuple(periods(whole, grain)), Promises(reader)
    found: list[ShareFigure] = []
    for customer in customers(reader):
        figures = list(_promised(reader, promises, customer, told))
        if figures:
            _count(reader, promises, figures, stamp(now))
        found += figures
    return found


def _promised(reader: Reader, promises: Promises, customer: Customer, told: Sequence[Period]) -> Iterator[ShareFigure]:
    """What was promised on some day of each period; still without any call."""
    for period in told:
        for contract in contracts_of(reader, customer.id):
            policies: dict[str, PolicyInForce] = {}
            for on in period:
                noon = datetime.combine(on, time(12), promises.zone_of(contract))
                if promises.contract_at(customer.id, noon) == contract:
                    policy = promises.policy_at(contract, noon)
                    policies[policy.policy.id] = policy
            for policy in policies.values():
                for target in policy.shares:
                    yield ShareFigure(customer, contract, policy.policy, target, period)


def _count(reader: Reader, promises: Promises, figures: Sequence[ShareFigure], now: int) -> None:
    """Let each call of a customer count in the figures that it belongs to."""
    of_target: defaultdict[tuple[str, str], list[ShareFigure]] = defaultdict(list)
    for figure in figures:
        of_target[figure.contract.id, figure.target.id].append(figure)
    clocks = {figure.target.metric for figure in figures} - SHARES
    kinds = _OF_CALLS if clocks <= {Metric.PHONE_PICKUP} else frozenset(EventKind)
    for orders in _orders(reader, figures[0].customer.id, figures[0].period.first, figures[-1].period.last):
        events = events_of_orders(reader, [order.id for order in orders], kinds)
        for order in orders:
            contract = promises.contract_at(order.customer_id, order.logged_at)
            if contract is None or not events[order.id] or _is_follow_on(events[order.id][0]):
                continue
            on = order.logged_at.astimezone(promises.zone_of(contract)).date()
            policy = promises.policy_at(contract, order.logged_at)
            for target, verdict in _verdicts(promises, policy, order, events[order.id], now):
                for figure in of_target[contract.id, target.id]:
                    if on in figure.period:
                        figure.count(verdict)


def _orders(reader: Reader, customer_id: str, first: date, last: date) -> Iterator[list[WorkOrder]]:
    """The calls of a customer that were logged from one day to another of any zone, piece by piece."""
    begins, ends = (datetime.combine(on, time(), UTC) for on in (first, last))
    column = columns_of(WorkOrder)
    found = reader.find(
        WorkOrder,
        column.customer_id == customer_id,
        column.logged_at >= begins - _MOST_OFFSET,
        column.logged_at < ends + _DAY + _MOST_OFFSET,
        column.channel != Channel.PLANNED,
        order_by=(column.logged_at, column.id),
    )
    return (found[start : start + PIECE] for start in range(0, len(found), PIECE))


def _is_follow_on(logged: OrderEvent) -> bool:
    return "number" in logged.facts


def _verdicts(
    promises: Promises, policy: PolicyInForce, order: WorkOrder, events: Sequence[OrderEvent], now: int
) -> Iterator[tuple[PolicyTarget, Miss | Verdict]]:
    """What a call made of each promise about a share that is made to its level."""
    if not policy.is_agreed_way(order.channel):
        return
    readings: dict[Metric, Reading] = {}
    if any(target.metric not in SHARES for target in policy.shares):
        readings = {clock.metric: clock.reading for clock in clocks_of(promises, order, events, now).clocks}
    given = level_of(policy.policy.levels, order.kind, order.priority, remote=order.remote, chosen=order.level)
    for target in policy.shares:
        if target.metric in SHARES:
            level, verdict = given, _first_time(target.metric, order, events)
        elif target.metric in readings:
            reading = readings[target.metric]
            level, verdict = reading.level or given, _in_time(target.metric, order, reading)
        else:
            continue
        named = {each.level for each in policy.shares if each.metric is target.metric}
        if target.level == level or (target.level == ANY_LEVEL and level not in named):
            yield target, verdict


def _first_time(metric: Metric, order: WorkOrder, events: Sequence[OrderEvent]) -> Miss | Verdict:
    steps = ((event.kind, event.visit_id) for event in events)
    found = solving(steps, on_site=metric is Metric.SOLVED_AT_FIRST_VISIT, remote=order.remote)
    return _OF_SOLVING.get(found) or Miss(order, why=found)


def _in_time(metric: Metric, order: WorkOrder, reading: Reading) -> Miss | Verdict:
    if reading.state is ClockState.MISSED:
        return Miss(order, took_seconds=reading.elapsed // SECOND)
    if metric is Metric.PHONE_PICKUP and reading.state is ClockState.WAITING:
        return Verdict.UNRECORDED if order.channel is Channel.PHONE else Verdict.NO_CASE
    return _OF_CLOCK.get(reading.state, Verdict.NO_CASE)
