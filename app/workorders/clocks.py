"""The clocks of orders: read from what happened, and kept as a projection that lists are sorted by.

The projection is thrown away for whatever may have changed it (a page of the server, a calendar's new version) and made
anew for open and solved orders afterwards, piece by piece; nothing in it is a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

import sqlalchemy as sa

from app.calendars.working_time import SECOND, instant, stamp
from app.sla.queries import Promises
from app.sla.rules.clock import ClockState
from app.sla.rules.promises import Metric
from app.storage.facts import ORDERS_JUDGED, fact, set_fact
from app.storage.schema import columns_of, spec_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.workorders.clock_reading import ClockOfOrder, ClocksOfOrder, clocks_of
from app.workorders.rules import OPEN_ORDER_STATES, EventKind, LinkKind, OrderState
from app.workorders.suppliers import answer_due_at, ticket_of
from app.workorders.tables import Deadline, OrderClock, OrderEvent, OrderLink, WorkOrder
from app.workorders.watching import WATCHED_STATES, next_saying_at

PIECE = 500
"""Orders that are judged in one transaction."""
_ORDER, _DEADLINE = columns_of(WorkOrder), columns_of(Deadline)
_WATCHED = sorted(WATCHED_STATES)


def read_clocks(reader: Reader, order: WorkOrder, now: datetime) -> ClocksOfOrder:
    """How the clocks of an order stand at `now` (aware)."""
    return clocks_of(Promises(reader), order, course_of_orders(reader, [order])[order.id], stamp(now))


def judge(unit: UnitOfWork, order_ids: Iterable[str], now: datetime | None = None) -> None:
    """Make the projection of these orders anew, as it was when something last happened to each, or is at `now` (aware).

    Those that are solved have no clocks in it, and fall due no more: it says when they still have something to say, and
    of what is over nothing. Until the unit ends nothing more happens to them, for whatever happens to an order locks
    it; so nothing can be passed over.
    """
    rows = unit.values_of(spec_of(WorkOrder), sorted(order_ids), lock=True)
    orders = {row_id: spec_of(WorkOrder).from_values(values) for row_id, values in rows.items()}
    clock_of = columns_of(OrderClock)
    kept = set(unit.connection.execute(sa.select(clock_of.id).where(clock_of.order_id.in_([*orders]))).scalars())
    watched = [order for order in orders.values() if order.state in WATCHED_STATES]
    clocks, deadlines = projected(unit, watched, now)
    unit.apply(
        spec_of(OrderClock),
        [spec_of(OrderClock).to_values(clock) for clock in clocks],
        removed=sorted(kept - {clock.id for clock in clocks}),
    )
    over = [order.id for order in orders.values() if order.state not in WATCHED_STATES]
    unit.apply(spec_of(Deadline), [spec_of(Deadline).to_values(deadline) for deadline in deadlines], removed=over)


def orders_wait(reader: Reader) -> bool:
    """Whether orders wait to be judged."""
    return not fact(reader, ORDERS_JUDGED)


def judge_waiting(store: Store) -> None:
    """Judge whatever orders wait for it, piece by piece, so that nobody who writes waits for long."""
    with store.read() as reader:
        more = orders_wait(reader)
    while more:
        more = store.write(judge_some)


def forget_deadlines(unit: UnitOfWork, customer_id: str | None) -> None:
    """Let the orders of a customer, or (None) all, be judged anew: what is promised has changed."""
    query = sa.delete(spec_of(Deadline).table)
    if customer_id is not None:
        query = query.where(_DEADLINE.id.in_(sa.select(_ORDER.id).where(_ORDER.customer_id == customer_id)))
    unit.connection.execute(query)


def judge_some(unit: UnitOfWork) -> bool:
    """Judge a piece of what waits; tells whether there is more."""
    judged = sa.exists().where(_DEADLINE.id == _ORDER.id)
    query = sa.select(_ORDER.id).where(_ORDER.state.in_(_WATCHED), ~judged).limit(PIECE)
    waiting = [str(row[0]) for row in unit.connection.execute(query)]
    judge(unit, waiting)
    if len(waiting) < PIECE:
        set_fact(unit, ORDERS_JUDGED, "yes")
    return len(waiting) == PIECE


def projected(
    reader: Reader, orders: Sequence[WorkOrder], now: datetime | None = None
) -> tuple[list[OrderClock], list[Deadline]]:
    """What the projection of these orders is to be, as `judge` says."""
    promises, events = Promises(reader), course_of_orders(reader, orders)
    clocks: list[OrderClock] = []
    deadlines: list[Deadline] = []
    for order in orders:
        known = events[order.id]
        at = max((stamp(event.at) for event in known), default=stamp(order.logged_at)) if now is None else stamp(now)
        is_open = order.state in OPEN_ORDER_STATES
        read = clocks_of(promises, order, known, at, outliving=not is_open)
        clocks += (_kept(order, clock) for clock in read.clocks if is_open)
        ticket = ticket_of(known) if is_open else None
        due_at, metric, paused = _first_due(order, read.clocks) if is_open else _NOTHING_DUE
        deadlines.append(
            Deadline(
                id=order.id,
                due_at=due_at,
                metric=metric,
                paused=paused,
                wake_at=_instant(next_saying_at(order, read, known, at)),
                supplier_due_at=_instant(answer_due_at(read, ticket) if ticket else None),
            )
        )
    return clocks, deadlines


def _instant(at: int | None) -> datetime | None:
    return None if at is None else instant(at)


def _kept(order: WorkOrder, clock: ClockOfOrder) -> OrderClock:
    reading = clock.reading
    return OrderClock(
        id=f"{order.id}:{clock.metric}",
        order_id=order.id,
        metric=clock.metric,
        level=reading.level,
        state=reading.state,
        due_at=_instant(reading.due_at),
        missed_at=_instant(reading.missed_at),
        promised_seconds=reading.promised // SECOND,
        elapsed_seconds=reading.elapsed // SECOND,
        provisional=reading.provisional,
        calendar_version_id=clock.promised.version_of(reading.level),
    )


_NOTHING_DUE = (None, None, False)


def _first_due(order: WorkOrder, clocks: Sequence[ClockOfOrder]) -> tuple[datetime | None, Metric | None, bool]:
    """When the clock falls due that does so first, which one it is, and whether the order is paused instead."""
    running = ((clock.reading.due_at, clock.metric) for clock in clocks if clock.reading.runs)
    first = min(((due_at, metric) for due_at, metric in running if due_at is not None), key=itemgetter(0), default=None)
    if first is not None:
        return instant(first[0]), first[1], False
    if clocks:
        return None, None, any(clock.reading.state is ClockState.PAUSED for clock in clocks)
    waits = order.state is OrderState.PAUSED
    return None if waits else order.due_at, None, waits and order.due_at is not None


def course_of_orders(reader: Reader, orders: Sequence[WorkOrder]) -> Mapping[str, list[OrderEvent]]:
    """The facts that the clocks of orders hear: of a follow-on those of the orders that it goes on with come first."""
    came_from = _before({order.id for order in orders}, reader)
    if not came_from:
        return events_of_orders(reader, [order.id for order in orders])
    events = events_of_orders(reader, {order.id for order in orders} | set(came_from.values()))
    course: dict[str, list[OrderEvent]] = {}
    for order in orders:
        line = [order.id]
        while line[0] in came_from:
            line.insert(0, came_from[line[0]])
        earlier = (event for order_id in line[:-1] for event in events[order_id])
        course[order.id] = [*(event for event in earlier if event.kind is not EventKind.CONTINUED), *events[order.id]]
    return course


def _before(order_ids: set[str], reader: Reader) -> dict[str, str]:
    """By a follow-on the order that it goes on with, back to the first one."""
    column, came_from, asked = columns_of(OrderLink), dict[str, str](), order_ids
    while asked:
        found = reader.find(OrderLink, column.order_id.in_(sorted(asked)), column.kind == LinkKind.FOLLOW_ON_OF)
        asked = {link.other_id for link in found} - came_from.keys()
        came_from |= {link.order_id: link.other_id for link in found}
    return came_from


def events_of_orders(
    reader: Reader, order_ids: Collection[str], kinds: Collection[EventKind] = frozenset(EventKind)
) -> Mapping[str, list[OrderEvent]]:
    """The facts of orders, or only those of some `kinds`, each in the order in which they were judged."""
    column = columns_of(OrderEvent)
    of_kinds = column.kind.in_(sorted(kinds)) if len(kinds) < len(EventKind) else sa.true()
    events: defaultdict[str, list[OrderEvent]] = defaultdict(list)
    for event in reader.find(
        OrderEvent, column.order_id.in_(sorted(order_ids)), of_kinds, order_by=(column.ordinal, column.id)
    ):
        events[event.order_id].append(event)
    return events
