"""Both languages and both themes, chosen while the window is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from app.foundation.home import Home
from app.foundation.settings import read_settings
from app.foundation.translation import _
from tests.ui.hands import CTRL, SHIFT, press
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Desk
from tests.ui.session.seen_texts import left_in_english, texts_of
from ui.theme.theme import theme

FORMS = {
    "workorders": ("New work order", "Add a note", "Assign…"),
    "assets": ("Import…", "Register a device"),
    "maintenance": ("New cleaning plan",),
    "repairs": ("Send a device out", "Take back"),
    "directory": ("New customer", "Add site"),
    "knowledge": ("Agree on a closure", "Extend…"),
    "settings": ("Licences",),
}
"""What opens over each page."""
IN_MENUS = ("Import…",)


@pytest.fixture
def desk(sit_down: SitDown, sample_home: Home) -> Desk:
    made = sit_down(sample_home)
    made.until_at_work()
    return made


@pytest.fixture
def pages_seen_in_english(desk: Desk) -> None:
    for key in desk.pages:
        desk.visit(key)


def speak(desk: Desk, language: str) -> None:
    desk.application.speak(language)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)


def switch_theme(desk: Desk) -> None:
    desk.press_keys(Qt.Key.Key_L, CTRL | SHIFT)


def lightness(picture: QImage, area: QRect) -> float:
    """From 0 (black) to 255, as an average over the area."""
    small = picture.copy(area).scaled(1, 1, mode=Qt.TransformationMode.SmoothTransformation)
    return small.pixelColor(0, 0).lightness()


@pytest.mark.usefixtures("pages_seen_in_english")
def test_no_page_keeps_english_words_when_chinese_is_chosen(desk: Desk) -> None:
    speak(desk, "zh_CN")
    left = {}
    for key in desk.pages:
        desk.visit(key)
        left[key] = left_in_english(texts_of(desk.window))
    assert {key: texts for key, texts in left.items() if texts} == {}


@pytest.mark.usefixtures("pages_seen_in_english")
def test_no_form_speaks_english_where_chinese_was_chosen(desk: Desk) -> None:
    speak(desk, "zh_CN")
    left = {}
    for page, forms in FORMS.items():
        desk.visit(page)
        for form in forms:
            (desk.choose_in_menu if form in IN_MENUS else desk.push)(_(form))
            above = desk.form()
            desk.until_answered()
            left[form] = left_in_english([above.windowTitle(), *texts_of(above)])
            press(above, Qt.Key.Key_Escape)
            desk.until(lambda: QApplication.activeModalWidget() is None)
    assert {form: texts for form, texts in left.items() if texts} == {}


def test_an_english_word_that_was_left_would_be_noticed(desk: Desk) -> None:
    speak(desk, "zh_CN")
    for text in ("Work orders", "Local store: 62 orders", "W26-000001 打印机卡纸"):
        label = QLabel(text, desk.window)
        label.show()
    assert left_in_english(texts_of(desk.window)) == {"Work orders", "Local store: 62 orders"}


def test_every_page_is_dark_in_the_dark_theme_and_qt_has_nothing_to_say(desk: Desk) -> None:
    light = {}
    for key in desk.pages:
        desk.visit(key)
        light[key] = desk.window.grab().toImage()
    switch_theme(desk)
    for key in desk.pages:
        desk.visit(key)
        dark = desk.window.grab().toImage()
        for area in (desk.window.rail.geometry(), QRect(100, 80, 1300, 780), dark.rect()):
            assert lightness(dark, area) < 60, key
            assert lightness(light[key], area) > 200, key
    assert theme.dark


def test_language_and_theme_are_still_there_at_the_next_start(desk: Desk, sit_down: SitDown, sample_home: Home) -> None:
    desk.visit("settings")
    desk.fill("Theme", "Dark")
    desk.fill("Language", "中文")
    desk.until(lambda: "设置" in desk.said)
    assert theme.dark
    desk.window.close()
    again = sit_down(sample_home, language="")
    again.until_at_work()
    assert "本地库" in again.status
    assert theme.dark
    assert read_settings(sample_home).theme == "dark"


def test_the_settings_follow_what_is_chosen_elsewhere(desk: Desk) -> None:
    desk.visit("settings")
    switch_theme(desk)
    assert desk.text_in("Theme") == "Dark"
    desk.look_for("中文")
    desk.choose()
    desk.until(lambda: "设置" in desk.said)
    assert desk.text_in(_("Theme")) == "深色"
