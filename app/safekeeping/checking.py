"""Looking whether the database is as it was written: every page by its own checksum, and the tables by their order."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from app.foundation.errors import Trouble
from app.foundation.files import write_atomically
from app.foundation.home import Home
from app.safekeeping.plain_connection import connected

_A_DAY = timedelta(days=1)
SMALL_BYTES = 128 * 2**20
"""So much is looked through at every start: a quarter of a second beside the window's own work."""
_STEPS = 10_000
"""Between two looks at whether the check is to end, in steps of SQLite's machine."""
_MOST_COMPLAINTS = 20


class CheckEnded(Exception):
    """The program ends; the check begins anew at the next start."""


def check_is_due(home: Home, at: datetime) -> bool:
    """Whether to look through it now: a small one at each start, any other once a day. `at` is aware."""
    if home.database.stat().st_size <= SMALL_BYTES:
        return True
    checked = home.checked_file
    return not checked.exists() or at - datetime.fromtimestamp(checked.stat().st_mtime, UTC) >= _A_DAY


def check(home: Home, ending: threading.Event) -> list[str]:
    """Look through the whole database while people work; what is wrong with it, nothing where all is well.

    A page that is just being written may look wrong for a moment: only what is wrong twice is.

    :raises CheckEnded: `ending` was set
    """
    complaints = _complaints(home, ending)
    if complaints:
        complaints = _complaints(home, ending)
    if complaints:
        write_atomically(home.damage_file, "\n".join(complaints[:_MOST_COMPLAINTS]).encode(), mode=0o600)
    else:
        write_atomically(home.checked_file, b"", mode=0o600)
    return complaints


def forget_damage(home: Home) -> None:
    """The workspace was made whole again."""
    home.damage_file.unlink(missing_ok=True)


def _complaints(home: Home, ending: threading.Event) -> list[str]:
    complaints: list[str] = []
    try:
        with connected(home.database, home.read_key()) as database:
            database.set_progress_handler(ending.is_set, _STEPS)
            complaints += [row[0] for row in database.execute("PRAGMA cipher_integrity_check")]
            if not complaints:
                complaints += [row[0] for row in database.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    except Trouble as trouble:
        complaints.append(str(trouble.params.get("detail")))
    if ending.is_set():
        raise CheckEnded
    return complaints
