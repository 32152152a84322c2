"""The laptop's half of live: a thread of its own that hears "pull now" and wakes the rounds. It does nothing else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from random import Random

from app.foundation.errors import PaigongError
from app.storage.facts import CURSOR, EPOCH, fact
from app.storage.store import Store
from app.sync.connection import Connect, Connection
from app.sync.live.rules import Choice, Patience, Way
from app.sync.live.wire import News, WaitRequest, events_in
from app.sync.transport import Listening, LiveLine, Transport
from app.sync.wire import PROTOCOL

_log = logging.getLogger(__name__)
_PATIENCE = Patience()
_BREATH_SECONDS = 0.1
"""Between an answer and the next question: a server that is about to stop answers all at once."""
_ENOUGH_WORDS = 2
"""A first word may come from a proxy that holds back all the others."""


class Ear:
    """Listens at the server that a workspace is enrolled at, by the best way that passes."""

    def __init__(
        self,
        store: Store,
        heard: Callable[[], object],
        connect: Connect[LiveLine] = Transport,
        *,
        in_round: AbstractContextManager[object] | None = None,
        patience: Patience = _PATIENCE,
        random: Random | None = None,
    ) -> None:
        """`heard` is called in the ear's thread when a round is to be made now; `connect` as for `LaptopSync`.

        `in_round` cannot be entered while a round is made.
        """
        self._store = store
        self._heard = heard
        self._in_round = in_round or nullcontext()
        self._connection = Connection(store, connect)
        self._patience = patience
        self._random = random or Random()  # noqa: S311 - only spreads a fleet
        self._choice = Choice(patience, self._random)
        self._turned = threading.Event()
        self._closed = False
        self._listening: Listening | None = None
        self._owes_round = False
        self.is_live = False
        """Whether it would hear of something new just now: this way has carried more than one word."""
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)

    @property
    def way(self) -> Way:
        """By which way it hears, or tries to."""
        return self._choice.way

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def turn(self) -> None:
        """Listen anew at once: somebody has signed in, or the network is back."""
        self._turned.set()
        if (listening := self._listening) is not None:
            listening.hang_up()

    def close(self, patience_seconds: float = 2.0) -> None:
        """Hear nothing more; waits a little for what is under way.

        A question that the server keeps open cannot be taken back: whatever it will say is not listened to.
        """
        self._closed = True
        self.turn()
        if self._thread.is_alive() and self._choice.way is Way.STREAM:
            self._thread.join(patience_seconds)

    def _run(self) -> None:
        while True:
            self._turned.clear()
            if self._closed:  # looked at after the turn was taken back: closing turns, too
                break
            try:
                pause_seconds = self._attempt()
            except Exception:  # noqa: BLE001 - rounds go on without it, and the log has it
                _log.exception("listening at the server broke off")
                pause_seconds = self._patience.better_way
            self._turned.wait(pause_seconds)
        self._connection.close()

    def _attempt(self) -> float:
        """Listen for as long as it lasts; returns the seconds until the next attempt."""
        line = self._connection.line()
        if line is None:
            return self._patience.better_way
        self._choice.look_up(time.monotonic())
        if self._choice.way is not Way.ROUNDS:
            self._listen(line)
        return self._choice.pause(time.monotonic())

    def _listen(self, line: LiveLine) -> None:
        began_at, words = time.monotonic(), 0
        try:
            for word in self._words(line):
                if self._turned.is_set():
                    return
                words += 1
                self._take(word, words)
        except PaigongError as error:
            _log.info("%s: no longer heard: %s", self.way.value, error)
        finally:
            self._owes_round = self._owes_round or self.is_live
            self.is_live = False
            self._listening = None
        if self._turned.is_set():
            return  # a broken line is to nobody's blame then
        if words == 0 and self._owes_round:
            self._owes_round = False
            self._heard()
        if words < _ENOUGH_WORDS and self._passes(line):
            now = time.monotonic()
            self._choice.blame(now, mute=not words and now - began_at >= self._patience.first_word)

    def _words(self, line: LiveLine) -> Iterator[News | None]:
        """What the server says, in the way that was chosen; None says only that it still stands.

        Questions end when the token was renewed: who goes on using the old one is taken for a thief.
        """
        if self._choice.way is Way.STREAM:
            self._listening = line.listen("live", self._patience.first_word, self._patience.silence)
            if not self._turned.is_set():
                yield from events_in(self._listening)
            return
        news = _ask(line, News(epoch="", sequence=0, topics=[]), 0)
        yield news
        while not self._turned.is_set() and self._connection.line() is line:
            news = _ask(line, news, self._patience.answer)
            yield news if news.topics else None
            self._turned.wait(_BREATH_SECONDS)

    def _take(self, word: News | None, words: int) -> None:
        """The first word always makes a round: something may have been missed, or wait here."""
        if words == _ENOUGH_WORDS:
            self._choice.passed()
            self.is_live = True
        if word is None or (words > 1 and self._is_known(word)):
            return
        self._turned.wait(self._random.uniform(0.0, word.within_seconds))
        self._owes_round = False
        self._heard()

    def _is_known(self, news: News) -> bool:
        """Whether a pull has brought that already, or the one under way will have: what this laptop pushed itself."""
        with self._in_round, self._store.read() as reader:
            return fact(reader, EPOCH) == news.epoch and int(fact(reader, CURSOR, "0")) >= news.sequence

    def _passes(self, line: LiveLine) -> bool:
        """Whether a plain message passes just now."""
        try:
            _ask(line, News(epoch="", sequence=0, topics=[]), 0)
        except PaigongError:
            return False
        return True


def _ask(line: LiveLine, known: News, seconds: float) -> News:
    """What is new after what is known already."""
    request = WaitRequest(protocol=PROTOCOL, epoch=known.epoch, sequence=known.sequence, seconds=seconds)
    return line.ask("wait", request, News)
