"""The laptop's half of replacing its token: once a day, while there is a network."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.foundation.errors import PaigongError
from app.storage.columns import instant_from_stored, instant_to_stored
from app.storage.facts import DEVICE_TOKEN, FORMER_TOKENS, TOKEN_AT, fact, set_fact
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.connection import Connection, LineT
from app.sync.leases.wire import LeaseReply, LeaseRequest
from app.sync.tokens.wire import TokenReply, TokenRequest
from app.sync.transport import Line
from app.sync.wire import PROTOCOL

RENEWED_EVERY = timedelta(days=1)
_FORMER_KEPT = 31
"""As old may the backup be from which a server is restored."""


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


def fall_back(store: Store, connection: Connection[LineT]) -> bool:
    """Be known by a former token, where a restored server has forgotten the newer ones; tells whether it knows one.

    Nothing is given up where it knows none: another server may answer at this address for a while.
    """
    with store.read() as reader:
        former = fact(reader, FORMER_TOKENS).split()
    for at, token in enumerate(former):
        if _is_known(connection, token):
            store.write(partial(_return_to, token=token, older=former[at + 1 :]))
            return True
    return False


def _is_known(connection: Connection[LineT], token: str) -> bool:
    line = connection.line_as(token)
    try:
        line.ask("leases", LeaseRequest(protocol=PROTOCOL, series=[]), LeaseReply)
    except PaigongError as error:
        if error.code == "device_unknown":
            return False
        raise
    finally:
        line.close()
    return True


def _return_to(unit: UnitOfWork, token: str, older: list[str]) -> None:
    set_fact(unit, DEVICE_TOKEN, token)
    set_fact(unit, FORMER_TOKENS, " ".join(older))


def _keep(unit: UnitOfWork, token: str, renewed: str, now: datetime) -> None:
    """Unless somebody has signed in anew meanwhile."""
    if fact(unit, DEVICE_TOKEN) == token:
        set_fact(unit, DEVICE_TOKEN, renewed)
        set_fact(unit, FORMER_TOKENS, " ".join([token, *fact(unit, FORMER_TOKENS).split()][:_FORMER_KEPT]))
        set_fact(unit, TOKEN_AT, str(instant_to_stored(now)))
