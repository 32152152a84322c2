"""Imagined customers, engineers and work orders: plausible, in Chinese and English, and the same in every run."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.directory.rules import PersonKind
from app.directory.tables import Customer, Person, Site
from app.storage.numbers import NumberSeries
from app.workorders.rules import NUMBER_DIGITS, Channel, OrderKind, OrderState, PauseReason, number_series, order_number
from app.workorders.tables import OrderAlias, WorkOrder
from tests.benchmarks import wording

T = TypeVar("T")

PRESENT = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""When the newest order was logged."""

_PAST = timedelta(days=5 * 365)
_FRESH_SHARE = 0.06
"""Only so many of the newest orders may still be under way."""
_FRESH_STATES = {
    OrderState.LOGGED: 15,
    OrderState.ASSIGNED: 20,
    OrderState.IN_PROGRESS: 10,
    OrderState.PAUSED: 10,
    OrderState.RESOLVED: 15,
    OrderState.CLOSED: 27,
    OrderState.CANCELLED: 3,
}
_OLD_STATES = {OrderState.RESOLVED: 1, OrderState.CLOSED: 95, OrderState.CANCELLED: 4}
_WITHOUT_ENGINEER = {OrderState.LOGGED, OrderState.CANCELLED}
_DONE = {OrderState.RESOLVED, OrderState.CLOSED}
_PRIORITIES = {1: 3, 2: 17, 3: 60, 4: 20}
_HOURS_UNTIL_DUE = {1: 4, 2: 8, 3: 24, 4: 72}
_ALIASED = 100
"""One order in so many was logged off-line, under a provisional number."""


class Directory:
    """Who calls and who goes there; `owner_id` is the person of the workspace, who goes to every thirtieth order."""

    def __init__(self, owner_id: str) -> None:
        self._random = random.Random(20261120)
        self.customers = [Customer(id=self._id(PRESENT), name=name, staff_count=None) for name in wording.CUSTOMERS]
        self.sites = {
            customer.id: [
                Site(id=self._id(PRESENT), customer_id=customer.id, name=name, address="", clean=True)
                for name in wording.SITES
            ]
            for customer in self.customers
        }
        self.engineers = [self._engineer(name) for name in wording.ENGINEERS]
        self._engineer_ids = [owner_id, *(engineer.id for engineer in self.engineers)]
        self.aliases: list[OrderAlias] = []
        self._serials: Counter[str] = Counter()

    def orders(self, count: int) -> Iterator[WorkOrder]:
        """So many orders of the five years before `PRESENT`, the oldest first; `aliases` grow with them."""
        first_fresh = count - max(round(count * _FRESH_SHARE), 100)
        for at in range(count):
            logged_at = PRESENT - _PAST * ((count - 1 - at) / count)
            order = self._order(logged_at, _FRESH_STATES if at >= first_fresh else _OLD_STATES)
            if at % _ALIASED == 0:
                self.aliases.append(self._alias(order, at // _ALIASED))
            yield order

    def number_series(self) -> list[NumberSeries]:
        """How far the numbers of `orders` were counted."""
        return [NumberSeries(id=series, next_serial=last + 1) for series, last in self._serials.items()]

    def _alias(self, order: WorkOrder, serial: int) -> OrderAlias:
        alias = order_number(order.logged_at.year, f"P7KQ{serial:02d}")
        return OrderAlias(id=self._id(order.logged_at), customer_id=order.customer_id, order_id=order.id, alias=alias)

    def _order(self, logged_at: datetime, states: dict[OrderState, int]) -> WorkOrder:
        state, priority = self._weighted(states), self._weighted(_PRIORITIES)
        customer_id = self._one_of(self.customers).id
        done_at = logged_at + timedelta(hours=_HOURS_UNTIL_DUE[priority]) * self._random.random() * 1.1
        series = number_series(logged_at.year)
        self._serials[series] += 1
        return WorkOrder(
            id=self._id(logged_at),
            number=order_number(logged_at.year, f"{self._serials[series]:0{NUMBER_DIGITS}d}"),
            customer_id=customer_id,
            site_id=self._one_of(self.sites[customer_id]).id,
            asset_id=None,
            system_id=None,
            kind=self._one_of(_KINDS),
            channel=self._one_of(_CHANNELS),
            priority=priority,
            title=self._title(),
            description=self._one_of(wording.DETAILS),
            caller_name=self._one_of(wording.CALLERS),
            caller_phone="",
            place="",
            state=state,
            engineer_id=None if state in _WITHOUT_ENGINEER else self._one_of(self._engineer_ids),
            pause_reason=PauseReason.PARTS if state is OrderState.PAUSED else "",
            logged_at=logged_at,
            logged_by_id=self._engineer_ids[0],
            due_at=self._due_at(logged_at, priority),
            resolved_at=done_at if state in _DONE else None,
            resolution=self._one_of(wording.RESOLUTIONS) if state in _DONE else "",
            closed_at=done_at + timedelta(hours=2) if state is OrderState.CLOSED else None,
        )

    def _title(self) -> str:
        chinese = self._random.random() < 0.5
        place, device, symptom = map(self._one_of, wording.CHINESE if chinese else wording.ENGLISH)
        return f"{place}{device}{symptom}" if chinese else f"{device} {symptom}, {place}"

    def _due_at(self, logged_at: datetime, priority: int) -> datetime | None:
        """One order in ten has no due time; else the whole hour by which it was promised."""
        if self._random.random() < 0.1:
            return None
        due_at = logged_at + timedelta(hours=_HOURS_UNTIL_DUE[priority])
        return due_at.replace(minute=0, second=0, microsecond=0)

    def _engineer(self, name: str) -> Person:
        return Person(
            id=self._id(PRESENT),
            customer_id=None,
            team_id=None,
            kind=PersonKind.ENGINEER,
            name=name,
            phone="",
            email="",
        )

    def _id(self, at: datetime) -> str:
        """Like `new_id`, but the same in every run: sortable by time."""
        return f"{int(at.timestamp() * 1000):012x}7{self._random.getrandbits(76):019x}"

    def _one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self._random.random() * len(choices))]

    def _weighted(self, weights: dict[T, int]) -> T:
        return self._random.choices(list(weights), list(weights.values()))[0]


_KINDS = tuple(OrderKind)
_CHANNELS = tuple(Channel)
