"""The label that gives way: it asks for no room, and shows all of its text on demand, as text."""

from __future__ import annotations

from PySide6.QtGui import QTextDocumentFragment
from pytestqt.qtbot import QtBot

from ui.widgets.elided_label import ElidedLabel, plain_tool_tip


def test_a_long_text_asks_for_no_room_and_stands_in_the_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("Wilkinson, Waters and Kerluke, " * 10 + "Ltd")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == 0
    assert QTextDocumentFragment.fromHtml(label.toolTip()).toPlainText() == label.text()


def test_a_text_from_a_file_is_never_taken_for_html() -> None:
    text = '<img src="/etc/passwd"> & <b>bold</b>\nsecond line'
    assert QTextDocumentFragment.fromHtml(plain_tool_tip(text)).toPlainText() == text
    assert plain_tool_tip("") == ""
