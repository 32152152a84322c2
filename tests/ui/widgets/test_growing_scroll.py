from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.growing_scroll import GrowingScroll

ROW, REST = 50, 200


def opened(qtbot: QtBot, rows: int) -> tuple[QDialog, GrowingScroll]:
    dialog, scroll = QDialog(), GrowingScroll(REST)
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(scroll)
    add_rows(scroll, rows)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog, scroll


def add_rows(scroll: GrowingScroll, count: int) -> None:
    for _row in range(count):
        row = QWidget()
        row.setFixedHeight(ROW)
        scroll.body.addWidget(row)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("share", [0.3, 0.74])
def test_it_is_as_high_as_what_lies_in_it_even_beyond_two_thirds_of_the_screen(qtbot: QtBot, share: float) -> None:
    rows = int(QGuiApplication.primaryScreen().availableSize().height() * share) // (ROW + 6)
    dialog, scroll = opened(qtbot, rows)
    qtbot.waitUntil(lambda: scroll.viewport().height() >= rows * ROW)
    assert scroll.verticalScrollBar().maximum() == 0
    add_rows(scroll, 1)
    qtbot.waitUntil(lambda: scroll.viewport().height() >= (rows + 1) * ROW or scroll.verticalScrollBar().maximum() > 0)
    assert dialog.height() <= dialog.screen().availableSize().height()


def test_what_is_higher_than_the_screen_scrolls(qtbot: QtBot) -> None:
    dialog, scroll = opened(qtbot, 60)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 60 * ROW - dialog.height())
    assert dialog.height() <= dialog.screen().availableSize().height()
    assert scroll.body.totalSizeHint().height() > 60 * ROW
