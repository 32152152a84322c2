"""One chain of migrations makes what the tables say, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from alembic import command

import app.bootstrap  # noqa: F401 - declares every table
from app.storage.migration import (
    alembic_config,
    bring_up_to_date,
    current_revision,
    newest_revision,
)
from app.storage.schema import metadata
from app.storage.store import postgres_engine, sqlite_engine


def check(engine: sa.Engine) -> None:
    """Raises where the database differs from the tables."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_the_chain_makes_the_tables_on_sqlite(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "workspace.db", os.urandom(32))
    assert bring_up_to_date(engine)
    assert not bring_up_to_date(engine), "there is nothing left to do"
    with engine.connect() as connection:
        assert current_revision(connection) == newest_revision()
    check(engine)
    engine.dispose()


def test_the_chain_makes_the_tables_on_postgresql(postgres_url: str) -> None:
    engine = postgres_engine(postgres_url)
    assert bring_up_to_date(engine)
    assert not bring_up_to_date(engine), "there is nothing left to do"
    assert set(metadata.tables) <= set(sa.inspect(engine).get_table_names())
    check(engine)
    engine.dispose()
