"""What stood before, what was wanted, and what stands now, side by side."""

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


class Comparison(QWidget):
    """A line a field: what it is called, what it said when the deed was done, what an edit wanted, what it says now."""

    def __init__(self, records: tuple[RecordChange, ...], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        self._grid.setHorizontalSpacing(SPACE.lg)
        self._grid.setVerticalSpacing(SPACE.sm)
        self._grid.setColumnMinimumWidth(0, _FIELD_WIDTH)
        self._tells_wanted = any(record.is_edited for record in records)
        self._add_line("", *self._columns(_("When it was done"), _("Wanted"), _("Now")), role="caption")
        for record in records:
            self._add_record(record, words)
        if not records:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_round(smooth(QPainter(self)), QRectF(self.rect()), "surface_sunken", RADIUS.card)

    def _columns(self, before: str, wanted: str, now: str) -> tuple[str, ...]:
        return (before, wanted, now) if self._tells_wanted else (before, now)

    def _add_record(self, record: RecordChange, words: Words) -> None:
        title = Label(" · ".join(filter(None, (table_name(record.table), record.title))), "strong", wrapped=True)
        self._grid.addWidget(title, self._grid.rowCount(), 0, 1, len(self._columns("", "", "")) + 1)
        if record.is_gone:
            self._add_line("", *self._columns(_("It was here."), "", _("It is not here any more.")), last="strong")
        for field in record.fields:
            before, now = words.value(field.name, field.before), words.value(field.name, field.now)
            wanted = words.value(field.name, field.wanted)
            last: Role = "body" if before == now else "strong"
            self._add_line(field_name(field.name, record.table), *self._columns(before, wanted, now), last=last)

    def _add_line(self, name: str, *cells: str, role: Role = "body", last: Role | None = None) -> None:
        line = self._grid.rowCount()
        roles: list[Role] = ["muted" if role == "body" else role, *([role] * (len(cells) - 1)), last or role]
        for column, (text, its_role) in enumerate(zip((name, *cells), roles, strict=True)):
            label = Label(text, its_role, wrapped=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(label, line, column)
            self._grid.setColumnStretch(column, min(column, 1))
