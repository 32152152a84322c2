"""Reading what is promised: the policy that counts for a call, and its promises as a clock wants them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.calendars.queries import newest_version, working_time_of
from app.calendars.rules import zone_named
from app.calendars.working_time import MINUTE, SECOND, WorkingTime, stamp
from app.sla.rules.amendments import AmendmentState
from app.sla.rules.coverage import Call, Covered, Scope, coverage_of
from app.sla.rules.escalation import USUAL_STEPS, EscalationStep, Plan, Told, plan_of, steps_for
from app.sla.rules.promises import ANY_LEVEL, SHARES, Metric, PauseRule, Promise, Terms
from app.sla.tables import Amendment, Contract, ContractDevice, Policy, PolicyPause, PolicyStep, PolicyTarget
from app.storage.schema import columns_of
from app.storage.units import Reader

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class PromisedClock:
    """One promise of a policy with the calendars that its levels are counted by, and the ids of their versions."""

    promise: Promise
    calendars: Mapping[str, WorkingTime]
    versions: Mapping[str, str]

    def calendar_of(self, level: str) -> WorkingTime:
        """The calendar by which a level is promised; some other one for a level that is promised nothing."""
        return self.calendars.get(level) or self.calendars.get(ANY_LEVEL) or next(iter(self.calendars.values()))

    def version_of(self, level: str) -> str:
        """The id of the calendar's version that counts for a level."""
        return self.versions.get(level) or self.versions.get(ANY_LEVEL, "")


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy with its promises, by what they are about."""

    policy: Policy
    clocks: Mapping[Metric, PromisedClock]
    steps: tuple[EscalationStep, ...] = tuple(USUAL_STEPS.values())
    shares: tuple[PolicyTarget, ...] = ()
    """The targets that a share of many calls is to keep."""
    _plans: dict[tuple[str, int, Metric, str, int], Plan] = field(default_factory=dict, compare=False)

    def is_agreed_way(self, channel: str) -> bool:
        """Whether calls that came that way count."""
        return not self.policy.channels or channel in self.policy.channels

    def plan_for(self, kind: str, priority: int, metric: Metric, level: str, promised: int) -> Plan:
        """What is said of a promise of so much working time (microseconds) to orders of this kind and priority."""
        asked = (kind, priority, metric, level, promised)
        if asked not in self._plans:
            steps = (step for step in steps_for(self.steps, kind, priority) if step.is_for(metric, level))
            self._plans[asked] = plan_of(self.clocks[metric].promise.thresholds, steps, promised)
        return self._plans[asked]

    def clocks_for(self, channel: str, reported_at: int) -> dict[Metric, PromisedClock]:
        """The clocks of one call, which came by some way at some instant (microseconds since 1970 UTC).

        A call that did not come by an agreed way has none. Where there are engineers on site in office hours and
        others on call (`domain.md` §3), it is decided by when the request came which of the two promises counts.
        """
        if not self.is_agreed_way(channel):
            return {}
        clocks = dict(self.clocks)
        if Metric.ON_SITE in clocks and Metric.ON_SITE_ON_CALL in clocks:
            office = next(iter(clocks[Metric.ON_SITE].calendars.values()))
            in_hours = bool(office.windows(reported_at, reported_at + 1))
            del clocks[Metric.ON_SITE_ON_CALL if in_hours else Metric.ON_SITE]
        return clocks


class Promises:
    """What is promised to whom, read once for as long as this object is used."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._contracts: dict[str, list[tuple[Contract, ZoneInfo]]] = {}
        self._amendments: dict[str, list[Amendment]] = {}
        self._policies: dict[str, PolicyInForce] = {}
        self._zones: dict[str, ZoneInfo] = {}
        self._hours: dict[str, WorkingTime] = {}

    def contract_at(self, customer_id: str, at: datetime) -> Contract | None:
        """The contract that is in force at an instant, by the days of its calendar's zone; of several the youngest."""
        if customer_id not in self._contracts:
            found = contracts_of(self._reader, customer_id)
            self._contracts[customer_id] = [(contract, self.zone_of(contract)) for contract in found]
        running = [
            contract
            for contract, zone in self._contracts[customer_id]
            if contract.begins_on <= at.astimezone(zone).date() <= (contract.ends_on or date.max)
        ]
        return running[-1] if running else None

    def policy_at(self, contract: Contract, at: datetime) -> PolicyInForce:
        """The policy that counts under a contract at an instant: that of the latest approved amendment."""
        return self.policy(self.amendments_counting(contract, at)[-1].policy_id)

    def amendments_counting(self, contract: Contract, at: datetime) -> list[Amendment]:
        """The approved amendments that count at an instant, by the days of the contract's zone; the last one rules."""
        if contract.id not in self._amendments:
            found = amendments_of(self._reader, contract.id)
            self._amendments[contract.id] = [each for each in found if each.state is AmendmentState.APPROVED]
        on = at.astimezone(self.zone_of(contract)).date()
        return [each for each in self._amendments[contract.id] if each.effective_on <= on]

    def amended(self, contract: Contract, at: datetime) -> Contract:
        """A contract with the kinds of work that its amendments exclude or charge at an instant."""
        for amendment in self.amendments_counting(contract, at):
            contract = replace(
                contract,
                excluded_kinds=_given(amendment.excluded_kinds, contract.excluded_kinds),
                chargeable_kinds=_given(amendment.chargeable_kinds, contract.chargeable_kinds),
            )
        return contract

    def zone_of(self, contract: Contract) -> ZoneInfo:
        """The zone by whose days a contract counts: that of its hours."""
        calendar_id = contract.calendar_id
        if calendar_id is None:
            return _UTC
        if calendar_id not in self._zones:
            self._zones[calendar_id] = zone_named(newest_version(self._reader, calendar_id).zone)
        return self._zones[calendar_id]

    def hours_of(self, contract: Contract) -> WorkingTime | None:
        """The hours outside of which work is outside hours; None where all hours are the same."""
        calendar_id = contract.calendar_id
        if calendar_id is None:
            return None
        if calendar_id not in self._hours:
            self._hours[calendar_id] = working_time_of(newest_version(self._reader, calendar_id))
        return self._hours[calendar_id]

    def policy(self, policy_id: str) -> PolicyInForce:
        """A policy with its promises.

        :raises Rejection: ``record_unknown``
        """
        if policy_id not in self._policies:
            self._policies[policy_id] = policy_in_force(self._reader, self._reader.require(Policy, policy_id))
        return self._policies[policy_id]


def _given(kinds: tuple[str, ...] | None, before: tuple[str, ...]) -> tuple[str, ...]:
    return before if kinds is None else kinds


def contracts_of(reader: Reader, customer_id: str) -> list[Contract]:
    """The contracts with a customer, the youngest last."""
    return reader.having(Contract, "begins_on", "id", customer_id=customer_id)


def all_contracts(reader: Reader) -> list[Contract]:
    """Every contract by number, whoever it is with."""
    return reader.find(Contract, order_by=(columns_of(Contract).number, columns_of(Contract).id))


def amendments_of(reader: Reader, contract_id: str) -> list[Amendment]:
    """The amendments of a contract, in the order in which they count."""
    return reader.having(Amendment, "effective_on", "proposed_at", "id", contract_id=contract_id)


def listed_devices(reader: Reader, contract_id: str) -> list[str]:
    """The ids of the devices on a contract's list."""
    return [device.asset_id for device in reader.having(ContractDevice, "id", contract_id=contract_id)]


def all_policies(reader: Reader) -> list[Policy]:
    """Every policy by code, whoever it is for."""
    return reader.find(Policy, order_by=(columns_of(Policy).code, columns_of(Policy).id))


def policies_for(reader: Reader, customer_id: str) -> list[Policy]:
    """The policies that a customer's contracts can name: its own and everybody's."""
    return [policy for policy in all_policies(reader) if policy.customer_id in (None, customer_id)]


def policy_in_force(reader: Reader, policy: Policy) -> PolicyInForce:
    """A policy's promises, by the newest versions of its calendars."""
    pauses = {
        pause.reason: PauseRule(
            frozenset(map(Metric, pause.stops)),
            None if pause.at_most_minutes is None else pause.at_most_minutes * MINUTE,
            None if pause.remind_after_minutes is None else pause.remind_after_minutes * MINUTE,
        )
        for pause in reader.having(PolicyPause, "reason", policy_id=policy.id)
    }
    by_metric: defaultdict[Metric, list[PolicyTarget]] = defaultdict(list)
    targets = reader.having(PolicyTarget, "level", "id", policy_id=policy.id)
    for target in targets:
        if target.metric not in SHARES and target.calendar_id is not None:
            by_metric[target.metric].append(target)
    clocks = {metric: _clock(reader, policy, promised, pauses) for metric, promised in by_metric.items()}
    steps = tuple(
        EscalationStep(
            step.amount,
            frozenset(map(Told, step.tells)),
            frozenset(step.kinds),
            step.up_to_priority,
            step.person_ids,
            step.measure,
            frozenset(map(Metric, step.metrics)),
            frozenset(step.levels),
        )
        for step in reader.having(PolicyStep, "amount", "id", policy_id=policy.id)
    )
    shares = [target for target in targets if target.share_percent is not None]
    shares.sort(key=lambda target: list(Metric).index(target.metric))
    return PolicyInForce(policy, clocks, steps or tuple(USUAL_STEPS.values()), tuple(shares))


def scope_of(reader: Reader, contract: Contract, policy: Policy, asset_id: str | None) -> tuple[Scope, bool]:
    """What a contract covers, and whether a device is on its list."""
    scope = Scope(
        frozenset(contract.excluded_kinds),
        frozenset(contract.chargeable_kinds),
        frozenset(policy.channels),
        contract.all_devices,
        contract.outside_hours,
    )
    listed = asset_id is not None and reader.count(ContractDevice, contract_id=contract.id, asset_id=asset_id) > 0
    return scope, listed


def is_in_hours(reader: Reader, contract: Contract, at: datetime) -> bool:
    """Whether an instant lies within a contract's hours; without a calendar all hours are."""
    if contract.calendar_id is None:
        return True
    version = newest_version(reader, contract.calendar_id)
    return bool(working_time_of(version).windows(stamp(at), stamp(at) + 1))


def covered(
    reader: Reader, customer_id: str, kind_and_channel: tuple[str, str], asset_id: str | None, at: datetime
) -> Covered:
    """What a call is under the contract that is in force at an instant, and why (`domain.md` §3)."""
    promises = Promises(reader)
    contract = promises.contract_at(customer_id, at)
    kind, channel = kind_and_channel
    if contract is None:
        return coverage_of(Call(kind, channel, asset_id is not None, listed=False, in_hours=True), None)
    policy = promises.policy_at(contract, at).policy
    scope, listed = scope_of(reader, promises.amended(contract, at), policy, asset_id)
    in_hours = is_in_hours(reader, contract, at)
    return coverage_of(Call(kind, channel, asset_id is not None, listed, in_hours), scope)


def _clock(
    reader: Reader, policy: Policy, targets: list[PolicyTarget], pauses: Mapping[str, PauseRule]
) -> PromisedClock:
    versions = {target.level: newest_version(reader, target.calendar_id or "") for target in targets}
    terms = {
        target.level: Terms(target.bound, (target.promised_seconds or 0) * SECOND, target.civil_days)
        for target in targets
    }
    first = targets[0]
    promise = Promise(
        first.metric,
        first.starts,
        first.stops,
        terms,
        pauses,
        policy.on_change,
        policy.third_party,
        tuple(map(int, policy.thresholds)),
    )
    calendars = {level: working_time_of(version) for level, version in versions.items()}
    return PromisedClock(promise, calendars, {level: version.id for level, version in versions.items()})
