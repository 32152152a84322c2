"""Due times with pauses, against the same in plain lists; and the clocks of orders in a workspace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from app.bootstrap import create_workspace
from app.calendars.commands import AddCalendar
from app.calendars.hours import day_from
from app.calendars.public_days import public_days
from app.calendars.rules import Region, WorkingHours, week_of
from app.calendars.working_time import HOUR, MINUTE, SECOND, WorkingTime, stamp, working_time
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.sla.commands import AddPolicy, TargetTerms
from app.sla.contract_commands import AddContract
from app.sla.rules.promises import Bound, Metric, Unit
from app.storage.facts import ORDERS_JUDGED, set_fact
from app.storage.schema import columns_of
from app.workorders.clocks import forget_deadlines, judge_waiting
from app.workorders.queries.detail import order_detail
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import OrderEvent, WorkOrder
from app.workspace import Workspace
from tests.benchmarks.comparing import absolute, cpu, in_turns, seconds
from tests.benchmarks.figure import Figure
from tests.benchmarks.imagined import PRESENT, Directory
from tests.benchmarks.raw_clock import RawClock

CLOCKS = 100_000
ORDERS = 10_000
EVENTS = 200
ROUNDS = 5
_GOAL = 3
_JUDGED_MILLISECONDS = 2000
_OPENED_MILLISECONDS = 50
_DAY = 24 * HOUR
_FIRST, _LAST = (stamp(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2028))
_PROMISES = [30 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 45 * HOUR]


def measure(clocks: int = CLOCKS, rounds: int = ROUNDS, orders: int = ORDERS, events: int = EVENTS) -> Iterator[Figure]:
    """A Chinese office, where four of ten clocks have one to three pauses; then orders in a workspace."""
    known = public_days(Region.CHINA)
    week = week_of(dict.fromkeys(range(5), day_from("09:00-12:00 13:30-18:00")))
    ours = working_time(WorkingHours("Asia/Shanghai", week, known.closed, known.made_up))
    raw = RawClock([(opens // SECOND, closes // SECOND) for opens, closes in ours.windows(_FIRST, _LAST)])
    asked = list(_imagined(clocks))
    in_seconds = [
        (begins // SECOND, promised // SECOND, [(since // SECOND, until // SECOND) for since, until in pauses])
        for begins, promised, pauses in asked
    ]
    if _ours(ours, asked) != [due * SECOND for due in _raw(raw, in_seconds)]:
        raise AssertionError
    pair = in_turns(cpu(partial(_ours, ours, asked)), cpu(partial(_raw, raw, in_seconds)), rounds)
    yield pair.figure(
        f"clock: {clocks} due times with pauses", against="CPU of prefix sums in plain lists of seconds", goal=_GOAL
    )
    yield from _orders(orders, events, rounds)


def _orders(orders: int, events: int, rounds: int) -> Iterator[Figure]:
    """All open orders of a contract judged anew, and one order opened that much has happened to."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Home(Path(folder)), "Li")
        try:
            _fill(workspace, orders, events)
            judged = median(_judge_anew(workspace) for _round in range(rounds))
            yield absolute(
                f"clock: a new version of a calendar, {orders} open orders",
                judged * 1000,
                _JUDGED_MILLISECONDS,
                "milliseconds by the wall that are wanted, in pieces beside everything else, judged in one go here",
            )
            opened = median(seconds(partial(_open_order, workspace)) for _round in range(5 * rounds))
            yield absolute(
                f"clock: open an order with {events} events",
                opened * 1000,
                _OPENED_MILLISECONDS,
                "milliseconds by the wall that are wanted to read all about an order with its clocks explained",
            )
        finally:
            workspace.close()


def _fill(workspace: Workspace, orders: int, events: int) -> None:
    week = {str(day): "09:00-12:00 13:30-18:00" for day in range(5)}
    calendar = AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week=week, region=Region.CHINA)
    metrics = (Metric.RESPONSE, Metric.ON_SITE, Metric.RESTORE)
    targets = tuple(
        TargetTerms(level="any", metric=metric, bound=Bound.AT_MOST, value=8, unit=Unit.HOUR, calendar_id="office")
        for metric in metrics
    )
    policy = AddPolicy(id="gold", code="gold", name="Gold", targets=targets)
    customer = AddCustomer(id="customer", name="Customer")
    contract = AddContract(
        id="k", customer_id="customer", number="1", name="K", policy_id="gold", begins_on=date(2000, 1, 1)
    )
    workspace.runner.run(calendar, policy, customer, contract)
    open_orders = [
        replace(order, customer_id="customer", state=OrderState.LOGGED) for order in Directory("").orders(orders)
    ]
    facts = [_event(order, EventKind.LOGGED, 1) for order in open_orders]
    facts += [_event(open_orders[-1], EventKind.NOTED, ordinal) for ordinal in range(2, events + 1)]
    workspace.store.write(lambda unit: unit.put(*open_orders, *facts))
    judge_waiting(workspace.store)


def _event(order: WorkOrder, kind: EventKind, ordinal: int) -> OrderEvent:
    return OrderEvent(
        id=f"{order.id}-{ordinal}",
        order_id=order.id,
        customer_id=order.customer_id,
        visit_id=None,
        ordinal=ordinal,
        kind=kind,
        at=order.logged_at + timedelta(minutes=ordinal),
        actor_id="",
        note="",
        facts={},
    )


def _judge_anew(workspace: Workspace) -> float:
    workspace.store.write(lambda unit: forget_deadlines(unit, None))
    workspace.store.write(lambda unit: set_fact(unit, ORDERS_JUDGED, ""))
    return seconds(partial(judge_waiting, workspace.store))


def _open_order(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        first = reader.find(OrderEvent, columns_of(OrderEvent).ordinal == 2, limit=1)[0]
        order_detail(reader, first.order_id, PRESENT)


def _imagined(clocks: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    chance = Random(1)
    for _clock in range(clocks):
        begins = _FIRST + _DAY * 366 + chance.randrange(500 * 86400) * SECOND
        pauses = []
        if chance.random() < 0.4:
            since = [begins + chance.randrange(3 * 86400) * SECOND for _pause in range(chance.randint(1, 3))]
            pauses = [(at, at + chance.randrange(600, 2 * 86400) * SECOND) for at in since]
        yield begins, chance.choice(_PROMISES), pauses


def _ours(time_: WorkingTime, asked: list[tuple[int, int, list[tuple[int, int]]]]) -> list[int | None]:
    return [time_.due(begins, promised, pauses) for begins, promised, pauses in asked]


def _raw(clock: RawClock, asked: list[tuple[int, int, list[tuple[int, int]]]]) -> list[int]:
    return [clock.due(begins, promised, pauses) for begins, promised, pauses in asked]
