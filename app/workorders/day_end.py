"""The callers whose work is unresolved at the end of the desk's day, and what each of them is told (`domain.md` §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.directory.queries import names_of
from app.directory.tables import Customer, Person
from app.foundation.translation import Language
from app.messages.wording import Told
from app.sla.rules.promises import Metric
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.rules import OPEN_ORDER_STATES, WAITING_VISIT_STATES, AnswerWay, Channel, EventKind
from app.workorders.rules.forecast import USUAL_WORK
from app.workorders.tables import OrderClock, OrderEvent, Visit, WorkOrder

_JUST_NOW = timedelta(hours=2)
"""Whoever was answered within this time before the end of the day has had his update."""
_WITHOUT_CALLER = sorted({Channel.DETECTED, Channel.PLANNED})
_SETTLED = sorted({EventKind.ANSWERED, EventKind.UPDATE_SKIPPED})
_WORK = timedelta(microseconds=USUAL_WORK)


@dataclass(frozen=True, slots=True)
class CallerUpdate:
    """A caller who is to be told how it stands.

    `language` is that of his customer, where it has another than the usual one; `expected_at` is when it should
    be done, as far as that is known.
    """

    order: WorkOrder
    customer: str
    language: Language | None
    caller: str
    phone: str
    email: str
    engineer: str
    expected_at: datetime | None

    @property
    def ways(self) -> tuple[AnswerWay, ...]:
        """How he can be reached; somebody may know his phone where we do not."""
        sent = {AnswerWay.MAIL: self.email, AnswerWay.SMS: self.phone}
        return AnswerWay.PHONE, *(way for way, place in sent.items() if place)

    def told(self, zone: ZoneInfo) -> Told:
        """What there is to tell, for `app.messages.wording`; the time is by the clocks of `zone`."""
        return Told(
            number=self.order.number,
            title=self.order.title,
            caller=self.caller,
            expected=f"{self.expected_at.astimezone(zone):%Y-%m-%d %H:%M}" if self.expected_at else "",
            engineer=self.engineer,
        )


def callers_to_update(reader: Reader, now: datetime) -> list[CallerUpdate]:
    """The callers of open orders who were not answered (or passed over) just now, the most urgent first.

    :param now: the end of the desk's day; what was promised for earlier is no expectation any more
    """
    order, event = columns_of(WorkOrder), columns_of(OrderEvent)
    settled = {one.order_id for one in reader.find(OrderEvent, event.kind.in_(_SETTLED), event.at > now - _JUST_NOW)}
    found = reader.find(
        WorkOrder,
        order.state.in_(sorted(OPEN_ORDER_STATES)),
        order.channel.not_in(_WITHOUT_CALLER),
        order.logged_at < now,
        order_by=(order.priority, order.logged_at, order.id),
    )
    return _updates(reader, [one for one in found if one.id not in settled], now)


def _updates(reader: Reader, orders: Sequence[WorkOrder], now: datetime) -> list[CallerUpdate]:
    """All that is told of is read at once: at the end of a bad day there are thousands of them."""
    customers = reader.get_all(Customer, {order.customer_id for order in orders})
    callers = reader.get_all(Person, {order.caller_id for order in orders if order.caller_id})
    engineers = names_of(reader, {order.engineer_id for order in orders if order.engineer_id})
    expected = _expected(reader, orders, now)
    updates = []
    for order in orders:
        customer, caller = customers.get(order.customer_id), callers.get(order.caller_id or "")
        updates.append(
            CallerUpdate(
                order,
                customer.name if customer else "",
                customer.language if customer else None,
                order.caller_name or (caller.name if caller else ""),
                order.caller_phone or (caller.phone if caller else ""),
                caller.email if caller else "",
                engineers.get(order.engineer_id or "", ""),
                expected.get(order.id),
            )
        )
    return updates


def _expected(reader: Reader, orders: Sequence[WorkOrder], now: datetime) -> Mapping[str, datetime]:
    """When the next visit should be over, or else by when it is to work again; what is past is expected by nobody."""
    planned: defaultdict[str, list[datetime]] = defaultdict(list)
    for visit in reader.find(Visit, columns_of(Visit).state.in_(sorted(WAITING_VISIT_STATES))):
        if visit.planned_at is not None:
            planned[visit.order_id].append(visit.planned_at + _WORK)
    clock = columns_of(OrderClock)
    due = {each.order_id: each.due_at for each in reader.find(OrderClock, clock.metric == Metric.RESTORE)}
    ahead = {
        order.id: [at for at in (*sorted(planned[order.id]), due.get(order.id), order.due_at) if at and at > now]
        for order in orders
    }
    return {order_id: moments[0] for order_id, moments in ahead.items() if moments}
