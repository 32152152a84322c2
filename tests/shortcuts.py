"""What would cost each of thousands of tests a tenth of a second and more, at hand for all of them.

The real things are proved where they are at home: how passwords are kept in `tests/app/accounts/test_sign_in.py`, the
migrations in `tests/app/storage/test_migrations.py`, which also sees that the short way makes the same tables, and that
a commit waits for the disk in `tests/app/storage/test_store.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from app.accounts import sign_in
from app.safekeeping import journal
from app.storage import migration, store
from app.storage.migration import newest_revision

_REAL_SYNCHRONOUS = store._SYNCHRONOUS
_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Passwords that are hashed and compared at once: they are slow on purpose."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign_in, "_hasher", lambda: quick)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_disk() -> Iterator[None]:
    """Nobody waits for the disk: what a killed program wrote is there all the same, and no test cuts the power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_SYNCHRONOUS", "OFF")
        patch.setattr(journal, "_write_through", lambda _handle: None)
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture
def real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases that are opened from now on wait for the disk, as they do for people."""
    monkeypatch.setattr(store, "_SYNCHRONOUS", _REAL_SYNCHRONOUS)


@pytest.fixture(autouse=True, scope="session")
def quick_tables() -> Iterator[Callable[[sa.Connection, str], None]]:
    """The tables of a new SQLite database as one worker's first migrations made them; yields the real migrations."""
    real = migration.upgrade_within

    @cache
    def statements() -> list[str]:
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            real(connection, "head")
            made = list(connection.exec_driver_sql(_MADE).scalars())
        engine.dispose()
        return made

    def upgrade_within(connection: sa.Connection, target: str) -> None:
        if connection.dialect.name != "sqlite" or target != "head" or sa.inspect(connection).get_table_names():
            real(connection, target)
            return
        cursor = connection.connection.cursor()  # the driver's own: SQLAlchemy takes longer than the database
        for statement in statements():
            cursor.execute(statement)
        cursor.execute("INSERT INTO alembic_version VALUES (?)", (newest_revision(),))
        cursor.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migration, "upgrade_within", upgrade_within)
        yield real
