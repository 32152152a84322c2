"""The lock: nothing of the content is seen or reached by keyboard, palette or dialog until the password was entered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.foundation.home import Home
from app.foundation.settings import read_settings, write_settings
from app.safekeeping.passwords import protect, unlock
from tests.app.safekeeping.conftest import QUICK
from tests.fakes import FakeClock
from tests.ui.hands import CTRL, press
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from tests.ui.session.test_password import FIELD, PASSWORD, unlock_with
from ui.shell.unlock import UnlockForm

TITLE = "打印机"


@pytest.fixture
def desk(sit_down: SitDown, sample_home: Home) -> Desk:
    """A window at work on a protected workspace."""
    key = sample_home.read_key()
    protect(sample_home, PASSWORD, cost=QUICK)
    assert unlock(sample_home, PASSWORD) == key
    made = sit_down(sample_home)
    unlock_with(made, PASSWORD)
    made.until(lambda: len(made.rows) == 62 and all(made.rows[:10]))
    made.until_at_work()
    return made


def locked(desk: Desk) -> Desk:
    desk.press_keys(Qt.Key.Key_L, CTRL)
    desk.until(lambda: "Paigong is locked" in desk.said)
    return desk


def seen(desk: Desk) -> list[QWidget]:
    """All widgets that are seen and are no part of the lock."""
    form = desk.page(UnlockForm)
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    inside = [widget for window in windows for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [widget for widget in inside if widget is not form and not form.isAncestorOf(widget)]


def test_the_keys_lock_the_window_and_the_password_opens_it_as_it_was(desk: Desk) -> None:
    desk.visit("assets")
    locked(desk)
    assert all(widget.isAncestorOf(desk.page(UnlockForm)) for widget in seen(desk))
    assert TITLE not in desk.said
    unlock_with(desk, PASSWORD)
    desk.until(lambda: "Local store: 62 orders" in desk.status)
    assert desk.window.current_page == "assets"


def test_nothing_behind_the_lock_is_reached_by_keys(desk: Desk) -> None:
    page = desk.window.current_page
    locked(desk)
    form = desk.page(UnlockForm)
    press(form, Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_3, modifier=CTRL)
    press(form, Qt.Key.Key_F5)
    for _step in range(12):
        press(desk.window.focusWidget(), Qt.Key.Key_Tab)
        assert form.isAncestorOf(desk.window.focusWidget())
    press(form, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    assert not desk.window.command_palette.isVisible()
    assert desk.window.current_page == page
    assert desk.page(UnlockForm) is form


def test_a_form_that_is_open_is_hidden_and_there_again_with_what_was_entered(desk: Desk) -> None:
    desk.press_keys(Qt.Key.Key_N, CTRL)
    desk.form()
    desk.fill("What is wrong", "secret of a customer")
    desk.window.lock_requested.emit()
    desk.until(lambda: "Paigong is locked" in desk.said)
    assert QApplication.activeModalWidget() is None
    assert "What is wrong" not in desk.said
    unlock_with(desk, PASSWORD)
    desk.form()
    assert desk.text_in("What is wrong") == "secret of a customer"
    desk.push("Start over")
    press(desk.form(), Qt.Key.Key_Escape)


def test_the_palette_that_is_open_is_closed(desk: Desk) -> None:
    desk.look_for("打印机")
    desk.window.lock_requested.emit()
    desk.until(lambda: "Paigong is locked" in desk.said)
    assert not desk.window.command_palette.isVisible()


def test_it_locks_by_itself_when_nobody_has_touched_anything_for_long_enough(desk: Desk, clock: FakeClock) -> None:
    clock.advance(minutes=9)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    clock.advance(minutes=9)
    desk.application.locking.look()
    assert "Paigong is locked" not in desk.said
    clock.advance(minutes=2)
    desk.application.locking.look()
    desk.until(lambda: "Paigong is locked" in desk.said)


def test_a_wrong_password_opens_nothing(desk: Desk) -> None:
    locked(desk)
    unlock_with(desk, "wrong horse")
    desk.until(lambda: "This is not the password of this workspace." in desk.said)
    assert desk.text_in(FIELD) == ""
    assert TITLE not in desk.said


def test_what_happens_behind_the_lock_does_not_open_it(desk: Desk) -> None:
    locked(desk)
    desk.application.go_to_work()  # as after a sign-in that was under way
    desk.window.show_page("inbox")
    assert desk.window.is_locked
    assert all(widget.isAncestorOf(desk.page(UnlockForm)) for widget in seen(desk))


def test_without_a_password_the_lock_says_what_it_needs(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    assert desk.buttons("Lock the window") == []
    desk.press_keys(Qt.Key.Key_L, CTRL)
    desk.until(lambda: "The window can be locked once this workspace has a password." in desk.said)
    assert not desk.window.is_locked


def test_the_time_until_it_locks_is_chosen_in_the_settings_and_kept(
    sit_down: SitDown, sample_home: Home, clock: FakeClock
) -> None:
    write_settings(sample_home, replace(read_settings(sample_home), lock_minutes=5))
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.visit("settings")
    assert desk.text_in("Lock the window") == "After 5 minutes"
    desk.fill("Lock the window", "Never by itself")
    assert read_settings(sample_home).lock_minutes == 0


def test_the_lock_has_a_button_where_there_is_a_password(desk: Desk) -> None:
    desk.push("Lock the window")
    desk.until(lambda: "Paigong is locked" in desk.said)
