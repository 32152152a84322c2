"""Reading and changing rows. Every write passes through `UnitOfWork.apply`, with the rows before and after.

Whatever follows from a write (the announcement, the server's image kept for rebase, the stamp that devices pull by,
the search index) is done there by observers, so that no handler has to think of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from app.foundation.errors import Rejection
from app.storage.schema import RowT, TableSpec, Values, spec_of
from app.storage.statements import Equality, PlainSql, statements

T = TypeVar("T")
_CHUNK = 500
_FEW = 50
"""Rows that are asked for at once and remembered until the end of a unit."""
MANY = 500
"""Rows that are written at once are first tried as new ones: the pages of a first load. Else it is soon found out."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Which rows were changed: ids by table name."""

    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def touches(self, *tables: str) -> bool:
        """Whether any of these tables changed."""
        return any(name in self.ids for name in tables)

    def merged(self, other: Changes) -> Changes:
        """These changes and the other ones."""
        names = self.ids.keys() | other.ids.keys()
        return Changes({name: self.ids.get(name, frozenset()) | other.ids.get(name, frozenset()) for name in names})


class Origin(Enum):
    """Why rows are written."""

    COMMAND = auto()
    """Somebody's command, for the first time or once more."""
    TRUTH = auto()
    """What the server says, or going back to what it said."""


Before = Mapping[str, Values]
After = Mapping[str, Values]


class WriteObserver(Protocol):
    """Sees every write of a unit of work, in the same transaction."""

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:
        """Rows of one table were written; an id that is only in `before` was removed, only in `after` is new."""

    def finishing(self, unit: UnitOfWork) -> None:
        """The transaction is about to be committed; nothing is written after this."""


class Reader:
    """Reads rows inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.plain = PlainSql(connection)
        self._sql = statements(connection.dialect.name)

    def get(self, row_type: type[RowT], row_id: str) -> RowT | None:
        """The row with this id, if there is one."""
        spec = spec_of(row_type)
        values = self.values_of(spec, [row_id]).get(row_id)
        return None if values is None else spec.from_values(values)

    def get_all(self, row_type: type[RowT], row_ids: Iterable[str]) -> dict[str, RowT]:
        """Those of the rows with these ids that there are, by id."""
        spec = spec_of(row_type)
        return {row_id: spec.from_values(values) for row_id, values in self.values_of(spec, row_ids).items()}

    def require(self, row_type: type[RowT], row_id: str, **values: object) -> RowT:
        """The row with this id, and with these values: one of another customer is as unknown as one that is not there.

        :raises Rejection: ``record_unknown`` where there is none (here)
        """
        row = self.get(row_type, row_id)
        if row is None or any(getattr(row, name) != value for name, value in values.items()):
            raise Rejection("record_unknown", table=spec_of(row_type).name, id=row_id)
        return row

    def find(
        self,
        row_type: type[RowT],
        *conditions: sa.ColumnElement[bool],
        order_by: Sequence[sa.ColumnElement[Any]] = (),
        limit: int | None = None,
    ) -> list[RowT]:
        """The rows that meet all conditions (made with `columns_of`)."""
        spec = spec_of(row_type)
        query = sa.select(spec.table).where(*conditions).order_by(*order_by).limit(limit)
        return [row_type(**dict(zip(spec.columns, row, strict=True))) for row in self.connection.execute(query)]

    def having(
        self,
        row_type: type[RowT],
        *order_by: str,
        above: Mapping[str, object] = MappingProxyType({}),
        limit: int | None = None,
        **equal: object,
    ) -> list[RowT]:
        """The rows with these values, in the order of these columns: a `find` that takes a tenth of the time.

        What stands in the columns of `above` is greater than that.
        """
        spec = spec_of(row_type)
        wanted, values = _equality(spec, equal, above)
        sql = self._sql.by_values(spec, wanted, order_by, limit)
        return [spec.from_values(row) for row in self.plain.rows(sql, values)]

    def first(self, row_type: type[RowT], *conditions: sa.ColumnElement[bool]) -> RowT | None:
        """Some row that meets all conditions, if there is one."""
        return next(iter(self.find(row_type, *conditions, limit=1)), None)

    def count(self, row_type: type[RowT], *conditions: sa.ColumnElement[bool], **equal: object) -> int:
        """How many rows meet all conditions, or have these values."""
        spec = spec_of(row_type)
        if not conditions:
            wanted, values = _equality(spec, equal)
            return int(self.plain.value(self._sql.count(spec, wanted), values))
        equalities = [spec.table.c[name] == value for name, value in equal.items()]
        query = sa.select(sa.func.count()).select_from(spec.table).where(*conditions, *equalities)
        return int(self.connection.execute(query).scalar_one())

    def values_of(self, spec: TableSpec, ids: Iterable[str], *, lock: bool = False) -> dict[str, Values]:
        """The stored values of the rows with these ids, by id."""
        found: dict[str, Values] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            rows = self.plain.rows(self._sql.by_ids(spec, len(chunk), lock=lock), chunk)
            found.update((str(row[0]), row) for row in rows)
        return found


class Contended(Exception):
    """Another unit holds what this one would have to wait for; undo this one and run it again."""


class UnitOfWork(Reader):
    """One transaction that writes: of the one writer on SQLite, of one of many on PostgreSQL."""

    def __init__(self, connection: sa.Connection, observers: Sequence[WriteObserver] = ()) -> None:
        super().__init__(connection)
        self._observers = list(observers)
        self._changed: defaultdict[str, set[str]] = defaultdict(set)
        self._events: list[object] = []
        self._locked: set[str] = set()
        self._attempts = 0
        self._seen: dict[tuple[str, str], Values | None] | None = {} if connection.dialect.name == "sqlite" else None
        self._read: dict[tuple[str, str], Any] = {}
        """Of the rows that were seen, those that somebody has asked for."""

    def observe(self, observer: WriteObserver) -> None:
        """Let one more observer see the writes from now on."""
        self._observers.append(observer)

    @property
    def changes(self) -> Changes:
        """What this unit has changed so far."""
        return Changes({name: frozenset(ids) for name, ids in self._changed.items()})

    def hold(self, row_type: type[RowT], row_id: str) -> RowT | None:
        """The row with this id, if there is one; nobody else can change it until this unit ends."""
        spec = spec_of(row_type)
        values = self.values_of(spec, [row_id], lock=True).get(row_id)
        return None if values is None else spec.from_values(values)

    def lock(self, name: str) -> None:
        """Let no other unit lock `name` until this one ends; what they changed under it is seen from now on.

        SQLite has one writer anyway. On PostgreSQL a unit waits only for its first lock, so no two can wait for each
        other.

        :raises Contended: somebody else holds it, and this unit holds another one already
        """
        if name in self._locked or self.connection.dialect.name != "postgresql":
            return
        function = "pg_try_advisory_xact_lock" if self._locked else "pg_advisory_xact_lock"
        locked = self.plain.value(f"SELECT {function}(hashtextextended(%s, 0))", (name,))
        if locked is False:
            raise Contended(name)
        self._locked.add(name)

    def get(self, row_type: type[RowT], row_id: str) -> RowT | None:
        """The row with this id, if there is one; on the one writer it is made of its values once."""
        place = spec_of(row_type).name, row_id
        if place in self._read:
            row: RowT | None = self._read[place]
            return row
        row = super().get(row_type, row_id)
        if self._seen is not None:
            self._read[place] = row
        return row

    def values_of(self, spec: TableSpec, ids: Iterable[str], *, lock: bool = False) -> dict[str, Values]:
        """The stored values of the rows with these ids, by id.

        Where this is the one writer, few rows are read once: nobody changes them but this unit.
        """
        wanted = list(ids)
        if self._seen is None or len(wanted) > _FEW:
            return super().values_of(spec, wanted, lock=lock)
        unseen = [row_id for row_id in wanted if (spec.name, row_id) not in self._seen]
        if unseen:
            found = super().values_of(spec, unseen, lock=lock)
            self._seen.update(((spec.name, row_id), found.get(row_id)) for row_id in unseen)
        known = ((row_id, self._seen[spec.name, row_id]) for row_id in wanted)
        return {row_id: values for row_id, values in known if values is not None}

    def require_new(self, row_type: type[RowT], row_id: str) -> None:
        """See to it that no row has this id, which came from outside: `Rejection("record_exists")` where one has it."""
        if self.get(row_type, row_id) is not None:
            raise Rejection("record_exists", table=spec_of(row_type).name, id=row_id)

    def put(self, *rows: RowT) -> None:
        """Insert the rows, or replace those with the same ids."""
        for row_type, alike in groupby(rows, type):
            spec = spec_of(row_type)
            self.apply(spec, [spec.to_values(row) for row in alike])

    def ensure(self, row: RowT) -> RowT:
        """The row with this id as it stands, inserted as given where it is missing, even with two writers at once."""
        spec = spec_of(type(row))
        found = self.hold(type(row), row.id)
        if found is not None:
            return found
        values = spec.to_values(row)
        if self.plain.run(self._sql.insert_missing(spec), values):
            self._remember(spec, {row.id: values})
            self._wrote(spec, {}, {row.id: values}, Origin.COMMAND)
        return self.hold(type(row), row.id) or row

    def insert_missing(self, spec: TableSpec, rows: Sequence[Values]) -> None:
        """Insert those rows of a table that never leaves this database whose ids it does not have; unannounced."""
        self.plain.run_each(self._sql.insert_missing(spec), rows)
        if self._seen is not None:
            for row in rows:
                self._seen.pop((spec.name, str(row[0])), None)
                self._read.pop((spec.name, str(row[0])), None)

    def remove(self, row_type: type[RowT], row_id: str) -> None:
        """Remove the row with this id, if it is there."""
        self.apply(spec_of(row_type), (), removed=[row_id])

    def apply(
        self, spec: TableSpec, rows: Sequence[Values], *, removed: Sequence[str] = (), origin: Origin = Origin.COMMAND
    ) -> None:
        """Write and remove rows of one table; rows that stay as they were are left alone and not announced."""
        if len(rows) >= MANY and not removed and self._insert_new(spec, rows, origin):
            return
        before = self.values_of(spec, [str(row[0]) for row in rows] + list(removed), lock=True)
        written = {str(row[0]): row for row in rows if before.get(str(row[0])) != row}
        gone: dict[str, None] = dict.fromkeys(row_id for row_id in removed if row_id in before)
        if not written and not gone:
            return
        self._write(spec, before, written)
        if gone:
            self.plain.run_each(self._sql.delete(spec), [(row_id,) for row_id in gone])
        self._remember(spec, {**gone, **written})
        touched = {row_id: values for row_id, values in before.items() if row_id in written or row_id in gone}
        self._wrote(spec, touched, written, origin)

    def _write(self, spec: TableSpec, before: Before, written: After) -> None:
        """Insert what is new; of other rows write only what has changed, so that no other index is touched."""
        new = [values for row_id, values in written.items() if row_id not in before]
        if new:
            self.plain.run_each(self._sql.upsert(spec), new)
        changed: defaultdict[tuple[int, ...], list[Values]] = defaultdict(list)
        for row_id, now in written.items():
            was = before.get(row_id)
            if was is None:
                continue
            places = tuple(place for place in range(len(now)) if now[place] != was[place])
            changed[places].append((*(now[place] for place in places), row_id))
        for places, values in changed.items():
            self.plain.run_each(self._sql.update(spec, places), values)

    def _insert_new(self, spec: TableSpec, rows: Sequence[Values], origin: Origin) -> bool:
        """Insert many rows unread; tells whether all of them were new. Else nothing was changed."""
        try:
            self.attempt(lambda: self.plain.run_each(self._sql.insert(spec), rows))
        except sa.exc.IntegrityError:
            return False
        self._forget()
        self._wrote(spec, {}, {str(row[0]): row for row in rows}, origin)
        return True

    def announce(self, event: object) -> None:
        """Tell the rooms above what happened; their reactions run on the authority, in this transaction."""
        self._events.append(event)

    def take_events(self) -> list[object]:
        """The events announced since the last call."""
        events, self._events = self._events, []
        return events

    def attempt(self, work: Callable[[], T]) -> T:
        """Run `work`; what it changed is undone when it raises a rejection, which goes on to the caller."""
        outside, self._changed = self._changed, defaultdict(set)
        locked = set(self._locked)
        self._attempts += 1
        savepoint = f"attempt_{self._attempts}"
        self.plain.run(f"SAVEPOINT {savepoint}")
        try:
            result = work()
        except BaseException as error:
            self._undo_to(savepoint, error)
            self._forget()
            self._changed, self._locked = outside, locked
            self._events = []
            raise
        self.plain.run(f"RELEASE SAVEPOINT {savepoint}")
        inside, self._changed = self._changed, outside
        for name, ids in inside.items():
            outside[name] |= ids
        return result

    def finish(self) -> None:
        """Let the observers do their last writes before the commit."""
        for observer in self._observers:
            observer.finishing(self)

    def _undo_to(self, savepoint: str, error: BaseException) -> None:
        """Undo what was done since; a failure of the database may have ended the whole transaction already."""
        try:
            self.plain.run(f"ROLLBACK TO SAVEPOINT {savepoint}")
            self.plain.run(f"RELEASE SAVEPOINT {savepoint}")
        except sa.exc.DBAPIError:
            if not isinstance(error, sa.exc.DBAPIError):
                raise

    def _remember(self, spec: TableSpec, rows: Mapping[str, Values | None]) -> None:
        if self._seen is not None and len(rows) <= _FEW:
            for row_id, values in rows.items():
                self._seen[spec.name, row_id] = values
                self._read.pop((spec.name, row_id), None)
        else:
            self._forget()

    def _forget(self) -> None:
        if self._seen is not None:
            self._seen, self._read = {}, {}

    def _wrote(self, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:
        self._changed[spec.name].update(before, after)
        for observer in self._observers:
            observer.wrote(self, spec, before, after, origin)


def _equality(
    spec: TableSpec, equal: Mapping[str, object], above: Mapping[str, object] = MappingProxyType({})
) -> tuple[Equality, Values]:
    """The condition that columns have these values or greater ones, and the values as they are stored."""
    set_to = {name: value for name, value in equal.items() if value is not None}
    unset = tuple(name for name in equal if name not in set_to)
    values = tuple(spec.stored(name, value) for name, value in [*set_to.items(), *above.items()])
    return Equality(tuple(set_to), unset, tuple(above)), values
