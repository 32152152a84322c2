"""Filtering, sorting, counting and searching 700,000 work orders, against SQL by hand in the same process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.bootstrap import open_workspace
from app.directory.tables import Customer
from app.storage.schema import columns_of
from app.workorders.filters import OrderFilter, OrderSegment, OrderSort
from app.workorders.queries.listing import order_counts, order_ids, order_page
from app.workspace import Workspace
from tests.benchmarks.big_workspace import ORDERS, big_workspace
from tests.benchmarks.comparing import in_turns, timed
from tests.benchmarks.figure import Figure
from tests.benchmarks.imagined import PRESENT
from tests.benchmarks.raw_orders import RawOrders

GOAL = 2
ROUNDS = 7
PAGE = 128

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    wanted: OrderFilter
    floor: Callable[[], Rows]
    limit: int | None = None


def measure(orders: int = ORDERS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure for each way to filter, sort, count and search, and for a page of rows."""
    home = big_workspace(orders)
    workspace, raw = open_workspace(home), RawOrders(home)
    try:
        for case in [*_sorted(raw), *_filtered(workspace, raw), *_searched(raw)]:
            yield _list_figure(workspace, case, rounds)
        yield _counts_figure(workspace, raw, rounds)
        yield _page_figure(workspace, raw, rounds)
    finally:
        raw.close()
        workspace.close()


def _sorted(raw: RawOrders) -> Iterator[_Case]:
    orders = {
        OrderSort.LOGGED: "logged_at DESC, rowid DESC",
        OrderSort.NUMBER: "number DESC, rowid DESC",
        OrderSort.PRIORITY: "priority DESC, rowid DESC",
    }
    for sort, order in orders.items():
        yield _Case(f"lists: all, by {sort}", OrderFilter(sort=sort), partial(raw.sorted_by, order))
    yield _Case("lists: all, by time left", OrderFilter(sort=OrderSort.DUE), raw.by_time_left)
    first = partial(raw.by_time_left, PAGE)
    yield _Case("lists: first page by time left", OrderFilter(sort=OrderSort.DUE), first, limit=PAGE)
    yield _Case("lists: all, by customer", OrderFilter(sort=OrderSort.CUSTOMER, descending=False), raw.by_customer)


def _filtered(workspace: Workspace, raw: RawOrders) -> Iterator[_Case]:
    for segment in OrderSegment:
        if segment is not OrderSegment.ALL:
            yield _Case(f"lists: segment {segment}", OrderFilter(segment=segment), partial(raw.segment, segment))
    with workspace.store.read() as reader:
        customer_id = reader.find(Customer, order_by=[columns_of(Customer).id])[0].id
    yield _Case("lists: one customer", OrderFilter(customer_id=customer_id), partial(raw.of_customer, customer_id))


def _searched(raw: RawOrders) -> Iterator[_Case]:
    yield _Case("lists: search 打印", OrderFilter(text="打印"), partial(raw.search, '"打印"'))
    yield _Case("lists: search 扫", OrderFilter(text="扫"), partial(raw.search, '"扫"*'))
    fragment = '"00" AND "01" AND "12"'
    yield _Case("lists: search 0012", OrderFilter(text="0012"), partial(raw.search, fragment, "0012"))


def _list_figure(workspace: Workspace, case: _Case, rounds: int) -> Figure:
    def ours() -> Sequence[int]:
        with workspace.store.read() as reader:
            return order_ids(reader, case.wanted, PRESENT, case.limit)

    _require(list(ours()) == [row[0] for row in case.floor()], case.name)
    against = "the same rowids by SQL written by hand, fetchall, on the same SQLCipher file in the same process"
    return in_turns(timed(ours), timed(case.floor), rounds).figure(case.name, against=against, goal=GOAL)


def _counts_figure(workspace: Workspace, raw: RawOrders, rounds: int) -> Figure:
    def ours() -> list[int]:
        with workspace.store.read() as reader:
            return list(order_counts(reader, OrderFilter(), PRESENT).values())

    _require(ours() == raw.counts(), "counts")
    against = "seven SELECT count(*) written by hand on the same SQLCipher file in the same process"
    return in_turns(timed(ours), timed(raw.counts), rounds).figure(
        "lists: counts per segment", against=against, goal=GOAL
    )


def _page_figure(workspace: Workspace, raw: RawOrders, rounds: int) -> Figure:
    middle = len(raw.sorted_by("rowid")) // 2
    rowids = list(range(middle, middle + PAGE))

    def ours() -> list[str]:
        with workspace.store.read() as reader:
            return [item.id for item in order_page(reader, rowids)]

    def floor() -> list[str]:
        return [row[1] for row in raw.page(rowids)]

    _require(ours() == floor(), "page")
    against = "the same values as tuples by SQL written by hand on the same SQLCipher file in the same process"
    return in_turns(timed(ours), timed(floor), rounds * 5).figure(
        "lists: a page of 128 rows", against=against, goal=GOAL
    )


def _require(equal: bool, name: str) -> None:
    """A faster answer to another question would be no figure."""
    if not equal:
        raise AssertionError(f"{name}: the floor has another answer")
