"""The cable is plugged in again: what was done stands, what cannot be is kept with both sides, and all agree."""

from __future__ import annotations

from typing import Any

from app.attendance.tables import AttendanceEvent
from app.foundation.sentences import sentence_for
from app.foundation.translation import _
from app.storage.outbox import OutboxState, stood_rows
from app.storage.schema import TableSpec, all_specs, columns_of
from app.storage.units import Reader
from app.tour.laptop import Laptop
from app.tour.off_line import NOTE, WORK_DONE
from app.tour.stage import Claim, Claims, Stage
from app.workorders.rules import ORDER_STATE_NAMES, EventKind, OrderState, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder

_NOT_FOR_ALL = frozenset({"notices", "attendance_events", "refusals", "settlements"})
"""Tables whose rows are for one person or for the desk: every laptop has others."""


def reconnect(stage: Stage) -> Claims:
    """Everybody synchronises, the first engineer before the second, and hears of the newcomer's visit in between."""
    stage.cable.plug()
    first, second = stage.first_engineer, stage.second_engineer
    first.sync()
    sent = first.one(Visit, stage.newcomers_visit_id).state is VisitState.RECEIVED
    text = _("{name} is on-line again, and learns that he is to go to {number}")
    yield Claim(text.format(name=first.name, number=stage.given_away.number), sent)
    said = second.sync()
    yield Claim(
        _("{name} synchronises. The program says: {said}").format(name=second.name, said=said), not second.waiting
    )
    for laptop in (stage.dispatcher, stage.manager):
        laptop.agree()
    first.sync()
    waiting = sum(laptop.waiting for laptop in stage.laptops)
    yield Claim(_("Nothing waits any more, on any laptop"), waiting == 0)


def keep_what_was_done(stage: Stage) -> Claims:
    """Work that was really done stands; the newcomer is called off, and the desk is told."""
    desk, first, second, job = stage.dispatcher, stage.first_engineer, stage.second_engineer, stage.given_away
    done = desk.one(WorkOrder, stage.finished_off_line.order_id)
    kinds = [event.kind for event in _events(desk, done.id)]
    text = _(
        "{number}: accepted, started, paused, started again, resolved with “{resolution}” and noted, as it was done"
    )
    expected = [
        "logged",
        "assigned",
        "sent",
        "received",
        "accepted",
        "started",
        "paused",
        "started",
        "resolved",
        "noted",
    ]
    told = kinds == [EventKind(kind) for kind in expected] and _events(desk, done.id)[-1].note == NOTE
    yield Claim(text.format(number=done.number, resolution=WORK_DONE), told and done.resolution == WORK_DONE)
    order = desk.one(WorkOrder, job.order_id)
    stands = order.state is OrderState.RESOLVED and order.engineer_id == second.person_id
    yield Claim(_("{number} stands as resolved by {name}").format(number=job.number, name=second.name), stands)
    for laptop in (desk, first):
        called_off = laptop.one(Visit, stage.newcomers_visit_id).state is VisitState.CALLED_OFF
        text = _("On the laptop of {name} the visit of {newcomer} is called off")
        yield Claim(text.format(name=laptop.name, newcomer=first.name), called_off)
    facts = {"engineer": second.name, "number": job.number, "newcomer": first.name}
    yield Claim(_said_to(desk, "notice_work_stood", facts), "notice_work_stood" in desk.notice_codes)
    yield Claim(_said_to(first, "notice_visit_called_off", facts), "notice_visit_called_off" in first.notice_codes)
    came = {event.person_id for event in desk.all(AttendanceEvent)}
    arrived = {first.person_id, second.person_id} <= came
    yield Claim(_("Both check-ins made off-line have arrived at the desk"), arrived)


def refuse_what_cannot_be(stage: Stage) -> Claims:
    """The start of the cancelled order lies in the inbox with what stood before and what stands now."""
    engineer, job = stage.second_engineer, stage.cancelled
    refused = engineer.refused
    yield Claim(_("One entry of {name} was refused").format(name=engineer.name), len(refused) == 1)
    (entry,) = refused
    reason = sentence_for(entry.code, entry.params)
    text = _("It is “{command}”; the server says: {reason}").format(command=entry.name, reason=reason)
    yield Claim(text, (entry.name, entry.code) == ("workorders.start_work", "order_cancelled"))
    stood = {spec.name: spec.from_values(values) for spec, values in stood_rows(entry.stood_before)}
    before, now = stood["work_orders"].state, engineer.one(WorkOrder, job.order_id).state
    text = _("The inbox shows both sides of {number}: it was “{before}”, and is “{now}” now").format(
        number=job.number, before=_(ORDER_STATE_NAMES[before]), now=_(ORDER_STATE_NAMES[now])
    )
    yield Claim(text, (before, now) == (OrderState.ASSIGNED, OrderState.CANCELLED))
    others = [laptop for laptop in stage.laptops if laptop is not engineer]
    yield Claim(_("Nothing else was refused to anybody"), not any(laptop.refused for laptop in others))


def agree_everywhere(stage: Stage) -> Claims:
    """After quiet, all sides hold the same rows."""
    for laptop in stage.laptops:
        laptop.agree()
    shared = [spec for spec in all_specs() if spec.scope is not None and spec.name not in _NOT_FOR_ALL]
    rows = 0
    with stage.read_server() as reader:
        for spec in shared:
            there = _rows(reader, spec)
            rows += len(there)
            for laptop in stage.laptops:
                text = _("“{table}” is the same for {name} as on the server").format(table=spec.name, name=laptop.name)
                with laptop.workspace.store.read() as here:
                    if _rows(here, spec) != there:
                        yield Claim(text, held=False)
    text = _("{rows} rows of {tables} tables are the same on the server and on {laptops} laptops")
    yield Claim(text.format(rows=rows, tables=len(shared), laptops=len(stage.laptops)), rows > 0)
    applied = sum(laptop.settled(OutboxState.APPLIED) for laptop in stage.laptops)
    yield Claim(_("{count} commands of the laptops were applied, each once").format(count=applied), applied > 0)


def _events(laptop: Laptop, order_id: str) -> list[OrderEvent]:
    return sorted(laptop.all(OrderEvent, order_id=order_id), key=lambda event: event.ordinal)


def _said_to(laptop: Laptop, code: str, facts: dict[str, str]) -> str:
    return _("{name} is told: {sentence}").format(name=laptop.name, sentence=sentence_for(code, facts))


def _rows(reader: Reader, spec: TableSpec) -> list[Any]:
    return reader.find(spec.row_type, order_by=[columns_of(spec.row_type).id])
