"""What is promised to whom: policies with their targets and pauses, and contracts with their amendments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from app.foundation.texts import Code, LongText, Name, Word
from app.sla.rules.amendments import AmendmentState
from app.sla.rules.coverage import Coverage
from app.sla.rules.escalation import USUAL_CHASE_MINUTES, Measure
from app.sla.rules.promises import Bound, Happening, Metric, OnChange, ThirdParty
from app.storage.schema import ASK_A_PERSON, INDEXED, SEARCHED, of_customer, table

Number = Annotated[Code, Meta(pattern=r"\S")]
"""The number of a contract."""


@table("policies", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A set of promises. It never changes: an amendment of a contract names another one.

    `levels` finds the level of a call (`app.sla.rules.levels`). `channels` are the ways on which calls count; none
    means all. `thresholds` are percents. What was answered and not heard of for `close_after_days` is closed. Whoever
    supplies and does not answer is chased every `chase_minutes` of working time.
    """

    id: str
    customer_id: Annotated[str | None, INDEXED]
    code: Annotated[str, SEARCHED]
    name: Annotated[str, SEARCHED]
    levels: dict[str, str]
    on_change: OnChange
    third_party: ThirdParty
    channels: tuple[str, ...]
    thresholds: tuple[str, ...]
    close_after_days: int | None
    chase_minutes: int | None = USUAL_CHASE_MINUTES


@table("policy_targets", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTarget:
    """One promise to one level: so many working seconds of a calendar, the end of a civil day, or a share of calls."""

    id: str
    policy_id: Annotated[str, INDEXED]
    customer_id: str | None
    level: str
    metric: Metric
    starts: Happening
    stops: Happening
    bound: Bound
    promised_seconds: int | None
    civil_days: int | None
    calendar_id: str | None
    share_percent: int | None


@table("policy_pauses", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPause:
    """A reason to wait that a policy agrees to: which clocks it stops, for how long at most, and when to remind."""

    id: str
    policy_id: Annotated[str, INDEXED]
    customer_id: str | None
    reason: str
    stops: tuple[str, ...]
    at_most_minutes: int | None
    remind_after_minutes: int | None


@table("policy_steps", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStep:
    """A step of an escalation (`app.sla.rules.escalation.EscalationStep`); a policy without any has the usual ones.

    `amount` is in percent or in minutes, as `measure` says.
    """

    id: str
    policy_id: Annotated[str, INDEXED]
    customer_id: str | None
    name: str
    amount: int
    tells: tuple[str, ...]
    kinds: tuple[str, ...]
    up_to_priority: int
    person_ids: tuple[str, ...]
    measure: Measure = Measure.SHARE
    metrics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@table("contracts", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """An agreement with a customer for a time; both days are part of it. What is promised stands in its amendments.

    `calendar_id` has the hours outside of which work is `outside_hours`.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    number: Annotated[Number, SEARCHED, ASK_A_PERSON]
    name: Annotated[Name, SEARCHED, ASK_A_PERSON]
    begins_on: Annotated[date, ASK_A_PERSON]
    ends_on: Annotated[date | None, ASK_A_PERSON]
    review_on: Annotated[date | None, ASK_A_PERSON]
    scope: Annotated[LongText, ASK_A_PERSON]
    exclusions: Annotated[LongText, ASK_A_PERSON]
    optional_services: Annotated[LongText, ASK_A_PERSON]
    excluded_kinds: Annotated[tuple[Word, ...], ASK_A_PERSON]
    chargeable_kinds: Annotated[tuple[Word, ...], ASK_A_PERSON]
    all_devices: Annotated[bool, ASK_A_PERSON]
    outside_hours: Annotated[Coverage, ASK_A_PERSON]
    calendar_id: Annotated[str | None, ASK_A_PERSON]


@table("contract_devices", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDevice:
    """A device on a contract's list."""

    id: str
    contract_id: Annotated[str, INDEXED]
    customer_id: str
    asset_id: Annotated[str, INDEXED]


@table("amendments", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """From which day on which policy counts, once it is approved; the first one begins the contract.

    The kinds are those that it excludes or charges from then on; None leaves them as they were.
    """

    id: str
    contract_id: Annotated[str, INDEXED]
    customer_id: str
    policy_id: str
    effective_on: date
    reason: str
    state: AmendmentState
    proposed_by_id: str
    proposed_at: datetime
    decided_by_id: str | None
    decided_at: datetime | None
    excluded_kinds: tuple[str, ...] | None = None
    chargeable_kinds: tuple[str, ...] | None = None
