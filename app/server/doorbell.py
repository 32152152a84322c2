"""Rings for those who listen when something was changed that concerns them.

After a commit here, after one that another process tells of, and now and then unasked, one thread looks at what was
stamped since it looked last, and tells those whom it concerns; what the record of what happened tells of users, roles
and devices, it takes as a reason to see who may still listen. So all these ways need to say only "look", and none of
them must be reliable. Looks are at least 50 ms apart, however much is committed.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from queue import SimpleQueue

from app.accounts.tables import Device, RoleGrant, User
from app.audit.chain import head_of, subjects_since
from app.server.neighbours import Neighbours
from app.storage.schema import spec_of
from app.storage.store import Store
from app.storage.units import Changes, Reader
from app.sync.live.server import Listeners, Stamped, stamped_since
from app.sync.stamps import epoch_of, last_sequence

_log = logging.getLogger(__name__)

_DEVICES = spec_of(Device).name
_ADMITTING = frozenset({_DEVICES, spec_of(User).name, spec_of(RoleGrant).name})
"""What is written here decides who may listen to what."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at least; until a look unasked."""

    gathering_seconds: float = 0.05
    looking_seconds: float = 5.0


_PACE = Pace()


class Doorbell:
    """The bell of one process; silent until it is started."""

    def __init__(self, store: Store, pace: Pace = _PACE) -> None:
        self.listeners = Listeners()
        self.stamped = Stamped()
        """What the last look saw."""
        self._store = store
        self._pace = pace
        self._neighbours = None if store.is_sqlite else Neighbours(store, self._told)
        self._rung = threading.Event()
        self._closed = threading.Event()
        self._changes: SimpleQueue[Changes] = SimpleQueue()
        self._recorded = 0
        self._is_broken = False
        self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)

    def start(self) -> None:
        """Begin to look; once is enough."""
        if self._thread.ident is not None:
            return
        with self._store.read() as reader:
            self.stamped = Stamped(epoch_of(reader), last_sequence(reader))
            self._recorded = head_of(reader).sequence
        self._store.listen(self._committed)
        self._thread.start()
        if self._neighbours is not None:
            self._neighbours.start()

    def hang_up(self) -> None:
        """Let go of everybody who listens, for good: the server is about to stop, and would wait for them."""
        self.listeners.hang_up()

    def close(self) -> None:
        """Hang up, and end the threads."""
        self.hang_up()
        if self._thread.ident is not None:
            self._closed.set()
            self._rung.set()
            self._thread.join()
            if self._neighbours is not None:
                self._neighbours.close()

    def _committed(self, changes: Changes) -> None:
        """Something was changed here; called in whichever thread has committed."""
        self._changes.put(changes)
        self._rung.set()

    def _told(self) -> None:
        """Something was changed by another process, or may have been."""
        self._rung.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._rung.wait(self._pace.looking_seconds)
            self._rung.clear()
            try:
                self._look()
            except Exception:  # noqa: BLE001 - the next look may succeed
                if not self._is_broken:
                    _log.exception("the doorbell cannot look at what was changed; it goes on trying")
                self._is_broken = True
            else:
                self._is_broken = False
            self._closed.wait(self._pace.gathering_seconds)

    def _look(self) -> None:
        changes = self._changed_here()
        with self._store.read() as reader:
            stamped = stamped_since(reader, self.stamped.sequence)
            self._check(reader)
        self.stamped = stamped
        if stamped.scopes:
            self.listeners.tell(stamped)
            if changes and self._neighbours is not None:
                self._neighbours.tell()

    def _changed_here(self) -> Changes:
        """What was changed here since this was asked last."""
        changes = Changes()
        while not self._changes.empty():
            changes = changes.merged(self._changes.get())
        return changes

    def _check(self, reader: Reader) -> None:
        """Hang up whoever was shut out, or gets other rows by now, whichever process did it."""
        recorded = head_of(reader).sequence
        subjects = subjects_since(reader, self._recorded, _ADMITTING) if recorded != self._recorded else set()
        if any(table != _DEVICES for table, _subject_id in subjects):
            self.listeners.check(reader)
        elif subjects:
            self.listeners.check(reader, {device_id for _table, device_id in subjects})
        self._recorded = recorded
