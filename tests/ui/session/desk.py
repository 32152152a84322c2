"""A window on a workspace, and what the person before it sees and does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from app.foundation.clock import Clock
from app.foundation.home import Home
from app.foundation.translation import _
from tests.ui.hands import CTRL, NO_MODIFIER, click, press, type_chinese, type_latin
from ui.application import Application
from ui.pages.workorders.order_row import OrderColumn
from ui.pages.workorders.page import WorkOrdersPage
from ui.shell.rail import RAIL_ENTRIES
from ui.shell.status_bar import StatusBar

Field = QLineEdit | QPlainTextEdit | QComboBox
WidgetT = TypeVar("WidgetT", bound=QWidget)
Wait = Callable[[Callable[[], bool]], None]
PATIENCE_MILLISECONDS = 20_000


class Desk:
    """Somebody sits before a window; everything is done and seen as a person would."""

    def __init__(self, wait: Wait, home: Home, clock: Clock, language: str = "en") -> None:
        """`wait` comes back when what it is given has become true, and lets the window live until then."""
        self._wait = wait
        self.application = Application(home, language, clock)
        self.window = self.application.window

    def open(self) -> None:
        self.application.show()
        self.until(lambda: self.window.windowHandle().isExposed())

    def leave(self) -> None:
        """Close the window as a person does, and forget it."""
        self.window.close()
        self.window.deleteLater()
        self.application.deleteLater()

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait for what is to be seen."""
        self._wait(seen)

    def until_at_work(self) -> None:
        """Wait until the workspace is open and the frame says how things stand."""
        self.until(lambda: "Local store" in self.status or "本地库" in self.status)

    # -- what is seen

    @property
    def status(self) -> str:
        """What the bar at the bottom says."""
        return " | ".join(_texts(self.window.findChildren(StatusBar)[0]))

    @property
    def inbox(self) -> str:
        """What the rail calls the inbox: with a number where something waits in it."""
        names = (button.accessibleName() for button in self.window.rail.findChildren(QAbstractButton))
        return next(name for name in names if name.startswith("Inbox"))

    @property
    def said(self) -> str:
        """All words that are seen now, in the window and in the dialogs over it."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return "\n".join(text for window in windows for text in _texts(window))

    @property
    def rows(self) -> list[str]:
        """The rows of the list of work orders, each as number and title; empty while a row is being fetched."""
        model = self._orders.orders.model
        return [str(model.index(row, OrderColumn.ORDER).data() or "") for row in range(model.rowCount())]

    def buttons(self, text: str) -> list[QAbstractButton]:
        """The buttons with this text or name that are seen now."""
        return [button for button in self._seen(QAbstractButton) if button.accessibleName() == text]

    def page(self, kind: type[WidgetT]) -> WidgetT:
        """The page, form or cover of this kind that is seen now."""
        (page,) = self._seen(kind)
        return page

    def field(self, name: str) -> Field:
        """The field with this name that is seen now; in the form, where one lies over the page."""
        above = QApplication.activeModalWidget()
        fields: list[Field] = [*self._seen(QLineEdit), *self._seen(QPlainTextEdit), *self._seen(QComboBox)]
        (field,) = (
            field for field in fields if field.accessibleName() == name and (above is None or field.window() is above)
        )
        return field

    def text_in(self, name: str) -> str:
        """What stands in the field with this name."""
        field = self.field(name)
        if isinstance(field, QComboBox):
            return field.currentText()
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    @property
    def pages(self) -> tuple[str, ...]:
        """The keys of all pages."""
        return tuple(self.application.pages.factories)

    def form(self) -> QWidget:
        """The form over the window, as soon as there is one."""
        self.until(lambda: QApplication.activeModalWidget() is not None)
        form = QApplication.activeModalWidget()
        assert form is not None
        return form

    # -- what is done

    def visit(self, page: str) -> None:
        """Go to a page by the rail, where it has a button, and wait until everything that it asked for is shown."""
        entry = next(entry for entry in RAIL_ENTRIES if entry.key == page)
        if entry.beneath:
            self.window.show_page(page)
        else:
            text = _(entry.text_source)
            click(next(button for button in self.window.rail.findChildren(QAbstractButton) if button.text() == text))
        self.until_answered()
        assert self.window.current_page == page

    def until_answered(self) -> None:
        """Wait until no question is open any more."""
        self.until(lambda: not self.application.work._replies._open)

    def choose_in_menu(self, text: str) -> None:
        """Choose the entry with this text in a menu of the page, as soon as it is there."""

        def offered() -> list[QAction]:
            page = self.window.page(self.window.current_page)
            return [action for action in page.findChildren(QAction) if action.text() == text and action.isVisible()]

        self.until(lambda: bool(offered()))
        offered()[0].trigger()

    def push(self, text: str) -> None:
        """Push the button with this text, as soon as it is there and can be pushed."""
        self.until(lambda: any(button.isEnabled() for button in self.buttons(text)))
        click(next(button for button in self.buttons(text) if button.isEnabled()))

    def press_keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        self.window.activateWindow()  # without a screen nobody gives it the keyboard back when a form has closed
        self.until(self.window.isActiveWindow)
        press(self.window, key, modifier=modifier)

    def fill(self, name: str, text: str) -> None:
        """Write into the field that has this name, in place of what is there."""
        field = self.field(name)
        field.setFocus()
        if isinstance(field, QComboBox):
            self.until(lambda: field.findText(text) >= 0)
            field.setCurrentIndex(field.findText(text))
            field.activated.emit(field.currentIndex())
            return
        field.selectAll()
        (type_latin if text.isascii() else type_chinese)(field, text)

    def look_for(self, text: str) -> None:
        """Open the palette and type."""
        self.press_keys(Qt.Key.Key_K, CTRL)
        field = self.palette_field
        field.clear()
        (type_latin if text.isascii() else type_chinese)(field, text)

    def choose(self) -> None:
        """Take what is marked in the palette."""
        press(self.palette_field, Qt.Key.Key_Return)

    def open_found(self, text: str) -> None:
        """Look for a record and go to the first that the palette finds with this text in it."""
        self.look_for(text)
        self.until(lambda: any(text in entry for entry in self.offered))
        while text not in self.palette_field.accessibleDescription():
            press(self.palette_field, Qt.Key.Key_Down)
        self.choose()

    @property
    def offered(self) -> list[str]:
        """What the palette offers now."""
        (entries,) = self.window.command_palette.findChildren(QListView)
        return [str(entries.model().index(row, 0).data()) for row in range(entries.model().rowCount())]

    @property
    def palette_field(self) -> QLineEdit:
        (field,) = self.window.command_palette.findChildren(QLineEdit)
        return field

    def sign_in(self, server: str, login: str, password: str) -> None:
        self.until(lambda: self.buttons("Sign in") != [])
        for name, text in (("Server address", server), ("Login", login), ("Password", password)):
            self.fill(name, text)
        self.push("Sign in")

    def mark(self, title: str) -> None:
        """Click on the order with this title in the list, and wait for its detail."""
        self.until(lambda: any(title in row for row in self.rows))
        place = next(row for row, text in enumerate(self.rows) if title in text)
        table = self._orders.orders.table
        table.scrollTo(table.model().index(place, 1))
        click(table.viewport(), table.visualRect(table.model().index(place, 1)).center())
        detail = self._orders.detail
        self.until(lambda: detail.detail is not None and title == detail.detail.order.title)

    @property
    def _orders(self) -> WorkOrdersPage:
        page = self.window.page("workorders")
        assert isinstance(page, WorkOrdersPage)
        return page

    def _seen(self, kind: type[WidgetT]) -> list[WidgetT]:
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        inside = (widget for window in windows for widget in window.findChildren(kind) if widget.isVisible())
        # A form over the window is found twice: it is a window, and a child of the window.
        return list(dict.fromkeys((*(window for window in windows if isinstance(window, kind)), *inside)))


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


def _texts(widget: QWidget) -> list[str]:
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]
    return [label.text() for label in labels]
