"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

declare(
    {
        "file_not_writable": N_("{path} could not be written ({detail}). Choose another folder, or make it writable."),
    }
)


def file_name(text: str, ending: str) -> str:
    """A name for a file about `text`: never a path, whatever somebody has written there."""
    return f"{re.sub(r'[^0-9A-Za-z_-]', '_', text)[:80]}.{ending}"


def write_atomically(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put `content` into the file at `path`, which exists whole or not at all.

    :raises Trouble: ``disk_full``, ``file_not_writable``
    """
    with replacing(path, mode=mode) as file:
        file.write(content)


@contextmanager
def replacing(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at `path` when all of it is on the disk.

    :raises Trouble: ``disk_full``, ``file_not_writable``
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
            with suppress(OSError):  # not every file system can
                sync_folder(path.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "file_not_writable"
        raise Trouble(code, path=str(path), detail=error.strerror or str(error)) from error


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk; Windows sees to that itself.

    :raises OSError: they may not be
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """See to it that there is this folder, for its owner only.

    :raises Trouble: ``file_not_writable``
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble("file_not_writable", path=str(path), detail=error.strerror or str(error)) from error


def destroy(path: Path) -> None:
    """Overwrite a small secret and remove its file; a file that is not there is no trouble.

    A solid state disk may keep an older copy of the block: what the secret protects was encrypted for that reason too.

    :raises Trouble: ``file_not_writable``
    """
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(max(path.stat().st_size, 1)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise Trouble("file_not_writable", path=str(path), detail=error.strerror or str(error)) from error
