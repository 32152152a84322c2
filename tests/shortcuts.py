"""What would cost each of thousands of tests a tenth of a second and more, at hand for all of them.

The real things are proved where they are at home: how passwords are kept in `tests/app/accounts/test_sign_in.py`, the
migrations in `tests/app/storage/test_migrations.py`, which also sees that the short way makes the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import sqlalchemy as sa

from app.storage.migration import newest_revision

_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Passwords that are hashed and compared at once: they are slow on purpose."""
    from argon2 import PasswordHasher

    from app.accounts import sign_in

    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign_in, "_hasher", lambda: quick)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_tables() -> Iterator[Callable[[sa.Connection, str], None]]:
    """The tables of a new SQLite database as one worker's first migrations made them; yields the real migrations."""
    from app.storage import migration

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
        for statement in statements():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (newest_revision(),))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migration, "upgrade_within", upgrade_within)
        yield real
