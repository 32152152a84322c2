"""What the fault handling and analysis report takes from the rows.

As in the service report notes are left out: they are for those who work on the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.documents.fault_report import FaultReportFacts
from app.documents.report_queries import asset_words, language_of_customer
from app.foundation.translation import Language, _, language, speaking
from app.sla.rules.faults import AFFECTED_NAMES, level_text
from app.sla.rules.promises import Happening
from app.storage.units import Reader
from app.workorders.queries.detail import EventDetail, OrderDetail, order_detail
from app.workorders.rules import EVENT_NAMES, PAUSE_REASON_NAMES, EventKind, PauseReason
from app.workorders.tables import WorkOrder
from app.workorders.telling_clocks import headline

_TOLD = frozenset(EventKind) - {
    *(EventKind.SENT, EventKind.RECEIVED, EventKind.NOTED, EventKind.EDITED),
    *(EventKind.LINKED, EventKind.UNLINKED, EventKind.SIGNED),
    *(EventKind.PART_USED, EventKind.PART_CORRECTED, EventKind.PART_WITHDRAWN),
}
"""What the customer learns of the course of things."""
_WITH_NOTE = frozenset({EventKind.RESTORED, EventKind.DONE, EventKind.INTERRUPTED})


def fault_report_facts(reader: Reader, order_id: str, *, issued_by: str, now: datetime) -> FaultReportFacts:
    """What the rows say about an incident at `now` (aware), in its customer's language, else the one shown now."""
    order = reader.require(WorkOrder, order_id)
    with speaking(language_of_customer(reader, order.customer_id)):
        return _facts(reader, order, issued_by=issued_by, now=now)


def _facts(reader: Reader, order: WorkOrder, *, issued_by: str, now: datetime) -> FaultReportFacts:
    detail = order_detail(reader, order.id, now)
    assert detail is not None  # noqa: S101 - the order is there
    return FaultReportFacts(
        language=Language(language()),
        number=order.number,
        issued_by=issued_by,
        customer=detail.customer,
        caller=" ".join(filter(None, (order.caller_name, order.caller_phone))),
        asset=asset_words(detail),
        system=detail.system,
        affected=_(AFFECTED_NAMES[order.affected]) if order.affected else "",
        engineer=detail.engineer,
        reported_at=order.logged_at,
        restored_at=_restored_at(detail),
        resolved_at=order.resolved_at,
        levels=tuple(_levels(detail)),
        timeline=tuple((each.event.at, _words(each)) for each in detail.events if each.event.kind in _TOLD),
        clocks=tuple(headline(clock) for clock in detail.clocks),
    )


def _restored_at(detail: OrderDetail) -> datetime | None:
    """When the service last began to work again: what is done is restored too."""
    back = [each.event for each in detail.events if each.event.kind in {EventKind.RESTORED, EventKind.DONE}]
    restored = [event.at for event in back if event.kind is EventKind.RESTORED]
    return restored[-1] if restored else (back[-1].at if back else None)


def _levels(detail: OrderDetail) -> Iterator[tuple[datetime, str]]:
    """Every level that the agreement gave it; without one its priority."""
    changes = detail.clocks[0].changes if detail.clocks else ()
    levels = [(each.at, level_text(each.about)) for each in changes if each.happening is Happening.LEVELLED]
    yield from levels or [(detail.order.logged_at, detail.order.level or f"P{detail.order.priority}")]


def _words(each: EventDetail) -> str:
    event = each.event
    reason = event.facts.get("reason") if event.kind is EventKind.INTERRUPTED else None
    parts = [_(EVENT_NAMES[event.kind])]
    if reason:
        parts.append(_(PAUSE_REASON_NAMES[PauseReason(reason)]))
    if event.kind in _WITH_NOTE and event.note:
        parts.append(event.note)
    return " · ".join([*parts, *filter(None, [each.actor])])
