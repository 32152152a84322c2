"""The laptop's half of push: offer what is pending, oldest first."""

from __future__ import annotations

from itertools import accumulate

from app.inbox.queries import put_away_among
from app.storage.facts import EPOCH, fact
from app.storage.outbox import OutboxEntry, pending_entries
from app.storage.store import Store
from app.sync.clocks.wire import ClockClaim
from app.sync.push.forgetting import forgotten_to
from app.sync.push.wire import LARGEST_PUSH, LARGEST_TEXT, PushReply, PushRequest
from app.sync.transport import Line
from app.sync.wire import PROTOCOL


def push(store: Store, line: Line, clock: ClockClaim | None = None) -> bool:
    """Offer everything that is pending, and say how our clock goes; no transaction is open meanwhile.

    Tells whether the server took it: False where it lives another life by now, and everything must be pulled anew.
    """
    offered = 0
    while True:
        with store.read() as reader:
            entries = _that_fit(pending_entries(reader, LARGEST_PUSH, after_sequence=offered))
            epoch = fact(reader, EPOCH)
            put_away = put_away_among(reader, entries)
            forgotten = forgotten_to(reader)
        if not entries:
            return True
        commands = [entry.envelope(withdrawn=entry.id in put_away) for entry in entries]
        request = PushRequest(protocol=PROTOCOL, epoch=epoch, commands=commands, clock=clock, forgotten_to=forgotten)
        reply = line.ask("push", request, PushReply)
        if reply.epoch != epoch:
            return False
        offered = entries[-1].sequence


def _that_fit(entries: list[OutboxEntry]) -> list[OutboxEntry]:
    """The first of these entries, as many as may go into one message."""
    lengths = accumulate(len(entry.body) + len(entry.stood_before) for entry in entries)
    return entries[: max(1, sum(length <= LARGEST_TEXT for length in lengths))]
