"""Keeps selection and scroll position of a table on the same rows while the list under it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject
from PySide6.QtWidgets import QTableView

from ui.models.windowed_list import WindowedModel

MOST_SELECTED = 200
"""More than a person marks one by one; after Ctrl+A on a long list only the current row is found again."""


def selected_count(table: QTableView) -> int:
    """How many rows are selected, however many that are."""
    return sum(part.height() for part in table.selectionModel().selection().toList())


def selected_places(table: QTableView) -> Sequence[int]:
    """Where the selected rows stand, from top to bottom."""
    parts = table.selectionModel().selection().toList()
    return sorted({place for part in parts for place in range(part.top(), part.bottom() + 1)})


def select_places(table: QTableView, places: Iterable[int]) -> None:
    """Select the rows at these places instead of those that were; the current one stays so."""
    selection, last_column = QItemSelection(), table.model().columnCount() - 1
    for place in places:
        selection.select(table.model().index(place, 0), table.model().index(place, last_column))
    table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)


class SteadySelection(QObject):
    """Remembers rows, not places, over every reset of the model; watches over one table as long as it lives."""

    def __init__(self, table: QTableView, model: WindowedModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._current = -1
        self._selected: tuple[int, ...] = ()
        self._top, self._offset = -1, 0
        model.watched = self.rows
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def rows(self) -> Sequence[int]:
        """The rows to be found again: the topmost in sight, the current one, the selected ones."""
        self._remember()
        return tuple(dict.fromkeys(row for row in (self._top, self._current, *self._selected) if row >= 0))

    def _remember(self) -> None:
        table, model = self._table, self._model
        selection = table.selectionModel()
        current = selection.currentIndex()
        self._current = model.rowid(current.row()) if current.isValid() else -1
        places = selected_places(table) if selected_count(table) <= MOST_SELECTED else ()
        self._selected = tuple(model.rowid(place) for place in places)
        top = table.rowAt(0)
        is_scrolled = table.verticalScrollBar().value() > 0
        self._top = model.rowid(top) if is_scrolled and top >= 0 else -1
        self._offset = table.rowViewportPosition(top) if top >= 0 else 0

    def _restore(self) -> None:
        table, model = self._table, self._model
        places = [place for rowid in self._selected if (place := model.place_of(rowid)) >= 0]
        kept = table.selectionModel()
        table.setAutoScroll(False)
        select_places(table, places)
        current = model.place_of(self._current) if self._current >= 0 else -1
        index = model.index(current, 0) if current >= 0 else QModelIndex()
        kept.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        table.setAutoScroll(True)
        top = model.place_of(self._top) if self._top >= 0 else -1
        bar = table.verticalScrollBar()
        bar.setValue(top * table.verticalHeader().defaultSectionSize() - self._offset if top >= 0 else 0)
