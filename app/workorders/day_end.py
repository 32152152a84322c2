"""The callers whose work is unresolved at the end of the desk's day, with texts ready to send (`domain.md` §4).

The texts go out to readers whose language is not that of the window, so they are not in its catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from app.directory.tables import Customer, Person
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.history import visits_of
from app.workorders.rules import OPEN_ORDER_STATES, WAITING_VISIT_STATES, Channel, EventKind
from app.workorders.tables import Deadline, OrderEvent, WorkOrder

_STILL = MappingProxyType(
    {
        "zh": "{caller}您好：您报修的“{title}”（单号 {number}）仍在处理中，",
        "en": "Dear {caller}, we are still working on “{title}” ({number}) ",
    }
)
_EXPECTED = MappingProxyType({"zh": "预计 {time} 前完成。", "en": "and expect to have it done by {time}. "})
_UNKNOWN = MappingProxyType(
    {"zh": "一有进展我们会马上通知您。", "en": "and will tell you as soon as we know more. "},
)
_SORRY = MappingProxyType({"zh": "给您带来不便，敬请谅解。", "en": "We are sorry for the delay."})
LANGUAGES = tuple(_STILL)
"""In which the texts are ready."""
_NOBODY: Mapping[str, str] = MappingProxyType({"zh": "", "en": "customer"})
_JUST_NOW = timedelta(hours=2)
"""Whoever was answered within this time before the end of the day has had his update."""
_WITHOUT_CALLER = sorted({Channel.DETECTED, Channel.PLANNED})


@dataclass(frozen=True, slots=True)
class CallerUpdate:
    """A caller who is to be told how it stands; `expected_at` is when it should be done, as far as that is known."""

    order: WorkOrder
    customer: str
    caller: str
    phone: str
    expected_at: datetime | None

    def text(self, language: str, zone: ZoneInfo) -> str:
        """What to tell him, in ``zh`` or ``en``; the time is by the clocks of `zone`."""
        expected = (_UNKNOWN if self.expected_at is None else _EXPECTED)[language]
        return (_STILL[language] + expected + _SORRY[language]).format(
            caller=self.caller or _NOBODY[language],
            title=self.order.title,
            number=self.order.number,
            time="" if self.expected_at is None else f"{self.expected_at.astimezone(zone):%Y-%m-%d %H:%M}",
        )


def callers_to_update(reader: Reader, now: datetime) -> list[CallerUpdate]:
    """The callers of open orders who were not answered just now, the most urgent first.

    :param now: the end of the desk's day; what was promised for earlier is no expectation any more
    """
    order, event = columns_of(WorkOrder), columns_of(OrderEvent)
    is_open = order.state.in_(sorted(OPEN_ORDER_STATES))
    found = reader.find(
        WorkOrder,
        is_open,
        order.channel.not_in(_WITHOUT_CALLER),
        order.logged_at < now,
        order_by=(order.priority, order.logged_at, order.id),
    )
    answered = {
        one.order_id for one in reader.find(OrderEvent, event.kind == EventKind.ANSWERED, event.at > now - _JUST_NOW)
    }
    return [_update(reader, one, now) for one in found if one.id not in answered]


def _update(reader: Reader, order: WorkOrder, now: datetime) -> CallerUpdate:
    customer = reader.get(Customer, order.customer_id)
    person = reader.get(Person, order.caller_id) if order.caller_id else None
    return CallerUpdate(
        order,
        customer.name if customer else "",
        order.caller_name or (person.name if person else ""),
        order.caller_phone or (person.phone if person else ""),
        _expected_at(reader, order, now),
    )


def _expected_at(reader: Reader, order: WorkOrder, now: datetime) -> datetime | None:
    """When the next visit is planned, or else by when it is due; what is past is expected by nobody."""
    planned = [visit.planned_at for visit in visits_of(reader, order.id) if visit.state in WAITING_VISIT_STATES]
    deadline = reader.get(Deadline, order.id)
    ahead = [
        at for at in (*planned, deadline.due_at if deadline else None, order.due_at) if at is not None and at > now
    ]
    return ahead[0] if ahead else None
