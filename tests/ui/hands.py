"""What a person does with keys and mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press and release each of `keys` in turn."""
    for key in keys:
        QTest.keyClick(widget, key, modifier)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click on `place`, or on the middle of `widget`, once what is shown lies where it belongs."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # nobody clicks what he does not see yet
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, place or widget.rect().center())


def type_latin(widget: QWidget, text: str) -> None:
    """Type `text` key by key; it must be ASCII."""
    QTest.keyClicks(widget, text)


def compose(widget: QWidget, text: str) -> None:
    """Let an input method compose `text` without having decided yet."""
    QApplication.sendEvent(widget, QInputMethodEvent(text, []))


def type_chinese(widget: QWidget, text: str) -> None:
    """Type `text` as an input method does: compose first, commit then."""
    compose(widget, text)
    committing = QInputMethodEvent("", [])
    committing.setCommitString(text)
    QApplication.sendEvent(widget, committing)
