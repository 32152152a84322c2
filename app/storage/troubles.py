"""What a database may do wrong, turned into `Trouble` with a code that has a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

declare(
    {
        "record_unknown": N_(
            "This record is not here (any more). It may have been removed, or you may not be allowed to see it. "
            "Synchronise and look again."
        ),
        "record_exists": N_("This was entered already. Look at what is there; what differs is entered as a change."),
        "disk_full": N_(
            "The disk is full, so the last step was not saved; everything before it is safe. Free some "
            "space and do it again."
        ),
        "workspace_not_writable": N_(
            "The workspace cannot be written to: {path}. Make the folder writable for your user, then start again."
        ),
        "workspace_key_wrong": N_(
            "The workspace {path} cannot be opened with this key, or it is damaged. Nothing was changed. "
            "Put back the key file that belongs to it, or ask your administrator."
        ),
        "workspace_key_missing": N_(
            "The key of the workspace {path} is missing. Nothing was changed. Put back the file workspace.key "
            "from your backup, or ask your administrator."
        ),
        "workspace_newer": N_(
            "This workspace was written by a newer version of Paigong. Nothing was changed. Install the newer version "
            "and open it with that."
        ),
        "workspace_busy": N_("The workspace is busy in another program. Wait a moment and do it again."),
        "workspace_damaged": N_(
            "The disk has damaged part of the workspace {path}. Nothing was changed, and what has not reached the "
            "server is kept in a second place. Open Paigong again and let it make the workspace whole (on the command "
            "line: paigong rescue); a server is restored from its backup."
        ),
        "sqlite_too_old": N_(
            "The SQLite of this installation ({version}) can damage data. Install Paigong again with its own packages."
        ),
        "database_unreachable": N_("The database of the server cannot be reached. Check that it runs and its address."),
    }
)

_BY_TEXT = (
    ("database or disk is full", "disk_full"),
    ("readonly database", "workspace_not_writable"),
    ("unable to open database file", "workspace_not_writable"),
    ("disk i/o error", "disk_full"),
    ("file is not a database", "workspace_key_wrong"),
    ("malformed", "workspace_damaged"),
    ("database is locked", "workspace_busy"),
    ("connection failed", "database_unreachable"),
    ("connection refused", "database_unreachable"),
)


_LIMIT_EXCEEDED = "54"
"""The class of PostgreSQL's states for a value too large for an index."""


def blames_data(error: sa.exc.DBAPIError) -> bool:
    """Whether a statement failed because of the values that it was to write, and not because of the database."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, sa.exc.DataError | sa.exc.IntegrityError) or state.startswith(_LIMIT_EXCEEDED)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn what the database at `path` does wrong into a `Trouble`; our own mistakes stay as they are."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated:
            raise Trouble("database_unreachable", path=path, detail=str(error.orig)) from error
        code = code_of(str(error.orig))
        if code:
            raise Trouble(code, path=path, detail=str(error.orig)) from error
        raise


def code_of(text: str) -> str:
    """The trouble that the database means by these words; empty where we know of none."""
    return next((code for part, code in _BY_TEXT if part in text.lower()), "")
