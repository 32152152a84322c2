"""One chain of migrations makes what the tables say, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

import app.bootstrap  # noqa: F401 - declares every table
from app.accounts.devices import device_of_token, digest
from app.accounts.rules import DeviceState
from app.storage.migration import (
    alembic_config,
    bring_up_to_date,
    current_revision,
    newest_revision,
    upgrade,
)
from app.storage.schema import metadata
from app.storage.store import Store, postgres_engine, sqlite_engine


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


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_devices_that_were_enrolled_before_tokens_were_replaced_are_still_known(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    engine = (
        postgres_engine(request.getfixturevalue("postgres_url"))
        if database == "postgresql"
        else sqlite_engine(tmp_path / "server.db", os.urandom(32))
    )
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO users VALUES ('u', 'li', 'p', 'hash', true)")
        connection.exec_driver_sql(
            "INSERT INTO devices (id, code, name, user_id, token_digest, enrolled_at, last_sequence) "
            f"VALUES ('d', '7KQ', 'laptop', 'u', '{digest('the token')}', 0, 41)"
        )
    assert bring_up_to_date(engine)
    device, user = device_of_token(Store(engine), "the token", at)
    assert (device.id, device.last_sequence, device.state, user.login) == ("d", 41, DeviceState.ENROLLED, "li")
    engine.dispose()
