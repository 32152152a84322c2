"""Backing a server up while it works, and letting it begin another life from a backup.

A backup is one file, sealed with a password: a server's own key is not in it, and a restored one gets a fresh key. It
holds every row of the database, not the contents of attached files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from app.accounts.tables import Device
from app.audit.chain import Act, append
from app.files.sealed import PIECE, SealedReader, seal
from app.foundation.errors import Trouble
from app.foundation.files import replacing
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.safekeeping.passwords import SALT_BYTES, Cost, key_of_password
from app.server.authority import Server
from app.storage.backup import dump, load
from app.storage.numbers import BLOCK_SIZE, leave_room
from app.storage.units import UnitOfWork
from app.sync.stamps import begin_new_epoch, epoch_of

_MARK = b"PAIGONG BACKUP 1\n"
_SHORTEST_PASSWORD = 12
_SPARE_BLOCKS = 20

declare(
    {
        "backup_unreadable": N_(
            "{path} cannot be read: it is no backup of Paigong, or damaged, or the password is another one. "
            "Nothing was restored. Try the password once more, or take another copy."
        ),
        "backup_password_short": N_("The password of a backup needs at least {least} characters. Choose a longer one."),
    }
)


def back_up(server: Server, path: Path, password: str) -> None:
    """Write a backup of one moment, while the server goes on working.

    :raises Trouble: ``backup_password_short``, ``disk_full``, ``file_not_writable``
    """
    if len(password) < _SHORTEST_PASSWORD:
        raise Trouble("backup_password_short", least=_SHORTEST_PASSWORD)
    salt = os.urandom(SALT_BYTES)
    with replacing(path, mode=0o600) as file, server.store.read() as reader:
        file.write(_MARK + salt)
        seal(dump(reader), file, key_of_password(password, salt, Cost()))


def take_in(engine: sa.Engine, database: str, backup: Path, password: str, at: datetime, operator: str) -> None:
    """Fill an empty database from a backup and let it begin another life.

    `database` is for people to read, `operator` for the record of what happened; it may be empty.

    :raises Trouble: ``backup_unreadable``, ``backup_newer``, ``database_not_empty``
    """
    load(engine, _opened(backup, password), database, lambda unit: _begin_another_life(unit, at, operator))


def _begin_another_life(unit: UnitOfWork, at: datetime, operator: str) -> None:
    """From now on no number is given that may have been leased in the time that is lost.

    Since the backup every device may have leased a block of each series, and some more than one.
    """
    before = epoch_of(unit)
    begin_new_epoch(unit)
    after = epoch_of(unit)
    append(unit, [Act("server.restored", after, {"epoch": before}, {"epoch": after}, operator)], at)
    leave_room(unit, BLOCK_SIZE * (unit.count(Device) + _SPARE_BLOCKS))


def _opened(backup: Path, password: str) -> Iterator[bytes]:
    try:
        with backup.open("rb") as file:
            yield from _parts(file, password, str(backup))
    except OSError as error:
        raise Trouble("backup_unreadable", path=str(backup), detail=error.strerror) from error
    except Trouble as trouble:
        if trouble.code == "attachment_damaged":
            raise Trouble("backup_unreadable", path=str(backup)) from trouble
        raise


def _parts(file: BinaryIO, password: str, path: str) -> Iterator[bytes]:
    head = file.read(len(_MARK) + SALT_BYTES)
    if not head.startswith(_MARK):
        raise Trouble("backup_unreadable", path=path)
    content = SealedReader(file, key_of_password(password, head[len(_MARK) :], Cost()), path)
    while part := content.read(PIECE):
        yield part
