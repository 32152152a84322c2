"""What a laptop forgets of its outbox: what was settled long ago, from the oldest on and without a gap.

Until then it is kept, so that a server that was restored from a backup can be offered again what it has forgotten.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.inbox.queries import refused_entries
from app.storage.facts import fact, set_fact
from app.storage.outbox import OutboxEntry, OutboxState, given_sequence, pending_entries
from app.storage.schema import columns_of, spec_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork

KEPT = timedelta(days=90)
"""Three times what a backup may be old."""
_PORTION = 500
_FORGOTTEN_TO = "outbox_forgotten_to"


def forgotten_to(reader: Reader) -> int:
    """The last place in the outbox of which nothing is known here any more: it was settled long ago, or is lost.

    A rescue does not bring back what was settled between its backup and the damage. Nobody will ever offer that again,
    so a server that has forgotten it, too, must not wait for it.
    """
    waiting = pending_entries(reader, limit=1)
    before = waiting[0].sequence - 1 if waiting else 0
    if before and not reader.having(OutboxEntry, limit=1, sequence=before):
        return before
    return int(fact(reader, _FORGOTTEN_TO, "0"))


def forget_settled(store: Store, now: datetime) -> None:
    """Forget a portion of what was settled long ago, if there is any."""
    with store.read() as reader:
        until = _oldest_kept(reader, now - KEPT) - 1
        if until <= forgotten_to(reader):
            return
    store.write(lambda unit: _forget(unit, until))


def _oldest_kept(reader: Reader, since: datetime) -> int:
    """The first place of what waits, is not old, or lies in the inbox."""
    column = columns_of(OutboxEntry)
    needed = sa.or_(column.state == OutboxState.PENDING, column.occurred_at >= since)
    first = reader.connection.execute(sa.select(sa.func.min(column.sequence)).where(needed)).scalar()
    places = [entry.sequence for entry in refused_entries(reader)]
    return min([*places, first if first is not None else given_sequence(reader) + 1])


def _forget(unit: UnitOfWork, until: int) -> None:
    column = columns_of(OutboxEntry)
    old = unit.find(OutboxEntry, column.sequence <= until, order_by=[column.sequence], limit=_PORTION)
    unit.apply(spec_of(OutboxEntry), (), removed=[entry.id for entry in old])
    set_fact(unit, _FORGOTTEN_TO, str(old[-1].sequence if len(old) == _PORTION else until))
