from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import press, type_chinese, type_latin
from ui.widgets.fields import NO, YES, CheckField, ChecksField, ChoiceField, DateField, Field, LineField, TextField

CHOICES = (("", "Choose…"), ("cny", "CNY"), ("nok", "NOK"))


def choice_field() -> ChoiceField:
    made = ChoiceField()
    made.set_choices(CHOICES)
    return made


def checks_field() -> ChecksField:
    made = ChecksField()
    made.set_choices((("COM", "Desktop"), ("PRN", "Printer")))
    return made


def date_field() -> DateField:
    return DateField(date(2026, 11, 2))


def check_field() -> CheckField:
    return CheckField(N_("A clean place"))


@pytest.mark.parametrize(
    ("make", "value"),
    [
        (LineField, "王喆"),
        (TextField, "one\ntwo"),
        (choice_field, "nok"),
        (check_field, YES),
        (checks_field, "COM PRN"),
        (date_field, "2027-01-31"),
    ],
)
def test_a_value_that_is_set_is_given_back_and_told(qtbot: QtBot, make: Callable[[], QWidget], value: str) -> None:
    field = make()
    qtbot.addWidget(field)
    as_field: Field = field  # type: ignore[assignment]  # every field is a widget
    with qtbot.waitSignal(as_field.edited):
        as_field.set_value(value)
    assert as_field.value() == value


def test_blanks_around_what_was_typed_do_not_count(qtbot: QtBot) -> None:
    line, text = LineField(), TextField()
    qtbot.addWidget(line)
    qtbot.addWidget(text)
    type_latin(line, "  HP ")
    type_chinese(text, " 不进纸\n")
    assert (line.value(), text.value()) == ("HP", "不进纸")


def test_tab_leaves_a_field_of_many_lines(qtbot: QtBot) -> None:
    form, text, line = QWidget(), TextField(), LineField()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    column.addWidget(text)
    column.addWidget(line)
    with qtbot.waitExposed(form):
        form.show()
    text.setFocus()
    press(text, Qt.Key.Key_Tab)
    assert form.focusWidget() is line
    assert text.toPlainText() == ""


class TestAChoice:
    def test_what_is_wanted_before_it_is_offered_is_chosen_then(self, qtbot: QtBot) -> None:
        field = ChoiceField()
        qtbot.addWidget(field)
        field.set_value("nok")
        assert field.value() == "nok"
        field.set_choices(CHOICES)
        assert (field.value(), field.currentText()) == ("nok", dict(CHOICES)["nok"])

    def test_what_was_chosen_stays_when_the_choices_are_said_in_other_words(self, qtbot: QtBot) -> None:
        field = choice_field()
        qtbot.addWidget(field)
        press(field, Qt.Key.Key_Down)
        field.set_choices((("", "请选择…"), ("cny", "人民币"), ("nok", "挪威克朗")))
        assert (field.value(), field.currentText()) == ("cny", "人民币")

    def test_a_choice_that_was_taken_back_is_not_wanted_any_more(self, qtbot: QtBot) -> None:
        field = choice_field()
        qtbot.addWidget(field)
        press(field, Qt.Key.Key_Down, Qt.Key.Key_Up)
        field.set_choices(CHOICES)
        assert field.value() == ""

    def test_what_is_not_offered_any_more_gives_way_to_the_first(self, qtbot: QtBot) -> None:
        field = choice_field()
        qtbot.addWidget(field)
        field.set_value("nok")
        field.set_choices(CHOICES[:2])
        assert field.value() == ""


class TestChecks:
    def test_what_is_wanted_before_it_is_offered_is_checked_then(self, qtbot: QtBot) -> None:
        field = ChecksField()
        qtbot.addWidget(field)
        field.set_value("PRN")
        field.set_choices((("COM", "Desktop"), ("PRN", "Printer")))
        assert field.value() == "PRN"

    def test_boxes_are_checked_by_keys(self, qtbot: QtBot) -> None:
        field = checks_field()
        qtbot.addWidget(field)
        boxes = field.findChildren(QCheckBox)
        press(boxes[1], Qt.Key.Key_Space)
        assert field.value() == "PRN"
        assert field.focusProxy() is boxes[0]

    def test_a_box_follows_the_language(self, qtbot: QtBot, speak: Speak) -> None:
        field = check_field()
        qtbot.addWidget(field)
        with qtbot.waitExposed(field):
            field.show()
        speak("zh_CN")
        assert field.text() == "【A clean place】"
        assert field.value() == NO


def test_a_date_that_is_none_is_not_taken(qtbot: QtBot) -> None:
    field = date_field()
    qtbot.addWidget(field)
    field.set_value("")
    assert field.on == date(2026, 11, 2)
