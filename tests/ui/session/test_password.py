"""A workspace with a password: set in the settings, asked for at the start, changed and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.foundation.home import Home
from app.safekeeping.passwords import protect, unlock
from tests.app.safekeeping.conftest import QUICK
from tests.ui.hands import CTRL, press
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.shell.unlock import UnlockForm
from ui.widgets.labels import Label
from ui.widgets.notice_banner import NoticeBanner

PASSWORD, OTHER = "correct horse", "battery staple"
FIELD = "Password of this workspace"


@pytest.fixture
def protected_home(sample_home: Home) -> Home:
    protect(sample_home, PASSWORD, cost=QUICK)
    return sample_home


def can_unlock(desk: Desk) -> bool:
    return any(button.isEnabled() for button in desk.buttons("Unlock"))


def unlock_with(desk: Desk, password: str) -> None:
    desk.until(lambda: can_unlock(desk))
    desk.fill(FIELD, password)
    desk.push("Unlock")


def at_settings(desk: Desk) -> Desk:
    desk.until_at_work()
    desk.visit("settings")
    return desk


def answer(desk: Desk, button: str, **fields: str) -> None:
    """Fill in the form over the settings and push its button."""
    desk.form()
    for name, text in fields.items():
        desk.fill(name.replace("_", " ").capitalize(), text)
    above = QApplication.activeModalWidget()
    (push,) = (found for found in desk.buttons(button) if found.window() is above)
    push.click()


def test_nothing_is_seen_before_the_password_was_entered(sit_down: SitDown, protected_home: Home) -> None:
    desk = sit_down(protected_home)
    desk.until(lambda: "Paigong is locked" in desk.said)
    press(desk.page(UnlockForm), Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_2, modifier=CTRL)
    assert QApplication.activeModalWidget() is None
    assert "Local store" not in desk.said
    unlock_with(desk, PASSWORD)
    desk.until(lambda: "Local store: 62 orders" in desk.status)
    desk.until(lambda: len(desk.rows) == 62)
    assert desk.window.findChildren(UnlockForm) == []


def test_a_wrong_password_is_said_and_the_third_makes_one_wait(sit_down: SitDown, protected_home: Home) -> None:
    desk = sit_down(protected_home)
    for _attempt in range(2):
        unlock_with(desk, OTHER)
        desk.until(lambda: "This is not the password of this workspace." in desk.said and desk.text_in(FIELD) == "")
    unlock_with(desk, OTHER)
    desk.until(lambda: "the next can be tried in 2 seconds" in desk.said)
    assert not can_unlock(desk)
    assert desk.window.focusWidget() is desk.field(FIELD)
    unlock_with(desk, PASSWORD)
    desk.until_at_work()


def test_the_page_that_asks_speaks_chinese_too(sit_down: SitDown, protected_home: Home) -> None:
    desk = sit_down(protected_home, language="zh_CN")
    desk.until(lambda: "派工已锁定" in desk.said)


def test_a_password_is_set_changed_and_removed_in_the_settings(sit_down: SitDown, sample_home: Home) -> None:
    key = sample_home.read_key()
    desk = at_settings(sit_down(sample_home))
    assert f"The key lies in a file that only you can read: {sample_home.key_file}." in desk.said
    desk.push("Protect with a password")
    assert desk.form().focusWidget() is desk.field("New password")
    answer(desk, "Protect with a password", new_password=PASSWORD, new_password_once_more=OTHER)
    assert "The two passwords differ." in desk.said
    answer(desk, "Protect with a password", new_password=PASSWORD, new_password_once_more=PASSWORD)
    desk.until(lambda: "There is no keyring on this computer" in desk.said)
    assert unlock(sample_home, PASSWORD) == key

    desk.push("Change password")
    answer(
        desk, "Change password", present_password=OTHER, new_password=OTHER + "!", new_password_once_more=OTHER + "!"
    )
    desk.until(lambda: "This is not the password of this workspace." in desk.said)
    for part in desk.form().findChildren(NoticeBanner) + desk.form().findChildren(Label):
        assert part.height() >= part.heightForWidth(part.width())
    answer(desk, "Change password", present_password=PASSWORD)
    desk.until(lambda: QApplication.activeModalWidget() is None)
    assert unlock(sample_home, OTHER + "!") == key

    desk.push("Remove password")
    answer(desk, "Remove password", present_password=OTHER + "!")
    desk.until(lambda: "The key lies in a file" in desk.said)
    assert sample_home.read_key() == key


def test_a_short_password_is_refused_with_a_sentence(sit_down: SitDown, sample_home: Home) -> None:
    desk = at_settings(sit_down(sample_home))
    desk.push("Protect with a password")
    answer(desk, "Protect with a password", new_password="short", new_password_once_more="short")
    desk.until(lambda: "at least 8 characters" in desk.said)
    assert not sample_home.is_protected
    desk.push("Cancel")
