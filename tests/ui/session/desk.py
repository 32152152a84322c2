"""A window on a workspace, and what the person before it sees and does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.clock import Clock
from app.foundation.home import Home
from tests.ui.hands import click, type_chinese, type_latin
from ui.application import Application
from ui.shell.status_bar import StatusBar

WidgetT = TypeVar("WidgetT", bound=QWidget)
PATIENCE_MILLISECONDS = 20_000


class Desk:
    """Somebody sits before a window; everything is done and seen as a person would."""

    def __init__(self, qtbot: QtBot, home: Home, clock: Clock, language: str) -> None:
        self._qtbot = qtbot
        self.home = home
        self.application = Application(home, language, clock)
        self.window = self.application.window

    def open(self) -> None:
        with self._qtbot.waitExposed(self.window):
            self.application.show()

    def leave(self) -> None:
        """Close the window as a person does, and forget it."""
        self.window.close()
        self.window.deleteLater()
        self.application.deleteLater()

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait for what is to be seen."""
        self._qtbot.waitUntil(seen, timeout=PATIENCE_MILLISECONDS)

    def until_at_work(self) -> None:
        """Wait until the workspace is open and the frame says how things stand."""
        self.until(lambda: "Local store" in self.status or "本地库" in self.status)

    # -- what is seen

    @property
    def status(self) -> str:
        """What the bar at the bottom says."""
        return " | ".join(_texts(self.window.findChildren(StatusBar)[0]))

    @property
    def said(self) -> str:
        """All words that are seen now, in the window and in the dialogs over it."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return "\n".join(text for window in windows for text in _texts(window))

    @property
    def rows(self) -> list[str]:
        """The rows of the list of work orders, each as number and title."""
        model = self.application.window.page("workorders").orders.model  # type: ignore[attr-defined]
        return [str(model.index(row, 1, QModelIndex()).data() or "") for row in range(model.rowCount())]

    def buttons(self, text: str) -> list[QAbstractButton]:
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        found = [button for window in windows for button in window.findChildren(QAbstractButton)]
        return [button for button in found if button.isVisible() and button.accessibleName() == text]

    def page(self, kind: type[WidgetT]) -> WidgetT:
        """The page, form or cover of this kind that is seen now."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        found = [*windows, *(widget for window in windows for widget in window.findChildren(kind))]
        (page,) = (widget for widget in found if isinstance(widget, kind) and widget.isVisible())
        return page

    # -- what is done

    def push(self, text: str) -> None:
        """Push the button with this text, as soon as it is there and can be pushed."""
        self.until(lambda: any(button.isEnabled() for button in self.buttons(text)))
        click(next(button for button in self.buttons(text) if button.isEnabled()))

    def fill(self, name: str, text: str) -> None:
        """Write into the field that has this name, in place of what is there."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        fields = [field for window in windows for field in window.findChildren(QLineEdit) if field.isVisible()]
        (field,) = (field for field in fields if field.accessibleName() == name)
        field.setFocus()
        field.selectAll()
        (type_latin if text.isascii() else type_chinese)(field, text)

    def sign_in(self, server: str, login: str, password: str) -> None:
        for name, text in (("Server address", server), ("Login", login), ("Password", password)):
            self.fill(name, text)
        self.push("Sign in")


class Viewer(QObject):
    """Stands in for the system's viewer of papers: nothing is opened, but it is known what would have been."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Path] = []
        QDesktopServices.setUrlHandler("file", self, "show_paper")  # type: ignore[arg-type]  # its stub says bytes

    @Slot(QUrl)
    def show_paper(self, url: QUrl) -> None:
        self.shown.append(Path(url.toLocalFile()))

    def close(self) -> None:
        QDesktopServices.unsetUrlHandler("file")


def copied(home: Home, folder: Path) -> Home:
    """A copy of a workspace that nobody has open."""
    shutil.copytree(home.folder, folder)
    return Home(folder)


def can_write_everywhere() -> bool:
    """Whether this user is stopped by no permission, as `root` is."""
    return os.geteuid() == 0


def _texts(widget: QWidget) -> list[str]:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]
    return [label.text() for label in labels]
