"""The list of devices, every cell ready to be painted in the language shown now."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.assets.filters import AssetFilter, AssetListItem, AssetSort
from app.foundation.translation import _
from ui.models.windowed_list import FindIds, WindowedModel
from ui.pages.assets.asset_row import ASSET_CELL_ROLE, COLUMN_TITLES, AssetColumn, asset_cells
from ui.widgets.cells import Cell
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

SORTS = {
    AssetColumn.CODE: AssetSort.CODE,
    AssetColumn.NAME: AssetSort.NAME,
    AssetColumn.CUSTOMER: AssetSort.CUSTOMER,
    AssetColumn.STATE: AssetSort.STATE,
}
"""The columns that the list can be sorted by."""

_MOST_KEPT = 4096
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class AssetsModel(WindowedModel):
    """Devices by a filter."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(
            work,
            _fetch_page,
            tables=("assets", "asset_aliases", "customers", "departments", "sites"),
            roles=(ASSET_CELL_ROLE, *_TEXT_ROLES),
            parent=parent,
        )
        self._filter = AssetFilter()
        self._made: dict[int, tuple[AssetListItem, tuple[Cell, ...]]] = {}

    @property
    def filter(self) -> AssetFilter:
        """What is shown now."""
        return self._filter

    def set_filter(self, wanted: AssetFilter) -> None:
        """Show what `wanted` says, once it was found."""
        if wanted != self._filter:
            is_typed, self._filter = wanted.text != self._filter.text, wanted
            self.load(begins=is_typed)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column that is in `SORTS`."""
        descending = order is Qt.SortOrder.DescendingOrder
        self.set_filter(replace(self._filter, sort=SORTS[AssetColumn(column)], descending=descending))

    def retranslate(self) -> None:
        """Say everything in the language shown now."""
        self._made.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.show_again()

    def asset_id(self, row: int) -> str | None:
        """The id of the device at this place; None while it is being fetched."""
        item: AssetListItem | None = self.item(row)
        return None if item is None else item.id

    def ids_question(self) -> FindIds:
        wanted = self._filter

        def find(reader: Reader, limit: int | None) -> array[int]:
            from app.assets.queries import asset_ids

            return asset_ids(reader, wanted, limit)

        return find

    def columnCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(AssetColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(COLUMN_TITLES[AssetColumn(section)])
        return None

    def cell(self, item: AssetListItem, column: int, role: int) -> object:
        cell = self._cells(item)[column]
        return cell if role == ASSET_CELL_ROLE else cell.words

    def _cells(self, item: AssetListItem) -> tuple[Cell, ...]:
        made = self._made.get(item.row)
        if made is None or made[0] is not item:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            made = self._made[item.row] = (item, asset_cells(item))
        return made[1]


def _fetch_page(reader: Reader, rowids: Sequence[int]) -> list[AssetListItem]:
    from app.assets.queries import asset_page

    return asset_page(reader, rowids)
