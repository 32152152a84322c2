"""Which rows a device may do without: what is over, and what nothing happened to since a horizon.

A horizon is an instant as it is stored. The rule stands once in Python, for whoever wants to read or test it, and once
in SQL, for very many rows; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from app.storage.columns import instant_to_stored
from app.storage.schema import NeededBy, PartOf, TableSpec, Window, all_specs, spec_named

KEPT = timedelta(days=90)


class Part(NamedTuple):
    """Rows of `spec` that go and come with rows of another table, whose ids stand in `column`.

    They are those that meet `condition`, in SQL; `dated` is the column that makes the whole younger, or empty.
    """

    spec: TableSpec
    column: str
    dated: str
    condition: str


def horizon_at(now: datetime) -> int:
    """Where the window begins at an aware instant: whole days, so that it moves once a day."""
    return instant_to_stored((now - KEPT).replace(hour=0, minute=0, second=0, microsecond=0))


def is_outside(window: Window, state: str, happened: Iterable[int | None], horizon: int) -> bool:
    """Whether a row is over, and nothing that `happened` to it or to its parts did so since the horizon."""
    return state in window.over and all(at is None or at < horizon for at in happened)


def outside(spec: TableSpec, horizon: int) -> str:
    """The condition in SQL that a row of a table with a window is outside, by itself or with what it belongs to."""
    if isinstance(spec.window, Window):
        return _is_over(spec, spec.window, horizon)
    if isinstance(spec.window, NeededBy):
        needing = spec_named(spec.window.table)
        return f"NOT EXISTS ({_naming(spec, spec.window)} AND NOT ({outside(needing, horizon)}))"
    belongings = [
        f"{part.condition} AND EXISTS (SELECT 1 FROM {head.name} WHERE {head.name}.id = {spec.name}.{part.column} "
        f"AND {outside(head, horizon)})"
        for head in heads()
        for part in parts_of(head)
        if part.spec is spec
    ]
    return f"({' OR '.join(belongings)})"


def unneeded(spec: TableSpec) -> str:
    """The condition in SQL that nothing that is here names a row of a table that is `NeededBy` another one."""
    if not isinstance(spec.window, NeededBy):
        raise TypeError(spec.name)
    return f"NOT EXISTS ({_naming(spec, spec.window)})"


def _is_over(spec: TableSpec, window: Window, horizon: int) -> str:
    over = ", ".join(f"'{state}'" for state in sorted(window.over))
    conditions = [
        f"{spec.name}.{window.state} IN ({over})",
        *(f"coalesce({spec.name}.{column}, {horizon - 1}) < {horizon}" for column in (window.began, *window.dated)),
        *(
            f"NOT EXISTS (SELECT 1 FROM {part.spec.name} WHERE {part.spec.name}.{part.column} = {spec.name}.id "
            f"AND {part.condition} AND {part.spec.name}.{part.dated} >= {horizon})"
            for part in parts_of(spec)
            if part.dated
        ),
    ]
    return " AND ".join(conditions)


def _naming(spec: TableSpec, of: NeededBy) -> str:
    names = " OR ".join(f"{of.table}.{column} = {spec.name}.{of.column}" for column in of.naming)
    return f"SELECT 1 FROM {of.table} WHERE {of.table}.{of.shared} = {spec.name}.{of.shared} AND ({names})"


def windowed_specs() -> list[TableSpec]:
    """The tables whose rows can be outside."""
    return [spec for spec in all_specs() if spec.window is not None]


def heads() -> list[TableSpec]:
    """The tables whose rows are judged by themselves."""
    return [spec for spec in all_specs() if isinstance(spec.window, Window)]


def parts_of(head: TableSpec) -> Iterator[Part]:
    """The rows that go and come with rows of `head`."""
    for spec in all_specs():
        of = spec.window
        if isinstance(of, PartOf) and of.table == head.name:
            yield Part(spec, of.column, of.dated, "1 = 1")
        elif isinstance(of, PartOf) and of.kind:
            yield Part(spec, of.column, of.dated, f"{spec.name}.{of.kind} = '{head.name}'")


def needed_specs() -> Iterator[tuple[TableSpec, NeededBy]]:
    """The tables whose rows are needed as long as others are."""
    for spec in all_specs():
        if isinstance(spec.window, NeededBy):
            yield spec, spec.window
