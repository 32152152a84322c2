"""What another version of a calendar would move, shown before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.calendars.commands import AddCalendar, ReviseCalendar, with_public_days
from app.calendars.drafts import ReaderOfDraft
from app.calendars.examples import Example, example_dues
from app.calendars.hours import hours_of
from app.calendars.queries import newest_version, versions_of
from app.sla.rules.clock import RUNNING_STATES
from app.sla.rules.promises import Metric
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.clocks import PIECE, projected
from app.workorders.tables import OrderClock, WorkOrder

LISTED = 50
"""So many of the targets that move are told one by one."""


@dataclass(frozen=True, slots=True)
class MovedExample:
    """When a promise to a call that comes now falls due, by the version that counts (if any) and by the new one."""

    example: Example
    was: datetime | None
    becomes: datetime


@dataclass(frozen=True, slots=True)
class MovedTarget:
    """A running clock of an open order that would fall due at another time; None where it would have none."""

    number: str
    metric: Metric
    was: datetime
    becomes: datetime | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What a version would move: examples, the targets that were due first, and how many targets in all."""

    examples: tuple[MovedExample, ...]
    targets: tuple[MovedTarget, ...] = ()
    target_count: int = 0


def moved_by(reader: Reader, draft: AddCalendar | ReviseCalendar, at: datetime) -> Moves:
    """What moves if this calendar or version is made at `at`; a new calendar moves nothing.

    :raises Rejection: ``record_unknown``, ``beyond_calendar``, whatever is wrong with the hours
    """
    complete = with_public_days(draft)
    hours = hours_of(complete)
    if isinstance(complete, AddCalendar):
        becoming = example_dues(hours, at, hours.day_minutes)
        return Moves(tuple(MovedExample(example, None, due) for example, due in becoming.items()))
    counts = hours_of(newest_version(reader, complete.calendar_id))
    were = example_dues(counts, at, counts.day_minutes)
    becoming = example_dues(hours, at, counts.day_minutes)
    moved = sorted(_moved_targets(reader, complete, at), key=lambda target: (target.was, target.number, target.metric))
    return Moves(
        tuple(MovedExample(example, were[example], due) for example, due in becoming.items()),
        tuple(moved[:LISTED]),
        len(moved),
    )


def _moved_targets(reader: Reader, draft: ReviseCalendar, at: datetime) -> Iterator[MovedTarget]:
    column = columns_of(OrderClock)
    versions = [version.id for version in versions_of(reader, draft.calendar_id)]
    running = reader.find(
        OrderClock,
        column.calendar_version_id.in_(versions),
        column.due_at.is_not(None),
        column.state.in_(sorted(RUNNING_STATES)),
    )
    stood = {clock.id: clock for clock in running}
    as_if = ReaderOfDraft(reader, draft, at)
    waiting = iter(dict.fromkeys(clock.order_id for clock in running))
    while piece := list(islice(waiting, PIECE)):
        orders = reader.get_all(WorkOrder, piece)
        clocks, _deadlines = projected(as_if, list(orders.values()))
        for clock in clocks:
            was = stood.get(clock.id)
            if was is not None and was.due_at is not None and was.due_at != clock.due_at:
                yield MovedTarget(orders[clock.order_id].number, clock.metric, was.due_at, clock.due_at)
