"""What the detail of a work order says, in the language shown now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.foundation.translation import N_, _
from app.sla.rules.faults import AFFECTED_NAMES, level_text
from app.workorders.rules import (
    ANSWER_WAY_NAMES,
    CHANNEL_NAMES,
    GRADE_NAMES,
    IMPACT_NAMES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    PAUSE_REASON_NAMES,
    RATING_WAY_NAMES,
    URGENCY_NAMES,
    AnswerWay,
    EventKind,
    Grade,
    PauseReason,
    RatingWay,
)
from app.workorders.suppliers import REFERENCE, SUPPLIER
from app.workorders.telling_clocks import forecast_text, saying_text, worked_text
from app.workorders.watching import TOLD, UNANSWERED_DAYS
from ui.models.orders import due_of
from ui.pages.inbox.field_names import field_name
from ui.pages.inbox.values import Words
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.order_row import DueKind
from ui.pages.workorders.row_delegate import DUE_TONES
from ui.widgets.key_value_grid import KeyValue
from ui.widgets.painting import ChipText
from ui.widgets.related_part import RelatedRow
from ui.widgets.timeline import TimelineEntry
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.workorders.queries.detail import EventDetail, OrderDetail
    from app.workorders.tables import OrderEvent

_RESUMED = N_("{actor} went on")
_UNANSWERED = N_("Closed: nobody answered for {unanswered_days} days")
_EVENT_TITLES = {
    EventKind.LOGGED: N_("{actor} logged the order"),
    EventKind.PRIORITISED: N_("{actor} changed the priority from {priority_before} to {priority}"),
    EventKind.ANSWERED: N_("{actor} told the caller: {way}"),
    EventKind.UPDATE_SKIPPED: N_("{actor} did not tell the caller at the end of the day"),
    EventKind.TO_SUPPLIER: N_("{actor} gave it to {supplier}"),
    EventKind.FROM_SUPPLIER: N_("{actor} took it back from the supplier"),
    EventKind.MISROUTED: N_("{actor} excluded a time on a wrong way"),
    EventKind.ASSIGNED: N_("{actor} assigned {engineer}"),
    EventKind.SENT: N_("Sent to {engineer}"),
    EventKind.RECEIVED: N_("Received on {engineer}'s device"),
    EventKind.ACCEPTED: N_("{actor} accepted"),
    EventKind.REJECTED: N_("{actor} rejected the visit"),
    EventKind.SET_OUT: N_("{actor} set out"),
    EventKind.ARRIVED: N_("{actor} arrived on site"),
    EventKind.STARTED: N_("{actor} started work"),
    EventKind.INTERRUPTED: N_("{actor} paused: {reason}"),
    EventKind.RESTORED: N_("{actor} restored the service"),
    EventKind.DONE: N_("{actor} resolved it"),
    EventKind.SIGNED: N_("{actor} let the customer sign"),
    EventKind.REPORTED: N_("{actor} handed the report over"),
    EventKind.NOT_COMPLETED: N_("{actor} could not complete it"),
    EventKind.HANDED_OVER: N_("{actor} handed over to {newcomer}"),
    EventKind.CALLED_OFF: N_("Visit of {engineer} called off"),
    EventKind.CONTINUED: N_("It goes on in {number}"),
    EventKind.MERGED: N_("{actor} merged it into {number}"),
    EventKind.LINKED: N_("{actor} linked {number}"),
    EventKind.UNLINKED: N_("{actor} removed the link to {number}"),
    EventKind.CLOSED: N_("{actor} closed the order"),
    EventKind.CANCELLED: N_("{actor} cancelled the order"),
    EventKind.REOPENED: N_("{actor} reopened the order"),
    EventKind.NOTED: N_("{actor} noted"),
    EventKind.EDITED: N_("{actor} changed {fields}"),
    EventKind.WARNED: N_("{said}"),
    EventKind.ESCALATED: N_("Escalated: {said}"),
    EventKind.RATED: N_("The caller rated it: {grade}"),
    EventKind.HEARD: N_("{sender} wrote"),
    EventKind.PART_USED: N_("{actor} used {part}"),
    EventKind.PART_CORRECTED: N_("{actor} corrected the part {part}"),
    EventKind.PART_WITHDRAWN: N_("{actor} took the part {part} off the list"),
}
_EVENT_LOOKS = {
    EventKind.LOGGED: ("plus", Tone.IDLE),
    EventKind.PRIORITISED: ("flag", Tone.WARN),
    EventKind.ANSWERED: ("phone", Tone.INFO),
    EventKind.UPDATE_SKIPPED: ("phone", Tone.IDLE),
    EventKind.TO_SUPPLIER: ("send", Tone.WARN),
    EventKind.FROM_SUPPLIER: ("undo-2", Tone.INFO),
    EventKind.MISROUTED: ("clock", Tone.IDLE),
    EventKind.ASSIGNED: ("user-check", Tone.INFO),
    EventKind.SENT: ("send", Tone.IDLE),
    EventKind.RECEIVED: ("laptop", Tone.IDLE),
    EventKind.ACCEPTED: ("check", Tone.INFO),
    EventKind.REJECTED: ("x", Tone.WARN),
    EventKind.SET_OUT: ("truck", Tone.INFO),
    EventKind.ARRIVED: ("map-pin", Tone.INFO),
    EventKind.STARTED: ("play", Tone.OK),
    EventKind.INTERRUPTED: ("circle-pause", Tone.WARN),
    EventKind.RESTORED: ("refresh-cw", Tone.OK),
    EventKind.DONE: ("circle-check", Tone.OK),
    EventKind.SIGNED: ("pencil", Tone.OK),
    EventKind.REPORTED: ("file-text", Tone.OK),
    EventKind.NOT_COMPLETED: ("circle-x", Tone.WARN),
    EventKind.HANDED_OVER: ("users", Tone.WARN),
    EventKind.CALLED_OFF: ("undo-2", Tone.WARN),
    EventKind.CONTINUED: ("arrow-right", Tone.IDLE),
    EventKind.MERGED: ("copy", Tone.IDLE),
    EventKind.LINKED: ("paperclip", Tone.IDLE),
    EventKind.UNLINKED: ("paperclip", Tone.IDLE),
    EventKind.CLOSED: ("check-check", Tone.IDLE),
    EventKind.CANCELLED: ("ban", Tone.WARN),
    EventKind.REOPENED: ("undo-2", Tone.WARN),
    EventKind.NOTED: ("message-square", Tone.IDLE),
    EventKind.EDITED: ("pencil", Tone.IDLE),
    EventKind.WARNED: ("clock-alert", Tone.WARN),
    EventKind.ESCALATED: ("flag", Tone.BREACH),
    EventKind.RATED: ("message-square", Tone.INFO),
    EventKind.HEARD: ("message-square", Tone.INFO),
    EventKind.PART_USED: ("package", Tone.IDLE),
    EventKind.PART_CORRECTED: ("pencil", Tone.IDLE),
    EventKind.PART_WITHDRAWN: ("undo-2", Tone.WARN),
}
_SOMEBODY = N_("Somebody")
_QUOTED = ("sender", "number", "newcomer", "part", "priority", "priority_before", UNANSWERED_DAYS)


def chip_of(detail: OrderDetail, now: datetime) -> ChipText:
    """How the order stands: against its due time while that counts, else its state."""
    kind, text = due_of(detail.order.state, detail.due_at, now, paused=detail.paused)
    if kind is DueKind.NONE:
        return ChipText(_(ORDER_STATE_NAMES[detail.order.state]), Tone.IDLE, "circle-dot")
    return ChipText(text, DUE_TONES[kind])


def priority_text(detail: OrderDetail) -> str:
    """What the priority is called: as the agreement says, else by its own name; the list says the same."""
    promised = max((clock.reading.level for clock in detail.clocks), default="")
    return level_text(detail.order.level or promised) or f"P{detail.order.priority}"


def due_words(detail: OrderDetail, wall: WallClock) -> str:
    """The due time in words, and the state beside it where the chip does not say it."""
    kind, _text = due_of(detail.order.state, detail.due_at, wall.now(), paused=detail.paused)
    if kind is DueKind.NONE:
        return ""
    state = _(ORDER_STATE_NAMES[detail.order.state])
    if kind is DueKind.PAUSED or detail.due_at is None:
        return _(PAUSE_REASON_NAMES[PauseReason(detail.order.pause_reason)]) if detail.order.pause_reason else ""
    return _("{state} · due {time}").format(state=state, time=wall.text(detail.due_at))


def used_share(detail: OrderDetail, now: datetime) -> tuple[float, Tone] | None:
    """How much of the agreed time is used up; None where no time counts."""
    order = detail.order
    kind, _text = due_of(order.state, detail.due_at, now, paused=detail.paused)
    if kind in {DueKind.NONE, DueKind.PAUSED} or detail.due_at is None:
        return None
    first = next((clock.reading for clock in detail.clocks if clock.due_at == detail.due_at), None)
    if first is not None:
        return first.share / 100, DUE_TONES[kind]
    agreed = detail.due_at - order.logged_at
    return (now - order.logged_at) / agreed if agreed else 1.0, DUE_TONES[kind]


def facts_of(detail: OrderDetail, wall: WallClock) -> tuple[KeyValue, ...]:
    """The facts of an order; those that nobody entered are left out."""
    order = detail.order
    facts = (
        (_("Customer"), detail.customer),
        (_("Site"), _joined(detail.site, order.place, " ")),
        (_("Asset"), _joined(detail.asset_code, detail.asset_name)),
        (_("System"), detail.system),
        (_("Engineer"), detail.engineer or _("Nobody yet")),
        (_("Team"), detail.team),
        (_("Supplier ticket"), detail.supplier_ticket.spoken if detail.supplier_ticket else ""),
        (_("Contact"), _joined(order.caller_name, order.caller_phone, " ")),
        (_("Kind"), _joined(_(ORDER_KIND_NAMES[order.kind]), _("Remote") if order.remote else "")),
        (_("Category"), order.category),
        (_("Interrupted service"), _named(AFFECTED_NAMES, order.affected)),
        (_("Impact"), _joined(_named(IMPACT_NAMES, order.impact), _named(URGENCY_NAMES, order.urgency))),
        (_("Why this priority"), order.priority_reason),
        (_("Reported"), _joined(wall.text(order.logged_at), _(CHANNEL_NAMES[order.channel]))),
        (_("Formerly"), ", ".join(detail.aliases)),
        (_("Forecast"), forecast_text(detail.forecast)),
        (_("Time worked"), worked_text(detail.work_time)),
        (_("Description"), order.description),
        (_("Solution"), order.resolution),
    )
    return tuple(KeyValue(key, value) for key, value in facts if value)


def related_rows(detail: OrderDetail, *, may_unlink: bool) -> tuple[RelatedRow, ...]:
    """The other orders that an order has to do with; only a link that was made by hand can be removed."""
    from app.workorders.queries.related import RELATION_NAMES, Relation

    return tuple(
        RelatedRow(
            each.id,
            each.id,
            _(RELATION_NAMES[each.relation]),
            each.number,
            each.told,
            may_unlink=may_unlink and each.relation is Relation.RELATED,
        )
        for each in detail.related
    )


def history_of(detail: OrderDetail, wall: WallClock) -> tuple[TimelineEntry, ...]:
    """What happened to an order, the latest first."""
    paused: set[str | None] = set()
    entries = []
    for each in detail.events:
        entries.append(_entry(each, wall, resumes=each.event.visit_id in paused))
        if each.event.kind is EventKind.INTERRUPTED:
            paused.add(each.event.visit_id)
        elif each.event.kind is not EventKind.EDITED:
            paused.discard(each.event.visit_id)
    return tuple(reversed(entries))


def _entry(detail: EventDetail, wall: WallClock, *, resumes: bool) -> TimelineEntry:
    event = detail.event
    icon, tone = _EVENT_LOOKS[event.kind]
    reason = event.facts.get("reason", "")
    title = _(_title_source(event, resumes=resumes)).format(
        **_said(event.facts),
        actor=detail.actor or _(_SOMEBODY),
        engineer=detail.engineer or _(_SOMEBODY),
        reason=_(PAUSE_REASON_NAMES[PauseReason(reason)]) if reason in set(PauseReason) else reason,
        way=_(ANSWER_WAY_NAMES[AnswerWay(event.facts["way"])]) if event.kind is EventKind.ANSWERED else "",
        supplier=_joined(event.facts.get(SUPPLIER, ""), event.facts.get(REFERENCE, ""), " "),
        grade=_grade_text(event.facts) if event.kind is EventKind.RATED else "",
        fields=", ".join(field_name(name, "work_orders") for name in event.facts),
        said=saying_text(event.facts),
    )
    told = _("told: {people}").format(people=event.facts[TOLD]) if event.facts.get(TOLD) else ""
    more = event.note or told or _changes_text(detail, wall)
    return TimelineEntry(icon, title, _joined(wall.text(event.at), more), tone)


def _title_source(event: OrderEvent, *, resumes: bool) -> str:
    if resumes and event.kind is EventKind.STARTED:
        return _RESUMED
    return _UNANSWERED if UNANSWERED_DAYS in event.facts else _EVENT_TITLES[event.kind]


def _said(facts: Mapping[str, str]) -> dict[str, str]:
    """What titles quote of a fact's own words."""
    return {name: facts.get(name, "") for name in _QUOTED}


def _grade_text(facts: Mapping[str, str]) -> str:
    """What a rating says: the grade, how likely he recommends us, and who gave it on a laptop of ours."""
    grade = _(GRADE_NAMES[Grade(facts["grade"])]) if "grade" in facts else ""
    score = f"{facts['recommends']}/10" if "recommends" in facts else ""
    way = _(RATING_WAY_NAMES[RatingWay(facts["way"])])
    return ", ".join(filter(None, (grade, score, facts.get("given_by"), way)))


def _changes_text(detail: EventDetail, wall: WallClock) -> str:
    """What an edit changed: what stood, and what it was changed to."""
    words = Words({}, wall)
    say = words.value if detail.event.kind is EventKind.PART_CORRECTED else lambda _field, value: words.plain(value)
    return "; ".join(f"{say(each.field, each.before)} → {say(each.field, each.after)}" for each in detail.changed)


def _named(names: Mapping[Any, str], key: object) -> str:
    return _(names[key]) if key is not None else ""


def _joined(first: str, second: str, between: str = " · ") -> str:
    return between.join(filter(None, (first, second)))
