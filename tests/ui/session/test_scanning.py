"""A device is scanned while nothing is typed into: it is shown, added to the order at hand, or made known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.assets.blank_labels import ReserveLabels, waiting_labels
from app.assets.scanned import devices_scanned
from app.assets.tables import Asset
from app.directory.tables import Customer
from app.foundation.home import Home
from app.storage.units import Reader
from app.workorders.tables import WorkOrder
from tests.ui.hands import CTRL, click
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from ui.pages.assets.page import AssetsPage
from ui.pages.assets.register_form import RegisterForm
from ui.pages.scanning.attach_form import AttachForm
from ui.pages.scanning.scanned_dialog import ScannedDialog

T = TypeVar("T")

GROUP_SEPARATOR = "\x1d"
CODE = "CGS-PRN-0809"


@pytest.fixture
def desk(sit_down: SitDown, sample_home: Home) -> Desk:
    made = sit_down(sample_home)
    made.until_at_work()
    return made


def scan(desk: Desk, text: str, seconds_between: float = 0.01) -> None:
    """Send keys to the window in front, as a scanner does by itself."""
    desk.application.pages._scanning.scanner._clock = count(0.0, seconds_between).__next__
    window = (QApplication.activeModalWidget() or desk.window).windowHandle()
    for character in text:
        if character == GROUP_SEPARATOR:
            QTest.keyClick(window, Qt.Key.Key_BracketRight, CTRL)
        else:
            QTest.keyClick(window, ord(character))
    QTest.keyClick(window, Qt.Key.Key_Return)


def read(desk: Desk, question: Callable[[Reader], T]) -> T:
    answers: list[T] = []
    desk.application.work.run_query(question, answers.append)
    desk.until(lambda: bool(answers))
    return answers[0]


def test_a_scanned_device_is_shown_and_an_unknown_one_can_be_registered(desk: Desk) -> None:
    desk.visit("attendance")
    desk.window.rail.setFocus()
    scan(desk, CODE)
    desk.until(lambda: desk.window.current_page == "assets" and CODE in desk.page(AssetsPage).detail.code.text())
    desk.window.rail.setFocus()
    scan(desk, "4006381333931")
    desk.until(lambda: "number of an article" in desk.said)
    assert desk.buttons("It belongs to a known device…") == []
    scan(desk, "NEW-COM-9999")
    desk.until(lambda: "as the code NEW-COM-9999" in desk.said)
    click(desk.page(ScannedDialog).register_button)
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), RegisterForm))
    form = desk.page(RegisterForm)
    desk.until(lambda: form.carried_code.value() == "NEW-COM-9999")
    form.submit_button.setFocus()
    scan(desk, "0109506000134352" + "10LOT7" + GROUP_SEPARATOR + "21PF2ABCDE")
    assert form.serial_number.value() == "PF2ABCDE"
    form.begin_anew()
    form.reject()


def test_the_order_at_hand_gets_the_scanned_device_by_one_button_and_by_no_enter(desk: Desk) -> None:
    desk.visit("workorders")
    title = desk.rows[0].split(maxsplit=1)[1]
    desk.mark(title)
    order_id = desk.application.pages._order_at_hand()
    other = read(desk, partial(another_device, order_id))
    desk.window.rail.setFocus()
    scan(desk, other.code)
    desk.until(lambda: bool(desk.buttons("Add to this order")))
    for slowly in ("1 2", ""):
        scan(desk, slowly, seconds_between=1.0)
    assert not any(button.hasFocus() for button in desk.page(ScannedDialog).findChildren(QPushButton))
    desk.push("Add to this order")
    desk.until(lambda: "The device was added to the order." in desk.said)
    added = read(desk, lambda reader: reader.require(WorkOrder, order_id).asset_id)
    assert added == other.id


def test_a_blank_label_is_told_and_says_whose_device_it_sticks_on(desk: Desk) -> None:
    customer_id = read(desk, lambda reader: reader.find(Customer)[0].id)
    done: list[None] = []
    reserve = ReserveLabels(customer_id=customer_id, type_code="UPS", count=1)
    desk.application.work.run_command(reserve, done=done.append)
    desk.until(lambda: bool(done))
    [label] = read(desk, lambda reader: waiting_labels(reader, customer_id))
    desk.visit("attendance")
    desk.window.rail.setFocus()
    scan(desk, label.code.lower())
    desk.until(lambda: "before its device was known" in desk.said)
    click(desk.page(ScannedDialog).register_button)
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), RegisterForm))
    form = desk.page(RegisterForm)
    desk.until(lambda: form.type.value() == "UPS")
    assert (form.customer.value(), form.carried_code.value()) == (customer_id, label.code)
    form.begin_anew()
    form.reject()


def test_what_nobody_knows_is_written_down_for_a_device_whose_label_is_scanned_then(desk: Desk) -> None:
    desk.visit("attendance")
    desk.window.rail.setFocus()
    scan(desk, "S/N:PF2ABCDE")
    desk.push("It belongs to a known device…")
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), AttachForm))
    form = desk.page(AttachForm)
    desk.until(form.isActiveWindow)
    form.submit_button.setFocus()
    scan(desk, CODE)
    desk.until(lambda: form.device.found is not None)
    click(form.submit_button)
    desk.until(lambda: desk.window.current_page == "assets" and CODE in desk.page(AssetsPage).detail.code.text())
    found = read(desk, lambda reader: [asset.code for asset in devices_scanned(reader, "pf2abcde")])
    assert found == [CODE]


def test_what_is_scanned_into_a_field_stays_in_it_and_slow_typing_is_no_scan(desk: Desk) -> None:
    desk.visit("assets")
    page = desk.page(AssetsPage)
    click(page.search)
    scan(desk, CODE)
    assert page.search.text() == CODE
    page.rows.setFocus()
    scan(desk, "NEW-COM-9999", seconds_between=0.2)
    desk.until_answered()
    assert "No device is known" not in desk.said


def another_device(order_id: str, reader: Reader) -> Asset:
    """A device of the order's customer that the order is not about."""
    order = reader.require(WorkOrder, order_id)
    return next(
        each for each in reader.having(Asset, "code", customer_id=order.customer_id) if each.id != order.asset_id
    )
