"""Bringing a database to the form that this version of the program needs.

One alembic chain serves workspaces, team servers and PostgreSQL. Starting up costs one small query: alembic is only
loaded when there is something to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.troubles import code_of

if TYPE_CHECKING:
    from alembic.config import Config

PROJECT = Path(__file__).resolve().parents[2]
VERSIONS = PROJECT / "migrations" / "versions"
_MIGRATING = 0x7061_6967_6D69
"""Names the advisory lock under which a PostgreSQL database is migrated."""

declare(
    {
        "workspace_not_migrated": N_(
            "The workspace could not be brought up to date for this version of Paigong ({detail}). It is as it was, "
            "and a backup lies beside it. Go on working with the version before, and send the details to your "
            "administrator."
        ),
    }
)


def newest_revision() -> str:
    """The revision that this program needs: files are named ``0001_what.py`` and count up."""
    return max((path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py")), default="")


def current_revision(connection: sa.Connection) -> str | None:
    """The revision of a database; None where it is empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def bring_up_to_date(engine: sa.Engine, back_up: Callable[[], object] = bool) -> bool:
    """Migrate the database if it needs it; tells whether it did. One that holds something is backed up before.

    :raises Trouble: ``workspace_newer`` where a newer program wrote it, ``workspace_not_migrated`` where a step fails,
        and what `back_up` raises; nothing is changed then.
    """
    newest = newest_revision()
    with engine.connect() as connection:
        current = current_revision(connection)
    if current == newest:
        return False
    if current is not None and current > newest:
        raise Trouble("workspace_newer", revision=current)
    if current is not None:
        back_up()
    try:
        upgrade(engine)
    except Exception as error:
        if code_of(str(error)):  # the disk is full, another program is at work: no fault of the step
            raise
        raise Trouble("workspace_not_migrated", detail=f"{current}: {type(error).__name__}") from error
    return True


def upgrade(engine: sa.Engine, target: str = "head") -> None:
    """Run the migrations that are missing up to `target`, in one transaction; whoever else wants to waits meanwhile."""
    with engine.execution_options(paigong_writer=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        upgrade_within(connection, target)


def upgrade_within(connection: sa.Connection, target: str) -> None:
    """Run the migrations that are missing up to `target`, in the caller's transaction."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def alembic_config() -> Config:
    """Alembic's configuration: the table ``[tool.alembic]`` of ``pyproject.toml``."""
    from alembic.config import Config

    return Config(toml_file=PROJECT / "pyproject.toml", stdout=sys.stdout)
