"""Garbage is collected in the GUI thread, so that no Qt object dies in another."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.work.garbage import GarbageCollecting


class Circle(QObject):
    """Holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self


def test_garbage_is_collected_here_and_nowhere_else(qtbot: QtBot) -> None:
    owner = QObject()
    collecting = GarbageCollecting(owner)
    assert not gc.isenabled()
    dead = weakref.ref(Circle())
    collecting.collect()
    qtbot.waitUntil(lambda: dead() is None)
    collecting.deleteLater()
