"""Groups of services and their targets; closures, outages, known issues, and what people were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.foundation.texts import Instant, LongText, Name
from app.knowledge.rules.closures import ClosureEventKind, ClosureKind, ClosureState
from app.storage.schema import ASK_A_PERSON, INDEXED, of_customer, table


@table("service_groups", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGroup:
    """Services of a customer that share a target: so many hundredths of a percent of the hours of a calendar.

    Since `retired_at` it is not measured any more, and no longer offered.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    name: Annotated[Name, ASK_A_PERSON]
    target_hundredths: Annotated[int, Meta(ge=0, le=10_000), ASK_A_PERSON]
    calendar_id: Annotated[str, ASK_A_PERSON]
    retired_at: datetime | None = None


@table("service_group_systems", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceGroupSystem:
    """A supported system that belongs to a group. A group without any counts as one system."""

    id: str
    customer_id: Annotated[str, INDEXED]
    group_id: Annotated[str, INDEXED]
    system_id: str


@table("closures", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Services are closed from `begins_at` until `ends_at`, as the customer (`agreed_by`) agreed to at `agreed_at`.

    `state` follows from the events. `shortfall_minutes` is what was missing of the notice where it was recorded as it
    really happened. `announced_at` is when people were last told how it stands; None where they were not.
    """

    id: str
    customer_id: Annotated[str, INDEXED]
    group_id: str | None
    system_ids: tuple[str, ...]
    kind: ClosureKind
    begins_at: datetime
    ends_at: datetime
    reason: str
    agreed_by: str
    agreed_at: datetime
    shortfall_minutes: int
    state: ClosureState
    announced_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None


@table("closure_events", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureEvent:
    """A fact, never changed. `at` is when it happened; `until_at` is the end that was agreed with an extension."""

    id: str
    customer_id: str
    closure_id: Annotated[str, INDEXED]
    ordinal: int
    kind: ClosureEventKind
    at: datetime
    actor_id: str
    note: str
    until_at: datetime | None


@table("outages", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Services were unavailable, and nobody had agreed to it. One that was a mistake is withdrawn and says why."""

    id: str
    customer_id: Annotated[str, INDEXED]
    group_id: str | None
    system_ids: tuple[str, ...]
    begun_at: datetime
    ended_at: datetime | None
    order_id: str | None
    note: str
    withdrawn_because: str
    recorded_at: datetime
    recorded_by_id: str


@table("known_issues", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIssue:
    """Something that several callers will report, and what they are told; without anything named it concerns all."""

    id: str
    customer_id: Annotated[str, INDEXED]
    group_id: str | None
    system_ids: tuple[str, ...]
    asset_id: str | None
    order_id: str | None
    title: Annotated[Name, ASK_A_PERSON]
    what_to_do: Annotated[LongText, ASK_A_PERSON]
    begins_at: Annotated[Instant, ASK_A_PERSON]
    ends_at: Annotated[Instant | None, ASK_A_PERSON]
    recorded_at: datetime
    recorded_by_id: str


@table("announcements", scope=of_customer)
@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a customer's people were told, by language (`app.foundation.translation.WRITTEN_LANGUAGES`)."""

    id: str
    customer_id: Annotated[str, INDEXED]
    closure_id: Annotated[str | None, INDEXED]
    title: str
    texts: dict[str, str]
    announced_at: datetime
    announced_by_id: str
