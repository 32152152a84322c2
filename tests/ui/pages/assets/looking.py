"""What a person sees on the page of devices."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ui.pages.assets.asset_row import AssetColumn
from ui.pages.assets.page import AssetsPage


def words(page: AssetsPage, column: AssetColumn) -> list[str]:
    """What the list says in a column, from top to bottom."""
    return [str(page.model.index(row, column).data()) for row in range(page.model.rowCount())]


def codes(page: AssetsPage) -> list[str]:
    """The codes in the list, from top to bottom."""
    return words(page, AssetColumn.CODE)


def state_names(page: AssetsPage) -> list[str]:
    """What a screen reader says of the filters by state."""
    return [button.accessibleName() for button in page.states.findChildren(QAbstractButton)]


def wait_for_codes(qtbot: QtBot, page: AssetsPage, *wanted: str) -> None:
    """Wait until the list shows these codes, in this order."""
    qtbot.waitUntil(lambda: codes(page) == list(wanted))


def wait_for_device(qtbot: QtBot, page: AssetsPage, code: str) -> None:
    """Wait until the detail shows the device with this code."""
    qtbot.waitUntil(lambda: page.detail.code.isVisible() and page.detail.code.text() == code)


def facts(page: AssetsPage) -> dict[str, str]:
    """The facts of the device that is shown, by their names."""
    texts = [label.text() for pair in page.detail.facts._labels for label in pair if label.isVisibleTo(page)]
    return dict(zip(texts[::2], texts[1::2], strict=True))
