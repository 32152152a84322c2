"""Backups: copies of the database beside it, encrypted with the same key, made while people work and read back."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.files import make_folder
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.plain_connection import connected

DAYS_KEPT = 7
MIGRATIONS_KEPT = 3
_A_DAY = timedelta(days=1)
_FORM = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-(daily|migration|asked)\.db")
_SPARE_BYTES = 32 * 2**20
"""What a backup leaves free on the disk, so that it does not stop the work that it is made for."""

declare(
    {
        "backup_no_room": N_(
            "There is no room on the disk for a backup of the workspace ({megabytes} MB are needed). Nothing was "
            "changed. Free some space and try again."
        ),
        "copy_unreadable": N_(
            "The backup {path} could not be read back, so it does not count ({detail}). The workspace itself is "
            "untouched. Check the disk, and make another one."
        ),
        "backup_missing": N_("There is no backup {name} here. “paigong backup list” says which there are."),
    }
)


class Reason(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MIGRATION = "migration"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `made_at` is aware."""

    path: Path
    made_at: datetime
    reason: Reason
    size: int


def list_backups(home: Home) -> list[Backup]:
    """What backups there are, newest first."""
    found = []
    for path in home.backups_folder.glob("*.db"):
        if parts := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(parts[1], _FORM).replace(tzinfo=UTC)
            found.append(Backup(path, made_at, Reason(parts[2]), path.stat().st_size))
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def backup_named(home: Home, name: str) -> Backup:
    """The backup whose file has this name.

    :raises Trouble: ``backup_missing``
    """
    for backup in list_backups(home):
        if backup.path.name == name:
            return backup
    raise Trouble("backup_missing", name=name)


def make_backup(home: Home, at: datetime, reason: Reason = Reason.ASKED) -> Backup:
    """Copy the database as it stands in one moment, and read the copy back; `at` is aware. People go on working.

    :raises Trouble: ``backup_no_room``, ``copy_unreadable``, ``disk_full`` …
    """
    needed = sum(path.stat().st_size for path in database_files(home.database)) + _SPARE_BYTES
    make_folder(home.backups_folder)
    if shutil.disk_usage(home.backups_folder).free < needed:
        raise Trouble("backup_no_room", megabytes=needed // 2**20 + 1)
    path = home.backups_folder / f"{at.astimezone(UTC).strftime(_FORM)}-{reason}.db"
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with connected(home.database, home.read_key()) as database:
            database.execute("VACUUM INTO ?", (str(unfinished),))
        verify(unfinished, home.read_key())
        _settle(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    _rotate(home)
    return Backup(path, at, reason, path.stat().st_size)


def back_up_daily(home: Home, at: datetime) -> Backup | None:
    """Make the day's backup, unless there is one, or nothing was changed since.

    :raises Trouble: as `make_backup`
    """
    newest = next(iter(list_backups(home)), None)
    if newest is not None:
        changed_at = max(path.stat().st_mtime for path in database_files(home.database))
        if at - newest.made_at < _A_DAY or changed_at <= newest.path.stat().st_mtime:
            return None
    return make_backup(home, at, Reason.DAILY)


def verify(path: Path, key: bytes) -> None:
    """Read a copy through: every page as it was written, and the tables as they should be.

    :raises Trouble: ``copy_unreadable``
    """
    try:
        with connected(path, key) as copy:
            complaints = [row[0] for row in copy.execute("PRAGMA cipher_integrity_check")]
            complaints += [row[0] for row in copy.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
            copy.execute("SELECT count(*) FROM alembic_version").fetchone()
    except Trouble as trouble:
        raise Trouble("copy_unreadable", path=str(path), detail=trouble.params.get("detail")) from trouble
    if complaints:
        raise Trouble("copy_unreadable", path=str(path), detail=complaints[0])


def newest_good_backup(home: Home) -> Backup | None:
    """The newest backup that can be read through."""
    for backup in list_backups(home):
        try:
            verify(backup.path, home.read_key())
        except Trouble:
            continue
        return backup
    return None


def database_files(database: Path) -> list[Path]:
    """The files of a database that are there: what is committed may still lie in its write-ahead log."""
    paths = (database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm"))
    return [path for path in paths if path.exists()]


def _settle(unfinished: Path, path: Path) -> None:
    """Let the copy stand under its name once it is on the disk."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)


def _rotate(home: Home) -> None:
    """Keep the last backup of each of the last days, the last ones before a migration, and all that were asked for."""
    days: set[date] = set()
    migrations = 0
    for backup in list_backups(home):
        if backup.reason is Reason.DAILY:
            day = backup.made_at.date()
            if day in days or len(days) >= DAYS_KEPT:
                backup.path.unlink()
            days.add(day)
        elif backup.reason is Reason.MIGRATION:
            migrations += 1
            if migrations > MIGRATIONS_KEPT:
                backup.path.unlink()
