"""What stood before and what stands now, side by side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.foundation.translation import _
from ui.pages.inbox.field_names import field_name, table_name
from ui.pages.inbox.reading import RecordChange
from ui.pages.inbox.values import Words
from ui.theme.tokens import RADIUS, SPACE
from ui.widgets.labels import Label, Role
from ui.widgets.painting import paint_round, smooth

_FIELD_WIDTH = 160
_COLUMN_COUNT = 3


class Comparison(QWidget):
    """A line a field: what it is called, what it said when the deed was done, what it says now."""

    def __init__(self, records: tuple[RecordChange, ...], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        self._grid.setHorizontalSpacing(SPACE.lg)
        self._grid.setVerticalSpacing(SPACE.sm)
        self._grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._add_line(("", "caption"), (_("When you did it"), "caption"), (_("Now"), "caption"))
        for record in records:
            self._add_record(record, words)
        if not records:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_round(smooth(QPainter(self)), QRectF(self.rect()), "surface_sunken", RADIUS.card)

    def _add_record(self, record: RecordChange, words: Words) -> None:
        title = Label(" · ".join(filter(None, (table_name(record.table), record.title))), "strong", wrapped=True)
        self._grid.addWidget(title, self._grid.rowCount(), 0, 1, _COLUMN_COUNT)
        if record.is_gone:
            self._add_line(("", "muted"), (_("It was here."), "body"), (_("It is not here any more."), "strong"))
        for field in record.fields:
            before, now = words.value(field.name, field.before), words.value(field.name, field.now)
            now_role: Role = "body" if before == now else "strong"
            self._add_line((field_name(field.name), "muted"), (before, "body"), (now, now_role))

    def _add_line(self, *cells: tuple[str, Role]) -> None:
        line = self._grid.rowCount()
        for column, (text, role) in enumerate(cells):
            label = Label(text, role, wrapped=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(label, line, column)
