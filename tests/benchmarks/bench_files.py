"""Taking a file into the vault (looked into, hashed, sealed, synced) against copying and hashing it; and reading it."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.files.intake import take_in_file
from app.files.rules import MEGABYTE
from app.files.vault import Vault
from tests.benchmarks.comparing import in_turns, timed
from tests.benchmarks.figure import Figure

MEGABYTES = 64
ROUNDS = 5
GOAL = 2
"""Sealing is one more pass over the bytes, in memory, and what was looked into is read once more."""
_CHUNK = MEGABYTE


def measure(megabytes: int = MEGABYTES, rounds: int = ROUNDS) -> Iterator[Figure]:
    """How long a large text takes on its way in, and on its way out again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "log.txt"
        source.write_text(secrets.token_hex(MEGABYTE // 2) * megabytes, encoding="ascii")
        vault = Vault(folder / "files", secrets.token_bytes(32))
        digest = _plain_digest(source)

        def take_in() -> None:
            vault.let_go(digest)
            take_in_file(vault, source)

        def read() -> None:
            with vault.open(digest) as reader, (folder / "read").open("wb") as copy:
                shutil.copyfileobj(reader, copy, _CHUNK)

        pair = in_turns(timed(take_in), timed(lambda: _copy(source, folder / "copy")), rounds)
        yield pair.figure(
            f"files: take in {megabytes} MB", against="copying it with SHA-256 and fsync, unsealed", goal=GOAL
        )
        pair = in_turns(timed(read), timed(lambda: shutil.copyfile(folder / "copy", folder / "read")), rounds)
        yield pair.figure(
            f"files: lay {megabytes} MB open", against="copying the same bytes from a plain file", goal=GOAL
        )


def _copy(source: Path, target: Path) -> str:
    sha = hashlib.sha256()
    with source.open("rb") as original, target.open("wb") as copy:
        while chunk := original.read(_CHUNK):
            sha.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return sha.hexdigest()


def _plain_digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
