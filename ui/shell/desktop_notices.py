"""Notices on the desktop, outside the window, where the desktop has a place for them."""

from __future__ import annotations

import html
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

_SHOWN_MILLISECONDS = 10_000
"""A wish; most desktops do as they like."""


class DesktopNotices(QObject):
    """Shows one at a time; our icon is in the tray from the first on, for without it there are none."""

    clicked = Signal()
    """On the notice, or on our icon."""

    def __init__(self, icon: QIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None

    def show_notice(self, title: str, text: str) -> bool:
        """Show a notice; tells whether there is a place for it at all."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.messageClicked.connect(self.clicked)
            self._tray.activated.connect(self._activated)
            self._tray.setToolTip("Paigong")
            self._tray.show()
        self._tray.showMessage(title, _without_markup(text), self._icon, _SHOWN_MILLISECONDS)
        return True

    def hide(self) -> None:
        """Take our icon away."""
        if self._tray is not None:
            self._tray.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.clicked.emit()


def _without_markup(text: str) -> str:
    """Where the desktop takes text for markup (freedesktop.org), what a customer's title looks like stays text."""
    return html.escape(text, quote=False) if sys.platform.startswith("linux") else text
