"""Making policies. A policy never changes: whoever wants another one makes one, and amends the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.calendars.queries import newest_version, working_time_of
from app.calendars.tables import Calendar
from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Code, Name, Word
from app.foundation.translation import N_
from app.sla.rules.escalation import LEAST_URGENT, USUAL_CHASE_MINUTES, Measure, Told
from app.sla.rules.figures import CIVIL_DAYS, SECONDS
from app.sla.rules.promises import (
    ANY_LEVEL,
    SHARES,
    SPANS,
    THRESHOLDS,
    Bound,
    Happening,
    Metric,
    OnChange,
    ThirdParty,
    Unit,
)
from app.sla.tables import Policy, PolicyPause, PolicyStep, PolicyTarget
from app.storage.commands import Body, Context, handles, its_customer, upcaster
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

_Figure = Annotated[int, Meta(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTerms:
    """One promise to one level; `starts` and `stops` are those of `SPANS` where nothing else is said."""

    level: Code
    metric: Metric
    bound: Bound
    value: _Figure | None = None
    unit: Unit | None = None
    calendar_id: str | None = None
    share_percent: Annotated[int, Meta(ge=0, le=100)] | None = None
    starts: Happening | None = None
    stops: Happening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseTerms:
    """Which clocks a reason to wait stops, for how long at most, and after how long somebody is reminded."""

    stops: tuple[Metric, ...]
    at_most_minutes: _Figure | None = None
    remind_after_minutes: _Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTerms:
    """Who is told, and when, of what (`app.sla.rules.escalation.EscalationStep`)."""

    amount: Annotated[int, Meta(ge=1, le=100_000)]
    tells: tuple[Told, ...] = ()
    kinds: tuple[Word, ...] = ()
    up_to_priority: Annotated[int, Meta(ge=1, le=LEAST_URGENT)] = LEAST_URGENT
    person_ids: tuple[str, ...] = ()
    measure: Measure = Measure.SHARE
    metrics: tuple[Metric, ...] = ()
    levels: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPolicy:
    """Make a set of promises: for one customer's contracts, or (no customer) for everybody's."""

    id: str
    code: Code
    name: Name
    targets: tuple[TargetTerms, ...]
    customer_id: str | None = None
    levels: dict[str, Code] = field(default_factory=dict)
    pauses: dict[str, PauseTerms] = field(default_factory=dict)
    on_change: OnChange = OnChange.FROM_OPENING
    third_party: ThirdParty = ThirdParty.PAUSES
    channels: tuple[Code, ...] = ()
    thresholds: tuple[Annotated[int, Meta(ge=1, le=99)], ...] = THRESHOLDS
    close_after_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    steps: dict[str, StepTerms] = field(default_factory=dict)
    chase_minutes: Annotated[int, Meta(ge=1, le=1_000_000)] | None = USUAL_CHASE_MINUTES


@upcaster("sla.add_policy", from_version=1)
def _before_measures(body: Body) -> Body:
    """The first version knew steps at shares only."""
    steps = {
        name: {("amount" if key == "percent" else key): value for key, value in terms.items()}
        for name, terms in body.get("steps", {}).items()
    }
    return body | {"steps": steps}


@handles("sla.add_policy", AddPolicy, permission=Permission.MANAGE_SERVICE_LEVELS, customer_of=its_customer, version=2)
def add_policy(unit: UnitOfWork, command: AddPolicy, _context: Context) -> None:
    """Every level that a call can get is promised something, so that no clock is missing in silence."""
    unit.require_new(Policy, command.id)
    column = columns_of(Policy)
    if unit.first(Policy, column.customer_id == command.customer_id, column.code == command.code) is not None:
        raise Rejection("name_taken", name=command.code)
    _refuse_holes(command)
    _refuse_idle_steps(command)
    unit.put(
        Policy(
            id=command.id,
            customer_id=command.customer_id,
            code=command.code,
            name=command.name,
            levels=command.levels,
            on_change=command.on_change,
            third_party=command.third_party,
            channels=command.channels,
            thresholds=tuple(map(str, sorted(command.thresholds))),
            close_after_days=command.close_after_days,
            chase_minutes=command.chase_minutes,
        )
    )
    unit.put(*_targets(unit, command))
    unit.put(*_pauses(command))
    unit.put(*_steps(unit, command))


def _refuse_holes(command: AddPolicy) -> None:
    promised = {target.level for target in command.targets}
    wanted = set(command.levels.values()) or {ANY_LEVEL}
    if ANY_LEVEL not in promised and wanted - promised:
        raise Rejection("policy_level_without_target", levels=sorted(wanted - promised))
    doubled = [(target.level, target.metric) for target in command.targets]
    if len(set(doubled)) < len(doubled):
        raise Rejection("policy_target_doubled")


def _refuse_idle_steps(command: AddPolicy) -> None:
    """A step that is never taken, or of which nobody hears, is a mistake that would be noticed too late."""
    metrics = {target.metric for target in command.targets}
    levels = {target.level for target in command.targets} | set(command.levels.values())
    for terms in command.steps.values():
        if not terms.tells and not terms.person_ids:
            raise Rejection("policy_step_tells_nobody", amount=terms.amount)
        unknown = [*(set(terms.metrics) - metrics), *(set(terms.levels) - levels)]
        if unknown:
            raise Rejection("policy_step_for_nothing", names=sorted(map(str, unknown)))


def _targets(unit: Reader, command: AddPolicy) -> Iterator[PolicyTarget]:
    for terms in command.targets:
        starts, stops = SPANS.get(terms.metric, (Happening.REPORTED, Happening.CLOSED))
        yield PolicyTarget(
            id=derive_id("policy_target", command.id, terms.level, terms.metric),
            policy_id=command.id,
            customer_id=command.customer_id,
            level=terms.level,
            metric=terms.metric,
            starts=terms.starts or starts,
            stops=terms.stops or stops,
            bound=terms.bound,
            promised_seconds=_promised_seconds(unit, command, terms),
            civil_days=CIVIL_DAYS.get(terms.unit) if terms.unit else None,
            calendar_id=terms.calendar_id,
            share_percent=terms.share_percent,
        )


def _promised_seconds(unit: Reader, command: AddPolicy, terms: TargetTerms) -> int | None:
    """A promised day becomes the working time of one day of its calendar (`domain.md` §3)."""
    if terms.metric in SHARES:
        if terms.share_percent is None:
            raise Rejection("policy_figure_missing", metric=terms.metric)
        return None
    if terms.unit is None or terms.value is None or terms.calendar_id is None:
        raise Rejection("policy_figure_missing", metric=terms.metric)
    calendar = unit.require(Calendar, terms.calendar_id)
    if calendar.customer_id not in (None, command.customer_id):
        raise Rejection("record_unknown", table="calendars", id=calendar.id)
    if terms.unit in CIVIL_DAYS:
        return None
    if terms.unit is Unit.DAY:
        return terms.value * working_time_of(newest_version(unit, calendar.id)).hours.day_minutes * 60
    return terms.value * SECONDS[terms.unit]


def _pauses(command: AddPolicy) -> Iterator[PolicyPause]:
    for reason, terms in command.pauses.items():
        yield PolicyPause(
            id=derive_id("policy_pause", command.id, reason),
            policy_id=command.id,
            customer_id=command.customer_id,
            reason=reason,
            stops=terms.stops,
            at_most_minutes=terms.at_most_minutes,
            remind_after_minutes=terms.remind_after_minutes,
        )


def _steps(unit: Reader, command: AddPolicy) -> Iterator[PolicyStep]:
    for name, terms in command.steps.items():
        for person_id in terms.person_ids:
            person = unit.require(Person, person_id)
            if person.customer_id not in (None, command.customer_id):
                raise Rejection("record_unknown", table="people", id=person_id)
        yield PolicyStep(
            id=derive_id("policy_step", command.id, name),
            policy_id=command.id,
            customer_id=command.customer_id,
            name=name,
            amount=terms.amount,
            tells=tuple(map(str, terms.tells)),
            kinds=terms.kinds,
            up_to_priority=terms.up_to_priority,
            person_ids=terms.person_ids,
            measure=terms.measure,
            metrics=tuple(map(str, terms.metrics)),
            levels=terms.levels,
        )


declare(
    {
        "policy_level_without_target": N_(
            "These levels are promised nothing: {levels}. Give each of them a target, or give the level “any” one."
        ),
        "policy_step_tells_nobody": N_(
            "A step of the escalation ({amount}) tells nobody. Choose who is told, or remove it."
        ),
        "policy_step_for_nothing": N_(
            "A step of the escalation is for what this policy does not promise: {names}. Correct the step."
        ),
        "policy_target_doubled": N_("A level is promised the same thing twice. Keep one of the two targets."),
        "policy_figure_missing": N_("The promise “{metric}” needs a figure with its unit and a calendar."),
    }
)
