"""Making a lost workspace unreadable: its keys are destroyed, and with them all that they have encrypted.

The database, the journal, the sealed files and the backups are encrypted with keys that are made of one: the
workspace's. It goes, wherever it or a half of it lies. The encrypted files may stay: nobody opens them any more.
"""

from __future__ import annotations

import shutil
from datetime import datetime

from app.foundation.errors import Trouble, do_all
from app.foundation.files import destroy, write_atomically
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.exchange import folder_aside
from app.safekeeping.passwords import forget_protection
from app.safekeeping.secret_halves import SecretHalf

REVOKED = "device_revoked"
"""What the server answers to a laptop that was lost or given back."""

declare(
    {
        "workspace_shredded": N_(
            "Your administrator has withdrawn this computer's access, as for a lost one, and the keys of the workspace "
            "in {path} were destroyed on {day}. What is in it cannot be read any more; what had reached the server is "
            "safe there. To use this computer again, start the window of Paigong and choose to begin anew: what is in "
            "that folder is set aside then, and nothing is removed."
        ),
    }
)


def shred(home: Home, at: datetime, keyring: SecretHalf | None = None) -> None:
    """Destroy every key of a workspace; `at` is aware. What was cut off is completed at the next start.

    :raises Trouble: ``file_not_writable`` where a file cannot be overwritten; the others are destroyed all the same
    """
    do_all(
        lambda: write_atomically(home.shredded_file, f"{at:%Y-%m-%d %H:%M} UTC".encode("ascii")),
        lambda: _destroy_keys(home, keyring),
    )


def shredded(home: Home) -> Trouble:
    """What whoever wants to open a workspace is told that was shredded."""
    day = home.shredded_file.read_text(encoding="ascii", errors="replace") if home.shredded_file.exists() else "—"
    return Trouble("workspace_shredded", path=str(home.folder), day=day)


def refuse_shredded(home: Home, keyring: SecretHalf | None = None) -> None:
    """Let nobody open, or make, a workspace where one was shredded.

    :raises Trouble: ``workspace_shredded``
    """
    if home.shredded_file.exists():
        _destroy_keys(home, keyring)
        raise shredded(home)


def set_aside(home: Home, at: datetime) -> None:
    """Make room for another workspace: all that is left of a shredded one is moved into a folder of its own.

    `at` is aware. The note that it was shredded goes last, so that what was cut off can be done again.

    :raises Trouble: ``file_not_writable`` where something cannot be moved
    """
    folder = folder_aside(home, at)
    left = [path for path in home.folder.iterdir() if path not in {home.aside_folder, home.settings_file}]
    for path in sorted(left, key=home.shredded_file.__eq__):
        try:
            path.rename(folder / path.name)
        except OSError as error:
            raise Trouble("file_not_writable", path=str(path), detail=error.strerror or str(error)) from error


def _destroy_keys(home: Home, keyring: SecretHalf | None) -> None:
    do_all(
        lambda: destroy(home.key_file),
        lambda: forget_protection(home, keyring),
        lambda: shutil.rmtree(home.opened_folder, ignore_errors=True),
    )
