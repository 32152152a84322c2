"""How often somebody may ask: attempts to sign in are counted in the database, requests of a device by each process.

An attempt is counted before it is judged, so that many at once gain nothing, and forgotten when it succeeds. A name
that does not exist is counted like one that does.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from app.audit.chain import Act, append
from app.foundation.errors import Rejection, Trouble
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.server.authority import Server
from app.storage.schema import table
from app.storage.units import UnitOfWork

T = TypeVar("T")

FREE_ATTEMPTS = {"login": 5, "address": 20}
"""Without a pause, by what they are counted for: many people may sit behind one address."""
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

REQUESTS_A_SECOND = 50.0
REQUESTS_AT_ONCE = 2000.0
"""Of one device: many times what a laptop needs, far below what a program in a loop does."""

declare({"try_later": N_("The server was asked too often. Wait {seconds} seconds, then try again; nothing was lost.")})


@table("sign_in_attempts")
@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempts:
    """Attempts in a row that did not succeed; the id is made of the login or the address that they came by."""

    id: str
    count: int
    last_at: datetime
    pause_until: datetime


def pause_after(count: int, free: int) -> timedelta:
    """How long to wait after so many attempts in a row: it doubles with each, up to `LONGEST_PAUSE`."""
    if count < free:
        return timedelta()
    return min(timedelta(seconds=2.0 ** min(count - free, 20)), LONGEST_PAUSE)


def signing_in(server: Server, login: str, address: str, attempt: Callable[[], T]) -> T:
    """Let somebody try to sign in, unless he has to wait.

    :raises Trouble: ``try_later``
    :raises Rejection: what the attempt raises
    """
    keys = {kind: derive_id("sign_in", kind, text) for kind, text in (("login", login), ("address", address))}
    now = server.clock.now()
    pause = server.store.write(lambda unit: _count(unit, keys, now))
    if pause:
        raise Trouble("try_later", seconds=math.ceil(pause.total_seconds()))
    try:
        result = attempt()
    except Rejection as rejection:
        told = {"code": rejection.code, "address": address}
        server.store.write(lambda unit: append(unit, [Act("sign_in.refused", keys["login"], None, told)], now))
        raise
    server.store.write(lambda unit: _forgive(unit, keys))
    return result


def _count(unit: UnitOfWork, keys: Mapping[str, str], now: datetime) -> timedelta:
    """Count an attempt, or tell how long to wait for it."""
    rows = {kind: unit.ensure(_none_yet(key, now)) for kind, key in sorted(keys.items())}
    pause = max(row.pause_until - now for row in rows.values())
    if pause > timedelta():
        return pause
    for kind, row in rows.items():
        count = 1 if now - row.last_at > FORGOTTEN_AFTER else row.count + 1
        unit.put(replace(row, count=count, last_at=now, pause_until=now + pause_after(count, FREE_ATTEMPTS[kind])))
    return timedelta()


def _forgive(unit: UnitOfWork, keys: Mapping[str, str]) -> None:
    """Whoever signed in was no stranger; what others tried from his address stays counted."""
    of_address = unit.hold(SignInAttempts, keys["address"])
    if of_address is not None:
        unit.put(replace(of_address, count=max(0, of_address.count - 1), pause_until=of_address.last_at))
    unit.remove(SignInAttempts, keys["login"])


def _none_yet(key: str, now: datetime) -> SignInAttempts:
    return SignInAttempts(id=key, count=0, last_at=now, pause_until=now)


class Pace:
    """How fast each device asks this process: a bucket that requests empty and time fills (a token bucket)."""

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        *,
        a_second: float = REQUESTS_A_SECOND,
        at_once: float = REQUESTS_AT_ONCE,
    ) -> None:
        self._seconds = seconds
        self._a_second = a_second
        self._at_once = at_once
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def request(self, device_id: str) -> None:
        """Count a request of a device, or of an address.

        :raises Trouble: ``try_later``
        """
        now = self._seconds()
        with self._lock:
            left, since = self._buckets.get(device_id, (self._at_once, now))
            left = min(self._at_once, left + (now - since) * self._a_second)
            self._buckets[device_id] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            raise Trouble("try_later", seconds=1)
