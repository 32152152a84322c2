"""Watching what is written: whatever changes in a watched table is an entry of the chain, in the same transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.audit.chain import Act, append
from app.foundation.clock import Clock
from app.storage.schema import TableSpec, Values, spec_of
from app.storage.units import After, Before, Origin, UnitOfWork


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, the columns whose changes are told, and those of which only a digest is (long, or personal).

    Where `only` is not empty it has the ids of the rows that are watched.
    """

    row_type: type[Any]
    columns: tuple[str, ...]
    digested: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()

    def told(self, values: Values | None) -> dict[str, object] | None:
        """What an entry says about a row."""
        if values is None:
            return None
        named: dict[str, object] = dict(zip(spec_of(self.row_type).columns, values, strict=True))
        digests = {name: hashlib.sha256(str(named[name]).encode()).hexdigest() for name in self.digested}
        return {**{name: named[name] for name in self.columns}, **digests}


class AuditKeeper:
    """Observes one unit of work. What a savepoint undid did not happen: the rows are looked at again at the end."""

    def __init__(self, watched: Sequence[Watched], clock: Clock, operator: str = "") -> None:
        """`operator` is who makes this program do what it does, where it is one person."""
        self._watched = {spec_of(table.row_type): table for table in watched}
        self._clock = clock
        self._operator = operator
        self._before: dict[tuple[TableSpec, str], Values | None] = {}

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Remember how the rows stood at first."""
        watched = self._watched.get(spec)
        if watched is not None:
            for row_id in {**before, **after}:
                if not watched.only or row_id in watched.only:
                    self._before.setdefault((spec, row_id), before.get(row_id))

    def finishing(self, unit: UnitOfWork) -> None:
        """Append what became of them."""
        if not self._before:
            return
        acts = []
        for spec, watched in self._watched.items():
            ids = [row_id for of, row_id in self._before if of is spec]
            now = unit.values_of(spec, ids) if ids else {}
            for row_id in ids:
                before, after = watched.told(self._before[spec, row_id]), watched.told(now.get(row_id))
                if before != after:
                    acts.append(Act(f"{spec.name}.{_what(before, after)}", row_id, before, after, self._operator))
        if acts:
            append(unit, acts, self._clock.now())


def _what(before: object, after: object) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"
