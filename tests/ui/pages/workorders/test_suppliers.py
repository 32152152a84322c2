"""An order goes to a supplier, is chased there, and comes back; the desk sees meanwhile whom to chase."""

from __future__ import annotations

from datetime import timedelta

from pytestqt.qtbot import QtBot

from app.workorders.answer_commands import CallSupplier
from app.workorders.rules import EventKind
from app.workorders.steps import Step
from app.workorders.suppliers import ANSWER_BY
from app.workorders.tables import OrderEvent
from tests.ui.hands import click
from tests.ui.pages.showing import Show, rows_of, texts_of
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose_in_menu, open_form, wait_for_detail
from tests.workspaces import Workspace
from ui.pages.desk.suppliers_part import SuppliersPart
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.supplier_forms import SupplierForm, TakeBackForm
from ui.work.work import Work


def test_an_order_goes_to_a_supplier_and_comes_back(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer("师范大学"), "打印机卡纸")
    page = open_page()
    wait_for_detail(qtbot, page, "打印机卡纸")
    assert not page.detail.menu.action(Step.TAKE_BACK).isVisible()
    choose_in_menu(qtbot, page, Step.CALL_SUPPLIER)
    form = open_form(qtbot, page, SupplierForm)
    form.supplier.set_value("Canon")
    form.reference.set_value("M-7")
    form.answer_by.set_at(workspace.clock.now() + timedelta(hours=4))
    click(form.submit_button)
    qtbot.waitUntil(lambda: "Canon M-7" in texts_of(page.detail))
    choose_in_menu(qtbot, page, Step.CALL_SUPPLIER)
    chasing = open_form(qtbot, page, SupplierForm)
    assert chasing.windowTitle() == "Chase the supplier"
    assert (chasing.supplier.value(), chasing.reference.value()) == ("Canon", "M-7")
    click(chasing.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(OrderEvent, kind=EventKind.TO_SUPPLIER)) == 2)
    called, chased = workspace.all(OrderEvent, order_id=order_id, kind=EventKind.TO_SUPPLIER)
    assert {ANSWER_BY in event.facts for event in (called, chased)} == {True, False}
    choose_in_menu(qtbot, page, Step.TAKE_BACK)
    back = open_form(qtbot, page, TakeBackForm)
    back.note.set_value("New roller")
    click(back.submit_button)
    qtbot.waitUntil(lambda: not page.detail.menu.action(Step.TAKE_BACK).isVisible())


def test_the_desk_sees_whom_to_chase_first(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[SuppliersPart]
) -> None:
    customer = workspace.add_customer()
    now = workspace.clock.now()
    for order_id, supplier, hours in (("a", "HP", 4), ("b", "Canon", -1), ("c", "Dell", 9)):
        workspace.add_order(customer, "Jam", id=order_id)
        workspace.run(CallSupplier(order_id=order_id, supplier=supplier, answer_by=now + timedelta(hours=hours)))
    part = SuppliersPart(work, wall)
    show(part)
    qtbot.waitUntil(lambda: len(rows_of(part.tickets.rows)) == 3)
    assert [row[1] for row in rows_of(part.tickets.rows)] == ["chase: 07:00", "answer by 12:00", "answer by 17:00"]
    assert rows_of(part.tickets.rows)[0][0].startswith("Canon W26-")
    with qtbot.waitSignal(part.order_requested) as opened:
        part.tickets.rows.row_opened.emit("b")
    assert opened.args == ["b"]
