from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QTimeZone
from pytestqt.qtbot import QtBot

from tests.fakes import FakeClock
from tests.ui.conftest import Speak
from ui.pages.wall_clock import WallClock, computer_zone, day_text, long_day_text

NOW = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)


@pytest.fixture
def clock(qapp: object) -> FakeClock:
    return FakeClock(NOW)


def test_the_day_is_that_of_the_zone(clock: FakeClock) -> None:
    assert WallClock(clock, "Asia/Shanghai").today() == date(2026, 11, 3)
    assert WallClock(clock, "Europe/London").today() == date(2026, 11, 2)


def test_without_a_choice_the_zone_is_that_of_the_computer(clock: FakeClock) -> None:
    wall = WallClock(clock)
    assert wall.zone_name == computer_zone() == bytes(QTimeZone.systemTimeZoneId().data()).decode()


def test_another_zone_is_told_and_shown_at_once(qtbot: QtBot, clock: FakeClock) -> None:
    wall = WallClock(clock, "Asia/Shanghai")
    assert wall.text(NOW) == "00:30"
    with qtbot.waitSignal(wall.zone_changed):
        wall.set_zone("Europe/Oslo")
    assert wall.text(NOW) == "17:30"


def test_a_day_lasts_from_midnight_to_midnight_also_when_the_clocks_change(clock: FakeClock) -> None:
    begin, end = WallClock(clock, "Europe/London").day(date(2026, 10, 25))
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=25)


def test_other_days_are_named(clock: FakeClock, speak: Speak) -> None:
    wall = WallClock(clock, "Asia/Shanghai")
    assert wall.text(NOW - timedelta(days=1)) == "2 Nov 00:30"
    assert day_text(date(2026, 11, 3)) == "3 Nov 2026"
    assert long_day_text(date(2026, 11, 3)) == "Tuesday, 3 November 2026"
    speak("zh_CN")
    assert long_day_text(date(2026, 11, 3)) == "2026年11月3日星期二"
