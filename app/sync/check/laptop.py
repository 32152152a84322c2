"""The laptop's half of check: go through all that is here, a few stretches a round, and mend what stands otherwise.

Nothing is compared while something waits for the server, or while the server has something new: then the next round
goes on. How far a check went is kept, so it comes to its end however often the program is closed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from app.foundation.clock import BootClock
from app.foundation.errors import Trouble
from app.storage.facts import fact, set_fact
from app.storage.outbox import waiting_count
from app.storage.schema import TableSpec
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.check.rules import CheckReport, is_due, place_after
from app.sync.check.stretches import digest_of, digests_of, stretch_of, without_old
from app.sync.check.wire import CHECK, MOST_ROWS, CheckReply, CheckRequest
from app.sync.pull.laptop import standpoint
from app.sync.pull.wire import Standpoint, TableRows
from app.sync.rebase.laptop import Redo, apply_rows
from app.sync.rebase.rows import synchronised_specs
from app.sync.transport import Line

_ROWS_A_ROUND = 2 * MOST_ROWS
_LEAST_COST = _ROWS_A_ROUND // 50
"""As so many rows a stretch counts at least; there are fewer tables than 50, so where little is here one round will do.
"""
_IN_VAIN = frozenset({"protocol_unknown", "message_malformed", "server_failed"})
"""A server of an older program compares nothing, and one that cannot must not stand in the way of anything else."""
_CHECK = "check"
"""The fact that tells how far it went."""


class _Walk(msgspec.Struct, frozen=True):
    """How far a check is that began when the computer had run for so long since which start; no table: it is over."""

    boot_id: str
    begun: timedelta
    table: str = ""
    after: str = ""
    compared: int = 0
    mended: int = 0
    asked: bool = False


class Checking:
    """Checks once a day, and when somebody asks for it."""

    def __init__(self, store: Store, redo: Redo, boot_clock: BootClock) -> None:
        self._store = store
        self._redo = redo
        self._boot_clock = boot_clock
        self._is_asked = False

    def ask(self) -> None:
        """Begin anew in the next round, and go through everything in it. From any thread."""
        self._is_asked = True

    def go_on(self, line: Line) -> CheckReport | None:
        """Compare the next stretches where a check is under way, or to be begun; the report where it has ended.

        :raises Trouble: what stands between here and the server
        """
        with self._store.read() as reader:
            kept = fact(reader, _CHECK)
        walk = before = self._current(msgspec.json.decode(kept, type=_Walk) if kept else None)
        try:
            for walk in self._walked(line, before):  # noqa: B007 - the last one counts
                pass
        except Trouble as trouble:
            if trouble.code in _IN_VAIN:
                walk = replace(walk, table="")
            if trouble.code not in _IN_VAIN or walk.asked:
                raise
            return None
        finally:
            encoded = msgspec.json.encode(walk).decode()
            if encoded != kept:
                self._store.write(lambda unit: set_fact(unit, _CHECK, encoded))
        is_over = bool(before.table) and not walk.table
        return CheckReport(walk.compared, walk.mended, walk.asked) if is_over else None

    def _current(self, kept: _Walk | None) -> _Walk:
        """The check that is under way, or is to be begun now; or the last one, if the next is not due."""
        boot_id, now = self._boot_clock.boot_id, self._boot_clock.since_boot()
        asked, self._is_asked = self._is_asked, False
        if asked or (kept and not kept.table and is_due(kept.begun, now, same_boot=kept.boot_id == boot_id)):
            return _Walk(boot_id, now, table=_tables()[0].name, asked=asked)
        return kept or _Walk(boot_id, now)

    def _walked(self, line: Line, walk: _Walk) -> Iterator[_Walk]:
        """How far the check is after each stretch of this round."""
        room: float = math.inf if walk.asked else _ROWS_A_ROUND
        while walk.table and room > 0:
            further = self._compare(line, walk)
            if further is None:
                return
            room -= max(_LEAST_COST, further.compared - walk.compared)
            walk = further
            yield walk

    def _compare(self, line: Line, walk: _Walk) -> _Walk | None:
        """Compare the next stretch, and mend it; None where it cannot be compared just now."""
        spec = next((spec for spec in _tables() if spec.name == walk.table), None)
        if spec is None:  # this program is another one than that which began
            return replace(walk, table="")
        with self._store.read() as reader:
            place = standpoint(reader)
            until = stretch_of(reader, spec, walk.after, "").until
        request = CheckRequest(
            **msgspec.structs.asdict(place), table=spec.name, columns=list(spec.columns), after=walk.after, until=until
        )
        reply = line.ask(CHECK, request, CheckReply)
        with self._store.read() as reader:
            if not reply.comparable or not _is_quiet(reader, place):
                return None
            here = _held(reader, spec, reply, request)
        further = _moved_on(walk, place_after(walk.after, until, reply.until), len(here))
        if not reply.columns or (len(here), digest_of(here.values())) == (reply.count, reply.digest):
            return further
        mended = self._mend(line, spec, replace(request, until=reply.until, named=here))
        return None if mended is None else replace(further, mended=walk.mended + mended)

    def _mend(self, line: Line, spec: TableSpec, request: CheckRequest) -> int | None:
        """Make true here what stands otherwise at the server, as if a pull had brought it; how many rows that changed.

        None where it cannot be done just now.
        """
        reply = line.ask(CHECK, request, CheckReply)
        if not reply.comparable or not apply_rows(self._store, self._redo, reply.tables, {}, request):
            return None
        sent = [str(row_id) for rows in reply.tables for row_id in (*_ids(rows), *rows.left)]
        with self._store.read() as reader:
            now = digests_of(spec, reply.columns, reader.values_of(spec, sent))
        named = request.named or {}
        return sum(named.get(row_id) != now.get(row_id) for row_id in sent)


def _tables() -> list[TableSpec]:
    """All that is compared, in the order in which it is."""
    return sorted(synchronised_specs(), key=lambda spec: spec.name)


def _is_quiet(reader: Reader, place: Standpoint) -> bool:
    """Whether nothing waits, and this workspace still stands where it did when it asked."""
    return not waiting_count(reader) and standpoint(reader) == place


def _held(reader: Reader, spec: TableSpec, reply: CheckReply, request: CheckRequest) -> dict[str, str]:
    """The digests of the rows that are here of the stretch that the server has looked at."""
    stretch = stretch_of(reader, spec, request.after, reply.until)
    ids = without_old(reader, spec, stretch.ids, request.horizon)
    return digests_of(spec, reply.columns, reader.values_of(spec, ids))


def _moved_on(walk: _Walk, after: str, count: int) -> _Walk:
    """The place of the next stretch: after this id, or in the next table."""
    following = next((spec.name for spec in _tables() if spec.name > walk.table), "")
    return replace(walk, table=walk.table if after else following, after=after, compared=walk.compared + count)


def _ids(rows: TableRows) -> Iterable[object]:
    return rows.values[rows.columns.index("id")] if rows.values else ()
