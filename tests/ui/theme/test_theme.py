from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme.stylesheet import stylesheet
from ui.theme.theme import theme
from ui.theme.tokens import COLORS
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone


def test_applying_the_dark_theme_changes_colours_palette_and_tells_it(qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.apply(dark=True)
    assert theme.dark
    assert theme.color("surface").name().upper() == COLORS["surface"].dark
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == COLORS["surface"].dark


def test_a_widget_that_paints_itself_wears_the_new_theme_at_once(qtbot: QtBot) -> None:
    chip = Chip(ChipText("Paused", Tone.IDLE))
    qtbot.addWidget(chip)
    light = chip.grab().toImage()
    theme.apply(dark=True)
    dark = chip.grab().toImage()
    theme.apply(dark=False)
    assert light != dark
    assert chip.grab().toImage() == light


def test_a_button_tints_its_icon_anew(qtbot: QtBot) -> None:
    button = Button("Sync now", icon="refresh-cw")
    qtbot.addWidget(button)
    light = button.icon().pixmap(16, 16).toImage()
    theme.apply(dark=True)
    assert button.icon().pixmap(16, 16).toImage() != light


@pytest.mark.parametrize("dark", [False, True])
def test_the_style_sheet_leaves_no_token_unfilled(dark: bool) -> None:
    assert not re.search(r"\$", stylesheet(dark=dark))


def test_a_theme_that_was_taken_off_is_no_longer_asked_for_colours(qtbot: QtBot) -> None:
    button = Button("Sync now", icon="refresh-cw")
    button.deleteLater()
    qtbot.wait(1)
    theme.apply(dark=True)  # would fail inside the slot of a deleted button
