"""One's own visit as it stands on the screen of whoever makes it: what is next, where, whom to ask, what it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.assets.tables import Asset
from app.directory.tables import Person, Site
from app.storage.units import Reader
from app.workorders.history import events_of
from app.workorders.queries.detail import OrderDetail, order_detail
from app.workorders.rules import SIGNED_IN, PastEvent
from app.workorders.rules.time_spent import TimeSpent, time_spent
from app.workorders.tables import OrderEvent, Visit


@dataclass(frozen=True, slots=True)
class ChosenVisit:
    """An order and the person's own visit to it. `address` is the site's, and `phone` the caller's; each may be empty.

    `phone` is what the order says, else what the directory does.
    """

    detail: OrderDetail
    visit: Visit
    site: str
    address: str
    phone: str
    spent: TimeSpent

    @property
    def has_been_there(self) -> bool:
        """Whether there is something that a customer can sign for."""
        return self.visit.state in SIGNED_IN

    @property
    def place(self) -> str:
        """Site and place in one line."""
        return " ".join(filter(None, (self.site, self.detail.order.place)))


def chosen_visit(reader: Reader, order_id: str, now: datetime) -> ChosenVisit | None:
    """The latest visit of the person at this workspace to an order; None where there is none."""
    detail = order_detail(reader, order_id, now)
    if detail is None or detail.own_visit_id is None:
        return None
    order, visit = detail.order, reader.require(Visit, detail.own_visit_id)
    asset = reader.get(Asset, order.asset_id) if order.asset_id else None
    site_id = order.site_id or (asset.site_id if asset and not order.place else None)
    site = reader.get(Site, site_id) if site_id else None
    caller = reader.get(Person, order.caller_id) if order.caller_id else None
    return ChosenVisit(
        detail,
        visit,
        site.name if site else "",
        site.address if site else "",
        order.caller_phone or (caller.phone if caller else ""),
        spent_on(visit, events_of(reader, order_id), now),
    )


def spent_on(visit: Visit, events: list[OrderEvent], now: datetime) -> TimeSpent:
    """What a visit took, from the facts of its order."""
    own = (PastEvent(event.kind, event.visit_id, event.at) for event in events if event.visit_id == visit.id)
    return time_spent(own, started_at=visit.started_at, finished_at=visit.finished_at, now=now)
