"""Orders, visits, and the facts that both follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.foundation.texts import Code, Instant, LongText, Name, ShortText
from app.foundation.translation import Language
from app.sla.rules.clock import ClockState
from app.sla.rules.faults import Affected
from app.sla.rules.promises import Metric
from app.storage.schema import (
    ASK_A_PERSON,
    DESK_WINS,
    DEVICE_WINS,
    INDEXED,
    SEARCHED,
    PartOf,
    Window,
    needs,
    of_customer,
    table,
    together,
)
from app.workorders.rules import (
    Channel,
    EventKind,
    Grade,
    Impact,
    LinkKind,
    OrderKind,
    OrderState,
    RatingWay,
    Urgency,
    VisitState,
)

BY_DESK = needs(Permission.TRIAGE_ORDERS)
"""What was promised and planned is the desk's to change."""


@table(
    "work_orders",
    scope=of_customer,
    window=Window(
        state="state",
        over=frozenset({OrderState.CLOSED, OrderState.CANCELLED}),
        began="logged_at",
        dated=("resolved_at", "closed_at"),
    ),
    # They hold all that their lists are filtered and sorted by: looking 29,000 rows up takes 250 ms, not 5.
    indexes=(
        ("state", "logged_at", "due_at"),
        ("engineer_id", "state", "logged_at"),
        ("customer_id", "state", "logged_at", "due_at", "priority"),
    ),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """One piece of work with a number. Priority 1 is the most urgent of 4.

    `state`, `engineer_id`, `resolved_at`, `closed_at` and `pause_reason` follow from the events. `due_at` is what was
    agreed with the caller. The priority follows from impact × urgency, unless there is a `priority_reason`; `level` is
    what a policy calls a priority that somebody has chosen, else the policy finds it. `team_id` is whose queue it
    waits in. `continued_in_id` is the order that goes on with this one's work: the follow-on, or the one that this is
    a duplicate of. `affected` is what is interrupted: by that the level of a fault rises as its outage grows.
    """

    id: str
    number: Annotated[str, SEARCHED, INDEXED]
    customer_id: str
    site_id: Annotated[str | None, DEVICE_WINS]
    asset_id: Annotated[str | None, INDEXED, DEVICE_WINS]
    system_id: Annotated[str | None, DEVICE_WINS]
    kind: Annotated[OrderKind, DESK_WINS, BY_DESK]
    channel: Annotated[Channel, DESK_WINS, BY_DESK]
    priority: Annotated[int, Meta(ge=1, le=4), INDEXED, DESK_WINS, BY_DESK]
    title: Annotated[Name, SEARCHED, ASK_A_PERSON]
    description: Annotated[LongText, SEARCHED, ASK_A_PERSON]
    caller_name: Annotated[ShortText, ASK_A_PERSON, together("caller")]
    caller_phone: Annotated[ShortText, ASK_A_PERSON, together("caller")]
    place: Annotated[ShortText, ASK_A_PERSON]
    state: OrderState
    engineer_id: str | None
    pause_reason: str
    logged_at: Annotated[datetime, INDEXED]
    logged_by_id: str
    due_at: Annotated[Instant | None, INDEXED, DESK_WINS, BY_DESK]
    resolved_at: datetime | None
    resolution: str
    closed_at: datetime | None
    category: Annotated[ShortText, DESK_WINS, BY_DESK] = ""
    caller_id: Annotated[str | None, ASK_A_PERSON, together("caller")] = None
    remote: Annotated[bool, DEVICE_WINS] = False
    impact: Annotated[Impact | None, DESK_WINS, BY_DESK] = None
    urgency: Annotated[Urgency | None, DESK_WINS, BY_DESK] = None
    priority_reason: str = ""
    level: Code = ""
    parent_id: Annotated[str | None, INDEXED, DESK_WINS, BY_DESK] = None
    team_id: Annotated[str | None, DESK_WINS, BY_DESK] = None
    continued_in_id: str | None = None
    affected: Annotated[Affected | None, DESK_WINS, BY_DESK] = None


@table("visits", scope=of_customer, window=PartOf("work_orders", "order_id"), indexes=(("engineer_id", "state"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One engineer's going there. `planned_at` is when the desk wants him there."""

    id: str
    order_id: Annotated[str, INDEXED]
    customer_id: str
    engineer_id: str
    state: VisitState
    planned_at: Annotated[Instant | None, DESK_WINS, BY_DESK]
    assigned_at: datetime
    assigned_by_id: str
    started_at: Annotated[Instant | None, DEVICE_WINS]
    finished_at: Annotated[Instant | None, DEVICE_WINS]


@table(
    "order_events",
    scope=of_customer,
    window=PartOf("work_orders", "order_id", dated="at"),
    indexes=(("order_id", "ordinal"),),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent:
    """A fact, never changed. `ordinal` counts the facts of an order as they were judged; `at` is the device's claim."""

    id: str
    order_id: str
    customer_id: str
    visit_id: str | None
    ordinal: int
    kind: EventKind
    at: datetime
    actor_id: str
    note: Annotated[str, SEARCHED]
    facts: dict[str, str]


@table("order_aliases", scope=of_customer, window=PartOf("work_orders", "order_id"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAlias:
    """Another number that leads to an order for ever, such as a provisional one."""

    id: str
    customer_id: str
    order_id: Annotated[str, INDEXED]
    alias: Annotated[str, SEARCHED]


@table(
    "order_links",
    scope=of_customer,
    window=PartOf("work_orders", "order_id"),
    indexes=(("order_id", "other_id"), ("other_id",)),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLink:
    """What another order is to this one, which is the one that goes on: links stay as long as that is here."""

    id: str
    customer_id: str
    order_id: str
    other_id: str
    kind: LinkKind


@table("order_clocks")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClock:
    """What one clock of an open order said when something last happened to the order: a projection, made here.

    `promised_seconds` and `elapsed_seconds` are working time of the calendar's version.
    """

    id: str
    order_id: Annotated[str, INDEXED]
    metric: Metric
    level: str
    state: ClockState
    due_at: datetime | None
    missed_at: datetime | None
    promised_seconds: int
    elapsed_seconds: int
    provisional: bool
    calendar_version_id: str


@table("deadlines", indexes=(("due_at",), ("wake_at",), ("supplier_due_at",)))
@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When an open or solved order, whose id it has, falls due next: by its clocks, or as was agreed with the caller.

    A projection like `OrderClock`. Without a row an order waits to be judged; without a `due_at` nothing is promised,
    or what is promised stands still, or the order is solved. `wake_at` is when somebody is to be warned next
    (`app.workorders.watching`), `supplier_due_at` by when a supplier who has it is to have answered.
    """

    id: str
    due_at: datetime | None
    metric: Metric | None
    paused: bool
    wake_at: datetime | None = None
    supplier_due_at: datetime | None = None


@table("ratings", scope=of_customer, window=PartOf("work_orders", "order_id"), indexes=(("rated_at",),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What the caller thinks of an order, which has one rating: the latest. Its events tell them all.

    It says at least one of both: the `grade`, or how likely he is to recommend the service (`recommends`), 0 to 10.
    `given_by` is the name of whoever gave it on site, `taken_by_id` whose laptop that was.
    """

    id: str
    order_id: Annotated[str, INDEXED]
    customer_id: str
    grade: Grade | None
    recommends: int | None
    comment: str
    way: RatingWay
    given_by: str
    taken_by_id: str | None
    rated_at: datetime


@table("rating_links")
@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLink:
    """By whose secret, the id, an order can be rated once: on the server alone, and in a message to the caller."""

    id: str
    order_id: Annotated[str, INDEXED]
    customer_id: str
    language: Language
    made_at: datetime
    used_at: datetime | None
