"""What reports about an order say, gathered from the rows and from the contents of its files.

Notes are left out: they are for those who work on the order, not for the customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from app.assets.tables import Asset
from app.checklists.rules import ITEM_ANSWER_NAMES, ItemAnswer
from app.directory.tables import Customer
from app.documents.queries import place_of_order
from app.documents.service_report import ChecklistFacts, PauseFacts, ServiceReportFacts, SignatureFacts, VisitFacts
from app.files.sealed import SealedReader
from app.files.tables import Attachment
from app.foundation.errors import Trouble
from app.foundation.translation import Language, _, language, speaking
from app.storage.units import Reader
from app.workorders.part_tables import UsedPart
from app.workorders.queries.chosen_visit import spent_on
from app.workorders.queries.detail import OrderDetail, order_detail
from app.workorders.queries.order_checklists import ChecklistState, ItemState, checklist_states
from app.workorders.queries.used_parts import parts_of_order
from app.workorders.report_commands import SIGNATURE_DIGEST
from app.workorders.rules import EVENT_NAMES, ORDER_KIND_NAMES, PAUSE_REASON_NAMES, EventKind, PauseReason
from app.workorders.rules.time_spent import TimeSpent
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.telling_clocks import headline, hours_and_minutes
from app.workorders.telling_parts import amount_text, part_details

_STEPS = (EventKind.SET_OUT, EventKind.ARRIVED, EventKind.STARTED, EventKind.RESTORED, EventKind.DONE)
_ALONGSIDE = frozenset({EventKind.EDITED, EventKind.SIGNED})
"""They change nothing of where a visit stands."""
_MARKS = {ItemAnswer.DONE: "✓", ItemAnswer.NOT_DONE: "×", ItemAnswer.NOT_APPLICABLE: "–"}
_UNANSWERED = "□"


class Contents(Protocol):
    """Where the contents of files are: a `Vault`."""

    def open(self, digest: str) -> SealedReader:
        """Read a content."""


def service_report_facts(
    reader: Reader, contents: Contents, order_id: str, *, issued_by: str, now: datetime
) -> ServiceReportFacts:
    """What the service report of an order says at `now` (aware): in the customer's language, else the one shown now."""
    order = reader.require(WorkOrder, order_id)
    spoken = language_of_customer(reader, order.customer_id)
    with speaking(spoken):
        return replace(_facts(reader, contents, order, issued_by=issued_by, now=now), language=spoken)


def language_of_customer(reader: Reader, customer_id: str) -> Language:
    """The language that a customer is written to in; without one of his own it is the one shown now."""
    customer = reader.get(Customer, customer_id)
    return (customer.language if customer else None) or Language(language())


def _facts(
    reader: Reader, contents: Contents, order: WorkOrder, *, issued_by: str, now: datetime
) -> ServiceReportFacts:
    detail = order_detail(reader, order.id, now)
    assert detail is not None  # noqa: S101 - the order is there
    events = [each.event for each in detail.events]
    made = [each for each in detail.visits if any(event.kind in _STEPS for event in _of(each.visit, events))]
    spent = [spent_on(each.visit, events, now) for each in made]
    whole = sum(spent, TimeSpent())
    asset = reader.get(Asset, order.asset_id) if order.asset_id else None
    return ServiceReportFacts(
        number=order.number,
        issued_by=issued_by,
        customer=detail.customer,
        caller=order.caller_name,
        phone=order.caller_phone,
        place=place_of_order(reader, order, asset),
        asset=asset_words(detail),
        system=detail.system,
        kind=_(ORDER_KIND_NAMES[order.kind]),
        reported_at=order.logged_at,
        title=order.title,
        description=order.description,
        resolution="\n".join(_done(order, events)),
        visits=tuple(
            VisitFacts(each.engineer, tuple(_steps(each.visit, events)), _hours(took.travel), _hours(took.work))
            for each, took in zip(made, spent, strict=True)
        ),
        travel=_hours(whole.travel),
        work=_hours(whole.work),
        pauses=tuple(pause for each in made for pause in _pauses(_of(each.visit, events))),
        clocks=tuple(headline(clock) for clock in detail.clocks),
        photos=tuple(_photos(reader, contents, order.id, events)),
        signature=_signature(contents, events),
        checklists=tuple(_checklist(state) for state in checklist_states(reader, order.id)),
        parts=tuple(_part(part) for part in parts_of_order(reader, order.id)),
    )


def _checklist(state: ChecklistState) -> ChecklistFacts:
    return ChecklistFacts(_(state.checklist.name), tuple(_point(item) for item in state.items))


def _point(state: ItemState) -> tuple[str, str, str]:
    """A mark, what is to be done, and what was answered by whom; nothing where nothing was."""
    answer, text = state.answer, _(state.item.text)
    if answer is None:
        return _UNANSWERED, text, ""
    measured = f"{answer.reading} {state.item.unit}".strip() if answer.reading else ""
    right = f"({state.item.limits})" if state.is_outside else ""
    said = "" if answer.answer is ItemAnswer.DONE else _(ITEM_ANSWER_NAMES[answer.answer])
    words = (said, " ".join(filter(None, (measured, right))), answer.note, state.by)
    return _MARKS[answer.answer], text, " · ".join(filter(None, words))


def _part(part: UsedPart) -> tuple[str, str, str]:
    return amount_text(part), " · ".join(filter(None, (part.description, part.part_number))), part_details(part)


def asset_words(detail: OrderDetail) -> str:
    """The device of an order by its code and name."""
    return " · ".join(filter(None, (detail.asset_code, detail.asset_name)))


def _of(visit: Visit, events: Sequence[OrderEvent]) -> list[OrderEvent]:
    return [event for event in events if event.visit_id == visit.id]


def _done(order: WorkOrder, events: Sequence[OrderEvent]) -> Iterator[str]:
    """How the service was restored, and then what solved it."""
    yield from (event.note for event in events if event.kind is EventKind.RESTORED and event.note)
    if order.resolution:
        yield order.resolution


def _steps(visit: Visit, events: Sequence[OrderEvent]) -> Iterator[tuple[str, datetime]]:
    """The first of each step; begin and end as they were corrected."""
    corrected = {EventKind.STARTED: visit.started_at, EventKind.DONE: visit.finished_at}
    for kind in _STEPS:
        first = next((event for event in _of(visit, events) if event.kind is kind), None)
        if first is not None:
            yield _(EVENT_NAMES[kind]), corrected.get(kind) or first.at


def _pauses(events: Sequence[OrderEvent]) -> Iterator[PauseFacts]:
    """What stood between an interruption and whatever came next."""
    told = [event for event in events if event.kind not in _ALONGSIDE]
    for event, after in zip(told, (*told[1:], None), strict=True):
        if event.kind is EventKind.INTERRUPTED:
            reason = _(PAUSE_REASON_NAMES[PauseReason(event.facts["reason"])])
            words = " · ".join(filter(None, (reason, event.note)))
            yield PauseFacts(words, event.at, after.at if after else None)


def _photos(
    reader: Reader, contents: Contents, order_id: str, events: Sequence[OrderEvent]
) -> Iterator[tuple[bytes, str]]:
    """The previews of the pictures, as far as they are here; signatures have a place of their own."""
    signatures = {event.facts.get(SIGNATURE_DIGEST) for event in events}
    attached = reader.having(Attachment, "added_at", "id", about_table="work_orders", about_id=order_id)
    for one in attached:
        if one.withdrawn_at is None and one.thumbnail_digest is not None and one.digest not in signatures:
            content = _content(contents, one.thumbnail_digest)
            if content is not None:
                yield content, one.name


def _signature(contents: Contents, events: Sequence[OrderEvent]) -> SignatureFacts | None:
    """The last one counts."""
    signed = [event for event in events if event.kind is EventKind.SIGNED]
    if not signed:
        return None
    return SignatureFacts(signed[-1].note, signed[-1].at, _content(contents, signed[-1].facts[SIGNATURE_DIGEST]))


def _content(contents: Contents, digest: str) -> bytes | None:
    """A content; nothing where it is not here, or is damaged."""
    try:
        with contents.open(digest) as reader:
            return reader.readall()
    except Trouble:
        return None


def _hours(spent: timedelta) -> str:
    return hours_and_minutes(int(spent.total_seconds()))
