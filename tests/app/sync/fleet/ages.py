"""Taking a database back to an earlier revision: as the program of that time would have left it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from app.storage.migration import upgrade_within

LAPTOP_REVISION, SERVER_REVISION = "0008", "0010"
"""Of the older program. What was made since can be left out: a laptop hears of it anew, and a server had none of it."""


@dataclass(frozen=True)
class _Made:
    """A table as it was made, with its columns and its indexes."""

    statement: str
    columns: tuple[str, ...]
    indexes: tuple[str, ...]


@cache
def tables_at(revision: str) -> dict[str, _Made]:
    """The tables of a revision by name; `head` is the newest."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade_within(connection, revision)
        made: dict[str, _Made] = {}
        for name in sa.inspect(connection).get_table_names():
            named = {"name": name}
            found = connection.execute(
                sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"), named
            ).all()
            columns = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
            made[name] = _Made(
                statement=next(sql for kind, sql in found if kind == "table"),
                columns=tuple(column[1] for column in columns),
                indexes=tuple(sorted(sql for kind, sql in found if kind == "index")),
            )
    engine.dispose()
    return made


def take_back(engine: sa.Engine, revision: str) -> None:
    """Make the tables of an earlier revision out of those that are there; what it has no place for is gone."""
    now, then = tables_at("head"), tables_at(revision)
    with engine.execution_options(paigong_writer=True).begin() as connection:
        run = connection.exec_driver_sql
        for name in now.keys() - then.keys():
            run(f"DROP TABLE {name}")
        for name, made in then.items():
            if made == now.get(name):
                continue
            both = ", ".join(["rowid", *(column for column in made.columns if column in now[name].columns)])
            run(f"ALTER TABLE {name} RENAME TO former")
            run(made.statement)
            run(f"INSERT INTO {name} ({both}) SELECT {both} FROM former")
            run("DROP TABLE former")
            for index in made.indexes:
                run(index)
        run(f"UPDATE alembic_version SET version_num = '{revision}'")
