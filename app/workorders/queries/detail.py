"""One work order: found by its number, and all about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.assets.tables import Asset
from app.calendars.working_time import SECOND, stamp
from app.directory.queries import Myself, myself, names_of
from app.directory.tables import Customer, Person, Site, SupportedSystem, Team
from app.sla.rules.clock import ClockState
from app.sla.rules.promises import Metric
from app.storage.edits import Change, told_changes
from app.storage.lists import rowid_of
from app.storage.schema import columns_of, spec_of
from app.storage.units import Reader
from app.workorders.charges import work_time
from app.workorders.explanations import Explanation, explained
from app.workorders.history import events_of, visits_of
from app.workorders.part_tables import UsedPart
from app.workorders.queries.related import RelatedOrder, related_orders
from app.workorders.rules import AT_WORK_STATES, OPEN_ORDER_STATES, WAITING_VISIT_STATES, EventKind, VisitState
from app.workorders.rules.forecast import late_by
from app.workorders.rules.work_time import WorkTime
from app.workorders.steps import Step, possible_steps
from app.workorders.suppliers import SupplierTicket, ticket_of
from app.workorders.tables import Deadline, OrderAlias, OrderEvent, Visit, WorkOrder

_NAMED: dict[str, tuple[type[Any], str]] = {
    "site_id": (Site, "name"),
    "asset_id": (Asset, "code"),
    "system_id": (SupportedSystem, "product"),
    "caller_id": (Person, "name"),
    "parent_id": (WorkOrder, "number"),
    "team_id": (Team, "name"),
}
"""What the ids among the fields that can be edited are called by."""


def find_order(reader: Reader, number: str) -> str | None:
    """The id of the order with this number, or that once had it."""
    wanted = number.strip().upper()
    order = reader.first(WorkOrder, columns_of(WorkOrder).number == wanted)
    if order is not None:
        return order.id
    alias = reader.first(OrderAlias, columns_of(OrderAlias).alias == wanted)
    return alias.order_id if alias else None


def row_of_order(reader: Reader, order_id: str) -> int | None:
    """The rowid of an order, which lists know it by; None where it is not here (any more)."""
    query = sa.select(rowid_of(WorkOrder)).where(columns_of(WorkOrder).id == order_id)
    return reader.connection.execute(query).scalar()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetail:
    """A visit and the name of who makes it."""

    visit: Visit
    engineer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """A fact, who caused it, and whose visit it was about; of an edit what it `changed`."""

    event: OrderEvent
    actor: str
    engineer: str
    changed: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetail:
    """All about one order, with names; a name is empty where there is nothing to name.

    `steps` are open to the person at this workspace, whose own visit `own_visit_id` is.
    """

    order: WorkOrder
    customer: str
    site: str
    asset_code: str
    asset_name: str
    system: str
    engineer: str
    aliases: tuple[str, ...]
    visits: tuple[VisitDetail, ...]
    events: tuple[EventDetail, ...]
    own_visit_id: str | None
    steps: tuple[Step, ...]
    team: str
    related: tuple[RelatedOrder, ...]
    deadline: Deadline | None
    clocks: tuple[Explanation, ...]
    forecast: tuple[tuple[Metric, int], ...]
    """Which promises will be missed by so many seconds if the visit begins as it is planned."""
    work_time: WorkTime
    supplier_ticket: SupplierTicket | None

    @property
    def due_at(self) -> datetime | None:
        """When the first of its clocks falls due."""
        return self.deadline.due_at if self.deadline else None

    @property
    def expected_at(self) -> datetime | None:
        """By when it is to work again: as is promised, or as was agreed with the caller."""
        promised = (clock.due_at for clock in self.clocks if clock.metric is Metric.RESTORE and clock.reading.runs)
        return next(promised, self.order.due_at)

    @property
    def paused(self) -> bool:
        """Whether its clocks stand still."""
        return self.deadline is not None and self.deadline.paused


def order_detail(reader: Reader, order_id: str, now: datetime) -> OrderDetail | None:
    """All about one order, with its clocks as they stand at `now`; None where it is not here (any more)."""
    order = reader.get(WorkOrder, order_id)
    if order is None:
        return None
    visits, events = visits_of(reader, order_id), events_of(reader, order_id)
    alias = columns_of(OrderAlias)
    people = {visit.engineer_id for visit in visits} | {event.actor_id for event in events} | {order.engineer_id or ""}
    names = names_of(reader, people)
    engineer_of = {visit.id: names.get(visit.engineer_id, "") for visit in visits}
    customer = reader.get(Customer, order.customer_id)
    asset = reader.get(Asset, order.asset_id) if order.asset_id else None
    site = reader.get(Site, order.site_id) if order.site_id else None
    system = reader.get(SupportedSystem, order.system_id) if order.system_id else None
    ticket = ticket_of(events) if order.state in OPEN_ORDER_STATES else None
    own_visit, steps = open_to(myself(reader), order, visits, with_supplier=ticket is not None)
    clocks = explained(reader, order, now)
    return OrderDetail(
        order=order,
        customer=customer.name if customer else "",
        site=site.name if site else "",
        asset_code=asset.code if asset else "",
        asset_name=asset.name if asset else "",
        system=system.product if system else "",
        engineer=names.get(order.engineer_id or "", ""),
        aliases=tuple(found.alias for found in reader.find(OrderAlias, alias.order_id == order_id)),
        visits=tuple(VisitDetail(visit=visit, engineer=engineer_of[visit.id]) for visit in visits),
        events=tuple(
            EventDetail(
                event=event,
                actor=names.get(event.actor_id, ""),
                engineer=engineer_of.get(event.visit_id or "", ""),
                changed=_changes(reader, event),
            )
            for event in events
        ),
        own_visit_id=own_visit.id if own_visit else None,
        steps=steps,
        team=team.name if (team := reader.get(Team, order.team_id or "")) else "",
        related=related_orders(reader, order),
        deadline=reader.get(Deadline, order.id),
        clocks=clocks,
        forecast=_forecast(visits, clocks),
        work_time=work_time(reader, order, now),
        supplier_ticket=ticket,
    )


def _forecast(visits: Sequence[Visit], clocks: Sequence[Explanation]) -> tuple[tuple[Metric, int], ...]:
    """What today's plan misses; a clock that stands still or was missed says so itself."""
    under_way = [visit for visit in visits if visit.state in WAITING_VISIT_STATES | AT_WORK_STATES]
    begins = (under_way[-1].started_at or under_way[-1].planned_at) if under_way else None
    if begins is None:
        return ()
    running = [clock for clock in clocks if clock.reading.state is ClockState.RUNNING]
    late = [(clock.metric, late_by(clock.metric, clock.reading.due_at or 0, stamp(begins))) for clock in running]
    return tuple((metric, by // SECOND) for metric, by in late if by > 0)


def open_to(
    me: Myself, order: WorkOrder, visits: Sequence[Visit], *, with_supplier: bool = False
) -> tuple[Visit | None, tuple[Step, ...]]:
    """The own visit of the person at this workspace, and what he can do with the order."""
    own = [visit for visit in visits if visit.engineer_id == me.person_id and visit.state is not VisitState.CALLED_OFF]
    own_visit = own[-1] if own else None
    states = [visit.state for visit in visits]
    own_state = own_visit.state if own_visit else None
    return own_visit, possible_steps(order, own_state, states, me.grants, with_supplier=with_supplier)


def _changes(reader: Reader, event: OrderEvent) -> tuple[Change, ...]:
    if event.kind is EventKind.EDITED:
        spec = spec_of(WorkOrder if event.visit_id is None else Visit)
    elif event.kind is EventKind.PART_CORRECTED:
        spec = spec_of(UsedPart)
    else:
        return ()
    return told_changes(reader, spec, event.facts, _NAMED)
