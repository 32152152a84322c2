"""Keeping the outbox journal: what is noted when, and when it is written anew.

The order: the database commits (FULL: it is on the disk), then the journal gets the same entry (written through to the
disk too), then the command is acknowledged. So an acknowledged command is in both. A crash between the two leaves one
that is in the database only, was never acknowledged, and is noted at the next start (`catch_up`). The other order could
leave a command in the journal that never happened. Where the journal cannot be written the command stands all the same.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from app.foundation.errors import Trouble
from app.safekeeping.journal import Contents, Journal, Record
from app.storage import facts
from app.storage.facts import WorkspaceFact
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import TableSpec, Values, columns_of, spec_of
from app.storage.store import Store
from app.storage.units import After, Before, Changes, Origin, Reader, UnitOfWork

KEPT_FACTS = frozenset(
    {
        facts.DEVICE_ID,
        facts.DEVICE_CODE,
        facts.DEVICE_TOKEN,
        facts.PERSON_ID,
        facts.TOKEN_AT,
        facts.SERVER_URL,
        facts.SERVER_AUTHORITY,
        facts.GRANTS,
        facts.EPOCH,
        facts.SAMPLE,
    }
)
"""Beside the counters, what makes this workspace a device of its server."""

_ENTRIES_A_RECORD = 500
_SPARE = 50
"""So much may lie in the journal for nothing before it is written anew."""

_log = logging.getLogger(__name__)


class Journaling:
    """Notes what each transaction adds to the outbox, once it is committed."""

    def __init__(self, journal: Journal, make_room: Callable[[], bool] = bool) -> None:
        """`make_room` frees some space on a full disk and tells whether there was any to be freed."""
        self.journal = journal
        self._make_room = make_room
        self._noted = threading.local()

    def observer(self) -> _Noting:
        """Sees one unit of work."""
        return _Noting(self._noted)

    def heard(self, _changes: Changes) -> None:
        """A unit was committed in this thread: write down what it added."""
        record: Record | None = getattr(self._noted, "record", None)
        self._noted.record = None
        if not record:
            return
        try:
            try:
                self.journal.append(record)
            except OSError:
                if not self._make_room():
                    raise
                self.journal.append(record)
        except OSError:
            _log.warning("the outbox journal could not be written; it will be completed later", exc_info=True)

    def catch_up(self, store: Store) -> None:
        """Complete the journal by what the database holds, and write it anew where most of it is settled.

        :raises Trouble: the disk is full, or the file cannot be written
        """
        with store.read() as reader:
            unsettled = _unsettled(reader)
            standing = _standing(reader)
        contents = self.journal.read()
        if contents.damaged or contents.noted > 2 * len(unsettled) + _SPARE:
            store.write(self._renew)
            return
        missing = [entry for entry in unsettled if contents.entries.get(entry["id"]) != entry]
        if missing or any(contents.facts.get(name) != value for name, value in standing.items()):
            try:
                for record in _in_records(standing, missing):
                    self.journal.append(record)
            except OSError as error:
                raise Trouble("file_not_writable", path=str(self.journal.path), detail=str(error)) from error

    def _renew(self, unit: UnitOfWork) -> None:
        """Write anew what is unsettled, and what only the journal knows. Nobody commits meanwhile."""
        contents = self.journal.read()
        entries = [*_unsettled(unit), *_unknown(unit, contents)]
        # the facts stand twice, so that no single damage makes this workspace a stranger to its server
        self.journal.rewrite([Record(_standing(unit)), *_in_records(_standing(unit), entries)])


class _Noting:
    """Collects what one unit adds; it counts only when `Journaling.heard` is called, after the commit."""

    def __init__(self, noted: threading.local) -> None:
        self._shared = noted
        self._facts: dict[str, str] = {}
        self._entries: dict[str, dict[str, Any]] = {}

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Keep what waits for the server, and what makes this a device of it."""
        if spec.row_type is WorkspaceFact:
            self._facts.update({name: str(row[1]) for name, row in after.items() if _is_news(name, row, before)})
        elif spec.row_type is OutboxEntry:
            for entry_id, row in after.items():
                self._entries[entry_id] = dict(zip(spec.columns, row, strict=True))

    def finishing(self, unit: UnitOfWork) -> None:  # noqa: ARG002 - nothing is asked of the database
        """Leave it to whoever hears of the commit in this thread."""
        waiting = [entry for entry in self._entries.values() if is_unsettled(entry)]
        settled = [entry_id for entry_id, entry in self._entries.items() if not is_unsettled(entry)]
        self._shared.record = Record(self._facts, waiting, settled)


def _is_news(name: str, row: Values, before: Before) -> bool:
    return is_kept(name) and before.get(name) != row


def is_kept(name: str) -> bool:
    """Whether the journal keeps the fact of this name."""
    return name in KEPT_FACTS or name.startswith("count:")


def is_unsettled(entry: Mapping[str, Any]) -> bool:
    """Whether an entry, by column as it is stored, still waits: for the server, or for a person to settle it."""
    return bool(entry["state"] != OutboxState.APPLIED)


def _standing(reader: Reader) -> dict[str, str]:
    return {fact.id: fact.value for fact in reader.find(WorkspaceFact) if is_kept(fact.id)}


def _unsettled(reader: Reader) -> list[dict[str, Any]]:
    """What the server has not judged, and what it did not do as it was meant."""
    column, spec = columns_of(OutboxEntry), spec_of(OutboxEntry)
    kept = reader.find(OutboxEntry, column.state != OutboxState.APPLIED, order_by=[column.sequence])
    return [dict(zip(spec.columns, spec.to_values(entry), strict=True)) for entry in kept]


def _unknown(reader: Reader, contents: Contents) -> list[dict[str, Any]]:
    """What the journal has and the database has never heard of: the database is older than the journal."""
    known = reader.values_of(spec_of(OutboxEntry), contents.entries)
    return [entry for entry_id, entry in contents.entries.items() if entry_id not in known]


def _in_records(standing: dict[str, str], entries: list[dict[str, Any]]) -> list[Record]:
    starts = range(0, max(len(entries), 1), _ENTRIES_A_RECORD)
    return [Record({} if start else standing, entries[start : start + _ENTRIES_A_RECORD]) for start in starts]
