"""The laptop's half of pull: ask for pages until there are no more."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.storage.facts import CURSOR, EPOCH, FILLING_TO, HORIZON, SCOPES, fact
from app.storage.outbox import settled_sequence
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.history.laptop import remembered_head
from app.sync.pull.wire import PullReply, PullRequest, Standpoint
from app.sync.transport import Line
from app.sync.wire import PROTOCOL

Apply = Callable[[PullRequest, PullReply], None]


def pull(store: Store, line: Line, apply: Apply) -> None:
    """Bring what changed since the last time; every page is applied before the next one is asked for."""
    more = True
    while more:
        with store.read() as reader:
            request = PullRequest(
                **msgspec.structs.asdict(standpoint(reader)),
                settled_sequence=settled_sequence(reader),
                history=remembered_head(reader),
                filling_to=int(fact(reader, FILLING_TO, "0")),
            )
        reply = line.ask("pull", request, PullReply)
        apply(request, reply)
        more = reply.more


def standpoint(reader: Reader) -> Standpoint:
    """Where this workspace stands."""
    return Standpoint(
        protocol=PROTOCOL,
        epoch=fact(reader, EPOCH),
        cursor=int(fact(reader, CURSOR, "0")),
        scopes=fact(reader, SCOPES),
        horizon=int(fact(reader, HORIZON, "0")),
    )
