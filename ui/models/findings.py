"""The devices of a stocktake, every cell ready to be painted in the language shown now."""

from __future__ import annotations

from array import array
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.foundation.translation import N_, _
from app.stocktakes.findings import FindingFilter, FoundDevice, finding_ids, finding_page
from ui.models.windowed_list import FindIds, WindowedModel
from ui.pages.assets.asset_row import type_text
from ui.pages.stocktakes.wording import result_chip
from ui.pages.wall_clock import WallClock
from ui.widgets.cells import Cell, ChipCell, TextCell, TwoLineCell
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

FINDING_CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_TABLES = ("assets", "stocktake_devices", "stocktake_scans", "stocktake_decisions", "stocktakes", "workspace_facts")


class FindingColumn(IntEnum):
    """The columns, from left to right."""

    CODE = 0
    DEVICE = 1
    PLACE = 2
    SCANNED = 3
    RESULT = 4


_TITLES = {
    FindingColumn.CODE: N_("Code"),
    FindingColumn.DEVICE: N_("Device"),
    FindingColumn.PLACE: N_("Expected in → found in"),
    FindingColumn.SCANNED: N_("Scanned by"),
    FindingColumn.RESULT: N_("Result"),
}


class FindingsModel(WindowedModel):
    """Devices of a stocktake by a filter."""

    def __init__(self, work: Work, wall: WallClock, parent: QObject | None = None) -> None:
        self._filter: FindingFilter | None = None
        self._wall = wall
        super().__init__(
            work,
            lambda _reader, _rowids: [],
            tables=_TABLES,
            roles=(FINDING_CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole),
            parent=parent,
        )

    @property
    def filter(self) -> FindingFilter | None:
        """What is shown now; None where no stocktake is."""
        return self._filter

    def set_filter(self, wanted: FindingFilter | None) -> None:
        """Show what `wanted` says, once it was found."""
        if wanted != self._filter:
            self._filter = wanted
            self._fetch_page = partial(_page_of, wanted.stocktake_id if wanted else "")
            self.load()

    def retranslate(self) -> None:
        """Say everything in the language shown now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.show_again()

    def ids_question(self) -> FindIds:
        wanted = self._filter

        def find(reader: Reader, limit: int | None) -> array[int]:
            return finding_ids(reader, wanted, limit) if wanted else array("q")

        return find

    def columnCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(FindingColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(_TITLES[FindingColumn(section)])
        return None

    def cell(self, item: FoundDevice, column: int, role: int) -> object:
        cell = self._cell(item, FindingColumn(column))
        return cell if role == FINDING_CELL_ROLE else cell.words

    def _cell(self, item: FoundDevice, column: FindingColumn) -> Cell:
        match column:
            case FindingColumn.CODE:
                return TextCell(item.code)
            case FindingColumn.DEVICE:
                return TwoLineCell(item.name, " · ".join(filter(None, (type_text(item.type_code), item.model))))
            case FindingColumn.PLACE:
                found = item.found_in if item.found_in != item.expected_in else ""
                return TwoLineCell(item.expected_in or "—", f"→ {found}" if found else item.department)
            case FindingColumn.SCANNED:
                late = _("late") if item.is_late else ""
                told = " · ".join(filter(None, (self._wall.text(item.at) if item.at else "", late)))
                return TwoLineCell(item.by, told) if item.by else TextCell("—", "text_faint")
        return ChipCell(result_chip(item))


def _page_of(stocktake_id: str, reader: Reader, rowids: Any) -> list[FoundDevice]:
    return finding_page(reader, stocktake_id, rowids)
