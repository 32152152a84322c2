from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.foundation.errors import Rejection
from tests.ui.conftest import Speak
from tests.ui.hands import CTRL, SHIFT, click, press, type_latin
from tests.ui.showcase import FakeOrdersPage, empty_page, fake_now, fake_window
from ui.pages.first_start import FirstStartPage
from ui.shell.palette_entries import PaletteEntry
from ui.shell.window_frame import WindowFrame
from ui.theme.theme import theme
from ui.theme.tokens import SIZE


@pytest.fixture
def frame(qtbot: QtBot) -> WindowFrame:
    made = fake_window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def palette_entries(frame: WindowFrame) -> list[str]:
    model = frame.command_palette.findChildren(QListView)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def palette_field(frame: WindowFrame) -> QLineEdit:
    return frame.command_palette.findChildren(QLineEdit)[0]


@pytest.mark.parametrize(("room", "is_maximised"), [(QSize(1366, 728), True), (QSize(1920, 1040), False)])
def test_a_window_that_is_too_large_for_the_screen_fills_it(qtbot: QtBot, room: QSize, is_maximised: bool) -> None:
    made = fake_window()
    qtbot.addWidget(made)
    made.fit_into(room)
    assert made.isMaximized() is is_maximised
    assert made.size() == QSize(SIZE.window_width, SIZE.window_height).boundedTo(room)


def test_pages_are_built_at_the_first_visit_and_only_once(qtbot: QtBot) -> None:
    built: list[str] = []

    def build(key: str) -> QWidget:
        built.append(key)
        return QWidget()

    frame = WindowFrame(
        {"today": lambda: build("today"), "inbox": lambda: build("inbox")}, now=fake_now, version="0.1.0"
    )
    qtbot.addWidget(frame)
    assert built == []
    frame.show_page("today")
    frame.show_page("inbox")
    frame.show_page("today")
    assert built == ["today", "inbox"]


def test_the_rail_offers_only_pages_that_can_be_built(qtbot: QtBot) -> None:
    frame = WindowFrame({"today": QWidget, "settings": QWidget}, now=fake_now, version="0.1.0")
    qtbot.addWidget(frame)
    assert [button.text() for button in frame.rail.findChildren(QAbstractButton)] == ["Today", "Settings"]


def test_control_and_a_number_lead_to_the_page(qtbot: QtBot, frame: WindowFrame) -> None:
    for key, page in (
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_9, "knowledge"),
        (Qt.Key.Key_0, "inbox"),
        (Qt.Key.Key_Comma, "settings"),
        (Qt.Key.Key_3, "workorders"),
    ):
        with qtbot.waitSignal(frame.page_shown) as shown:
            press(frame, key, modifier=CTRL)
        assert shown.args == [page]
        assert frame.current_page == page
    assert frame.top_bar.findChildren(QLabel)[0].text() == "Work orders"


def test_a_page_gets_the_keyboard_when_it_is_shown(frame: WindowFrame) -> None:
    frame.show_page("today")
    frame.show_page("workorders")
    page = frame.page("workorders")
    assert isinstance(page, FakeOrdersPage)
    assert page.table.hasFocus()


def test_f5_wishes_a_sync(qtbot: QtBot, frame: WindowFrame) -> None:
    with qtbot.waitSignal(frame.sync_requested):
        press(frame, Qt.Key.Key_F5)


def test_control_shift_l_wishes_the_other_theme(qtbot: QtBot, frame: WindowFrame) -> None:
    with qtbot.waitSignal(frame.dark_requested) as requested:
        press(frame, Qt.Key.Key_L, modifier=CTRL | SHIFT)
    assert requested.args == [True]
    theme.apply(dark=True)
    with qtbot.waitSignal(frame.dark_requested) as requested:
        press(frame, Qt.Key.Key_L, modifier=CTRL | SHIFT)
    assert requested.args == [False]


def test_control_k_opens_the_palette_and_a_page_can_be_reached_by_typing(qtbot: QtBot, frame: WindowFrame) -> None:
    press(frame, Qt.Key.Key_K, modifier=CTRL)
    assert frame.command_palette.isVisible()
    type_latin(palette_field(frame), "repairs")
    with qtbot.waitSignal(frame.page_shown) as shown:
        press(palette_field(frame), Qt.Key.Key_Return)
    assert shown.args == ["repairs"]
    assert frame.command_palette.isHidden()


def test_the_palette_offers_pages_sync_theme_and_the_other_language(frame: WindowFrame) -> None:
    frame.open_palette()
    offered = palette_entries(frame)
    assert offered[0] == "Go to Today"
    assert offered[-6:] == [
        "Sync now",
        "Compare everything with the server",
        "Use the dark theme",
        "Lock the window",
        "Close Paigong",
        "中文",
    ]


@pytest.mark.parametrize("is_covered", [False, True])
def test_control_q_closes_the_window_whatever_lies_over_it(frame: WindowFrame, *, is_covered: bool) -> None:
    if is_covered:
        frame.show_lock(QWidget())
    press(frame, Qt.Key.Key_Q, modifier=CTRL)
    assert frame.isHidden()


@pytest.mark.parametrize(
    ("typed", "signal", "args"),
    [
        ("sync", "sync_requested", []),
        ("compare", "check_requested", []),
        ("dark", "dark_requested", [True]),
        ("new", "action_requested", ["workorders.log"]),
    ],
)
def test_a_chosen_action_goes_out_as_a_wish(
    qtbot: QtBot, frame: WindowFrame, typed: str, signal: str, args: list[object]
) -> None:
    frame.set_actions((PaletteEntry("workorders.log", "plus", "New work order", "Ctrl+N"),))
    frame.open_palette(typed)
    with qtbot.waitSignal(getattr(frame, signal)) as wished:
        press(palette_field(frame), Qt.Key.Key_Return)
    assert wished.args == args


def test_the_other_language_can_be_wished_in_the_palette(qtbot: QtBot, frame: WindowFrame) -> None:
    frame.open_palette()
    with qtbot.waitSignal(frame.language_requested) as wished:
        press(palette_field(frame), Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert wished.args == ["zh_CN"]


def test_a_page_that_cannot_be_built_is_explained_and_the_old_one_stays(qtbot: QtBot) -> None:
    def broken() -> QWidget:
        raise Rejection("no_such_thing")

    frame = WindowFrame({"today": empty_page, "inbox": broken}, now=fake_now, version="0.1.0")
    qtbot.addWidget(frame)
    frame.show_page("today")
    click(frame.rail.findChildren(QAbstractButton)[1])
    assert frame.current_page == "today"
    assert frame.banner.isVisibleTo(frame)
    assert [button.text() for button in frame.rail.findChildren(QAbstractButton) if button.isChecked()] == ["Today"]


def test_a_cover_hides_the_workspace_and_puts_its_shortcuts_to_sleep(qtbot: QtBot, frame: WindowFrame) -> None:
    cover = FirstStartPage()
    frame.show_cover(cover)
    assert cover.isVisible()
    assert not frame.rail.isVisible()
    with qtbot.assertNotEmitted(frame.page_shown):
        press(frame, Qt.Key.Key_1, modifier=CTRL)
    with qtbot.waitSignal(cover.destroyed):
        frame.hide_cover()
    assert frame.rail.isVisible()
    with qtbot.waitSignal(frame.page_shown):
        press(frame, Qt.Key.Key_1, modifier=CTRL)


def interactive(frame: WindowFrame) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView, QComboBox, QPlainTextEdit)
    return [widget for widget in frame.findChildren(QWidget) if isinstance(widget, kinds)]


def described(widget: QWidget) -> str:
    """What a screen reader would say; a table's own corner button and header belong to the table."""
    inside = widget.parentWidget()
    if isinstance(inside, QAbstractItemView):
        return inside.accessibleName()
    if isinstance(widget, QPushButton):
        return widget.accessibleName() or widget.text()
    return widget.accessibleName()


def test_everything_that_can_be_used_has_a_name(frame: WindowFrame) -> None:
    frame.show_page("today")
    assert len(interactive(frame)) > 30
    assert [widget for widget in interactive(frame) if not described(widget)] == []


def test_every_button_can_be_reached_by_tab(frame: WindowFrame) -> None:
    buttons = [widget for widget in interactive(frame) if isinstance(widget, QAbstractButton) and widget.isVisible()]
    own = [button for button in buttons if not isinstance(button.parentWidget(), QAbstractItemView | QLineEdit)]
    assert [button for button in own if not button.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_no_english_is_left_when_the_language_changes(frame: WindowFrame, speak: Speak) -> None:
    frame.show_page("today")
    frame.show_page("workorders")
    before = {id(widget): described(widget) for widget in interactive(frame)}
    labels = {id(label): label.text() for label in frame.findChildren(QLabel) if label.text()}
    speak("zh_CN")
    unchanged = [before[id(widget)] for widget in interactive(frame) if described(widget) == before[id(widget)]]
    assert unchanged == []
    data = {"W26-006998", "KJC-NET-0042", "Li Xiaoming", "paigong.example.org", "0.1.0"}
    same = {label.text() for label in frame.findChildren(QLabel) if label.text() and label.text() == labels[id(label)]}
    assert same <= data
    assert frame.windowTitle() == "【Paigong】"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_window_can_be_as_small_as_promised(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    frame = fake_window()
    qtbot.addWidget(frame)
    assert frame.minimumWidth() == SIZE.least_window_width
    assert frame.minimumHeight() == SIZE.least_window_height
    with qtbot.waitExposed(frame):
        frame.show()
    frame.resize(SIZE.least_window_width, SIZE.least_window_height)
    content = frame.centralWidget()
    assert content is not None
    assert content.minimumSizeHint().height() <= SIZE.least_window_height
    assert content.minimumSizeHint().width() <= SIZE.least_window_width


def test_buttons_and_filters_are_never_cut_at_the_smallest_size(qtbot: QtBot, frame: WindowFrame) -> None:
    frame.resize(SIZE.least_window_width, SIZE.least_window_height)
    qtbot.waitUntil(lambda: frame.width() == SIZE.least_window_width)
    page = frame.page("workorders")
    cut = [
        described(button)
        for button in page.findChildren(QAbstractButton)
        if button.isVisible()
        and not isinstance(button.parentWidget(), QAbstractItemView)
        and button.width() < button.sizeHint().width()
    ]
    assert cut == []


def test_switching_the_theme_repaints_everything(frame: WindowFrame) -> None:
    light = frame.grab().toImage()
    theme.apply(dark=True)
    dark = frame.grab().toImage()
    for x, y in ((3, 300), (300, 5), (600, 330), (1400, 700), (700, 895), (90, 500)):
        assert dark.pixelColor(x, y).lightness() < 80 < light.pixelColor(x, y).lightness()


def test_the_window_has_a_sign(frame: WindowFrame) -> None:
    assert not frame.windowIcon().isNull()
    assert QGuiApplication.focusWindow() is not None
