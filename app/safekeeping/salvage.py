"""What can still be said of a damaged workspace: what waits for the server, which device it is, what is half filled in.

Two sources complete each other: the journal, and those pages of the database that are whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.safekeeping.backups import newest_good_backup
from app.safekeeping.journal import Journal
from app.safekeeping.journaling import is_kept, is_unsettled
from app.safekeeping.plain_connection import connected
from app.storage import facts
from app.storage.drafts import Draft
from app.storage.facts import WorkspaceFact
from app.storage.outbox import SEQUENCE, OutboxEntry, OutboxState
from app.storage.schema import Row, RowT, TableSpec, spec_of


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was found. `damaged` counts the stretches of the journal that could not be read."""

    facts: dict[str, str]
    entries: list[OutboxEntry]
    """What the server has not judged, or has refused and nobody has put away; in its order."""
    drafts: list[Draft]
    damaged: int

    @property
    def pending(self) -> list[OutboxEntry]:
        """What is to be offered again."""
        return [entry for entry in self.entries if entry.state is OutboxState.PENDING]

    @property
    def keeps_device(self) -> bool:
        """Whether the server can take up where it was: without a gap in what it is offered."""
        given = int(self.facts.get(f"count:{SEQUENCE}", "0"))
        places = [entry.sequence for entry in self.pending]
        whole = places == list(range(given - len(places) + 1, given + 1))
        return whole and bool(self.facts.get(facts.DEVICE_TOKEN) and self.facts.get(facts.DEVICE_ID))


def salvage(home: Home) -> Salvage:
    """Read what can be read, and change nothing."""
    journal = Journal(home.journal_file, home.read_key()).read()
    rows = {spec.row_type: _readable(home, spec) for spec in map(spec_of, (WorkspaceFact, OutboxEntry, Draft))}
    entries = dict(journal.entries)
    for row in rows[OutboxEntry]:
        if is_unsettled(row):
            entries[row["id"]] = row
        else:
            entries.pop(row["id"], None)
    found = sorted(_rows(OutboxEntry, entries.values()), key=lambda entry: entry.sequence)
    known = {row["id"]: row["value"] for row in rows[WorkspaceFact] if is_kept(row["id"])}
    return Salvage(_together(known, journal.facts, found), found, _rows(Draft, rows[Draft]), journal.damaged)


def numbered_anew(found: Salvage) -> Salvage:
    """Close the gaps that lost entries have left, for a server that takes this workspace for a new device."""
    places = range(1, len(found.entries) + 1)
    entries = [replace(entry, sequence=place) for place, entry in zip(places, found.entries, strict=True)]
    known = {**found.facts, facts.DEVICE_TOKEN: "", f"count:{SEQUENCE}": str(len(entries))}
    return replace(found, entries=entries, facts=known)


def _together(known: dict[str, str], noted: dict[str, str], entries: list[OutboxEntry]) -> dict[str, str]:
    """The database is believed where it can be read; counters stand at the highest that anybody knows of."""
    together = {**noted, **known}
    for name in (name for name in together if name.startswith("count:")):
        together[name] = str(max(int(source.get(name, "0")) for source in (known, noted)))
    last = max((entry.sequence for entry in entries), default=0)
    given = f"count:{SEQUENCE}"
    return {**together, given: str(max(last, int(together.get(given, "0"))))}


def _rows(row_type: type[Row], rows: Any) -> list[Any]:
    spec = spec_of(row_type)
    made = []
    for row in rows:
        with suppress(NoRow):
            made.append(row_of(spec, row))
    return made


class NoRow(Exception):
    """What was kept as a row was written by another version, or is half of one."""


def row_of(spec: TableSpec, fields: Mapping[str, Any]) -> Any:
    """The row of which these are the values by column, as they are stored, each of the type that it has to have.

    :raises NoRow: it is none
    """
    try:
        row = spec.from_values(tuple(fields[name] for name in spec.columns))
        return msgspec.convert(msgspec.to_builtins(row), spec.row_type)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, msgspec.MsgspecError) as error:
        raise NoRow(str(error)) from error


def readable_rows(home: Home, row_type: type[RowT]) -> list[RowT]:
    """The rows of a table that can still be read."""
    found: list[RowT] = _rows(row_type, _readable(home, spec_of(row_type)))
    return found


def _readable(home: Home, spec: TableSpec) -> list[dict[str, Any]]:
    """The rows of a table from its beginning up to the first damaged page, and from its end back to the last one."""
    rows: dict[str, dict[str, Any]] = {}
    for order in ("ASC", "DESC"):
        with suppress(Trouble):
            for row in _walk(home, spec, order):
                rows[row["id"]] = row
            break
    return list(rows.values())


def _walk(home: Home, spec: TableSpec, order: str) -> Iterator[dict[str, Any]]:
    with connected(home.database, home.read_key()) as database:
        found = database.execute(f"SELECT * FROM {spec.name} NOT INDEXED ORDER BY rowid {order}")  # noqa: S608 - our own name
        names = [column[0] for column in found.description]
        for row in found:
            yield dict(zip(names, row, strict=True))


def can_be_rescued(home: Home, code: str) -> bool:
    """Whether a workspace that could not be opened for this reason can be made whole again.

    A first page that is damaged looks like a wrong key; it is the right one where it opens the journal or a backup.
    """
    if code != "workspace_key_wrong":
        return code == "workspace_damaged"
    try:
        journal = Journal(home.journal_file, home.read_key()).read()
    except Trouble:
        return False
    return not journal.is_empty or newest_good_backup(home) is not None
