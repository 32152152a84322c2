"""Which rows a device may do without: what is over, and what nothing happened to since a horizon.

A horizon is an instant as it is stored. The rule stands once in Python, for whoever wants to read or test it, and once
in SQL, for very many rows; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from app.storage.columns import instant_to_stored
from app.storage.schema import PartOf, TableSpec, Window, all_specs, spec_named

KEPT = timedelta(days=90)


def horizon_at(now: datetime) -> int:
    """Where the window begins at an aware instant: whole days, so that it moves once a day."""
    return instant_to_stored((now - KEPT).replace(hour=0, minute=0, second=0, microsecond=0))


def is_outside(window: Window, state: str, happened: Iterable[int | None], horizon: int) -> bool:
    """Whether a row is over, and nothing that `happened` to it or to its parts did so since the horizon."""
    return state in window.over and all(at is None or at < horizon for at in happened)


def outside(spec: TableSpec, horizon: int) -> str:
    """The condition in SQL that a row of a table is outside, by itself or with the row that it is a part of."""
    if isinstance(spec.window, PartOf):
        head = spec_named(spec.window.table)
        belongs = f"{head.name}.id = {spec.name}.{spec.window.column}"
        return f"EXISTS (SELECT 1 FROM {head.name} WHERE {belongs} AND {outside(head, horizon)})"
    window = _window_of(spec)
    over = ", ".join(f"'{state}'" for state in sorted(window.over))
    parts = [(part, of) for part, of in parts_of(spec) if of.dated]
    conditions = [
        f"{spec.name}.{window.state} IN ({over})",
        *(f"coalesce({spec.name}.{column}, {horizon - 1}) < {horizon}" for column in (window.began, *window.dated)),
        *(
            f"NOT EXISTS (SELECT 1 FROM {part.name} WHERE {part.name}.{of.column} = {spec.name}.id "
            f"AND {part.name}.{of.dated} >= {horizon})"
            for part, of in parts
        ),
    ]
    return " AND ".join(conditions)


def windowed_specs() -> list[TableSpec]:
    """The tables whose rows can be outside."""
    return [spec for spec in all_specs() if spec.window is not None]


def parts_of(head: TableSpec) -> Iterator[tuple[TableSpec, PartOf]]:
    """The tables whose rows are parts of rows of `head`."""
    for spec in all_specs():
        if isinstance(spec.window, PartOf) and spec.window.table == head.name:
            yield spec, spec.window


def head_of(spec: TableSpec) -> tuple[TableSpec, str]:
    """The table by whose rows those of `spec` are judged, and the column of `spec` that has their ids."""
    return (spec_named(spec.window.table), spec.window.column) if isinstance(spec.window, PartOf) else (spec, "id")


def _window_of(spec: TableSpec) -> Window:
    if not isinstance(spec.window, Window):
        raise TypeError(spec.name)
    return spec.window
