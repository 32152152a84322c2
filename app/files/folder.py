"""A folder of sealed files, each there whole or not at all, and on the disk when we say so."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.files.sealed import PIECE, SealedReader, seal
from app.foundation.errors import Trouble
from app.foundation.files import sync_folder

OpenNew = Callable[[Path], IO[bytes]]
"""Opens a file that does not exist yet for writing."""

_UNFINISHED = ".part"
LEAST_FREE_BYTES = 256 * 1024 * 1024
"""With less than this, the next large file may not fit."""


def open_new(path: Path) -> IO[bytes]:
    """Open a new file for its owner only."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")


class SealedFolder:
    """Files by name, with folders in the names (``contents/ab/abcd``), sealed with `key`, 32 bytes."""

    def __init__(self, folder: Path, key: bytes, open_file: OpenNew = open_new) -> None:
        self._folder = folder
        self._key = key
        self._open_new = open_file

    def check(self) -> None:
        """See to it that files can be written here, and that there is room for some.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        with troubles_at(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not os.access(self._folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            if shutil.disk_usage(self._folder).free < LEAST_FREE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep what comes in `chunks` as `name`, in place of an earlier one; nothing is kept where `chunks` raises.

        What reads a source raises a `Trouble` of its own, never an `OSError`.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        path = self.path(name)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        with troubles_at(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with self._open_new(unfinished) as file:
                    seal(chunks, file, self._key)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
                sync_folder(path.parent)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise

    def move(self, name: str, new_name: str) -> None:
        """Give a file another name.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        path, new_path = self.path(name), self.path(new_name)
        with troubles_at(new_path):
            new_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(new_path)
            sync_folder(new_path.parent)

    def open(self, name: str) -> SealedReader:
        """Read a file.

        :raises Trouble: ``attachment_missing``, ``attachment_damaged``
        """
        path = self.path(name)
        try:
            return SealedReader(path.open("rb"), self._key, str(path))
        except OSError as error:
            raise Trouble("attachment_missing", path=str(path), detail=error.strerror) from error

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes of a file from `start` to before `stop`, piece by piece.

        :raises Trouble: ``attachment_missing``, ``attachment_damaged``
        """
        with self.open(name) as reader:
            reader.seek(start)
            while start < stop and (chunk := reader.read(min(PIECE, stop - start))):
                start += len(chunk)
                yield chunk

    def holds(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return self.path(name).is_file()

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def remove_all(self, prefix: str) -> None:
        """Remove everything below a folder."""
        shutil.rmtree(self.path(prefix), ignore_errors=True)

    def names(self, prefix: str) -> list[str]:
        """The names of all whole files in a folder and in those below it."""
        return [
            path.relative_to(self._folder).as_posix()
            for path in sorted(self.path(prefix).rglob("*"))
            if path.is_file() and path.suffix != _UNFINISHED
        ]

    def unfinished(self) -> list[Path]:
        """What a crash has left half-written."""
        return sorted(self._folder.rglob(f"*{_UNFINISHED}"))

    def path(self, name: str) -> Path:
        """Where a file of this name is."""
        return self._folder / name


@contextmanager
def troubles_at(path: Path) -> Iterator[None]:
    """Turn what the disk does wrong while something is written to `path` into a `Trouble`."""
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "file_not_writable"
        raise Trouble(code, path=str(path), detail=error.strerror or str(error)) from error
