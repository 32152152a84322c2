"""A device is scanned while nothing is typed into: it is shown, or can be registered."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.foundation.home import Home
from tests.ui.hands import click
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.pages.assets.page import AssetsPage
from ui.pages.assets.register_form import RegisterForm

CODE = "CGS-PRN-0809"


def scan(desk: Desk, text: str, seconds_between: float = 0.01) -> None:
    """Send keys to the window, as a scanner does by itself."""
    desk.application.pages._scanning.scanner._clock = count(0.0, seconds_between).__next__
    for character in text:
        QTest.keyClick(desk.window.windowHandle(), ord(character))
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Return)


def test_a_scanned_device_is_shown_and_an_unknown_one_can_be_registered(sit_down: SitDown, sample_home: Home) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.visit("workorders")
    desk.window.rail.setFocus()
    scan(desk, CODE)
    desk.until(lambda: desk.window.current_page == "assets" and CODE in desk.page(AssetsPage).detail.code.text())
    scan(desk, "NEW-COM-9999")
    desk.until(lambda: "No device is known as NEW-COM-9999." in desk.said)
    desk.push("Register it")
    form = desk.form()
    assert isinstance(form, RegisterForm)
    assert form.carried_code.value() == "NEW-COM-9999"
    form.begin_anew()
    form.reject()


def test_what_is_scanned_into_a_field_stays_in_it_and_slow_typing_is_no_scan(
    sit_down: SitDown, sample_home: Home
) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.visit("assets")
    page = desk.page(AssetsPage)
    click(page.search)
    scan(desk, CODE)
    assert page.search.text() == CODE
    page.rows.setFocus()
    scan(desk, "NEW-COM-9999", seconds_between=0.2)
    desk.until_answered()
    assert "No device is known" not in desk.said
