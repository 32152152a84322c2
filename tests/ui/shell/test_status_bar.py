from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Speak
from ui.shell.status_bar import (
    AttendanceStatus,
    ConnectionStatus,
    StatusBar,
    StoreStatus,
    SyncState,
    SyncStatus,
    ago_text,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bar(qtbot: QtBot, watch: Watch) -> StatusBar:
    made = StatusBar(watch.now, "0.1.0")
    qtbot.addWidget(made)
    return made


def shown(bar: StatusBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisibleTo(bar)]


def test_a_new_workspace_says_only_that_it_is_alone(bar: StatusBar) -> None:
    assert shown(bar) == ["This computer only", "0.1.0"]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (SyncState.SYNCED, "Synced · 3 min ago"),
        (SyncState.SYNCING, "Syncing…"),
        (SyncState.OFFLINE, "Working off-line · 3 min ago"),
        (SyncState.TROUBLED, "Sync needs you · 3 min ago"),
    ],
)
def test_each_state_of_sync_has_its_words(bar: StatusBar, state: SyncState, text: str) -> None:
    bar.set_sync(SyncStatus(state, NOON - timedelta(minutes=3)))
    assert shown(bar)[0] == text


def test_each_state_of_sync_looks_different(bar: StatusBar) -> None:
    pictures = []
    for state in SyncState:
        bar.set_sync(SyncStatus(state))
        bar.resize(1200, 30)
        pictures.append(bar.grab().toImage())
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])


def test_what_waits_is_counted_and_vanishes_when_it_is_gone(bar: StatusBar) -> None:
    bar.set_sync(SyncStatus(SyncState.OFFLINE, waiting_count=2))
    assert "2 waiting to upload" in shown(bar)
    bar.set_sync(SyncStatus(SyncState.SYNCED, NOON))
    assert not any("waiting" in text for text in shown(bar))


def test_the_age_of_the_last_sync_grows_with_the_clock(bar: StatusBar, watch: Watch) -> None:
    bar.set_sync(SyncStatus(SyncState.SYNCED, NOON))
    assert shown(bar)[0] == "Synced · just now"
    watch.time += timedelta(hours=2)
    bar.retranslate()
    assert shown(bar)[0] == "Synced · 2 h ago"


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=31), "31 days ago"),
    ],
)
def test_time_gone_by_is_told_as_people_say_it(elapsed: timedelta, text: str) -> None:
    assert ago_text(elapsed) == text


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (AttendanceStatus(), "Not checked in"),
        (AttendanceStatus("08:27"), "Checked in 08:27"),
        (AttendanceStatus("08:44", is_late=True), "Checked in 08:44, late"),
    ],
)
def test_attendance_is_told_in_words(bar: StatusBar, status: AttendanceStatus, text: str) -> None:
    bar.set_attendance(status)
    assert text in shown(bar)


def test_the_server_is_named_and_whether_it_can_be_reached(bar: StatusBar) -> None:
    bar.set_connection(ConnectionStatus("paigong.example.org", is_reachable=True))
    assert "paigong.example.org" in shown(bar)
    bar.set_connection(ConnectionStatus("paigong.example.org"))
    assert "paigong.example.org not reachable" in shown(bar)
    bar.set_connection(ConnectionStatus())
    assert not any("example" in text for text in shown(bar))


def test_what_waits_to_be_indexed_is_counted_down(bar: StatusBar) -> None:
    bar.set_store(StoreStatus(700_000, unindexed_count=12_000))
    assert any("search index: 12,000 to go" in text for text in shown(bar))
    bar.set_store(StoreStatus(700_000))
    assert not any("12,000" in text for text in shown(bar))


def test_everything_follows_the_language(bar: StatusBar, speak: Speak) -> None:
    bar.set_sync(SyncStatus(SyncState.SYNCED, NOON, waiting_count=2))
    bar.set_store(StoreStatus(700_000))
    bar.set_attendance(AttendanceStatus("08:27"))
    speak("zh_CN")
    assert shown(bar) == ["已同步 · 【just now】", "2 项待上传", "本地库 700,000 张工单", "已签到 08:27", "0.1.0"]


def test_the_clock_rests_while_the_bar_is_not_seen(qtbot: QtBot, bar: StatusBar) -> None:
    with qtbot.waitExposed(bar):
        bar.show()
    clock = bar.findChildren(QTimer)[0]
    assert clock.isActive()
    bar.hide()
    assert not clock.isActive()


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (timedelta(minutes=5), "This computer's clock is 0:05 slow"),
        (timedelta(minutes=-150), "This computer's clock is 2:30 fast"),
        (timedelta(days=-2), "This computer's clock is 2 d 0 h fast"),
    ],
)
def test_a_clock_that_goes_wrong_is_said_with_what_to_do(bar: StatusBar, offset: timedelta, text: str) -> None:
    bar.set_clock_offset(offset)
    assert text in shown(bar)
    assert any("set its clock by itself" in item.toolTip() for item in bar.findChildren(QWidget))


@pytest.mark.parametrize("offset", [None, timedelta(), timedelta(minutes=2), timedelta(minutes=-2)])
def test_a_clock_that_goes_right_is_not_spoken_of(bar: StatusBar, offset: timedelta | None) -> None:
    bar.set_clock_offset(timedelta(hours=1))
    bar.set_clock_offset(offset)
    assert not any("clock" in text for text in shown(bar))
