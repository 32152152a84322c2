"""The places of a sheet, to be clicked where labels were used already."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.foundation.translation import _, ngettext
from app.labels.rules.sheets import Sheet
from ui.theme.theme import theme
from ui.widgets.painting import smooth
from ui.widgets.translated import Translated

_HEIGHT, _RADIUS = 190, 2.0
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class PlacesField(Translated, QWidget):
    """A small sheet: a click, or Space where the arrows led, uses a place or frees it; with Shift all before, too."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._here = 0
        self.taken: frozenset[int] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def show_sheet(self, sheet: Sheet, taken: frozenset[int]) -> None:
        """Show the places of `sheet`, of which some are used."""
        self._sheet, self._here = sheet, 0
        self._take(taken)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self._sheet is None:
            return QSize(0, 0)
        return QSize(round(_HEIGHT * self._sheet.page_width / self._sheet.page_height), _HEIGHT)

    def retranslate(self) -> None:
        used = ngettext("{count} place is used", "{count} places are used", len(self.taken))
        self.setAccessibleName(_("Used places of the sheet"))
        self.setAccessibleDescription(used.format(count=len(self.taken)))
        self.setToolTip(_("Click the places that are used already. Shift uses all before, too."))

    def toggle(self, place: int, *, and_before: bool = False) -> None:
        """Use a place, or free it."""
        if and_before:
            self._take(self.taken | frozenset(range(place + 1)))
        else:
            self._take(self.taken ^ {place})
        self.edited.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._here = place
            self.toggle(place, and_before=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._sheet is None:
            return
        if event.key() == Qt.Key.Key_Space:
            self.toggle(self._here, and_before=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in _ARROWS:
            right, down = _ARROWS[Qt.Key(event.key())]
            row, column = divmod(self._here, self._sheet.columns)
            row, column = row + down, column + right
            if 0 <= row < self._sheet.rows and 0 <= column < self._sheet.columns:
                self._here = row * self._sheet.columns + column
                self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sheet is None:
            return
        painter = smooth(QPainter(self))
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        for place in range(self._sheet.places):
            area = _area(self._sheet, place)
            is_here = self.hasFocus() and place == self._here
            painter.setPen(theme.color("accent") if is_here else theme.color("border_strong"))
            painter.setBrush(theme.color("idle_soft") if place in self.taken else theme.color("surface"))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
            if place in self.taken:
                painter.drawLine(area.topLeft(), area.bottomRight())
        painter.end()

    def _take(self, taken: frozenset[int]) -> None:
        self.taken = taken
        self.retranslate()
        self.update()

    def _place_at(self, point: QPoint) -> int | None:
        if self._sheet is None:
            return None
        return next((place for place in range(self._sheet.places) if _area(self._sheet, place).contains(point)), None)


def _area(sheet: Sheet, place: int) -> QRectF:
    scale = _HEIGHT / sheet.page_height
    left, top = sheet.corner(place)
    area = QRectF(left * scale, top * scale, sheet.label_width * scale, sheet.label_height * scale)
    return area.adjusted(1, 1, -1, -1)
