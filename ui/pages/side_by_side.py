"""A list and, beside it, the detail of what is marked in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme.tokens import SPACE

_DETAIL_WIDTH = 380
_LIST_WIDTH = 900


def side_by_side(rows: QWidget, detail: QWidget, *, detail_width: int = _DETAIL_WIDTH) -> QSplitter:
    """Both in one row; the list takes what the window has more than is needed, and a person moves what is between."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(SPACE.md)
    splitter.addWidget(rows)
    splitter.addWidget(detail)
    splitter.setSizes([_LIST_WIDTH, detail_width])
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    return splitter
