"""What an engineer ticks and notes of his work, beside the order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.checklists.commands import WriteChecklist
from app.checklists.rules import ItemAnswer
from app.workorders.checklist_tables import ChecklistAnswer, OrderChecklist
from app.workorders.part_tables import UsedPart
from app.workorders.rules.parts import PartUnit
from app.workorders.visit_commands import StartWork
from tests.ui.hands import click, press, type_latin
from tests.ui.pages.showing import Show, dialog_over, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.detail import OrderDetailPanel
from ui.pages.workorders.item_form import ItemForm
from ui.pages.workorders.item_row import ItemRow
from ui.pages.workorders.part_form import PartForm, WithdrawPartForm
from ui.widgets.tick_button import Tick
from ui.work.work import Work

ROOM = WriteChecklist(id="room", template_id="room", name="Machine room", items="* Door\n* Room [°C 10..28]")
LAMP = WriteChecklist(id="lamp", template_id="lamp", name="Lamps", items="Lamp", kinds=("training",))


@pytest.fixture
def panel(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[OrderDetailPanel]
) -> OrderDetailPanel:
    order_id = workspace.add_order(workspace.add_customer())
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.run(ROOM, LAMP, StartWork(visit_id=visit_id))
    panel = show(OrderDetailPanel(work, wall))
    panel.show_order(order_id)
    qtbot.waitUntil(lambda: bool(panel.checklists.lists) and panel.parts.add.isVisible())
    return panel


def rows(panel: OrderDetailPanel) -> list[ItemRow]:
    return panel.checklists.lists[0].rows


def test_points_are_ticked_and_what_is_measured_is_asked_for(
    qtbot: QtBot, panel: OrderDetailPanel, workspace: Workspace
) -> None:
    assert "0 of 2" in texts_of(panel.checklists)
    click(rows(panel)[0].tick)
    qtbot.waitUntil(lambda: rows(panel)[0].tick.tick is Tick.DONE)
    click(rows(panel)[1].tick)
    form = dialog_over(panel, ItemForm)
    assert form.reading is not None
    form.reading.set_value("31,5")
    click(form.submit_button)
    assert "31.5 lies outside of what is right (10 – 28 °C)" in texts_of(form)
    form.note.set_value("Window opened")
    click(form.submit_button)
    qtbot.waitUntil(lambda: "2 of 2, complete" in texts_of(panel.checklists))
    assert "Done · 31.5 °C · outside of 10 – 28 °C · Window opened · 王芳 · 08:00" in texts_of(panel.checklists)
    click(rows(panel)[0].tick)  # what was answered is not taken back by a thumb
    again = dialog_over(panel, ItemForm)
    again.answer.set_value(ItemAnswer.NOT_DONE)
    click(again.submit_button)
    qtbot.waitUntil(lambda: rows(panel)[0].tick.tick is Tick.NOT_DONE)
    assert len(workspace.all(ChecklistAnswer)) == 3


def test_another_list_is_attached_from_those_that_are_offered(
    qtbot: QtBot, panel: OrderDetailPanel, workspace: Workspace
) -> None:
    click(panel.checklists.attach)
    (lamps,) = panel.checklists.menu.actions()
    assert lamps.text() == "Lamps"
    lamps.trigger()
    panel.checklists.menu.close()
    qtbot.waitUntil(lambda: len(panel.checklists.lists) == 2)
    assert not panel.checklists.attach.isVisible()
    assert {one.name for one in workspace.all(OrderChecklist)} == {"Machine room", "Lamps"}


def test_a_part_is_noted_with_a_scanner_corrected_and_taken_off(
    qtbot: QtBot, panel: OrderDetailPanel, workspace: Workspace
) -> None:
    click(panel.parts.add)
    form = dialog_over(panel, PartForm)
    type_latin(form.description, "Cable")
    form.part_number.setFocus()
    type_latin(form.part_number, "C-7")
    press(form.part_number, Qt.Key.Key_Return)  # as a scanner does
    assert (form.isVisible(), form.focusWidget()) == (True, form.quantity)
    form.quantity.set_value("1,5")
    form.price.set_value("cheap")
    click(form.submit_button)
    said = texts_of(form)
    assert "Of pieces, sets and packs 1.5 cannot be used." in said
    assert "“cheap” is not a sum of money." in said
    form.unit.set_value(PartUnit.METRE)
    form.price.set_value("45.5")
    click(form.submit_button)
    qtbot.waitUntil(lambda: "1.5 m · Cable · C-7" in texts_of(panel.parts))
    assert "Our own stock · 45.50 CNY" in texts_of(panel.parts)
    click(panel.parts.rows[0].edit)
    correcting = dialog_over(panel.window(), PartForm)
    assert (correcting.quantity.value(), correcting.price.value()) == ("1.5", "45.50")
    correcting.serial_in.set_value("S1")
    click(correcting.submit_button)
    qtbot.waitUntil(lambda: "in: S1" in texts_of(panel.parts))
    click(panel.parts.rows[0].withdraw)
    withdrawing = dialog_over(panel.window(), WithdrawPartForm)
    withdrawing.reason.set_value("Noted twice")
    click(withdrawing.submit_button)
    qtbot.waitUntil(lambda: panel.parts.rows == [])
    (part,) = workspace.all(UsedPart)
    assert part.withdrawn_because == "Noted twice"
    qtbot.waitUntil(lambda: "took the part Cable · C-7 off the list" in panel.history.accessibleDescription())
