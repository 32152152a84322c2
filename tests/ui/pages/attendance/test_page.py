from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.attendance.commands import CheckIn, CheckOut
from app.storage.facts import GRANTS, set_fact
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from tests.ui.pages.showing import Show, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.attendance.page import AttendancePage
from ui.pages.wall_clock import WallClock
from ui.widgets.chip import Chip
from ui.work.work import Work

ZONE = "Asia/Shanghai"


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace) -> AttendancePage:
    return AttendancePage(work, wall)


@pytest.fixture
def engineer_id(workspace: Workspace) -> str:
    return workspace.add_person("张三")


def counts_of(page: AttendancePage) -> list[str]:
    chips = [chip for chip in page.findChildren(Chip) if chip.parent() is page and chip.isVisible()]
    return [chip.accessibleName() for chip in chips]


def test_everybody_is_listed_with_how_the_day_stands(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace, engineer_id: str
) -> None:
    workspace.clock.advance(minutes=40)
    workspace.run(CheckIn(zone=ZONE), by=engineer_id)
    show(page)
    qtbot.waitUntil(lambda: len(page.people.rows.row_ids) == 2)
    assert rows_of(page.people.rows) == [
        ["张三", "Engineer", "08:40", "—", "Late", ""],
        ["王芳", "Manager", "—", "—", "Not in yet", ""],
    ]
    assert counts_of(page) == ["1 in", "1 late", "1 not in yet"]


def test_somebody_who_comes_shows_by_himself(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace, engineer_id: str
) -> None:
    show(page)
    qtbot.waitUntil(lambda: len(page.people.rows.row_ids) == 2)
    workspace.run(CheckIn(zone=ZONE), by=engineer_id)
    qtbot.waitUntil(lambda: rows_of(page.people.rows)[0][4] == "In time")


def test_earlier_days_can_be_looked_at_but_none_that_is_still_to_come(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace, engineer_id: str
) -> None:
    workspace.run(CheckIn(zone=ZONE), by=engineer_id)
    workspace.clock.advance(hours=10)
    workspace.run(CheckOut(zone=ZONE), by=engineer_id)
    workspace.clock.advance(hours=14)
    show(page)
    assert not page.after.isEnabled()
    click(page.before)
    qtbot.waitUntil(lambda: ["张三", "Engineer", "08:00", "18:00", "In time", ""] in rows_of(page.people.rows))
    assert ["王芳", "Manager", "—", "—", "No check-in", ""] in rows_of(page.people.rows)
    assert "Monday, 2 November 2026" in texts_of(page)
    click(page.after)
    assert not page.after.isEnabled()
    press(page.day, Qt.Key.Key_Up)
    assert page.day.on == page._wall.today()
    click(page.before)
    click(page.back_to_today)
    qtbot.waitUntil(lambda: ["张三", "Engineer", "—", "—", "Not in yet", ""] in rows_of(page.people.rows))


def test_an_engineer_of_a_server_sees_himself_alone(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace, engineer_id: str
) -> None:
    workspace.connect()
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    workspace.run(by=engineer_id)
    show(page)
    qtbot.waitUntil(lambda: page.people.rows.row_ids == (engineer_id,))


def test_one_checks_in_here_too(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace
) -> None:
    show(page)
    qtbot.waitUntil(page.check_in.check_in.isEnabled)
    press(page, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: [row[:3] for row in rows_of(page.people.rows)] == [["王芳", "Manager", "08:00"]])


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], speak: Speak
) -> None:
    show(page)
    qtbot.waitUntil(lambda: len(page.people.rows.row_ids) == 1)
    speak("zh_CN")
    assert rows_of(page.people.rows)[0][4] == "【Not in yet】"
    assert counts_of(page) == ["【0 in】", "【0 late】", "【1 not in yet】"]
    assert "2026年11月2日星期一" in texts_of(page)


def test_a_picture_shows_the_bars_of_the_day(
    qtbot: QtBot, page: AttendancePage, show: Show[AttendancePage], workspace: Workspace, engineer_id: str
) -> None:
    show(page)
    qtbot.waitUntil(lambda: len(page.people.rows.row_ids) == 2)
    before = page.people.grab().toImage()
    workspace.run(CheckIn(zone=ZONE), by=engineer_id)
    workspace.clock.advance(hours=4)
    qtbot.waitUntil(lambda: rows_of(page.people.rows)[0][4] == "In time")
    area = page.people.rows.visualRect(page.people.rows.model().index(0, 5))
    header = page.people.rows.horizontalHeader().height()
    area.translate(0, header)
    assert before.copy(area) != page.people.grab().toImage().copy(area)
