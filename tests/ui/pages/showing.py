"""Showing a page and reading what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.small_list import SmallList

PageT = TypeVar("PageT", bound=QWidget)
DialogT = TypeVar("DialogT", bound=QDialog)
Show = Callable[[PageT], PageT]


@pytest.fixture
def show(qtbot: QtBot) -> Show[QWidget]:
    """Shows a page as large as it is in the window."""

    def shown(page: QWidget) -> QWidget:
        qtbot.addWidget(page)
        page.resize(1340, 780)
        with qtbot.waitExposed(page):
            page.show()
        return page

    return shown


def rows_of(small: SmallList) -> list[list[str]]:
    """What the cells of a list say, row by row."""
    model = small.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def texts_of(widget: QWidget) -> str:
    """All words that are seen on `widget` now."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text())


def dialog_over(page: QWidget, kind: type[DialogT]) -> DialogT:
    """The form of this kind that is open over the page."""
    (dialog,) = (dialog for dialog in page.findChildren(kind) if dialog.isVisible())
    return dialog
