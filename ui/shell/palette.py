"""The command palette: everything that can be done or found, by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.shell.palette_entries import ENTRY_ROLE, ROW_HEIGHT, TEXT_LEFT, EntryDelegate, EntryModel, PaletteEntry
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SIZE, SPACE
from ui.widgets.painting import paint_icon, paint_shadow, smooth
from ui.widgets.translated import Translated

__all__ = ["CommandPalette", "PaletteEntry"]

_WIDTH = 600
_TOP = 64
_MOST_ROWS = 9


class CommandPalette(Translated, QWidget):
    """Lies over the whole window, so that its shadow is never cut and a click beside it closes it.

    The actions are filtered at once by what is typed. Whoever knows how to find more listens to `query_changed` and
    answers with `set_results`; answers to an older query are simply replaced by the next.
    """

    chosen = Signal(str)
    query_changed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._covered = window
        self._actions: tuple[PaletteEntry, ...] = ()
        self._results: tuple[PaletteEntry, ...] = ()
        self._came_from: QWidget | None = None
        self._model = EntryModel(self)
        self._field = QLineEdit()
        self._field.setObjectName("paletteField")
        self._list = QListView()
        self._panel = QFrame(self)
        self._set_up_list()
        self._lay_out()
        self._field.textChanged.connect(self._text_changed)
        self._field.installEventFilter(self)
        window.installEventFilter(self)
        self.retranslate()
        self.hide()

    def open_with(self, actions: tuple[PaletteEntry, ...], text: str = "") -> None:
        """Show the palette with `actions`; `text` is typed already."""
        self._came_from = self.window().focusWidget()
        self._actions, self._results = actions, ()
        if self._field.text() == text:
            self._text_changed(text)  # Qt tells nothing of a text that stays, and what it finds may have changed
        else:
            self._field.setText(text)
        self._cover_window()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_results(self, results: tuple[PaletteEntry, ...]) -> None:
        """Show `results`, found for the last query, below the actions; the mark stays where it is."""
        self._results = results
        self._refill(max(0, self._list.currentIndex().row()))

    def close_palette(self) -> None:
        """Put the palette away and the keyboard where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._came_from = None

    def retranslate(self) -> None:
        self._field.setPlaceholderText(_(N_("Type a command, an order number, a customer or an asset…")))
        self._field.setAccessibleName(_(N_("Command palette")))
        self._list.setAccessibleName(_(N_("What matches")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()))
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self._cover_window()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        painter.fillRect(self.rect(), theme.color("scrim"))
        area = QRectF(self._panel.geometry())
        paint_shadow(painter, area, RADIUS.panel)
        painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.panel, RADIUS.panel)
        paint_icon(
            painter, "search", "accent_text", area.x() + SPACE.sm + SPACE.md, area.y() + SIZE.palette_field / 2, 18
        )
        if self._model.rowCount():
            below = QRectF(area.x() + 1, area.y() + SIZE.palette_field, area.width() - 2, 1)
            painter.fillRect(below, theme.color("border"))

    def _key_pressed(self, key: Qt.Key) -> bool:
        """Do what `key` means here; the answer is whether it meant anything."""
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = self._list.currentIndex().row() + step
        row = row % count if abs(step) == 1 else min(max(row, 0), count - 1)
        self._mark(row)

    def _mark(self, row: int) -> None:
        index = self._model.index(row)
        self._list.setCurrentIndex(index)
        # The keyboard never leaves the field, so the field tells screen readers what Enter would do.
        self._field.setAccessibleDescription(str(index.data() or ""))

    def _choose(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, PaletteEntry):
            self.close_palette()
            self.chosen.emit(entry.key)

    def _text_changed(self, text: str) -> None:
        self._results = ()
        self._refill()
        self.query_changed.emit(text.strip())

    def _refill(self, marked: int = 0) -> None:
        words = self._field.text().casefold().split()
        actions = [entry for entry in self._actions if all(word in entry.text.casefold() for word in words)]
        self._model.set_entries((*actions, *self._results))
        self._mark(min(marked, self._model.rowCount() - 1))
        self._cover_window()

    def _cover_window(self) -> None:
        window = self._covered
        self.setGeometry(window.rect())
        width = min(_WIDTH, window.width() - 2 * SPACE.xl)
        rows = min(self._model.rowCount(), _MOST_ROWS)
        height = SIZE.palette_field + (rows * ROW_HEIGHT + 2 * SPACE.sm if rows else 0)
        self._list.setVisible(rows > 0)
        self._panel.setGeometry(QRect((window.width() - width) // 2, _TOP, width, height))
        self.update()

    def _set_up_list(self) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntryDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.clicked.connect(self._choose)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(SPACE.sm, 0, SPACE.sm, SPACE.sm)
        column.setSpacing(SPACE.sm)
        self._field.setTextMargins(TEXT_LEFT - SPACE.xs, 0, 0, 0)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)


_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS,
    Qt.Key.Key_PageUp: -_MOST_ROWS,
}
