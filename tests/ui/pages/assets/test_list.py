from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from app.foundation.ids import new_id
from app.repairs.commands import SendOut
from tests.ui.conftest import Speak
from tests.ui.hands import CTRL, NO_MODIFIER, click, press, type_chinese, type_latin
from tests.ui.pages.assets.conftest import OpenPage, SmallRegister
from tests.ui.pages.assets.looking import codes, state_names, wait_for_codes, wait_for_device, words
from tests.workspaces import Workspace
from ui.pages.assets.asset_row import AssetColumn
from ui.pages.assets.page import AssetsPage
from ui.pages.imports.dialog import ImportDialog
from ui.work.work import Work

ALL = ("FIN-COM-0001", "KJC-COM-0001", "KJC-PRN-0042", "KJC-PRN-0043")


def click_head(page: AssetsPage, column: AssetColumn) -> None:
    header = page.rows.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NO_MODIFIER, place)


def test_the_list_says_what_a_device_is_whose_it_is_and_who_uses_it(
    open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    assert codes(page) == list(ALL)
    row = ALL.index("KJC-COM-0001")
    assert words(page, AssetColumn.NAME)[row] == "台式机 Desktop computer · Lenovo M90t"
    assert words(page, AssetColumn.CUSTOMER)[row] == "第一人民医院 科技处 · 门诊大楼 3F-12"
    assert words(page, AssetColumn.USER)[row] == "zhangshanKJC"
    assert words(page, AssetColumn.STATE)[row] == "In use"


def test_each_state_says_how_many_there_are_and_leaves_only_those(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    assert state_names(page) == [
        *("All 4", "In use 3", "In stock 1", "In repair 0", "On loan 0", "Retired 0", "Lost 0"),
    ]
    click(page.states.findChildren(QAbstractButton)[2])
    wait_for_codes(qtbot, page, "KJC-PRN-0043")
    assert state_names(page)[0] == "All 4"


def test_what_is_due_is_listed_summed_up_and_exported(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister, tmp_path: Path
) -> None:
    old = date(2019, 1, 1)
    workspace.add_asset(
        register.council, "COM", "老电脑", purchased_on=old, cost_minor=458_050, currency="CNY", notes="=1+1"
    )
    page = open_page()
    assert page.summary.text() == "5 devices · 4,580.50 CNY"
    page.planning.set_value("replacement 0")
    page.planning.edited.emit()
    wait_for_codes(qtbot, page, "GEN-COM-0002")
    qtbot.waitUntil(lambda: page.summary.text() == "1 device · 4,580.50 CNY")
    page.export_to(str(tmp_path / "list.csv"))
    qtbot.waitUntil((tmp_path / "list.csv").exists)
    text = (tmp_path / "list.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "老电脑" in text
    assert "'=1+1" in text


def test_one_chinese_character_finds_devices_and_counts_follow(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    type_chinese(page.search, "印")
    wait_for_codes(qtbot, page, "KJC-PRN-0042")
    qtbot.waitUntil(lambda: state_names(page)[0] == "All 1")


def test_a_code_of_an_earlier_register_finds_its_device(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    type_latin(page.search, "icc-2065556")
    wait_for_codes(qtbot, page, "KJC-PRN-0043")


def test_a_customer_leaves_only_the_customers_devices(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    page.customer.setFocus()
    press(page.customer, Qt.Key.Key_Down)
    assert page.customer.currentText() == "Northvale Council"
    wait_for_codes(qtbot, page, "FIN-COM-0001")


def test_the_keyboard_goes_from_the_page_into_the_search_and_from_there_into_the_list(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    page.activateWindow()
    page.setFocus()
    press(page.rows, Qt.Key.Key_F, modifier=CTRL)
    assert page.search.hasFocus()
    type_latin(page.search, "zzz")
    press(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    press(page.search, Qt.Key.Key_Down)
    assert page.rows.hasFocus()


def test_what_fits_nothing_offers_to_show_everything_again(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    type_latin(page.search, "nothing at all")
    qtbot.waitUntil(page.nothing_fits.isVisible)
    click(page.nothing_fits.action)
    wait_for_codes(qtbot, page, *ALL)
    assert page.rows.isVisible()
    assert page.search.text() == ""


def test_an_empty_register_says_how_to_begin(qtbot: QtBot, open_page: OpenPage, workspace: Workspace) -> None:
    page = open_page()
    assert page.nothing_yet.isVisible()
    assert not page.detail.isVisible()
    workspace.add_asset(workspace.add_customer(), "COM")
    qtbot.waitUntil(page.rows.isVisible)
    assert codes(page) == ["GEN-COM-0001"]


def test_a_click_on_a_head_sorts_and_a_second_one_turns_the_order(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    click_head(page, AssetColumn.CODE)
    wait_for_codes(qtbot, page, *reversed(ALL))
    click_head(page, AssetColumn.CUSTOMER)
    wait_for_codes(qtbot, page, *ALL)
    click_head(page, AssetColumn.NAME)
    qtbot.waitUntil(lambda: words(page, AssetColumn.NAME)[0].startswith("Front desk PC"))


def test_a_column_that_cannot_be_sorted_by_leaves_the_order_as_it_is(
    open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    click_head(page, AssetColumn.USER)
    header = page.rows.horizontalHeader()
    assert header.sortIndicatorSection() == AssetColumn.CODE
    assert header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
    assert codes(page) == list(ALL)


def test_the_keyboard_sorts_by_a_menu(qtbot: QtBot, open_page: OpenPage, register: SmallRegister) -> None:
    page = open_page()
    press(page.sort_button, Qt.Key.Key_Return)
    menu = page.sort_button.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Code", "Device", "Customer / department", "State"]
    assert menu.actions()[0].isChecked()
    press(menu, Qt.Key.Key_Down, Qt.Key.Key_Return)
    wait_for_codes(qtbot, page, *reversed(ALL))


def test_arrows_go_through_the_list_and_the_detail_follows(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    wait_for_device(qtbot, page, "FIN-COM-0001")
    press(page.rows, Qt.Key.Key_Down)
    wait_for_device(qtbot, page, "KJC-COM-0001")


def test_a_record_that_the_filters_hide_is_shown_all_the_same(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    type_latin(page.search, "FIN")
    wait_for_codes(qtbot, page, "FIN-COM-0001")
    page.show_record(register.printer)
    wait_for_codes(qtbot, page, *ALL)
    wait_for_device(qtbot, page, "KJC-PRN-0042")
    assert page.rows.currentIndex().row() == ALL.index("KJC-PRN-0042")


def test_a_record_is_shown_as_soon_as_a_page_just_opened_has_it(
    qtbot: QtBot, work: Work, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    page.show_record(register.spare_printer)
    wait_for_device(qtbot, page, "KJC-PRN-0043")


def test_what_changes_elsewhere_shows_by_itself_and_the_marked_row_stays(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    page = open_page()
    page.show_record(register.printer)
    wait_for_device(qtbot, page, "KJC-PRN-0042")
    workspace.run(SendOut(id=new_id(), asset_id=register.printer, maker="HP", fault="Paper jam"))
    workspace.add_asset(register.hospital, "COM", "Another")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5 and "In repair 1" in state_names(page))
    assert page.rows.chosen_id == register.printer
    assert codes(page)[page.rows.currentIndex().row()] == "KJC-PRN-0042"
    assert words(page, AssetColumn.STATE)[page.rows.currentIndex().row()] == "In repair"


def test_everything_is_said_anew_in_another_language(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister, speak: Speak
) -> None:
    page = open_page()
    wait_for_device(qtbot, page, "FIN-COM-0001")
    speak("zh_CN")
    assert page.model.headerData(AssetColumn.STATE, Qt.Orientation.Horizontal) == "状态"
    assert state_names(page)[0] == "全部 4"
    assert page.customer.itemText(0) == "【All customers】"
    assert page.customer.itemText(1) == "Northvale Council"


def test_the_model_keeps_qts_promises(qtbot: QtBot, open_page: OpenPage, register: SmallRegister) -> None:
    page = open_page()
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    type_latin(page.search, "KJC")
    wait_for_codes(qtbot, page, *ALL[1:])
    page.show_all()
    wait_for_codes(qtbot, page, *ALL)
    assert tester.model() is page.model


def test_a_register_is_imported_for_the_customer_that_is_looked_at(
    qtbot: QtBot, open_page: OpenPage, register: SmallRegister
) -> None:
    page = open_page()
    press(page.customer, Qt.Key.Key_Down)
    page.import_action.trigger()
    (dialog,) = page.findChildren(ImportDialog)
    assert dialog.isVisible()
    assert dialog.importing.kind.name == "assets"
    assert dialog.importing.choices.customer_id == register.council
    dialog.reject()
