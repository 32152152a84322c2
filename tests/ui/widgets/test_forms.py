from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click, compose, type_chinese, type_latin
from ui.theme.theme import theme
from ui.widgets.button import Button
from ui.widgets.form_row import FormRow
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.search_field import SearchField
from ui.widgets.tones import Tone


def shown_texts(row: FormRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel) if label.isVisibleTo(row)]


@pytest.fixture
def row(qtbot: QtBot) -> FormRow:
    made = FormRow(N_("Engineer"), QLineEdit(), hint_source=N_("Nobody yet"))
    qtbot.addWidget(made)
    return made


def test_the_label_names_the_field_in_every_language(row: FormRow, speak: Speak) -> None:
    assert row.field.accessibleName() == "Engineer"
    speak("zh_CN")
    assert row.field.accessibleName() == "工程师"
    assert shown_texts(row) == ["工程师", "未派人"]


def test_an_error_takes_the_place_of_the_hint_and_is_told_to_screen_readers(row: FormRow) -> None:
    row.show_error("Enter a name.")
    assert shown_texts(row) == ["Engineer", "Enter a name."]
    assert row.field.accessibleDescription() == "Enter a name."
    assert row.error == "Enter a name."
    row.show_error("")
    assert shown_texts(row) == ["Engineer", "Nobody yet"]
    assert row.field.accessibleDescription() == ""


def test_a_wrong_field_looks_wrong(row: FormRow) -> None:
    right = row.field.grab().toImage()
    row.show_error("Enter a name.")
    wrong = row.field.grab().toImage()
    row.show_error("")
    assert wrong != right
    assert row.field.grab().toImage() == right


def test_search_begins_once_typing_pauses(qtbot: QtBot) -> None:
    field = SearchField(N_("Work orders"))
    qtbot.addWidget(field)
    searches: list[str] = []
    field.search_changed.connect(searches.append)
    with qtbot.waitSignal(field.search_changed):
        type_latin(field, " W26 ")
    assert searches == ["W26"]


def test_what_an_input_method_still_composes_is_not_searched(qtbot: QtBot) -> None:
    field = SearchField(N_("Work orders"))
    qtbot.addWidget(field)
    compose(field, "dayinji")
    with qtbot.assertNotEmitted(field.search_changed, wait=200):
        pass
    with qtbot.waitSignal(field.search_changed) as searched:
        type_chinese(field, "打印机")
    assert searched.args == ["打印机"]


def test_a_search_can_be_cleared_with_its_cross(qtbot: QtBot, speak: Speak) -> None:
    field = SearchField(N_("Work orders"))
    qtbot.addWidget(field)
    cross = field.actions()[1]
    assert not cross.isVisible()
    field.setText("W26")
    assert cross.isVisible()
    cross.trigger()
    assert field.text() == ""
    speak("zh_CN")
    assert field.placeholderText() == field.accessibleName() == "工单"
    assert cross.text() == "【Clear the search】"


def test_the_icons_of_a_search_wear_the_theme(qtbot: QtBot) -> None:
    field = SearchField(N_("Work orders"))
    qtbot.addWidget(field)
    light = field.actions()[0].icon().pixmap(16, 16).toImage()
    theme.apply(dark=True)
    assert field.actions()[0].icon().pixmap(16, 16).toImage() != light


NOTICE = Notice(Tone.BREACH, "The disk is full.", "Make room and try again.", "disk_full(path='/')")


@pytest.fixture
def banner(qtbot: QtBot) -> NoticeBanner:
    made = NoticeBanner()
    qtbot.addWidget(made)
    return made


def test_a_banner_is_hidden_until_there_is_a_notice(qtbot: QtBot, banner: NoticeBanner) -> None:
    assert banner.isHidden()
    banner.show_notice(NOTICE)
    assert banner.isVisible()
    assert banner.accessibleName() == "The disk is full. Make room and try again."
    with qtbot.waitSignal(banner.dismissed):
        banner.dismiss()
    assert banner.isHidden()


def test_the_details_of_a_notice_can_be_copied(qtbot: QtBot, banner: NoticeBanner) -> None:
    banner.show_notice(NOTICE)
    button = banner.findChildren(Button)[0]
    click(button)
    assert QGuiApplication.clipboard().text() == f"{NOTICE.sentence}\n{NOTICE.advice}\n{NOTICE.details}"
    assert button.accessibleName() == "Copied"
    banner.show_notice(NOTICE)
    assert button.accessibleName() == "Copy details"


def test_a_notice_without_details_offers_nothing_to_copy(banner: NoticeBanner) -> None:
    banner.show_notice(Notice(Tone.OK, "Done."))
    assert not banner.findChildren(Button)[0].isVisible()


def test_copying_without_a_notice_leaves_the_clipboard_alone(banner: NoticeBanner) -> None:
    QGuiApplication.clipboard().setText("mine")
    banner.copy_details()
    assert QGuiApplication.clipboard().text() == "mine"
