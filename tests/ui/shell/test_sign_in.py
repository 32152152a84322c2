from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Speak
from tests.ui.hands import click, press, type_chinese, type_latin
from ui.shell.sign_in import SignInForm, SignInRequest
from ui.theme.tokens import SIZE
from ui.widgets.button import Button
from ui.widgets.form_row import FormRow
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone


@pytest.fixture
def form(qtbot: QtBot) -> SignInForm:
    made = SignInForm(device_name="ThinkPad")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def fields(form: SignInForm) -> list[QLineEdit]:
    """Those that are shown, from top to bottom."""
    return [field for field in form.findChildren(QLineEdit) if field.isVisibleTo(form)]


def errors(form: SignInForm) -> list[str]:
    return [row.error for row in form.findChildren(FormRow) if row.isVisibleTo(form)]


def cut_texts(form: SignInForm) -> list[str]:
    wrapped = [label for label in form.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    return [label.text() for label in wrapped if label.height() < label.heightForWidth(label.width())]


def fill(form: SignInForm, server: str = "https://paigong.example.org") -> None:
    address, login, password, _device = fields(form)
    type_latin(address, server)
    type_chinese(login, "李晓明")
    type_latin(password, " secret ")


def test_what_was_entered_goes_out_trimmed_but_the_password_as_typed(qtbot: QtBot, form: SignInForm) -> None:
    fill(form, "  https://paigong.example.org ")
    with qtbot.waitSignal(form.sign_in_requested) as requested:
        press(fields(form)[2], Qt.Key.Key_Return)
    assert requested.args == [SignInRequest("https://paigong.example.org", "李晓明", " secret ", "ThinkPad")]


def test_what_is_missing_is_said_at_its_field_and_the_first_gets_the_keyboard(qtbot: QtBot, form: SignInForm) -> None:
    with qtbot.assertNotEmitted(form.sign_in_requested):
        form.submit()
    assert [bool(error) for error in errors(form)] == [True, True, True, False]
    assert fields(form)[0].hasFocus()


@pytest.mark.parametrize("server", ["paigong", "ftp://paigong.example.org", "https://", "http:/x"])
def test_an_address_that_is_none_is_refused_here_already(qtbot: QtBot, form: SignInForm, server: str) -> None:
    fill(form, server)
    with qtbot.assertNotEmitted(form.sign_in_requested):
        form.submit()
    assert errors(form)[0].startswith("This is not a web address.")


def test_an_error_goes_as_soon_as_its_field_is_corrected(form: SignInForm) -> None:
    form.submit()
    type_latin(fields(form)[1], "li")
    assert [bool(error) for error in errors(form)] == [True, False, True, False]


def test_errors_follow_the_language(form: SignInForm, speak: Speak) -> None:
    form.submit()
    speak("zh_CN")
    assert errors(form)[1] == "【Enter your login.】"


def test_while_the_server_is_asked_nothing_can_be_changed_or_sent_twice(qtbot: QtBot, form: SignInForm) -> None:
    fill(form)
    form.set_busy(True)
    assert form.findChildren(QProgressBar)[0].isVisible()
    assert not any(field.isEnabled() for field in fields(form))
    with qtbot.assertNotEmitted(form.sign_in_requested):
        form.submit()
    form.set_busy(False)
    assert all(field.isEnabled() for field in fields(form))
    with qtbot.waitSignal(form.sign_in_requested):
        form.submit()


def test_a_refusal_is_shown_and_only_the_password_is_asked_anew(form: SignInForm) -> None:
    fill(form)
    form.set_busy(True)
    form.show_refusal(Notice(Tone.WARN, "Login or password is wrong."))
    assert form.banner.isVisible()
    assert [field.text() for field in fields(form)] == ["https://paigong.example.org", "李晓明", "", "ThinkPad"]
    assert fields(form)[2].hasFocus()


def other_way(form: SignInForm, name: str) -> None:
    click(next(button for button in form.findChildren(Button) if button.accessibleName() == name))


def test_whoever_has_a_code_enters_it_and_may_choose_a_password(qtbot: QtBot, form: SignInForm) -> None:
    type_latin(fields(form)[0], "https://paigong.example.org")
    type_latin(fields(form)[1], "li")
    other_way(form, "I have a code")
    _address, _login, code, chosen, _device = fields(form)
    assert code.hasFocus()
    form.submit()
    assert [bool(error) for error in errors(form)] == [False, False, True, False, False]
    type_latin(code, " k7qm-3rpx ")
    for password in ("", "a password of mine"):
        type_latin(chosen, password)
        with qtbot.waitSignal(form.sign_in_requested) as requested:
            press(code, Qt.Key.Key_Return)
        request = SignInRequest("https://paigong.example.org", "li", password, "ThinkPad", "k7qm-3rpx")
        assert requested.args == [request]
    assert chosen.echoMode() is QLineEdit.EchoMode.Password
    assert "k7qm" not in repr(requested.args)


def test_a_code_that_was_refused_stays_to_be_looked_at(form: SignInForm) -> None:
    other_way(form, "I have a code")
    type_latin(fields(form)[2], "K7QM-3RPX")
    form.set_busy(True)
    form.show_refusal(Notice(Tone.WARN, "This code was used already."))
    assert fields(form)[2].selectedText() == "K7QM-3RPX"
    assert fields(form)[2].hasFocus()


def test_who_changes_his_mind_signs_in_by_his_password(qtbot: QtBot, form: SignInForm) -> None:
    other_way(form, "I have a code")
    type_latin(fields(form)[2], "K7QM-3RPX")
    other_way(form, "I have a password")
    fill(form)
    with qtbot.waitSignal(form.sign_in_requested) as requested:
        form.submit()
    assert requested.args == [SignInRequest("https://paigong.example.org", "李晓明", " secret ", "ThinkPad")]


def test_back_leads_back(qtbot: QtBot, form: SignInForm) -> None:
    back = next(button for button in form.findChildren(Button) if button.accessibleName() == "Back")
    with qtbot.waitSignal(form.cancelled):
        click(back)


def test_a_password_is_never_shown_nor_printed(form: SignInForm) -> None:
    assert fields(form)[2].echoMode() is QLineEdit.EchoMode.Password
    assert "secret" not in repr(SignInRequest("https://x", "li", "secret", "ThinkPad"))


def test_every_field_can_be_reached_in_the_smallest_window(qtbot: QtBot, form: SignInForm) -> None:
    other_way(form, "I have a code")
    form.resize(SIZE.least_window_width, SIZE.least_window_height)
    form.submit()
    form.show_refusal(Notice(Tone.WARN, "Login or password is wrong.", "Ask your administrator. " * 20, "details"))
    qtbot.waitUntil(lambda: cut_texts(form) == [])
    scroll = form.findChildren(QScrollArea)[0]
    scroll.ensureWidgetVisible(fields(form)[-1])
    assert fields(form)[-1].visibleRegion().boundingRect().height() == fields(form)[-1].height()


def test_the_keyboard_starts_at_the_first_empty_field(qtbot: QtBot) -> None:
    form = SignInForm(server="https://paigong.example.org", login="li", device_name="ThinkPad")
    qtbot.addWidget(form)
    assert form.focusProxy() is fields(form)[2]
