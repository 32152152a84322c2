"""Pictures of everything, to be looked at; each must show something, and dark must not be light."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QMainWindow, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.errors import Rejection
from app.foundation.translation import N_, _
from tests.ui.conftest import Speak
from tests.ui.showcase import empty_page, fake_window, timeline_entries
from ui.pages.first_start import FirstStartPage
from ui.shell.error_presenter import notice_of
from ui.shell.sign_in import SignInForm
from ui.theme.theme import theme
from ui.theme.tokens import SPACE
from ui.widgets.avatar import Avatar
from ui.widgets.badge import Badge
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.form_row import FormRow
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.page_header import PageHeader
from ui.widgets.painting import ChipText
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.search_field import SearchField
from ui.widgets.share_bar import ShareBar
from ui.widgets.timeline import Timeline
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton

LEAST_COLORS = 60


def window_page() -> QWidget:
    return fake_window()


def palette_page() -> QWidget:
    window = fake_window()
    window.open_palette()
    return window


def sign_in_page() -> QWidget:
    form = SignInForm(server="paigong", device_name="ThinkPad")
    form.submit()
    return form


def notices_page() -> QWidget:
    card = Card()
    notices = (
        notice_of(Rejection("made_up")),
        notice_of(ValueError("made up")),
        Notice(Tone.OK, _("Synced")),
        Notice(Tone.INFO, _("Synced"), _("Working off-line")),
    )
    for notice in notices:
        banner = NoticeBanner()
        banner.show_notice(notice)
        card.body.addWidget(banner)
    return card


def small_parts_page() -> QWidget:
    card = Card()
    header = PageHeader(N_("Settings"), N_("Start empty"))
    header.add_action(Button(N_("New work order"), icon="plus", kind="primary"))
    card.body.addWidget(header)
    row = QHBoxLayout()
    for tone in Tone:
        row.addWidget(Chip(ChipText("2:15", tone)))
    for name in ("王建国", "Ole Jakob Hansen", ""):
        row.addWidget(Avatar(name, 32))
    for level in (1, 2, 3, 4):
        row.addWidget(PriorityBars(level, f"P{level}"))
    for count in (3, 120):
        row.addWidget(Badge(count))
    row.addWidget(ToolButton("printer", N_("Filter")))
    card.body.addLayout(row)
    share = ShareBar()
    share.set_share(0.7, Tone.WARN)
    card.body.addWidget(share)
    timeline = Timeline()
    timeline.set_entries(timeline_entries())
    card.body.addWidget(timeline)
    return card


def form_page() -> QWidget:
    card = Card()
    wrong = FormRow(N_("Server address"), QLineEdit("paigong"))
    wrong.show_error("✗")
    for row in (
        FormRow(N_("Login"), QLineEdit("li"), hint_source=N_("Others see it beside your name.")),
        wrong,
        FormRow(N_("Language"), QComboBox()),
        FormRow(N_("History"), QPlainTextEdit("王喆")),
    ):
        card.body.addWidget(row)
    card.body.addWidget(SearchField(N_("Search everything")))
    card.body.addWidget(QCheckBox("✓"))
    return card


PAGES: tuple[Callable[[], QWidget], ...] = (
    window_page,
    palette_page,
    FirstStartPage,
    sign_in_page,
    empty_page,
    notices_page,
    small_parts_page,
    form_page,
)


def picture(qtbot: QtBot, make: Callable[[], QWidget], file: Path) -> QImage:
    widget = make()
    window = widget if isinstance(widget, QMainWindow) else QMainWindow()
    qtbot.addWidget(window)
    if window is not widget:
        widget.setContentsMargins(SPACE.lg, SPACE.lg, SPACE.lg, SPACE.lg)
        window.setCentralWidget(widget)
        window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    image = window.grab().toImage()
    assert image.save(str(file))
    return image


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_everything_can_be_painted_in_both_themes_and_languages(
    qtbot: QtBot, speak: Speak, tmp_path: Path, make: Callable[[], QWidget], language: str
) -> None:
    speak(language)
    pictures = {}
    for mode in ("light", "dark"):
        theme.apply(dark=mode == "dark")
        pictures[mode] = picture(qtbot, make, tmp_path / f"{make.__name__}_{language}_{mode}.png")
    for image in pictures.values():
        seen = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        assert len(seen) >= LEAST_COLORS
    assert pictures["light"].pixelColor(700, 3).lightness() > 200
    assert pictures["dark"].pixelColor(700, 3).lightness() < 80
