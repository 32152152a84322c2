"""A list and, beside it, the detail of what is marked in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme.tokens import SPACE

_NARROW, _WIDE = 380, 900


def side_by_side(rows: QWidget, detail: QWidget, *, wide_detail: bool = False) -> QSplitter:
    """Both in one row; the wider one takes what the window has to spare, and a person moves what is between."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(SPACE.md)
    splitter.addWidget(rows)
    splitter.addWidget(detail)
    splitter.setSizes([_NARROW, _WIDE] if wide_detail else [_WIDE, _NARROW])
    splitter.setStretchFactor(0, 0 if wide_detail else 1)
    splitter.setStretchFactor(1, 1 if wide_detail else 0)
    return splitter
