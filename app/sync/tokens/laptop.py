"""The laptop's half of replacing its token: once a day, while there is a network."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.storage.columns import instant_from_stored, instant_to_stored
from app.storage.facts import DEVICE_TOKEN, TOKEN_AT, fact, set_fact
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.tokens.wire import TokenReply, TokenRequest
from app.sync.transport import Line
from app.sync.wire import PROTOCOL

RENEWED_EVERY = timedelta(days=1)


def renew_token(store: Store, line: Line, token: str, now: datetime) -> None:
    """Get the token that follows `token`, by which we were known in this round, if we have had it for a day.

    Until the next round uses the new one both are good, so it does not matter where in between we are killed. The
    clock of this computer may be wrong: then tokens are replaced sooner or later, and nothing else.
    """
    with store.read() as reader:
        since = instant_from_stored(int(fact(reader, TOKEN_AT, "0")))
    if abs(now - since) < RENEWED_EVERY:
        return
    reply = line.ask("tokens", TokenRequest(protocol=PROTOCOL, token=token), TokenReply)
    store.write(lambda unit: _keep(unit, token, reply.token, now))


def _keep(unit: UnitOfWork, token: str, renewed: str, now: datetime) -> None:
    """Unless somebody has signed in anew meanwhile."""
    if fact(unit, DEVICE_TOKEN) == token:
        set_fact(unit, DEVICE_TOKEN, renewed)
        set_fact(unit, TOKEN_AT, str(instant_to_stored(now)))
