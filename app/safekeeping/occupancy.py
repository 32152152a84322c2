"""Who has a workspace open: any number of programs that work in it, or one alone that exchanges its database.

The locks are those of a small database of its own, since they hold on every system and end with their process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

declare(
    {
        "workspace_in_use": N_(
            "The workspace is open in another window or program. Nothing was changed. Close that one and try again."
        ),
        "workspace_being_rescued": N_(
            "The workspace is just being made whole in another window or program. Wait until that is done."
        ),
    }
)


class Occupancy:
    """One program's share in a workspace, until it is closed."""

    def __init__(self, lock_file: Path) -> None:
        """:raises Trouble: ``workspace_being_rescued``, ``workspace_not_writable``"""
        self._connection = _locked(
            lock_file, ("BEGIN", "SELECT count(*) FROM sqlite_master"), refusal="workspace_being_rescued"
        )

    def end(self) -> None:
        """Leave the workspace."""
        self._connection.close()


@contextmanager
def alone_in(lock_file: Path) -> Iterator[None]:
    """Nobody else has the workspace open, or opens it, while this lasts.

    :raises Trouble: ``workspace_in_use``, ``workspace_not_writable``
    """
    connection = _locked(lock_file, ("BEGIN EXCLUSIVE",), refusal="workspace_in_use")
    try:
        yield
    finally:
        connection.close()


def _locked(lock_file: Path, statements: tuple[str, ...], *, refusal: str) -> Any:
    from sqlcipher3 import dbapi2

    try:
        connection = dbapi2.connect(str(lock_file), isolation_level=None, timeout=0, check_same_thread=False)
        for statement in statements:
            connection.execute(statement).fetchall()
    except dbapi2.Error as error:
        code = refusal if "locked" in str(error) else "workspace_not_writable"
        raise Trouble(code, path=str(lock_file), detail=str(error)) from error
    return connection
