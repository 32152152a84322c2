"""Taking a database out of use and putting another one into its place, so that a crash at any moment loses neither."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.files import make_folder, write_atomically
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.backups import database_files

declare(
    {
        "aside_no_room": N_(
            "There is no room on the disk to keep the damaged workspace aside ({megabytes} MB are needed). Nothing was "
            "changed. Free some space and try again."
        ),
    }
)


def keep_aside(home: Home, at: datetime) -> Path:
    """Copy database and journal, as they are, into a folder of their own; returns it. `at` is aware.

    :raises Trouble: ``aside_no_room``
    """
    files = [*database_files(home.database), *(path for path in (home.journal_file,) if path.exists())]
    needed = sum(path.stat().st_size for path in files)
    make_folder(home.aside_folder)
    if shutil.disk_usage(home.aside_folder).free < 2 * needed:
        raise Trouble("aside_no_room", megabytes=2 * needed // 2**20 + 1)
    folder = folder_aside(home, at)
    for path in files:
        copy = folder / path.name
        shutil.copy2(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
    return folder


def folder_aside(home: Home, at: datetime) -> Path:
    """A new folder for what is put aside at an aware instant.

    :raises Trouble: ``file_not_writable``
    """
    folder = home.aside_folder / at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    make_folder(folder)
    return folder


def put_in_place(home: Home, database: Path) -> None:
    """Let `database`, which nobody has open, be the workspace's from now on. It lies in a folder of the home.

    :raises Trouble: ``disk_full``, ``file_not_writable``
    """
    write_atomically(home.exchange_file, os.fsencode(database.relative_to(home.folder)), mode=0o600)
    finish_exchange(home)


def finish_exchange(home: Home) -> None:
    """Complete an exchange that was cut off, if one was: else the new database would meet the old one's log."""
    if not home.exchange_file.exists():
        return
    prepared = home.folder / os.fsdecode(home.exchange_file.read_bytes())
    if prepared.exists():
        for path in database_files(home.database):
            if path != home.database:
                path.unlink()
        prepared.replace(home.database)
    home.exchange_file.unlink()
