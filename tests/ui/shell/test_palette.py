from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Speak
from tests.ui.hands import SHIFT, click, press, type_chinese, type_latin
from ui.shell.palette import CommandPalette
from ui.shell.palette_entries import PaletteEntry
from ui.theme.theme import theme

ACTIONS = (
    PaletteEntry("new", "plus", "新建工单 New order", "Ctrl+N"),
    PaletteEntry("label", "qr-code", "打印标签 Print a label", "Ctrl+P"),
    PaletteEntry("sync", "refresh-cw", "立即同步 Sync now", "F5"),
)
FOUND = PaletteEntry("order:7", "clipboard-list", "W26-004711 无法开机", detail="师范大学")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    QVBoxLayout(made).addWidget(QLineEdit("before"))
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def palette(window: QWidget) -> CommandPalette:
    made = CommandPalette(window)
    made.open_with(ACTIONS)
    return made


def field(palette: CommandPalette) -> QLineEdit:
    return palette.findChildren(QLineEdit)[0]


def entries(palette: CommandPalette) -> list[str]:
    model = palette.findChildren(QListView)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def marked(palette: CommandPalette) -> str:
    return str(palette.findChildren(QListView)[0].currentIndex().data())


def test_its_model_is_a_proper_model(palette: CommandPalette, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(palette.findChildren(QListView)[0].model())  # type: ignore[no-untyped-call]  # pytest-qt has no types here


def test_it_opens_with_all_actions_and_the_keyboard_in_its_field(palette: CommandPalette) -> None:
    assert len(entries(palette)) == len(ACTIONS)
    assert field(palette).hasFocus()
    assert marked(palette).startswith("新建工单")


def test_typing_leaves_the_actions_that_have_every_word(palette: CommandPalette) -> None:
    type_latin(field(palette), "print LAB")
    assert entries(palette) == ["打印标签 Print a label"]


def test_chinese_is_searched_once_it_is_decided(qtbot: QtBot, palette: CommandPalette) -> None:
    with qtbot.waitSignal(palette.query_changed) as changed:
        type_chinese(field(palette), "同步")
    assert changed.args == ["同步"]
    assert entries(palette) == ["立即同步 Sync now"]


def test_arrows_and_tab_move_the_mark_and_go_round(palette: CommandPalette) -> None:
    press(field(palette), Qt.Key.Key_Down)
    assert marked(palette).startswith("打印标签")
    press(field(palette), Qt.Key.Key_Tab)
    assert marked(palette).startswith("立即同步")
    press(field(palette), Qt.Key.Key_Down)
    assert marked(palette).startswith("新建工单")
    press(field(palette), Qt.Key.Key_Up)
    assert marked(palette).startswith("立即同步")
    press(field(palette), Qt.Key.Key_Backtab, modifier=SHIFT)
    assert marked(palette).startswith("打印标签")
    assert field(palette).hasFocus()


def test_page_keys_stop_at_the_ends(palette: CommandPalette) -> None:
    press(field(palette), Qt.Key.Key_PageDown)
    assert marked(palette).startswith("立即同步")
    press(field(palette), Qt.Key.Key_PageUp)
    assert marked(palette).startswith("新建工单")


def test_enter_chooses_what_is_marked_and_closes(qtbot: QtBot, palette: CommandPalette) -> None:
    press(field(palette), Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        press(field(palette), Qt.Key.Key_Return)
    assert chosen.args == ["label"]
    assert palette.isHidden()


def test_a_click_chooses_too(qtbot: QtBot, palette: CommandPalette) -> None:
    view = palette.findChildren(QListView)[0]
    with qtbot.waitSignal(palette.chosen) as chosen:
        click(view.viewport(), view.visualRect(view.model().index(2, 0)).center())
    assert chosen.args == ["sync"]


def test_escape_gives_the_keyboard_back_to_where_it_was(window: QWidget) -> None:
    before = window.findChildren(QLineEdit)[0]
    before.setFocus()
    palette = CommandPalette(window)
    palette.open_with(ACTIONS)
    press(field(palette), Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert before.hasFocus()


def test_a_click_beside_it_closes_it_and_one_on_it_does_not(palette: CommandPalette) -> None:
    click(palette, QPoint(500, 70))
    assert palette.isVisible()
    click(palette, QPoint(5, 5))
    assert palette.isHidden()


def test_what_is_found_later_stands_below_the_actions(qtbot: QtBot, palette: CommandPalette) -> None:
    type_latin(field(palette), "n")
    palette.set_results((FOUND,))
    assert entries(palette)[-1] == "W26-004711 无法开机 师范大学"
    press(field(palette), Qt.Key.Key_Up)
    with qtbot.waitSignal(palette.chosen) as chosen:
        press(field(palette), Qt.Key.Key_Return)
    assert chosen.args == ["order:7"]


def test_results_that_arrive_leave_the_mark_where_the_person_put_it(palette: CommandPalette) -> None:
    press(field(palette), Qt.Key.Key_Down)
    palette.set_results((FOUND,))
    assert marked(palette).startswith("打印标签")


def test_results_of_an_older_query_do_not_stay(palette: CommandPalette) -> None:
    palette.set_results((FOUND,))
    type_latin(field(palette), "sync")
    assert entries(palette) == ["立即同步 Sync now"]


def test_nothing_found_can_be_entered_without_harm(qtbot: QtBot, palette: CommandPalette) -> None:
    type_latin(field(palette), "zzz")
    assert entries(palette) == []
    with qtbot.assertNotEmitted(palette.chosen):
        press(field(palette), Qt.Key.Key_Down, Qt.Key.Key_Return)


def test_the_field_tells_screen_readers_what_enter_would_do(palette: CommandPalette, speak: Speak) -> None:
    assert field(palette).accessibleDescription().startswith("新建工单")
    press(field(palette), Qt.Key.Key_Down)
    assert field(palette).accessibleDescription().startswith("打印标签")
    assert field(palette).accessibleName() == "Command palette"
    speak("zh_CN")
    assert field(palette).accessibleName() == "【Command palette】"


def test_text_typed_before_it_opened_is_in_its_field(palette: CommandPalette) -> None:
    palette.close_palette()
    palette.open_with(ACTIONS, "s")
    assert field(palette).text() == "s"
    assert len(entries(palette)) == 1


def test_the_same_text_is_looked_for_again_when_it_opens_again(palette: CommandPalette, qtbot: QtBot) -> None:
    palette.open_with(ACTIONS, "打印")
    palette.close_palette()
    with qtbot.waitSignal(palette.query_changed) as asked:
        palette.open_with(ACTIONS, "打印")
    assert asked.args == ["打印"]


def test_it_covers_the_window_at_any_size_so_that_its_shadow_is_whole(window: QWidget, palette: CommandPalette) -> None:
    window.resize(700, 500)
    assert palette.geometry() == window.rect()
    panel = palette.findChildren(QFrame)[0]
    image = palette.grab().toImage()
    below_the_panel = image.pixelColor(350, panel.geometry().bottom() + 6)
    assert below_the_panel != image.pixelColor(2, 2)
    assert below_the_panel != theme.color("surface")
