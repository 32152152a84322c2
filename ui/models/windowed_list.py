"""A model over a long list: the ids of all rows at once, the rows themselves only where somebody looks.

Ids and rows are fetched by the readers of the database. What was asked for and is overtaken by a newer question (a
filter, a sort, a change) is cancelled or dropped, so what is shown always belongs to one snapshot of ids.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QTimer, Signal

from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes, Reader

Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 128
_PAGES_AT_A_TIME = 4
_WANTED_PAGES = 8
"""A scroll bar that is dragged passes many pages; only the last ones are still in sight when their turn comes."""
_KEPT_PAGES = 64


class ListItem(Protocol):
    """What is fetched of a row; `row` is the database's own number of it."""

    @property
    def row(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ids of all rows, or of the first of `length`, and the page that is likely in sight.

    `places` tells where those rows stand that the view wants to find again; empty where nothing has moved.
    """

    ids: array[int]
    is_unchanged: bool
    places: dict[int, int]
    page: int
    items: Sequence[ListItem]
    length: int


FindIds = Callable[["Reader", int | None], "array[int]"]
"""Finds the ids of all rows, or of the first so many."""
CountRows = Callable[["Reader"], int]
FetchPage = Callable[["Reader", Sequence[int]], Sequence[ListItem]]


class WindowedModel(QAbstractTableModel):
    """Shows the rows that the subclass finds; `tables` are those whose changes make it look again.

    `fetch_page` is called by a reader; it finds what is shown of some rows and leaves out those that are gone.
    `roles` are those that the subclass answers.
    """

    loaded = Signal()
    """The ids arrived, for the first time or again; the first of them may come alone."""

    def __init__(
        self,
        work: Work,
        fetch_page: FetchPage,
        *,
        tables: tuple[str, ...],
        roles: Iterable[int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_loaded = False
        """Whether all ids were there once."""
        self.watched: Callable[[], Sequence[int]] = tuple
        """Asked before a reload: the rows that the view wants to find again after it."""
        self._work, self._fetch_page = work, fetch_page
        self._tables, self._roles = tables, frozenset(map(int, roles))
        self._ids: array[int] = array("q")
        self._length = 0
        self._places: dict[int, int] = {}
        self._items: dict[int, ListItem] = {}
        self._outdated: dict[int, ListItem] = {}
        self._pages: dict[int, Sequence[int]] = {}
        self._wanted: dict[int, None] = {}
        self._asked: tuple[int, ...] = ()
        self._loading: Reply | None = None
        self._beginning: Reply | None = None
        self._fetching: Reply | None = None
        self._load_again = False
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)
        work.changes_applied.connect(self._changes_applied)

    @abstractmethod
    def ids_question(self) -> FindIds:
        """What finds the ids of the rows that are wanted now, in their order; called by a reader."""

    def count_question(self) -> CountRows | None:
        """What counts the rows that are wanted now; None where this takes as long as to find them."""
        return None

    @abstractmethod
    def cell(self, item: Any, column: int, role: int) -> object:
        """What an item says in a column, in one of the model's roles."""

    @property
    def is_whole(self) -> bool:
        """Whether all ids of what is wanted are there; not where the first came alone."""
        return self.is_loaded and self._loading is None

    def load(self, *, begins: bool = False) -> None:
        """Look anew, because something else is wanted than before; what is under way is dropped.

        The very first time the first rows are asked for besides, and how many there are: they are there 0.1 s before
        the ids of all 700,000. So they are with `begins`, for somebody who types.
        """
        self._drop_loading()
        self._load_again = False
        find, watched = self.ids_question(), tuple(self.watched())
        if begins or not self.is_loaded:
            beginning = _beginning(find, self._fetch_page, self.count_question())
            self._beginning = self._work.run_query(beginning, self._beginning_arrived, self._beginning_failed)
        everything = _snapshot(find, self._fetch_page, self._ids, watched)
        self._loading = self._work.run_query(everything, self._ids_arrived, self._loading_failed)

    def reload(self) -> None:
        """Look anew, because the rows may have changed; what is under way comes first, or it would never come."""
        if self._loading is None:
            self.load()
        else:
            self._load_again = True

    def show_again(self) -> None:
        """Let the views ask for every text anew."""
        if self._length:
            self.dataChanged.emit(self.index(0, 0), self.index(self._length - 1, self.columnCount() - 1))

    def item(self, row: int) -> Any:
        """What is known of the row at this place; None while it is being fetched."""
        rowid = self.rowid(row)
        if rowid < 0:
            return None
        item = self._items.get(rowid)
        if item is None:
            self._want(row // PAGE_ROWS)
            item = self._outdated.get(rowid)
        return item

    def rowid(self, row: int) -> int:
        """The database's number of the row at this place; -1 as long as only the first are known."""
        return self._ids[row] if row < len(self._ids) else -1

    def place_of(self, rowid: int) -> int:
        """Where a row stands in the list; -1 where it does not."""
        if rowid not in self._places:
            try:
                self._places[rowid] = self._ids.index(rowid)
            except ValueError:
                self._places[rowid] = -1
        return self._places[rowid]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._length

    def data(self, index: Index, role: int = 0) -> object:
        if role not in self._roles or not index.isValid():
            return None
        item = self.item(index.row())
        return None if item is None else self.cell(item, index.column(), role)

    def _changes_applied(self, changes: Changes) -> None:
        if changes.touches(*self._tables):
            self.reload()

    def _beginning_arrived(self, snapshot: Snapshot) -> None:
        self._beginning = None
        are_others = snapshot.length >= PAGE_ROWS and snapshot.ids != self._ids[:PAGE_ROWS]
        if are_others or not self.is_loaded:  # fewer, or the same, are found again at once, all of them
            self._show(snapshot)

    def _beginning_failed(self, _error: Exception) -> None:
        """What fails here fails for the whole list too, and is told then."""
        self._beginning = None

    def _ids_arrived(self, snapshot: Snapshot) -> None:
        self._drop_loading()
        self.is_loaded = True
        self._show(snapshot)
        if self._load_again:
            self.load()

    def _show(self, snapshot: Snapshot) -> None:
        self._drop_pages()
        is_unchanged = snapshot.is_unchanged and self._length == snapshot.length
        if is_unchanged or self._is_begun(snapshot):
            self._ids, self._places = snapshot.ids, snapshot.places
            self._keep(snapshot.page, snapshot.items)
            self.show_again()
        else:
            self.beginResetModel()
            self._ids, self._places, self._length = snapshot.ids, snapshot.places, snapshot.length
            self._keep(snapshot.page, snapshot.items)
            self.endResetModel()
        self.loaded.emit()

    def _is_begun(self, snapshot: Snapshot) -> bool:
        """Whether all that is shown already is the beginning of the snapshot."""
        return self._length == snapshot.length and snapshot.ids[: len(self._ids)] == self._ids

    def _drop_loading(self) -> None:
        for reply in (self._beginning, self._loading):
            if reply is not None:
                reply.cancel()
        self._beginning = self._loading = None

    def _loading_failed(self, error: Exception) -> None:
        self._loading = None
        self._work.failed.emit(error)

    def _drop_pages(self) -> None:
        """What was fetched may be outdated, but is better than nothing until it has been fetched again."""
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None
        if self._items:
            self._outdated, self._items = self._items, {}
        self._pages.clear()
        self._wanted.clear()
        self._asked = ()

    def _want(self, page: int) -> None:
        if page in self._pages or page in self._asked:
            return
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if len(self._wanted) > _WANTED_PAGES:
            del self._wanted[next(iter(self._wanted))]
        if not self._asking.isActive() and self._fetching is None:
            self._asking.start()

    def _ask(self) -> None:
        """Ask for the pages that were wanted last."""
        if self._fetching is not None or not self._wanted:
            return
        self._asked = tuple(self._wanted.popitem()[0] for _ in range(min(_PAGES_AT_A_TIME, len(self._wanted))))
        rowids = [rowid for page in self._asked for rowid in self._rowids_of(page)]
        fetch_page = self._fetch_page
        self._fetching = self._work.run_query(
            lambda reader: fetch_page(reader, rowids), self._pages_arrived, self._fetching_failed
        )

    def _pages_arrived(self, items: Sequence[ListItem]) -> None:
        self._fetching = None
        arrived, self._asked = self._asked, ()
        for page in arrived:
            self._keep(page, items)
            last = min((page + 1) * PAGE_ROWS, len(self._ids)) - 1
            self.dataChanged.emit(self.index(page * PAGE_ROWS, 0), self.index(last, self.columnCount() - 1))
        self._ask()

    def _keep(self, page: int, items: Sequence[ListItem]) -> None:
        self._pages[page] = self._rowids_of(page)
        self._items.update((item.row, item) for item in items)
        while len(self._pages) > _KEPT_PAGES:
            for rowid in self._pages.pop(next(iter(self._pages))):
                self._items.pop(rowid, None)

    def _fetching_failed(self, error: Exception) -> None:
        self._fetching = None
        self._asked = ()
        self._work.failed.emit(error)

    def _rowids_of(self, page: int) -> Sequence[int]:
        return self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]


def _beginning(find: FindIds, fetch_page: FetchPage, count: CountRows | None) -> Callable[[Reader], Snapshot]:
    """Takes a snapshot of the first page."""

    def take(reader: Reader) -> Snapshot:
        ids = find(reader, PAGE_ROWS)
        length = count(reader) if count is not None and len(ids) == PAGE_ROWS else len(ids)
        return Snapshot(ids, False, {}, 0, fetch_page(reader, ids), length)

    return take


def _snapshot(
    find: FindIds, fetch_page: FetchPage, before: array[int], watched: Sequence[int]
) -> Callable[[Reader], Snapshot]:
    """Takes a snapshot; the page in sight is the one of the first row that is watched."""

    def take(reader: Reader) -> Snapshot:
        ids = find(reader, None)
        is_unchanged = ids == before
        places = _places(ids, watched)
        page = max(0, places.get(watched[0], 0) if watched else 0) // PAGE_ROWS
        items = fetch_page(reader, ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])
        return Snapshot(before if is_unchanged else ids, is_unchanged, places, page, items, len(ids))

    return take


def _places(ids: array[int], watched: Sequence[int]) -> dict[int, int]:
    places = dict.fromkeys(watched, -1)
    missed = set(watched)
    for place, rowid in enumerate(ids):
        if not missed:
            break
        if rowid in missed:
            missed.discard(rowid)
            places[rowid] = place
    return places
