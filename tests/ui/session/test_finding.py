"""Orders, devices and customers are found from anywhere by typing."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.storage.units import Reader
from tests.app.sync.conftest import Headquarters
from tests.ui.hands import compose, press
from tests.ui.session.conftest import Enrolled, SitDown
from tests.ui.session.desk import PATIENCE_MILLISECONDS, Desk
from ui.pages.assets.page import AssetsPage
from ui.session import finding
from ui.shell.palette import PaletteEntry

ORDER, CODE, CUSTOMER = "行驶证打印机不走纸", "CGS-PRN-0809", "江州市交警支队"


@pytest.fixture
def desk(sit_down: SitDown, sample_home: Home) -> Desk:
    made = sit_down(sample_home)
    made.until_at_work()
    return made


def test_an_order_is_found_by_a_part_of_its_title_and_enter_shows_it(desk: Desk) -> None:
    desk.visit("today")
    desk.look_for("行驶证打印")
    desk.until(lambda: any(ORDER in entry for entry in desk.offered))
    desk.choose()
    desk.until(lambda: desk.window.current_page == "workorders" and "内线 2307" in desk.said)
    assert desk.window.command_palette.isHidden()


def test_a_device_is_found_by_its_code_and_enter_shows_it(desk: Desk) -> None:
    desk.open_found(CODE)
    desk.until(lambda: desk.window.current_page == "assets" and "LQ-630K" in desk.said)
    assert desk.page(AssetsPage).rows.currentIndex().isValid()


def test_a_customer_is_found_by_two_characters_and_enter_shows_it(desk: Desk) -> None:
    desk.look_for("江州")
    desk.until(lambda: CUSTOMER in desk.offered[-1:])
    press(desk.palette_field, Qt.Key.Key_Up)
    desk.choose()
    desk.until(lambda: desk.window.current_page == "directory" and "3,000 members of staff" in desk.said)


def test_service_levels_are_reached_from_anywhere(desk: Desk) -> None:
    desk.visit("today")
    desk.open_found("Service levels")
    desk.until(lambda: desk.window.current_page == "directory" and bool(desk.buttons("New calendar")))


def test_nothing_is_asked_while_an_input_method_still_composes(desk: Desk) -> None:
    desk.look_for("")
    before = desk.offered
    compose(desk.palette_field, "jiangzhou")
    assert desk.offered == before


def test_commands_come_before_records_and_in_the_language_spoken(desk: Desk) -> None:
    desk.look_for("new work")
    assert desk.offered[0] == "New work order"
    desk.choose()
    desk.form()
    press(desk.form(), Qt.Key.Key_Escape)
    desk.application.speak("zh_CN")
    desk.look_for("新建工单")
    assert desk.offered[0] == "新建工单"


def test_a_file_can_be_imported_from_anywhere(desk: Desk) -> None:
    desk.look_for("import")
    desk.choose()
    assert desk.form().windowTitle() == "Import a table"
    press(desk.form(), Qt.Key.Key_Escape)


def test_an_answer_to_an_older_question_never_takes_the_place_of_a_newer_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_answer = threading.Event(), threading.Event()
    find = finding.find_records

    def find_slowly(text: str, at: datetime, reader: Reader) -> tuple[PaletteEntry, ...]:
        if text == "打印机":
            found = find(text, at, reader)
            begun.set()
            assert may_answer.wait(PATIENCE_MILLISECONDS / 1000)
            return found
        return find(text, at, reader)

    monkeypatch.setattr(finding, "find_records", find_slowly)
    desk.look_for("打印机")
    desk.until(begun.is_set)
    desk.look_for("蓝屏")
    desk.until(lambda: any("蓝屏" in entry for entry in desk.offered))
    newer = desk.offered
    may_answer.set()
    desk.until_answered()
    assert desk.offered == newer
    assert not any("打印机" in entry for entry in desk.offered)


def test_what_somebody_may_not_do_is_not_offered(
    sit_down: SitDown, headquarters: Headquarters, enrolled: Enrolled
) -> None:
    headquarters.server.run(AddCustomer(id="customer", name=CUSTOMER))
    headquarters.add_user("approving", Role.APPROVER, "customer")
    desk = sit_down(enrolled("approving"))
    desk.until_at_work()
    desk.until(lambda: _offered_for(desk, "import") == _offered_for(desk, "new work order") == [])


def _offered_for(desk: Desk, text: str) -> list[str]:
    press(desk.palette_field, Qt.Key.Key_Escape)
    desk.look_for(text)
    return desk.offered
