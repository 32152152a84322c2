"""The laptop's half of history: remember the newest end of the chain, and notice when what was remembered is gone."""

from __future__ import annotations

from app.audit.chain import Head
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.facts import EPOCH, fact, set_fact
from app.storage.units import Reader, UnitOfWork
from app.sync.history.wire import HistoryHead, RememberedHead

_REMEMBERED = "server_history"
_DOUBTED = "server_history_doubted"

declare(
    {
        "history_rewritten": N_(
            "The server's record of what happened is not the one that this laptop has seen: it was rolled back or "
            "rewritten. Everything here is kept and you can go on working. Tell your administrator today; he finds "
            "out with “paigong admin audit verify”."
        ),
    }
)


def remembered_head(reader: Reader) -> RememberedHead:
    """What to ask the server about."""
    head = Head.parse(fact(reader, _REMEMBERED))
    return RememberedHead(sequence=head.sequence, doubted=fact(reader, _DOUBTED) == "yes")


def remember(unit: UnitOfWork, epoch: str, asked: RememberedHead, told: HistoryHead) -> None:
    """Keep how the chain of this epoch ends now; before the new epoch is kept, for in another one it may be another.

    What was asked from another memory than ours is stale and says nothing.
    """
    known = Head.parse(fact(unit, _REMEMBERED))
    if known.sequence != asked.sequence:
        return
    if epoch != fact(unit, EPOCH):
        set_fact(unit, _DOUBTED, "")
    elif known.sequence and (told.sequence < known.sequence or told.remembered != known.link):
        set_fact(unit, _DOUBTED, "yes")
    set_fact(unit, _REMEMBERED, str(Head(told.sequence, told.link)))


def forget_history(unit: UnitOfWork) -> None:
    """The workspace is enrolled in another life of a server, or at another one: that has a chain of its own."""
    set_fact(unit, _REMEMBERED, "")
    set_fact(unit, _DOUBTED, "")


def check_history(reader: Reader) -> None:
    """Say what a person must know about the server's history; it stays true until the next epoch.

    :raises Trouble: ``history_rewritten``
    """
    if fact(reader, _DOUBTED) == "yes":
        raise Trouble("history_rewritten")
