"""A seed that everything follows from, and messages and blocks so small that everything takes several."""

from __future__ import annotations

from random import Random

import pytest
from argon2 import PasswordHasher

import app.accounts.devices
import app.accounts.sign_in
import app.foundation.ids
import app.server.care
import app.storage.numbers
import app.sync.files.laptop
import app.sync.leases.laptop
import app.sync.pull.rows
import app.sync.push.laptop
import app.sync.snapshot.server
from app.safekeeping.passwords import Cost
from tests.app.sync.fleet.programs import PRESENT


class Chance:
    """Stands in for `secrets` and for `time`."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._milliseconds = 1_700_000_000_000
        self.randbits = self._random.getrandbits
        self.choice = self._random.choice

    def token_urlsafe(self, size: int) -> str:
        return self._random.randbytes(size).hex()

    def token_hex(self, size: int) -> str:
        return self._random.randbytes(size).hex()

    def time_ns(self) -> int:
        self._milliseconds += 1
        return self._milliseconds * 1_000_000


def leave_to_chance(patch: pytest.MonkeyPatch, seed: int) -> None:
    """Let ids, codes and tokens follow from the seed until `patch` is undone; no password takes time to check."""
    PRESENT.install(patch)
    chance = Chance(seed)
    users = (app.accounts.sign_in, app.accounts.devices, app.sync.snapshot.server)
    for module in (app.foundation.ids, app.storage.numbers, *users):
        patch.setattr(module, "secrets", chance)
    patch.setattr(app.foundation.ids, "time", chance)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(app.accounts.sign_in, "_hasher", lambda: quick)
    patch.setattr(app.server.care, "Cost", lambda: Cost(rounds=1, memory_kib=64, lanes=1))
    patch.setattr(app.sync.pull.rows, "LARGEST_PULL", 12)
    patch.setattr(app.sync.push.laptop, "LARGEST_PUSH", 4)
    patch.setattr(app.sync.files.laptop, "_SMALLEST_CHUNK", 100)
    patch.setattr(app.sync.files.laptop, "_FIRST_CHUNK", 200)
    patch.setattr(app.sync.leases.laptop, "RUNNING_LOW", 2)
    patch.setattr(app.storage.numbers.lease_block, "__defaults__", (4,))
