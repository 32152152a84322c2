"""The server's half of live: who listens, and whom a change concerns."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from app.accounts.devices import known_devices
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.live.wire import ANYTHING, MOST_TOPICS, News, WaitRequest
from app.sync.pull.server import DeviceScopes
from app.sync.stamps import epoch_of, last_sequence, scopes_stamped_since

_PULLS_A_SECOND = 100
"""So many laptops at most are asked to pull in one second by one process; fewer pull at once."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What was changed since the last look: these scopes, up to this place in the sequence."""

    epoch: str = ""
    sequence: int = 0
    scopes: frozenset[str] = frozenset()

    def news(self, topics: Sequence[str] = (), within_seconds: float = 0.0) -> News:
        """What a device is told of it."""
        return News(
            epoch=self.epoch, sequence=self.sequence, topics=sorted(topics)[:MOST_TOPICS], within_seconds=within_seconds
        )


@dataclass(eq=False, slots=True)
class Listener:
    """A device that listens; `hear` may be called in any thread, with None when it is to hang up."""

    device_id: str
    scopes: DeviceScopes
    hear: Callable[[News | None], None]


class Listeners:
    """All who listen to one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._present: set[Listener] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._present)

    def join(self, listener: Listener) -> None:
        """Let somebody hear what concerns him from now on; nobody any more once everybody was hung up."""
        with self._lock:
            self._present.add(listener)
            closed = self._closed
        if closed:
            listener.hear(None)

    def leave(self, listener: Listener) -> None:
        """Somebody has gone."""
        with self._lock:
            self._present.discard(listener)

    def tell(self, stamped: Stamped) -> None:
        """Tell those whom a change concerns."""
        concerned = [
            (listener, topics)
            for listener in self._everybody()
            if (topics := [scope for scope in stamped.scopes if listener.scopes.include(scope)])
        ]
        within_seconds = len(concerned) // _PULLS_A_SECOND
        for listener, topics in concerned:
            listener.hear(stamped.news(topics, within_seconds))

    def check(self, reader: Reader, device_ids: Collection[str] | None = None) -> None:
        """Hang up whoever is no device any more, or gets other rows by now: he comes again as who he is now.

        Where `device_ids` are given, only these are looked at.
        """
        checked = [one for one in self._everybody() if device_ids is None or one.device_id in device_ids]
        known = known_devices(reader, {listener.device_id for listener in checked}) if checked else {}
        for listener in checked:
            found = known.get(listener.device_id)
            if found is None or DeviceScopes(found[1], found[0].person_id).digest != listener.scopes.digest:
                listener.hear(None)

    def hang_up(self) -> None:
        """Let everybody go, for good."""
        with self._lock:
            self._closed = True
        for listener in self._everybody():
            listener.hear(None)

    def _everybody(self) -> list[Listener]:
        with self._lock:
            return list(self._present)


def stamped_since(reader: Reader, sequence: int) -> Stamped:
    """What was changed after a place in the sequence."""
    last = last_sequence(reader)
    scopes = scopes_stamped_since(reader, sequence) if last > sequence else frozenset[str]()
    return Stamped(epoch_of(reader), last, scopes)


def news_for(store: Store, scopes: DeviceScopes, request: WaitRequest) -> News:
    """What is new for a device that was told of everything up to here; of another life of the server, anything is."""
    with store.read() as reader:
        if request.epoch != epoch_of(reader):
            return Stamped(epoch_of(reader), last_sequence(reader)).news([ANYTHING])
        stamped = stamped_since(reader, request.sequence)
    return stamped.news([scope for scope in stamped.scopes if scopes.include(scope)])
