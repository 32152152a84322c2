"""What refers to a record: whatever others built upon something stands in the way of taking it back.

Which columns refer to it is told by their names, so that the tables of rooms above, and those that are yet to come, are
looked at too.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import sqlalchemy as sa

from app.storage.schema import TableSpec, all_specs
from app.storage.units import Reader

_PARTS = frozenset({"asset_aliases", "notices", "imports", "import_sources"})
"""What belongs to the record itself, or only tells of it."""
REFERRING_TO_ASSETS = ("asset_id", "other_id", "about_id")
REFERRING_TO_CONSUMABLES = ("consumable_id", "about_id")
REFERRING_TO_LICENCES = ("licence_id", "about_id")
REFERRING_TO_CUSTOMERS = ("customer_id", "about_id")
REFERRING_TO_DEPARTMENTS = ("department_id",)
REFERRING_TO_SITES = ("site_id",)
REFERRING_TO_SYSTEMS = ("system_id", "system_ids")
REFERRING_TO_PEOPLE = (
    *("person_id", "user_id", "caller_id", "engineer_id", "actor_id", "about_id", "manager_id"),
    *("logged_by_id", "assigned_by_id", "added_by_id", "made_by_id", "used_by_id", "taken_by_id"),
    "person_ids",
)


def referred_to(
    reader: Reader,
    names: Sequence[str],
    row_ids: Sequence[str],
    import_id: str,
    leaving: Container[str] = (),
) -> dict[str, str]:
    """Those of these records that stand in a column of one of these names, each with the table of a row that has it.

    Rows that the same import brought do not count, nor do those of `leaving`: they go with it.
    """
    found: dict[str, str] = {}
    if not row_ids:
        return found
    for spec in all_specs():
        if spec.name in _PARTS:
            continue
        for name in names:
            if name in spec.columns:
                for referring_id, named in reader.connection.execute(_referring(spec, name, row_ids, import_id)):
                    if referring_id not in leaving:
                        for row_id in _ids_in(named, name, row_ids):
                            found.setdefault(row_id, spec.name)
    return found


def _ids_in(named: str | Sequence[str], name: str, row_ids: Sequence[str]) -> Sequence[str]:
    """Which of these records a column names: the one, or, where it has a list, some of them."""
    return [row_id for row_id in row_ids if row_id in named] if _is_list(name) else [str(named)]


def _is_list(name: str) -> bool:
    """Whether a column of this name has several ids; such are few, and looked through."""
    return name.endswith("_ids")


def _referring(spec: TableSpec, name: str, row_ids: Sequence[str], import_id: str) -> sa.Select[Any]:
    column = spec.table.c[name]
    query = sa.select(spec.table.c.id, column)
    if not _is_list(name):
        query = query.where(column.in_(row_ids))
    if "import_id" in spec.columns:
        brought_by = spec.table.c.import_id
        query = query.where(sa.or_(brought_by.is_(None), brought_by != import_id))
    return query
