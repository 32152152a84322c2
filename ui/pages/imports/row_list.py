"""The judged rows of a file: one line each, with the verdict, what it would become, and why it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from app.foundation.sheets.preview import ImportPreview, PreviewRow, Verdict
from app.foundation.sheets.words import VERDICT_NAMES, remarks
from app.foundation.translation import N_, _
from ui.theme.tokens import TYPE, ColorName
from ui.widgets.cells import Cell, ChipCell, TextCell, TwoLineCell
from ui.widgets.elided_label import plain_tool_tip
from ui.widgets.painting import ChipText, lay_out_text, paint_text
from ui.widgets.row_delegate import RowDelegate
from ui.widgets.row_table import ColumnPlan, RowTable
from ui.widgets.tones import Tone

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_LINE, _VERDICT = N_("Line"), N_("Judgement")
_REMARKS = N_("Remarks")
_LINE_WIDTH, _VERDICT_WIDTH, _SHOWN_WIDTH, _LEAST_REMARKS = 56, 118, 136, 200
_SHORT_TITLES = {"Type": 56}
"""Widths of columns whose texts are short, by the source of their title."""
_CHIPS = {
    Verdict.NEW: (Tone.OK, "plus"),
    Verdict.CHANGED: (Tone.INFO, "pencil"),
    Verdict.ALREADY_HERE: (Tone.IDLE, "check"),
    Verdict.REFUSED: (Tone.WARN, "triangle-alert"),
}


class RowList(RowTable):
    """Shows the rows of a preview, all of them or those with one verdict."""

    def __init__(self) -> None:
        super().__init__(N_("Rows of the file"))
        self._model = _PreviewModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(self))

    def show_preview(self, preview: ImportPreview | None, shown: tuple[str, ...]) -> None:
        """Show the rows of another preview; `shown` are the sources of its own columns' titles."""
        self._model.show_preview(preview, shown)
        last = len(shown) + 2  # the reasons matter most: before they are cut, the last of the others gives way
        self.horizontalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.Interactive
        )  # another kind stretched another
        widths = (_LINE_WIDTH, _VERDICT_WIDTH, *(_SHORT_TITLES.get(title, _SHOWN_WIDTH) for title in shown), 0)
        self.set_columns(ColumnPlan(widths, stretched=last, least=_LEAST_REMARKS, yielding=(last - 1,)))

    def show_only(self, verdict: Verdict | None) -> None:
        """Show the rows with this verdict only; None shows all."""
        self._model.show_only(verdict)
        self.scrollToTop()

    def retranslate(self) -> None:
        super().retranslate()
        self.horizontalHeader().viewport().update()
        self.viewport().update()


@dataclass(frozen=True, slots=True)
class _RemarkCell:
    """A sentence on two lines at most."""

    text: str
    color: ColorName

    @property
    def words(self) -> str:
        return self.text

    def paint(self, painter: QPainter, area: QRectF) -> None:
        if not self.text:
            return
        layout = lay_out_text(self.text, area.width(), size=TYPE.caption)  # kept: its lines die with it
        end = layout.lineAt(0).textLength()
        first, rest = self.text[:end], self.text[end:]
        if not rest:
            paint_text(painter, area, first, self.color, size=TYPE.caption)
            return
        for top, line in ((7, first), (24, rest)):
            place = QRectF(area.x(), area.y() + top, area.width(), 17)
            paint_text(painter, place, line, self.color, size=TYPE.caption)


class _PreviewModel(QAbstractTableModel):
    """Makes the cells when they are looked at: a file may have a hundred thousand rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = (_LINE, _VERDICT, _REMARKS)
        self._rows: tuple[PreviewRow, ...] = ()
        self._visible: tuple[PreviewRow, ...] = ()
        self._only: Verdict | None = None

    def show_preview(self, preview: ImportPreview | None, shown: tuple[str, ...]) -> None:
        self._rows = () if preview is None else preview.rows
        self._titles = (_LINE, _VERDICT, *shown, _REMARKS)
        self._choose_rows()

    def show_only(self, verdict: Verdict | None) -> None:
        self._only = verdict
        self._choose_rows()

    def _choose_rows(self) -> None:
        self.beginResetModel()
        self._visible = tuple(row for row in self._rows if self._only in {None, row.verdict})
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Cell | str | None:
        if role not in {_CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} or not index.isValid():
            return None
        cell = _cell(self._visible[index.row()], index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(cell.words)
        return cell if role == _CELL_ROLE else cell.words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _(self._titles[section])


class _CellDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        cell: Cell = index.data(_CELL_ROLE)
        cell.paint(painter, area)


def _cell(row: PreviewRow, column: int) -> Cell:
    if column == 0:
        return TextCell(str(row.line), "text_muted")
    if column == 1:
        tone, icon = _CHIPS[row.verdict]
        return ChipCell(ChipText(_(VERDICT_NAMES[row.verdict]), tone, icon))
    if column < len(row.shown) + 2:
        title, _end, detail = row.shown[column - 2].partition("\n")
        return TwoLineCell(title, detail)
    return _RemarkCell(remarks(row), "text" if row.problems or row.updates else "text_muted")
