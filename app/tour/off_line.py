"""The cable is pulled: what engineers do without a network, and what the desk does meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

from app.attendance.commands import CheckIn
from app.attendance.tables import AttendanceEvent
from app.foundation.ids import new_id
from app.foundation.sentences import sentence_for
from app.foundation.settings import Settings
from app.foundation.translation import _
from app.storage.commands import command_spec
from app.tour.sample.timetable import Timetable
from app.tour.stage import Claim, Claims, Stage
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, LogOrder
from app.workorders.rules import ORDER_STATE_NAMES, EventKind, OrderState, PauseReason, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork

WORK_DONE = "更换搓纸轮并清洁进纸通道，试打二十页正常"
NOTE = "已请用户签字确认，旧件带回"


def cut_network(stage: Stage) -> Claims:
    """The engineers lose the server."""
    stage.cable.unplug()
    said = stage.first_engineer.sync_in_vain()
    yield Claim(_("The cable is pulled. The program says: {said}").format(said=said), said == _unreachable())


def work_off_line(stage: Stage) -> Claims:
    """The first engineer does a whole job; every step is there at once."""
    engineer, job = stage.first_engineer, stage.finished_off_line
    steps = (
        (AcceptVisit(visit_id=job.visit_id), OrderState.ASSIGNED),
        (StartWork(visit_id=job.visit_id), OrderState.IN_PROGRESS),
        (PauseWork(visit_id=job.visit_id, reason=PauseReason.PARTS, note="等搓纸轮"), OrderState.PAUSED),
        (StartWork(visit_id=job.visit_id), OrderState.IN_PROGRESS),
        (ResolveVisit(visit_id=job.visit_id, resolution=WORK_DONE), OrderState.RESOLVED),
    )
    for command, state in steps:
        engineer.give(command)
        text = _("{number} off-line, after {command}: {state}").format(
            number=job.number, command=command_spec(command).name, state=_(ORDER_STATE_NAMES[state])
        )
        yield Claim(text, engineer.one(WorkOrder, job.order_id).state is state)
    engineer.give(AddNote(order_id=job.order_id, text=NOTE))
    noted = engineer.all(OrderEvent, order_id=job.order_id, kind=EventKind.NOTED)
    yield Claim(_("The note is there: {note}").format(note=NOTE), [event.note for event in noted] == [NOTE])
    order_id = new_id()
    engineer.give(LogOrder(id=order_id, customer_id=stage.customer_id, title="隔壁 607 的打印机打印偏移，顺便报修"))
    number = engineer.one(WorkOrder, order_id).number
    text = _("An order logged off-line has its number at once, from the laptop's own block: {number}")
    yield Claim(text.format(number=number), number.rpartition("-")[2].isdigit())


def change_plans_meanwhile(stage: Stage) -> Claims:
    """The desk gives away an order that is being resolved and cancels one that is being started. Nobody knows yet."""
    desk, first, second = stage.dispatcher, stage.first_engineer, stage.second_engineer
    given_away, cancelled = stage.given_away, stage.cancelled
    second.give(AcceptVisit(visit_id=given_away.visit_id))
    second.give(StartWork(visit_id=given_away.visit_id))
    stage.newcomers_visit_id = new_id()
    desk.run(AssignOrder(order_id=given_away.order_id, visit_id=stage.newcomers_visit_id, engineer_id=first.person_id))
    desk.run(CancelOrder(order_id=cancelled.order_id, reason="Application services were restarted"))
    desk.agree()
    second.give(ResolveVisit(visit_id=given_away.visit_id, resolution="The hardware was replaced"))
    second.give(StartWork(visit_id=cancelled.visit_id))
    text = _("For {name} {number} is resolved …").format(name=second.name, number=given_away.number)
    yield Claim(text, second.one(WorkOrder, given_away.order_id).state is OrderState.RESOLVED)
    newcomer = desk.one(Visit, stage.newcomers_visit_id)
    text = _("… and for the desk it was given to {newcomer}").format(newcomer=first.name)
    yield Claim(text, newcomer.state is VisitState.SENT and newcomer.engineer_id == first.person_id)
    text = _("For {name} work on {number} has begun …").format(name=second.name, number=cancelled.number)
    yield Claim(text, second.one(WorkOrder, cancelled.order_id).state is OrderState.IN_PROGRESS)
    is_cancelled = desk.one(WorkOrder, cancelled.order_id).state is OrderState.CANCELLED
    yield Claim(_("… and for the desk it is cancelled"), is_cancelled)


def check_in_off_line(stage: Stage) -> Claims:
    """Both engineers say that they are here."""
    zone = Timetable(datetime.now(UTC), Settings().zone()).zone_name
    for engineer in (stage.first_engineer, stage.second_engineer):
        engineer.give(CheckIn(zone=zone))
        events = engineer.all(AttendanceEvent, person_id=engineer.person_id)
        text = _("{name} checked in off-line; {count} entries wait for the server")
        yield Claim(text.format(name=engineer.name, count=engineer.waiting), len(events) == 1)
    for engineer, count in ((stage.first_engineer, 8), (stage.second_engineer, 5)):
        said = engineer.sync_in_vain()
        kept = engineer.waiting == count and said == _unreachable()
        yield Claim(_("Trying to synchronise loses nothing of {name}'s").format(name=engineer.name), kept)


def _unreachable() -> str:
    return sentence_for("server_unreachable", {})
