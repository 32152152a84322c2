from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, SignalInstance
from pytestqt.qtbot import QtBot

from app.assets.edit_commands import EditAsset
from app.assets.rules import RelationKind
from app.assets.tables import Asset
from app.directory.rules import PersonKind
from app.foundation.ids import new_id
from app.repairs.commands import SendOut, TakeBack
from app.repairs.rules import RepairOutcome
from app.storage.edits import edit_of
from app.workorders.part_commands import UsePart
from tests.ui.hands import CTRL, click, press, type_latin
from tests.ui.pages.assets.conftest import OpenPage, SmallRegister
from tests.ui.pages.assets.looking import facts, wait_for_device
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.assets.move_form import MoveForm
from ui.pages.assets.page import AssetsPage
from ui.pages.assets.relate_form import RelateForm


def show(qtbot: QtBot, page: AssetsPage, asset_id: str, code: str) -> None:
    page.show_record(asset_id)
    wait_for_device(qtbot, page, code)


def heard(qtbot: QtBot, signal: SignalInstance, act: Callable[[], object]) -> list[object]:
    with qtbot.waitSignal(signal) as blocker:
        act()
    return list(blocker.args or ())


def test_a_device_shows_its_codes_and_what_is_known_of_it(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    user = {"customer_id": register.hospital, "account_name": "zhangsanKJC"}
    user_id = workspace.add_person("张三", PersonKind.CONTACT, **user)
    spare_printer = workspace.get(Asset, register.spare_printer)
    workspace.run(edit_of(EditAsset, spare_printer, user_id=user_id, user_name="张三"))
    page = open_page()
    show(qtbot, page, register.spare_printer, "KJC-PRN-0043")
    assert page.detail.name.text() == "Spare printer"
    shown = facts(page)
    assert shown["Also known as"] == "ICC-2065556"
    assert shown["Contract code"] == "0000PRN0043"
    assert shown["Customer"] == "第一人民医院"
    assert (shown["User"], shown["User name"]) == ("张三", "zhangsanKJC")
    assert "Owner" not in shown


def test_a_label_is_asked_for_by_the_button_and_by_its_keys(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    wanted = [page.model.filter, register.printer]
    assert heard(qtbot, page.labels_requested, lambda: click(page.detail.print_label)) == wanted
    page.activateWindow()
    page.setFocus()
    assert heard(qtbot, page.labels_requested, lambda: press(page.rows, Qt.Key.Key_P, modifier=CTRL)) == wanted


def test_enter_in_the_list_goes_to_what_can_be_done_with_the_device(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    page.activateWindow()
    press(page.rows, Qt.Key.Key_Return)
    assert page.detail.print_label.hasFocus()


def test_an_order_and_a_repair_are_asked_for_the_device_that_is_seen(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    order = heard(qtbot, page.order_for_asset_requested, lambda: click(page.detail.new_order))
    repair = heard(qtbot, page.repair_requested, lambda: click(page.detail.send_in))
    assert order == repair == [register.printer]


def test_a_device_that_is_away_is_not_sent_in_again(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    assert page.detail.send_in.isVisible()
    workspace.run(SendOut(id=new_id(), asset_id=register.printer, maker="HP", fault="Paper jam"))
    qtbot.waitUntil(lambda: not page.detail.send_in.isVisible())
    assert page.detail.new_order.isVisible()


def test_its_work_orders_lead_to_themselves_and_its_parts_to_theirs(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    workspace.add_order(register.hospital, "Paper jam", asset_id=register.printer)
    workspace.clock.advance(days=1)
    later = workspace.add_order(register.hospital, "打印模糊", asset_id=register.printer)
    visit_id = workspace.assign(later, OWNER_ID)
    workspace.run(UsePart(id=new_id(), visit_id=visit_id, description="Roller", serial_in="B2"))
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    orders, parts = page.detail.orders.rows, page.detail.parts.rows
    assert orders.row_ids[0] == later
    assert orders.model().index(0, 0).data().startswith("打印模糊 W26-")
    press(orders, Qt.Key.Key_Down)
    assert heard(qtbot, page.order_requested, lambda: press(orders, Qt.Key.Key_Return)) == [later]
    assert parts.model().index(0, 0).data() == "1 pcs · Roller 08:00 · in: B2"
    press(parts, Qt.Key.Key_Down)
    assert heard(qtbot, page.order_requested, lambda: press(parts, Qt.Key.Key_Return)) == [later]


def test_its_repairs_say_how_they_ended_and_what_they_cost(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    repair = new_id()
    workspace.run(SendOut(id=repair, asset_id=register.printer, maker="HP", fault="Paper jam"))
    workspace.run(TakeBack(repair_id=repair, outcome=RepairOutcome.REPAIRED, cost_minor=86_000, currency="CNY"))
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    repairs = page.detail.repairs.rows
    assert repairs.model().index(0, 0).data() == "Repaired HP · 08:00 · 860.00 CNY"
    press(repairs, Qt.Key.Key_Down)
    assert heard(qtbot, page.open_repair_requested, lambda: press(repairs, Qt.Key.Key_Return)) == [repair]


def test_a_device_is_moved_and_handed_over_and_what_changed_can_be_read(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    finance = workspace.add_department(register.hospital, "CWC", "财务处")
    page = open_page()
    show(qtbot, page, register.desktop, "KJC-COM-0001")
    click(page.detail.move_button)
    qtbot.waitUntil(lambda: bool(page.findChildren(MoveForm)))
    form = page.findChildren(MoveForm)[0]
    assert form.code_note.text() == "Its code stays KJC-COM-0001."
    form.department.set_value(finance)
    form.department.edited.emit()
    assert form.code_note.text().startswith("Its code will be CWC-COM-0001")
    form.user.line.set_value("lisiCWC")
    form.note.set_value("Reorganisation")
    click(form.submit_button)
    wait_for_device(qtbot, page, "CWC-COM-0001")
    told = page.detail.timeline.accessibleDescription()
    assert "Department: 科技处 → 财务处" in told
    assert "User: zhangshanKJC → lisiCWC" in told
    assert told.endswith("2 Nov 2026 · 王芳 · Reorganisation")


def test_devices_are_linked_and_lead_to_each_other(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    show(qtbot, page, register.spare_printer, "KJC-PRN-0043")
    click(page.detail.related.link)
    (form,) = page.findChildren(RelateForm)
    form.kind.set_value(RelationKind.STANDS_IN_FOR)
    type_latin(form.other.line, "KJC-PRN-0042")
    click(form.submit_button)
    qtbot.waitUntil(lambda: bool(page.detail.related.names))
    click(next(iter(page.detail.related.names.values())))
    wait_for_device(qtbot, page, "KJC-PRN-0042")
    (name,) = page.detail.related.names.values()
    assert name.accessibleName() == "Stood in for by KJC-PRN-0043 Spare printer"
    click(next(iter(page.detail.related.unlink.values())))
    qtbot.waitUntil(lambda: not page.detail.related.names)


def test_who_may_do_nothing_here_is_offered_nothing(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    workspace.connect()
    page = open_page()
    show(qtbot, page, register.printer, "KJC-PRN-0042")
    offered = (page.register_button, page.import_action, page.detail.new_order, page.detail.send_in)
    assert not any(button.isVisible() for button in offered)
