"""Widgets that only show something."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_
from tests.ui.conftest import Speak
from tests.ui.hands import click
from ui.widgets.avatar import Avatar
from ui.widgets.badge import Badge
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.page_header import PageHeader
from ui.widgets.painting import ChipText
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.share_bar import ShareBar
from ui.widgets.timeline import Timeline, TimelineEntry
from ui.widgets.tones import Tone


def test_a_chip_grows_with_its_words_and_says_them(qtbot: QtBot) -> None:
    chip = Chip(ChipText("Paused", Tone.IDLE))
    qtbot.addWidget(chip)
    narrow = chip.sizeHint().width()
    chip.set_chip(ChipText("12:40 left", Tone.OK))
    assert chip.sizeHint().width() > narrow
    assert chip.accessibleName() == "12:40 left"


def test_names_priorities_and_counts_are_told_to_screen_readers(qtbot: QtBot) -> None:
    avatar, bars, badge = Avatar("王喆"), PriorityBars(1, "P1"), Badge(120)
    for widget in (avatar, bars, badge):
        qtbot.addWidget(widget)
    assert [widget.accessibleName() for widget in (avatar, bars, badge)] == ["王喆", "P1", "99+"]


def test_a_badge_of_nothing_is_not_there(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    badge = Badge(2)
    QVBoxLayout(holder).addWidget(badge)
    badge.set_count(0)
    assert badge.isHidden()
    badge.set_count(1)
    assert not badge.isHidden()


@pytest.mark.parametrize(("share", "filled"), [(-1, 0), (0, 0), (0.5, 50), (1, 100), (7, 100)])
def test_a_share_bar_is_filled_as_far_as_its_share(qtbot: QtBot, share: float, filled: int) -> None:
    bar = ShareBar()
    qtbot.addWidget(bar)
    bar.resize(100, 6)
    bar.set_share(0, Tone.WARN)
    empty = bar.grab().toImage()
    bar.set_share(share, Tone.WARN)
    image = bar.grab().toImage()
    changed = [x for x in range(100) if image.pixel(x, 3) != empty.pixel(x, 3)]
    assert len(changed) == pytest.approx(filled, abs=2)


def test_data_is_never_taken_for_html(qtbot: QtBot) -> None:
    label = Label("<b>not bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_grid_shows_its_rows_and_forgets_the_ones_before(qtbot: QtBot) -> None:
    grid = KeyValueGrid()
    qtbot.addWidget(grid)
    grid.set_rows((KeyValue("Customer", "师范大学"), KeyValue("Asset", "KJC-COM-0042")))
    grid.set_rows((KeyValue("Customer", "Ping An"),))
    shown = [label.text() for label in grid.findChildren(QLabel) if not label.isHidden()]
    assert shown == ["Customer", "Ping An"]


def test_a_value_of_a_grid_can_be_copied_and_names_its_key(qtbot: QtBot) -> None:
    grid = KeyValueGrid()
    qtbot.addWidget(grid)
    grid.set_rows((KeyValue("Asset", "KJC-COM-0042"),))
    value = grid.findChildren(QLabel)[1]
    assert value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert value.accessibleName() == "Asset KJC-COM-0042"


def test_a_timeline_is_as_high_as_its_texts_need(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    assert timeline.heightForWidth(300) <= 2
    short = TimelineEntry("plus", "Reported", "11:20")
    long = TimelineEntry("message-square", "A note that is long. " * 12, "11:40")
    timeline.set_entries((short,))
    one = timeline.heightForWidth(300)
    timeline.set_entries((short, short))
    assert timeline.heightForWidth(300) > 2 * one
    timeline.set_entries((long,))
    assert timeline.heightForWidth(300) > 3 * one
    assert timeline.heightForWidth(200) > timeline.heightForWidth(400)


def test_a_timeline_reads_its_events_out(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.set_entries((TimelineEntry("plus", "Reported", "11:20"), TimelineEntry("user", "Assigned", "11:47")))
    assert timeline.accessibleDescription() == "Reported, 11:20\nAssigned, 11:47"


def test_a_timeline_joins_its_events_with_a_line(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    entry = TimelineEntry("plus", "Reported", "11:20")
    timeline.resize(300, 120)
    timeline.set_entries((entry,))
    alone = timeline.grab().toImage().pixel(13, 33)
    timeline.set_entries((entry, entry))
    assert timeline.grab().toImage().pixel(13, 33) != alone


def test_an_empty_state_offers_its_one_action(qtbot: QtBot) -> None:
    state = EmptyState("inbox", "Nothing waits for you.", "Sync now")
    qtbot.addWidget(state)
    with qtbot.waitSignal(state.action_requested):
        click(state.findChildren(Button)[0])


def test_an_empty_state_shows_its_whole_sentence(qtbot: QtBot) -> None:
    state = EmptyState("inbox", "Nothing waits for you. What the server refuses is shown here, line after line.")
    qtbot.addWidget(state)
    state.resize(900, 500)
    with qtbot.waitExposed(state):
        state.show()
    assert state.sentence.height() >= state.sentence.heightForWidth(state.sentence.width())


def test_an_empty_state_stays_within_a_narrow_pane(qtbot: QtBot) -> None:
    pane, state = QWidget(), EmptyState("map-pin", "Devices are counted by room here.")
    qtbot.addWidget(pane)
    QVBoxLayout(pane).addWidget(state)
    pane.setFixedWidth(200)
    with qtbot.waitExposed(pane):
        pane.show()
    assert state.rect().contains(state.sentence.geometry())


def test_a_page_header_follows_the_language(qtbot: QtBot, speak: Speak) -> None:
    header = PageHeader(N_("Settings"), N_("Start empty"))
    qtbot.addWidget(header)
    header.add_action(QLineEdit())
    speak("zh_CN")
    assert [label.text() for label in header.findChildren(QLabel)] == ["设置", "从空白开始"]


def test_a_scroll_column_is_never_wider_than_its_place(qtbot: QtBot) -> None:
    column = ScrollColumn()
    qtbot.addWidget(column)
    for _place in range(40):
        column.body.addWidget(Label("long text that has to be broken into lines " * 3, wrapped=True))
    column.resize(300, 200)
    with qtbot.waitExposed(column):
        column.show()
    content = column.widget()
    assert content is not None
    assert content.width() <= column.viewport().width()
    assert column.verticalScrollBar().maximum() > 0
