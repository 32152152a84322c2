"""Centring what has a width of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def centered(widget: QWidget) -> QHBoxLayout:
    """A row with `widget` in its middle.

    Beside an alignment Qt would reckon the height of wrapped text for the whole width of the page, and cut it.
    """
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(widget, 1)
    row.addStretch()
    return row
