"""The entries of the command palette: what one is, the list of them, how one looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.fonts import metrics
from ui.theme.tokens import RADIUS, SPACE, TYPE
from ui.widgets.painting import paint_icon, paint_key_cap, paint_round, paint_text, smooth

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_HEIGHT = 40
TEXT_LEFT = 42


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing to do or to open, its texts ready to be shown; `detail` says quietly what it belongs to."""

    key: str
    icon: str
    text: str
    shortcut: str = ""
    detail: str = ""


class EntryModel(QAbstractListModel):
    """The entries that match now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: tuple[PaletteEntry, ...] = ()

    def set_entries(self, entries: tuple[PaletteEntry, ...]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.text} {entry.detail}".rstrip()
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints icon, text, what it belongs to, and the keys of its shortcut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: PaletteEntry = index.data(ENTRY_ROLE)
        painter.save()
        smooth(painter)
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_round(painter, area, "accent_soft", RADIUS.control)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint_round(painter, area, "hover", RADIUS.control)
        paint_icon(painter, entry.icon, "text_muted", area.x() + SPACE.md, area.center().y(), 18)
        right = area.right() - SPACE.md
        if entry.shortcut:
            right -= paint_key_cap(painter, right, area.center().y(), entry.shortcut) + SPACE.md
        words = QRectF(area.x() + TEXT_LEFT, area.y(), right - area.x() - TEXT_LEFT, area.height())
        paint_text(painter, words, entry.text, "text", weight=500)
        if entry.detail:
            words.setLeft(words.left() + metrics(TYPE.body, 500).horizontalAdvance(entry.text) + SPACE.md)
            paint_text(painter, words, entry.detail, "text_muted", size=TYPE.caption)
        painter.restore()
