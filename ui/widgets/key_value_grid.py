"""Facts of one thing: what each is called, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme.tokens import SPACE
from ui.widgets.labels import Label


@dataclass(frozen=True, slots=True)
class KeyValue:
    """One fact, both texts ready to be shown."""

    key: str
    value: str


class KeyValueGrid(QWidget):
    """Two columns of text. Values can be marked with the mouse and copied."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE.md)
        self._grid.setVerticalSpacing(SPACE.sm + 2)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[Label, Label]] = []

    def set_rows(self, rows: tuple[KeyValue, ...]) -> None:
        """Show `rows` in place of what was shown."""
        while len(self._labels) < len(rows):
            self._add_labels()
        for place, (key, value) in enumerate(self._labels):
            for label in (key, value):
                label.setVisible(place < len(rows))
            if place < len(rows):
                key.setText(rows[place].key)
                value.setText(rows[place].value)
                value.setAccessibleName(f"{rows[place].key} {rows[place].value}")

    def _add_labels(self) -> None:
        key, value = Label(role="muted"), Label(wrapped=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place = len(self._labels)
        self._grid.addWidget(key, place, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(value, place, 1)
        self._labels.append((key, value))
