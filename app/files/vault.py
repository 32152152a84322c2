"""The laptop's own copies of contents: sealed, each once, under names that tell nobody what is there."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.files.folder import OpenNew, SealedFolder, open_new, troubles_at
from app.files.sealed import PIECE, SealedReader
from app.foundation.keys import derived_key

_WHOLE, _COMING, _LEAVING, _OPENED = "whole", "coming", "leaving", "opened"
LEFT_LYING = timedelta(days=1)
"""So old is what a crash has left before it is removed: another process may be at work on what is younger."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A content that has come in, before it is known whether it is kept. It leaves with the block that brought it."""

    digest: str
    size: int
    name: str


class Vault:
    """A folder of contents, each by its SHA-256; a content is there whole and on the disk, or not at all."""

    def __init__(self, folder: Path, key: bytes, open_file: OpenNew = open_new) -> None:
        """`key` is the workspace's; what is used here is derived from it."""
        self.folder = folder
        self._key = key
        self._open_file = open_file
        self._opened: tuple[SealedFolder, bytes] | None = None

    @contextmanager
    def coming_in(self, chunks: Iterable[bytes]) -> Iterator[Incoming]:
        """Take in what comes in `chunks`; unless it is kept (`keep`), it is gone afterwards.

        :raises Trouble: ``disk_full``, ``file_not_writable``, and what `chunks` raises
        """
        files, _naming = self._parts()
        name = f"{_COMING}/{secrets.token_hex(16)}"
        sha, size = hashlib.sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                sha.update(chunk)
                size += len(chunk)
                yield chunk

        files.put(name, counted())
        try:
            yield Incoming(sha.hexdigest(), size, name)
        finally:
            files.remove(name)

    def keep(self, incoming: Incoming) -> None:
        """Keep what has come in. Where it is here already, the older copy stays.

        :raises Trouble: ``disk_full``, ``file_not_writable``
        """
        if not self._use(incoming.digest):
            self._parts()[0].move(incoming.name, self._name(incoming.digest))

    def look_into(self, incoming: Incoming) -> SealedReader:
        """Read what has come in and is not kept yet."""
        return self._parts()[0].open(incoming.name)

    def holds(self, digest: str) -> bool:
        """Whether the content is here."""
        return self._parts()[0].holds(self._name(digest))

    def open(self, digest: str) -> SealedReader:
        """Read a content; it counts as used now.

        :raises Trouble: ``attachment_missing``, ``attachment_damaged``
        """
        self._use(digest)
        return self._parts()[0].open(self._name(digest))

    def used_at(self, digest: str) -> datetime:
        """When the content came or was last opened, aware."""
        modified = self._parts()[0].path(self._name(digest)).stat().st_mtime
        return datetime.fromtimestamp(modified, UTC)

    def lay_open(self, digest: str, name: str) -> Path:
        """Write a content as it is to a file called `name`, for another program to show; its owner alone may read it.

        It lies there until `close_up`.

        :raises Trouble: ``attachment_missing``, ``attachment_damaged``, ``disk_full``, ``file_not_writable``
        """
        path = self.folder / _OPENED / secrets.token_hex(8) / name
        with troubles_at(path), self.open(digest) as reader:
            path.parent.mkdir(parents=True, mode=0o700)
            with open_new(path) as file:
                shutil.copyfileobj(reader, file, PIECE)
        return path

    def close_up(self) -> None:
        """Remove what was laid open."""
        shutil.rmtree(self.folder / _OPENED, ignore_errors=True)

    def let_go(self, digest: str) -> None:
        """Remove a content, if it is here; whoever calls this has made sure that it is not needed."""
        self._parts()[0].remove(self._name(digest))

    def sweep(self, known: Iterable[str], now: datetime) -> int:
        """Remove what crashes have left: half-written files, and contents that nothing mentions; returns how many.

        `known` are the digests of all contents that something mentions; what is younger than a day is left alone.
        A name that is taken away is looked at once more before it is removed: somebody may just have come to use it.
        """
        files, _naming = self._parts()
        wanted = {self._name(digest) for digest in known}
        oldest = now - LEFT_LYING
        for name in files.names(_WHOLE):
            if name not in wanted and _changed_at(files.path(name)) < oldest:
                self._move_out(name, oldest)
        left = [
            *files.unfinished(),
            *(files.path(name) for folder in (_COMING, _LEAVING) for name in files.names(folder)),
        ]
        gone = [path for path in left if _changed_at(path) < oldest]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _move_out(self, name: str, oldest: datetime) -> None:
        files, _naming = self._parts()
        aside = f"{_LEAVING}/{name.rpartition('/')[2]}"
        files.move(name, aside)
        if _changed_at(files.path(aside)) >= oldest:
            files.move(aside, name)

    def _use(self, digest: str) -> bool:
        """Let the content count as used now; tells whether it is here."""
        with suppress(FileNotFoundError):
            os.utime(self._parts()[0].path(self._name(digest)))
            return True
        return False

    def _name(self, digest: str) -> str:
        _files, naming = self._parts()
        name = hmac.new(naming, digest.encode(), hashlib.sha256).hexdigest()
        return f"{_WHOLE}/{name[:2]}/{name}"

    def _parts(self) -> tuple[SealedFolder, bytes]:
        """The folder and the key of its names, made when they are first needed: a start loads no cryptography."""
        if self._opened is None:
            sealing, naming = (derived_key(self._key, f"files {purpose}") for purpose in ("content", "names"))
            self._opened = SealedFolder(self.folder, sealing, self._open_file), naming
        return self._opened


def _changed_at(path: Path) -> datetime:
    """When a file was changed; one that is gone meanwhile was changed just now."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)
