from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import press
from ui.shell.error_presenter import ErrorPresenter, NoticeDialog, notice_of
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.tones import Tone

declare({"made_up_refusal": N_("Order {number} is closed. Open a new one.")})


def caught(error: Exception) -> Exception:
    """`error` with a traceback, as it reaches the presenter."""
    try:
        raise error
    except type(error) as raised:
        return raised


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def banner(window: QWidget) -> NoticeBanner:
    made = NoticeBanner()
    made.setParent(window)
    return made


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


@pytest.mark.parametrize(("kind", "tone"), [(Rejection, Tone.WARN), (Trouble, Tone.BREACH)])
def test_a_person_reads_a_sentence_and_a_helper_the_details(kind: type[PaigongError], tone: Tone) -> None:
    notice = notice_of(caught(kind("made_up_refusal", number="W26-004711")))
    assert notice.sentence == "Order W26-004711 is closed. Open a new one."
    assert notice.tone is tone
    assert "made_up_refusal" in notice.details
    assert "Traceback" in notice.details


def test_a_bug_of_ours_is_told_plainly_with_what_to_do(speak: Speak) -> None:
    notice = notice_of(caught(ZeroDivisionError("division by zero")))
    assert "ZeroDivisionError" not in notice.sentence + notice.advice
    assert notice.advice
    assert "ZeroDivisionError" in notice.details
    speak("zh_CN")
    assert notice_of(ZeroDivisionError()).sentence.startswith("【")


def test_a_refusal_is_shown_in_the_banner_and_not_logged(banner: NoticeBanner) -> None:
    ErrorPresenter(banner).present(Rejection("made_up_refusal", number="W26-004711"))
    assert not banner.isHidden()
    assert texts(banner) == ["Order W26-004711 is closed. Open a new one."]


def test_a_bug_of_ours_is_also_logged(banner: NoticeBanner, expected_log: pytest.LogCaptureFixture) -> None:
    ErrorPresenter(banner).present(caught(ZeroDivisionError("division by zero")))
    assert not banner.isHidden()
    assert "division by zero" in expected_log.text


def test_over_a_dialog_the_notice_is_a_dialog_too_and_escape_closes_it(
    qtbot: QtBot, window: QWidget, banner: NoticeBanner
) -> None:
    form = QDialog(window)
    form.open()
    presenter = ErrorPresenter(banner)
    presenter.present(Rejection("made_up_refusal", number="W26-004711"))
    assert banner.isHidden()
    notice = form.findChildren(NoticeDialog)[0]
    assert texts(notice) == ["Order W26-004711 is closed. Open a new one."]
    with qtbot.waitSignal(notice.destroyed):
        press(notice, Qt.Key.Key_Escape)
    assert form.isVisible()
    form.close()


def test_dismissing_the_notice_closes_its_dialog(qtbot: QtBot, window: QWidget) -> None:
    dialog = NoticeDialog(notice_of(Rejection("made_up_refusal", number="1")), window)
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.findChildren(NoticeBanner)[0].dismiss()
