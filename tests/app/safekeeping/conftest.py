"""Keyrings, and a home with a key in it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.safekeeping.passwords import Cost

QUICK = Cost(rounds=1, memory_kib=64, lanes=1)
"""So that a test does not wait for what slows down whoever guesses."""


class Keyring:
    """A keyring in memory, which may fall silent."""

    kind: Literal["keyring", "file"] = "keyring"

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}
        self.is_silent = False

    def keep(self, name: str, secret: bytes) -> bool:
        self.secrets[name] = secret
        return not self.is_silent

    def read(self, name: str) -> bytes:
        if self.is_silent or name not in self.secrets:
            raise Trouble("keyring_silent", detail="KeyringLocked")
        return self.secrets[name]

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "工作区")
    made.make_key()
    return made
