"""What people of a fleet do: something that is possible with what their laptop shows, or nearly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

from app.assets.commands import RegisterAsset
from app.assets.edit_commands import EditAsset
from app.assets.tables import Asset
from app.attendance.commands import CheckIn, CheckOut
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddTeam
from app.directory.edit_commands import EditPerson, EditSite
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Department, Person
from app.files.commands import WithdrawFile
from app.files.tables import Attachment
from app.foundation.ids import new_id
from app.maintenance.commands import AddCleaningPlan, ResumeCleaningPlan, SuspendCleaningPlan
from app.maintenance.tables import CleaningPlan
from app.messages.commands import ReadNotice
from app.messages.tables import Notice
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.rules import RepairOutcome
from app.repairs.tables import SendInRepair
from app.stocktakes.commands import (
    BeginStocktake,
    CancelStocktake,
    EndStocktake,
    ReopenStocktake,
    ScanForStocktake,
)
from app.stocktakes.decision_commands import DecideFindings
from app.stocktakes.rules import DecisionKind
from app.stocktakes.tables import Stocktake
from app.storage.edits import Edit, edit_of
from app.storage.schema import RowT
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder, LogOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.rules import OrderState, PauseReason
from app.workorders.tables import Visit, WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork

T = TypeVar("T")

OVER = frozenset({OrderState.CLOSED, OrderState.CANCELLED})
FEW_NAMES = ("一号楼", "二号楼", "三号楼")
"""So few that people far from each other choose the same."""


class Desk(Protocol):
    """The laptop that somebody sits at."""

    @property
    def person_id(self) -> str: ...

    def all(self, row_type: type[RowT], **wanted: object) -> list[RowT]: ...


def some_deed(random: Random, desk: Desk) -> object | None:
    """Something that could be done at this laptop now, if there is anything of the kind that was thought of."""
    return random.choices(list(_DEEDS), list(_DEEDS.values()))[0](random, desk)


def _any(random: Random, rows: Sequence[T]) -> T | None:
    return random.choice(rows) if rows else None


def _at_a_customer(make: Callable[[Random, str], object]) -> Callable[[Random, Desk], object | None]:
    def deed(random: Random, desk: Desk) -> object | None:
        customer = _any(random, desk.all(Customer))
        return customer and make(random, customer.id)

    return deed


def _with_a(row_type: type[Any], make: Callable[[Random, str], object]) -> Callable[[Random, Desk], object | None]:
    def deed(random: Random, desk: Desk) -> object | None:
        row = _any(random, desk.all(row_type)[-5:])
        return row and make(random, row.id)

    return deed


def _at_work(make: Callable[[Random, str], object]) -> Callable[[Random, Desk], object | None]:
    def deed(random: Random, desk: Desk) -> object | None:
        visit = _any(random, desk.all(Visit, engineer_id=desk.person_id)[-3:])
        return visit and make(random, visit.id)

    return deed


def _assign(random: Random, desk: Desk) -> object | None:
    order, person = _any(random, desk.all(WorkOrder)[-4:]), _any(random, desk.all(Person)[-4:])
    return order and person and AssignOrder(order_id=order.id, visit_id=new_id(), engineer_id=person.id)


def _register(random: Random, desk: Desk) -> object | None:
    customer = _any(random, desk.all(Customer))
    if customer is None:
        return None
    department = _any(random, desk.all(Department, customer_id=customer.id))
    existing = random.choice(["", "", "OLD-1", "OLD-2", f"KJC-PRN-{random.randint(1, 60):04d}"])
    return RegisterAsset(
        id=new_id(),
        customer_id=customer.id,
        type_code=random.choice(["PRN", "PRN", "COM"]),
        name="设备",
        department_id=department.id if department and random.random() < 0.5 else None,
        existing_code=existing,
        keep_code=random.random() < 0.3,
    )


def _plan(random: Random, desk: Desk) -> object | None:
    department = _any(random, desk.all(Department))
    return department and AddCleaningPlan(
        id=new_id(),
        customer_id=department.customer_id,
        department_id=department.id,
        title="清洁",
        every_months=3,
        first_due_on=date(2026, 11, 1) + timedelta(days=random.randint(-200, 30)),
        type_codes=("PRN",),
    )


def _note_on_what_is_over(random: Random, desk: Desk) -> object | None:
    order = _any(random, [order for order in desk.all(WorkOrder) if order.state in OVER])
    return order and AddNote(order_id=order.id, text=new_id())


def _editing(edit_type: type[Edit], **choices: tuple[object, ...]) -> Callable[[Random, Desk], object | None]:
    """Give some of these fields one of so few values that people far from each other choose the same, or another."""

    def deed(random: Random, desk: Desk) -> object | None:
        row = _any(random, desk.all(edit_type.row_type)[-3:])
        fields = random.sample(sorted(choices), random.randint(1, len(choices)))
        edit = row and edit_of(edit_type, row, **{name: random.choice(choices[name]) for name in fields})
        return edit if edit and edit.wanted else None

    return deed


def _begin_stocktake(random: Random, desk: Desk) -> object | None:
    asset = _any(random, desk.all(Asset)[-5:])
    expected = tuple(each.id for each in desk.all(Asset, customer_id=asset.customer_id)) if asset else ()
    return asset and BeginStocktake(
        id=new_id(), customer_id=asset.customer_id, name=random.choice(FEW_NAMES), expected=expected
    )


def _scan(random: Random, desk: Desk) -> object | None:
    stocktake = _any(random, desk.all(Stocktake)[-3:])
    asset = _any(random, desk.all(Asset, customer_id=stocktake.customer_id)[-5:]) if stocktake else None
    known = asset is not None and random.random() < 0.8
    return stocktake and ScanForStocktake(
        stocktake_id=stocktake.id,
        text=random.choice(FEW_NAMES),
        asset_id=asset.id if asset and known else None,
        place=random.choice(FEW_NAMES),
    )


def _decide(random: Random, desk: Desk) -> object | None:
    stocktake = _any(random, desk.all(Stocktake)[-3:])
    return stocktake and DecideFindings(
        stocktake_id=stocktake.id, kind=DecisionKind.TO_REGISTER, texts=tuple(random.choices(FEW_NAMES, k=2))
    )


_DEEDS: dict[Callable[[Random, Desk], object | None], int] = {
    _at_a_customer(lambda random, customer_id: LogOrder(id=new_id(), customer_id=customer_id, title="故障")): 6,
    _assign: 8,
    _at_work(lambda random, visit_id: AcceptVisit(visit_id=visit_id)): 3,
    _at_work(lambda random, visit_id: StartWork(visit_id=visit_id)): 8,
    _at_work(lambda random, visit_id: PauseWork(visit_id=visit_id, reason=PauseReason.PARTS, note=new_id())): 4,
    _at_work(lambda random, visit_id: ResolveVisit(visit_id=visit_id, resolution=new_id())): 4,
    _with_a(WorkOrder, lambda random, order_id: AddNote(order_id=order_id, text=new_id())): 6,
    _note_on_what_is_over: 6,
    _with_a(WorkOrder, lambda random, order_id: CancelOrder(order_id=order_id)): 3,
    _with_a(WorkOrder, lambda random, order_id: CloseOrder(order_id=order_id)): 2,
    _editing(EditOrder, title=FEW_NAMES, place=FEW_NAMES, site_id=(None,)): 8,
    _editing(EditOrder, category=FEW_NAMES, title=FEW_NAMES): 4,
    _editing(EditAsset, place=FEW_NAMES, cost_minor=(1, 2), currency=("CNY", "GBP")): 3,
    _editing(EditSite, address=FEW_NAMES, name=FEW_NAMES): 2,
    _editing(EditPerson, phone=FEW_NAMES): 2,
    _with_a(Attachment, lambda random, attachment_id: WithdrawFile(attachment_id=attachment_id)): 1,
    _with_a(Notice, lambda random, notice_id: ReadNotice(notice_id=notice_id)): 3,
    _register: 6,
    _with_a(Asset, lambda random, asset_id: SendOut(id=new_id(), asset_id=asset_id, maker="HP", fault="坏")): 3,
    _with_a(SendInRepair, lambda random, repair_id: ArriveAtMaker(repair_id=repair_id)): 2,
    _with_a(SendInRepair, lambda random, repair_id: TakeBack(repair_id=repair_id, outcome=RepairOutcome.REPAIRED)): 2,
    _plan: 1,
    _with_a(CleaningPlan, lambda random, plan_id: SuspendCleaningPlan(plan_id=plan_id)): 1,
    _with_a(CleaningPlan, lambda random, plan_id: ResumeCleaningPlan(plan_id=plan_id)): 1,
    lambda random, desk: CheckIn(zone="Asia/Shanghai"): 2,
    lambda random, desk: CheckOut(zone="Asia/Shanghai"): 1,
    lambda random, desk: AddTeam(id=new_id(), name=random.choice(FEW_NAMES)): 1,
    lambda random, desk: AddCustomer(id=new_id(), name=random.choice(FEW_NAMES)): 1,
    lambda random, desk: AddPerson(id=new_id(), name=random.choice(FEW_NAMES), kind=PersonKind.ENGINEER): 1,
    _at_a_customer(
        lambda random, customer_id: AddPerson(
            id=new_id(), name="科长", kind=PersonKind.CONTACT, customer_id=customer_id
        )
    ): 2,
    _at_a_customer(
        lambda random, customer_id: AddSite(id=new_id(), customer_id=customer_id, name=random.choice(FEW_NAMES))
    ): 1,
    _at_a_customer(
        lambda random, customer_id: AddDepartment(
            id=new_id(), customer_id=customer_id, code=random.choice(["KJC", "RSC"]), name="处"
        )
    ): 2,
}
"""What is done, and how often."""

COUNTING: dict[Callable[[Random, Desk], object | None], int] = {
    _begin_stocktake: 6,
    _scan: 24,
    _decide: 4,
    _with_a(Stocktake, lambda random, stocktake_id: EndStocktake(stocktake_id=stocktake_id)): 3,
    _with_a(Stocktake, lambda random, stocktake_id: ReopenStocktake(stocktake_id=stocktake_id, reason=new_id())): 3,
    _with_a(Stocktake, lambda random, stocktake_id: CancelStocktake(stocktake_id=stocktake_id, reason=new_id())): 1,
    **_DEEDS,
}
"""The same where people count besides: apart from the others, whose seeds tell the same stories as ever."""
