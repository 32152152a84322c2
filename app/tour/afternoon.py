"""The afternoon: what comes round by the calendar, a device that is sent in, two papers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.assets.rules import AssetState
from app.assets.tables import Asset
from app.directory.tables import Department
from app.foundation.ids import new_id
from app.foundation.translation import _
from app.maintenance.commands import AddCleaningPlan
from app.maintenance.rules import OccurrenceState
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.rules import RepairOutcome, RepairState
from app.repairs.tables import SendInRepair
from app.tour.stage import Claim, Claims, Stage, in_time
from app.workorders.rules import OrderKind
from app.workorders.tables import WorkOrder

_COST_MINOR = 68_000
_ISSUER = "驻场技术服务组"
_PDF = b"%PDF-"


def let_plan_make_orders(stage: Stage) -> Claims:
    """The manager plans the cleaning of a department; the server's ticker makes the order that is due, once."""
    desk, manager = stage.dispatcher, stage.manager
    (department,) = desk.all(Department, customer_id=stage.customer_id, code="KJC")
    plan_id = new_id()
    manager.give(
        AddCleaningPlan(
            id=plan_id,
            customer_id=stage.customer_id,
            department_id=department.id,
            title="科技处电脑清洁保养",
            every_months=6,
            first_due_on=datetime.now(UTC).date() - timedelta(days=1),
            type_codes=("COM", "NBK"),
        )
    )
    manager.sync()
    made = in_time(lambda: bool(desk.all(CleaningOccurrence, plan_id=plan_id)), meanwhile=desk.agree)
    yield Claim(_("The server's ticker found the plan due"), made)
    (occurrence,) = desk.all(CleaningOccurrence, plan_id=plan_id)
    (order,) = desk.all(WorkOrder, kind=OrderKind.MAINTENANCE)
    text = _("It made one order, {number}: {title}, {devices}")
    right = occurrence.state is OccurrenceState.ORDERED and occurrence.order_id == order.id
    yield Claim(text.format(number=order.number, title=order.title, devices=order.description), right)
    plan = desk.one(CleaningPlan, plan_id)
    text = _("The plan comes round again on {date}").format(date=plan.next_due_on.isoformat())
    yield Claim(text, plan.next_sequence == occurrence.sequence + 1)


def send_in_and_take_back(stage: Stage) -> Claims:
    """The first engineer sends a printer to its maker and takes it back with a bill."""
    desk, engineer = stage.dispatcher, stage.first_engineer
    stage.repair_id = new_id()
    printer = engineer.one(Asset, stage.printer_id)
    engineer.give(
        SendOut(
            id=stage.repair_id,
            asset_id=printer.id,
            maker=printer.maker,
            fault="进纸电机不转",
            order_id=stage.about_printer.order_id,
        )
    )
    engineer.give(ArriveAtMaker(repair_id=stage.repair_id, reference="RP-2611-0087"))
    engineer.sync()
    desk.agree()
    away = desk.one(SendInRepair, stage.repair_id).state is RepairState.AT_MAKER
    text = _("{code} is at the maker's, and the register says that it is in repair").format(code=printer.code)
    yield Claim(text, away and desk.one(Asset, printer.id).state is AssetState.IN_REPAIR)
    bill = TakeBack(repair_id=stage.repair_id, outcome=RepairOutcome.REPAIRED, cost_minor=_COST_MINOR, currency="CNY")
    engineer.give(bill)
    engineer.sync()
    desk.agree()
    repair = desk.one(SendInRepair, stage.repair_id)
    back = repair.state is RepairState.BACK and desk.one(Asset, printer.id).state is AssetState.IN_USE
    yield Claim(_("It is back and in use again"), back)
    cost = f"{repair.currency} {(repair.cost_minor or 0) / 100:.2f}"
    yield Claim(_("The repair cost {cost}").format(cost=cost), repair.cost_minor == _COST_MINOR)


def print_papers(stage: Stage) -> Claims:
    """One label and one dispatch ticket, in Chinese, as PDF."""
    printer = stage.dispatcher.one(Asset, stage.printer_id)
    label, ticket = stage.papers / "label.pdf", stage.papers / "dispatch_ticket.pdf"
    stage.dispatcher.paigong("labels", "--assets", printer.code, "--out", str(label), speaking="zh_CN")
    stage.dispatcher.sync()  # that it was printed
    yield Claim(_("The label of {code} is printed").format(code=printer.code), label.read_bytes().startswith(_PDF))
    number = stage.about_printer.number
    told = ("--out", str(ticket), "--issuer", _ISSUER)
    stage.dispatcher.paigong("ticket", number, *told, speaking="zh_CN")
    text = _("The dispatch ticket of {number} is printed").format(number=number)
    yield Claim(text, ticket.read_bytes().startswith(_PDF))


def stop_server(stage: Stage) -> Claims:
    """The server takes its leave."""
    yield Claim(_("The server stopped in order"), stage.server.stop() == 0)
