"""Ballast: megabytes beside the database that are given up when the disk is full, so that the last work is saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from app.foundation.files import write_atomically

BALLAST_BYTES = 8 * 2**20
"""Room for some thousand commands."""
_ROOM_AGAIN_BYTES = 64 * 2**20
"""So much has to be free beside it before ballast is taken in again: else it would fill the disk itself."""


class Ballast:
    """The ballast of one workspace."""

    def __init__(self, path: Path, size: int = BALLAST_BYTES, free_bytes: Callable[[Path], int] | None = None) -> None:
        """`free_bytes` tells how much is free where a folder lies."""
        self._path = path
        self._size = size
        self._free_bytes = free_bytes or free_on
        self._listeners: list[Callable[[], object]] = []

    @property
    def is_aboard(self) -> bool:
        """Whether there is ballast to be given up."""
        return self._path.exists()

    def listen(self, listener: Callable[[], object]) -> None:
        """Call `listener` when ballast was given up, in the thread that needed the room."""
        self._listeners.append(listener)

    def take_in(self) -> bool:
        """Take ballast in where there is room enough; tells whether it is aboard.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        if not self.is_aboard and self._free_bytes(self._path.parent) >= self._size + _ROOM_AGAIN_BYTES:
            # random, so that no file system packs it into nothing
            write_atomically(self._path, os.urandom(self._size), mode=0o600)
        return self.is_aboard

    def release(self) -> bool:
        """Give the ballast up; tells whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        for listener in tuple(self._listeners):
            listener()
        return True


def free_on(folder: Path) -> int:
    """Bytes that are free on the disk of a folder."""
    return shutil.disk_usage(folder).free
