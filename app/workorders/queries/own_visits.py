"""Reading the day of the person at this workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.directory.tables import Customer, Site
from app.storage.facts import PERSON_ID, fact
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.rules import VisitState
from app.workorders.tables import Deadline, Visit, WorkOrder

_OPEN = (
    VisitState.WORKING,
    VisitState.RESTORED,
    VisitState.ON_SITE,
    VisitState.TRAVELLING,
    VisitState.INTERRUPTED,
    VisitState.ACCEPTED,
    VisitState.RECEIVED,
    VisitState.SENT,
    VisitState.ASSIGNED,
)
"""In the order in which a person looks after them; what is done stands last."""


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One visit and what to know of its order; `site` includes the place, a name is empty where it is not known.

    `deadline` tells when its clocks fall due (`app.workorders.clocks`).
    """

    visit: Visit
    order: WorkOrder
    deadline: Deadline | None
    customer: str
    site: str


def own_visits(reader: Reader, begin: datetime, end: datetime) -> list[OwnVisit]:
    """The visits of the person at this workspace on the day from `begin` to `end`.

    These are all that are open, unless they are planned for a later day, and those that were done on this day.
    """
    column = columns_of(Visit)
    is_open = sa.and_(column.state.in_(_OPEN), sa.or_(column.planned_at.is_(None), column.planned_at < end))
    is_done = column.state.in_((VisitState.DONE, VisitState.REPORTED))
    done = sa.and_(is_done, column.finished_at >= begin, column.finished_at < end)
    mine = reader.find(Visit, column.engineer_id == fact(reader, PERSON_ID), sa.or_(is_open, done))
    orders = columns_of(WorkOrder).id.in_([visit.order_id for visit in mine])
    by_id = {order.id: order for order in reader.find(WorkOrder, orders)}
    known = [_own_visit(reader, visit, by_id[visit.order_id]) for visit in mine if visit.order_id in by_id]
    return sorted(known, key=_urgency)


def _urgency(own: OwnVisit) -> tuple[int, datetime, str]:
    visit, due_at = own.visit, own.deadline.due_at if own.deadline else None
    place = _OPEN.index(visit.state) if visit.state in _OPEN else len(_OPEN)
    return place, visit.planned_at or due_at or visit.assigned_at, visit.id


def _own_visit(reader: Reader, visit: Visit, order: WorkOrder) -> OwnVisit:
    customer = reader.get(Customer, order.customer_id)
    site = reader.get(Site, order.site_id) if order.site_id else None
    place = " ".join(filter(None, (site.name if site else "", order.place)))
    return OwnVisit(visit, order, reader.get(Deadline, order.id), customer.name if customer else "", place)
