"""What is done for the safety of a workspace while people work in it, each in its time."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime

from app.foundation.errors import do_all
from app.foundation.home import Home
from app.safekeeping.backups import back_up_daily
from app.safekeeping.ballast import Ballast
from app.safekeeping.checking import CheckEnded, check, check_is_due
from app.safekeeping.journaling import Journaling
from app.storage.store import Store


class Care:
    """Looks after one workspace that is open. Each look does what is due, and ends soon after `end`."""

    def __init__(self, home: Home, store: Store, journaling: Journaling, ballast: Ballast) -> None:
        self._home, self._store, self._journaling, self._ballast = home, store, journaling, ballast
        self._ending = threading.Event()
        self._is_checked = False

    def look(self, at: datetime) -> list[str]:
        """Complete the journal, take ballast in, check what is due, back up what changed; `at` is aware.

        Returns what is wrong with the database. With a damaged one nothing is done: good copies would make way for it.

        :raises Trouble: the first thing that could not be done; the others were done all the same
        """
        complaints: list[str] = []
        with suppress(CheckEnded):
            complaints = self._check(at)
        if complaints:
            return complaints
        do_all(lambda: self._journaling.catch_up(self._store), self._ballast.take_in, lambda: self._back_up(at))
        return []

    def end(self) -> None:
        """The program ends: begin nothing more that takes long."""
        self._ending.set()

    def _back_up(self, at: datetime) -> None:
        if not self._ending.is_set():
            back_up_daily(self._home, at)

    def _check(self, at: datetime) -> list[str]:
        """A small database is looked through once after each start, a large one once a day."""
        if self._is_checked or not check_is_due(self._home, at):
            return []
        complaints = check(self._home, self._ending)
        self._is_checked = True
        return complaints
