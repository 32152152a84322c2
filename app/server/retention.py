"""How long what is kept. What nobody needs any more is removed once a day, in small portions between other work.

Rows that devices get are not touched here, nor the audit chain itself: of an old entry only the content is erased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.rules import DeviceState
from app.accounts.tables import Device, DeviceToken
from app.audit.chain import Act, append
from app.audit.tables import AuditEntry
from app.messages.tables import OutgoingMessage
from app.server.authority import Server
from app.server.limits import FORGOTTEN_AFTER, SignInAttempts
from app.storage.facts import fact, set_fact
from app.storage.schema import columns_of, spec_of, table
from app.storage.units import Reader, UnitOfWork
from app.sync.push.server import JudgedCommand
from app.sync.stamps import forget_stamps, last_sequence
from app.workorders.tables import RatingLink

_SWEPT_ON = "retention_swept_on"
_PORTION = 500

STAMPS_KEPT = timedelta(days=90)
"""That a row is gone: whoever was away for longer pulls everything anew."""


@table("sequence_marks")
@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceMark:
    """How far the server's sequence was on a day; the id is the date."""

    id: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long rows are kept; `old` tells which are older than an instant and needed by nobody."""

    row_type: type
    kept: timedelta
    old: Callable[[datetime], sa.ColumnElement[bool]]
    erased_column: str = ""
    """Where only this column is emptied."""


def _judged(before: datetime) -> sa.ColumnElement[bool]:
    """A device that was not heard of since may still wait for its verdict."""
    command, device, token = columns_of(JudgedCommand), columns_of(Device), columns_of(DeviceToken)
    waits = (
        sa.exists()
        .where(device.id == command.device_id, device.state == DeviceState.ENROLLED)
        .where(~sa.exists().where(token.device_id == device.id, token.used_at >= before))
    )
    return sa.and_(command.judged_at < before, ~waits)


KEEPINGS = (
    Keeping(JudgedCommand, timedelta(days=731), _judged),
    Keeping(DeviceToken, timedelta(days=400), lambda before: columns_of(DeviceToken).replaced_at < before),
    Keeping(SignInAttempts, FORGOTTEN_AFTER, lambda before: columns_of(SignInAttempts).last_at < before),
    Keeping(SequenceMark, STAMPS_KEPT * 2, lambda before: columns_of(SequenceMark).id < before.date().isoformat()),
    Keeping(OutgoingMessage, timedelta(days=731), lambda before: columns_of(OutgoingMessage).created_at < before),
    Keeping(RatingLink, timedelta(days=90), lambda before: columns_of(RatingLink).made_at < before),
    Keeping(
        AuditEntry,
        timedelta(days=731),
        lambda before: sa.and_(columns_of(AuditEntry).at < before, columns_of(AuditEntry).content.is_not(None)),
        erased_column="content",
    ),
)


class Retention:
    """Looks once a day for what has been kept long enough, and takes a portion of it away each time it is asked."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def go_on(self) -> None:
        """Take the next portion away, if there is one left of today's."""
        now = self._server.clock.now()
        today = now.date().isoformat()
        with self._server.store.read() as reader:
            done = fact(reader, _SWEPT_ON) == today
        if not done and not self._server.store.write(lambda unit: _take_away(unit, now)):
            self._server.store.write(lambda unit: set_fact(unit, _SWEPT_ON, today))


def _take_away(unit: UnitOfWork, now: datetime) -> int:
    """A portion of what is too old, from each table; returns how many rows that were."""
    unit.ensure(SequenceMark(id=now.date().isoformat(), sequence=last_sequence(unit)))
    acts, total = [], 0
    for keeping in KEEPINGS:
        if count := _portion(unit, keeping, now):
            name = spec_of(keeping.row_type).name
            acts.append(
                Act(f"{name}.{'erased' if keeping.erased_column else 'forgotten'}", name, None, {"count": count})
            )
            total += count
    if acts:
        append(unit, acts, now)
    return total + forget_stamps(unit, _sequence_before(unit, now - STAMPS_KEPT), _PORTION)


def _portion(unit: UnitOfWork, keeping: Keeping, now: datetime) -> int:
    """Below the units' observers: nothing here is synchronised, and the chain tells only how many there were."""
    rows = spec_of(keeping.row_type).table
    old = sa.select(rows.c.id).where(keeping.old(now - keeping.kept)).limit(_PORTION)
    ids = list(unit.connection.execute(old).scalars())
    if ids and keeping.erased_column:
        unit.connection.execute(sa.update(rows).where(rows.c.id.in_(ids)).values({keeping.erased_column: None}))
    elif ids:
        unit.connection.execute(sa.delete(rows).where(rows.c.id.in_(ids)))
    return len(ids)


def _sequence_before(reader: Reader, instant: datetime) -> int:
    """How far the sequence was on the last day before an instant that was marked; 0 where none was."""
    column = columns_of(SequenceMark)
    query = sa.select(sa.func.max(column.sequence)).where(column.id < instant.date().isoformat())
    return reader.connection.execute(query).scalar() or 0
