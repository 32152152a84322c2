"""Calendars in the window: looked through, made, changed, and what a change moves before it is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.calendars.commands import AddCalendar, ReviseCalendar
from app.calendars.queries import newest_version
from app.calendars.rules import Region
from app.calendars.tables import CalendarVersion
from app.foundation.ids import derive_id
from app.sla.contract_commands import AddContract
from app.sla.presets import calendar_id, missing_presets
from app.storage.facts import GRANTS, set_fact
from app.workorders.tables import WorkOrder
from tests.app.calendars.test_icalendar_file import entry, file_of
from tests.ui.conftest import Speak
from tests.ui.hands import click, press, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.service_levels.calendar_form import CalendarForm
from ui.pages.service_levels.holiday_file_dialog import HolidayFileDialog
from ui.pages.service_levels.part import ServiceLevelsPart
from ui.pages.service_levels.rename_form import RenameForm
from ui.pages.service_levels.week_field import WeekField
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import YES
from ui.work.work import Work

WEEK = {str(day): "09:00-12:00 13:30-18:00" for day in range(5)}
OFFICE = AddCalendar(id="c", name="Office", zone="Asia/Shanghai", week=WEEK, region=Region.CHINA, make_up_days=True)


@pytest.fixture
def part(work: Work, wall: WallClock, workspace: Workspace) -> ServiceLevelsPart:
    return ServiceLevelsPart(work, wall)


@pytest.fixture
def office(workspace: Workspace) -> None:
    workspace.run(OFFICE)


def changing(qtbot: QtBot, part: ServiceLevelsPart) -> CalendarForm:
    """The form for the next version, opened as a person does."""
    qtbot.waitUntil(part.calendars.detail.change.isVisible)
    click(part.calendars.detail.change)
    form = opened(qtbot, part)
    qtbot.waitUntil(lambda: len(rows_of(form.moves.list)) == 3)
    return form


def opened(qtbot: QtBot, part: ServiceLevelsPart) -> CalendarForm:
    """The form that is opened when the event loop has gone round."""
    qtbot.waitUntil(lambda: any(form.isVisible() for form in part.findChildren(CalendarForm)))
    return dialog_over(part, CalendarForm)


def newest(workspace: Workspace, calendar_id: str) -> CalendarVersion:
    with workspace.store.read() as reader:
        return newest_version(reader, calendar_id)


def test_a_calendar_is_made(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    show(part)
    qtbot.waitUntil(part.new_calendar.isVisible)
    click(part.new_calendar)
    form = opened(qtbot, part)
    type_latin(form.name, "Town Hall")
    form.zone.clear()
    type_latin(form.zone, "Europe/London")
    type_latin(form.week.lines[0], "8:00-12:00,13:00-17:00")
    type_latin(form.special, "2026-12-24")
    press(form.region, Qt.Key.Key_Down, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(rows_of(form.moves.list)) == 3)
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(CalendarVersion)) == 1)
    (version,) = workspace.all(CalendarVersion)
    assert (version.zone, version.region, version.special) == ("Europe/London", Region.ENGLAND, {"2026-12-24": ""})
    assert "2026-12-25" in version.closed_on
    qtbot.waitUntil(lambda: rows_of(part.calendars.calendars.rows) == [["Town Hall For everybody", "Europe/London"]])


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("key", "entered", "said"),
    [
        ("zone", "Mars/Olympus", "“Mars/Olympus” is no time zone."),
        ("week", "9-12", "Monday: “9-12” is no interval of a day."),
        ("week", "09:00-12:00 11:00-13:00", "09:00-12:00 and 11:00-13:00 overlap."),
        ("special", "24/12/2026", "“24/12/2026” is no date."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    qtbot: QtBot,
    part: ServiceLevelsPart,
    show: Show[ServiceLevelsPart],
    workspace: Workspace,
    key: str,
    entered: str,
    said: str,
) -> None:
    show(part)
    form = changing(qtbot, part)
    form._fields[key].set_value(entered)
    click(form.submit_button)
    assert said in form._rows[key].error
    assert len(workspace.all(CalendarVersion)) == 1


@pytest.mark.usefixtures("office")
def test_what_a_change_moves_is_seen_before_it_is_saved(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    show(part)
    form = changing(qtbot, part)
    assert [row[2] for row in rows_of(form.moves.list)] == ["unchanged"] * 3
    for line in form.week.lines:
        line.setText("00:00-24:00")
    qtbot.waitUntil(lambda: "unchanged" not in [row[2] for row in rows_of(form.moves.list)])
    assert form.moves.count.text() == "What this moves: 0 promises to open orders"
    assert len(workspace.all(CalendarVersion)) == 1
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(CalendarVersion)) == 2)
    assert newest(workspace, "c").week == {str(day): "00:00-24:00" for day in range(7)}
    qtbot.waitUntil(
        lambda: (
            [row[:2] for row in rows_of(part.calendars.detail.versions)] == [["2 counts now", "王芳"], ["1", "王芳"]]
        )
    )


def test_promises_to_open_orders_that_move_are_counted_and_listed(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    customer_id = workspace.add_customer()
    with workspace.store.read() as reader:
        workspace.run(*missing_presets(reader))
    policy = derive_id("preset_policy", "desktop-standard")
    began = workspace.clock.now().date()
    workspace.run(AddContract(id="k", customer_id=customer_id, number="1", name="K", policy_id=policy, begins_on=began))
    number = workspace.get(WorkOrder, workspace.add_order(customer_id)).number
    show(part)
    part.calendars.calendars.rows.choose(calendar_id("CN-A"))
    qtbot.waitUntil(lambda: part.calendars.detail.name.text() == "CN-A")
    form = changing(qtbot, part)
    for line in form.week.lines:
        line.setText("22:00-23:00")
    qtbot.waitUntil(lambda: form.moves.count.text() == "What this moves: 1 promise to an open order")
    assert rows_of(form.moves.list)[3][0] == f"{number} · On site"


@pytest.mark.usefixtures("office")
def test_a_day_is_closed_and_opened_again_in_the_year(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    show(part)
    form = changing(qtbot, part)
    assert form.make_up.value() == YES
    grid = form.year.grid
    grid.setFocus()
    grid.point_at(date(grid.current.year, 12, 24))
    click(grid, grid.place_of(date(grid.current.year, 12, 24)).toPoint())
    assert form.special.value() == f"{grid.current.year}-12-24"
    qtbot.waitUntil(lambda: "Closed day" in form.year.pointed.text())
    press(grid, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert form.special.value() == f"{grid.current.year}-12-24\n{grid.current.year}-12-25"
    press(grid, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert form.special.value() == ""


@pytest.mark.usefixtures("office")
def test_a_year_tells_of_holidays_and_make_up_days_in_words(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart]
) -> None:
    show(part)
    year = part.calendars.detail.year
    qtbot.waitUntil(year.isVisible)
    assert "Saturday, 14 February 2026 · Make-up working day · Spring Festival · 09:00-12:00 13:30-18:00" in (
        year.grid.words(date(2026, 2, 14))
    )
    assert "Public holiday" in year.grid.words(date(2026, 10, 1))
    shown = year.grid.current.year
    click(year.later)
    assert year.year.text() == str(shown + 1)
    click(year.earlier)
    assert year.grid.accessibleName() == f"Days of the year {shown}"


@pytest.mark.usefixtures("office")
def test_a_calendar_gets_another_name_and_keeps_its_versions(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    workspace.run(replace(OFFICE, id="taken", name="Taken"))
    show(part)
    qtbot.waitUntil(part.calendars.detail.rename.isVisible)
    click(part.calendars.detail.rename)
    form = dialog_over(part, RenameForm)
    form.name.set_value("Taken")
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    form.name.set_value("Town Hall")
    click(form.submit_button)
    qtbot.waitUntil(lambda: part.calendars.detail.name.text() == "Town Hall")
    assert len(workspace.all(CalendarVersion)) == 2


@pytest.mark.usefixtures("office")
def test_an_earlier_version_can_be_looked_at(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    workspace.run(ReviseCalendar(calendar_id="c", seen_number=1, zone="UTC", week={"0": "10:00-11:00"}))
    show(part)
    detail = part.calendars.detail
    qtbot.waitUntil(lambda: len(rows_of(detail.versions)) == 2)
    assert "10:00-11:00" in texts_of(detail)
    press(detail.versions, Qt.Key.Key_Down)
    assert "09:00-12:00 13:30-18:00" in texts_of(detail)


@pytest.mark.usefixtures("office")
def test_of_two_who_change_it_the_second_keeps_what_was_entered(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    show(part)
    form = changing(qtbot, part)
    form.week.lines[5].setText("10:00-11:00")
    workspace.run(ReviseCalendar(calendar_id="c", seen_number=1, zone="UTC", week=WEEK))
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert "Office" in texts_of(form.banner)
    assert form.week.lines[5].value() == "10:00-11:00"


@pytest.mark.usefixtures("office")
def test_who_may_not_manage_them_only_looks(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    workspace.connect()
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    show(part)
    qtbot.waitUntil(part.calendars.detail.name.isVisible)
    assert not part.calendars.detail.change.isVisible()
    assert not part.new_calendar.isVisible()


@pytest.mark.usefixtures("office")
def test_days_of_a_file_are_looked_at_and_then_stand_in_the_form(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace, tmp_path: Path
) -> None:
    year = workspace.clock.now().year
    file, broken = tmp_path / "days.ics", tmp_path / "broken.ics"
    meeting = entry("SUMMARY:Meeting", f"DTSTART:{year}0301T090000Z")
    made_up = entry("SUMMARY:补班", f"DTSTART;VALUE=DATE:{year}1226")
    file.write_bytes(file_of(entry("SUMMARY:Closing", f"DTSTART;VALUE=DATE:{year}1224"), made_up, meeting))
    broken.write_bytes(b"no calendar")
    show(part)
    form = changing(qtbot, part)
    form.special.set_value(f"{year}-12-31 09:00-12:00")
    for path in (broken, file):
        click(form.from_file)
        chooser = dialog_over(form, QFileDialog)
        chooser.fileSelected.emit(str(path))
        chooser.reject()
        dialog = dialog_over(form, HolidayFileDialog)
        if path is broken:
            qtbot.waitUntil(dialog.banner.isVisible)
            assert "is no iCalendar file that can be read" in texts_of(dialog)
            assert not dialog.add.isEnabled()
            dialog.reject()
    qtbot.waitUntil(dialog.add.isEnabled)
    assert [row[1:] for row in rows_of(dialog.days.rows)] == [
        ["Closing", "Closed day"],
        ["补班", "Make-up working day"],
    ]
    assert "1 entry has a time of day and is left out: Meeting." in texts_of(dialog)
    click(dialog.add)
    assert form.special.value().splitlines() == [
        f"{year}-12-24",
        f"{year}-12-26 09:00-12:00 13:30-18:00",
        f"{year}-12-31 09:00-12:00",
    ]
    click(form.submit_button)
    qtbot.waitUntil(lambda: newest(workspace, "c").special.get(f"{year}-12-24") == "")


def test_the_week_is_named_in_the_language_that_is_shown(qtbot: QtBot, speak: Speak) -> None:
    field = WeekField()
    qtbot.addWidget(field)
    field.show()
    assert "Monday" in texts_of(field)
    speak("zh_CN")
    assert "星期一" in texts_of(field)
