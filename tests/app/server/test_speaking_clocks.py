"""On the server the ticker lets the clocks of orders speak, on both databases, to whoever holds a role there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from app.accounts.rules import Role
from app.calendars.commands import AddCalendar
from app.directory.commands import AddCustomer
from app.messages.tables import Notice
from app.server.ticker import Ticker
from app.sla.contract_commands import AddContract
from app.storage.schema import RowT, columns_of
from app.workorders.commands import CancelOrder, LogOrder
from app.workorders.rules import EventKind
from app.workorders.tables import Deadline, OrderEvent
from tests.app.sync.conftest import Headquarters, headquarters, new_headquarters
from tests.app.workorders.test_clocks import POLICY, WEEK

__all__ = ["headquarters", "new_headquarters"]

NINE = datetime(2026, 3, 9, 1, tzinfo=UTC)


@pytest.fixture
def served(headquarters: Headquarters) -> Headquarters:
    """Two customers, an order of the first one, and people who hold roles for one of them."""
    headquarters.clock.set(NINE)
    server = headquarters.server
    server.run(AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week=WEEK), POLICY)
    for customer_id in ("c", "d"):
        server.run(AddCustomer(id=customer_id, name=customer_id.upper()))
    contract = AddContract(
        id="k",
        customer_id="c",
        number="1",
        name="K",
        policy_id="gold",
        begins_on=date(2026, 1, 1),
        calendar_id="office",
    )
    server.run(contract, LogOrder(id="o", customer_id="c", title="Printer jams", priority=1))
    return headquarters


def rows(headquarters: Headquarters, row_type: type[RowT], **wanted: object) -> list[RowT]:
    column = columns_of(row_type)
    with headquarters.server.store.read() as reader:
        return reader.find(row_type, *(column[name] == value for name, value in wanted.items()))


def test_whoever_holds_the_role_for_the_customer_is_told_once(served: Headquarters) -> None:
    people = {
        login: served.add_user(login, role, *customers)
        for login, role, customers in (
            ("desk", Role.DESK_AGENT, ()),
            ("other", Role.DISPATCHER, ("d",)),
            ("aom", Role.OPERATIONS_MANAGER, ("c",)),
        )
    }
    tickers = Ticker(served.server), Ticker(served.server)
    for minutes in (0, 30, 0, 25):
        served.clock.advance(minutes=minutes)
        for ticker in tickers:
            ticker.tick()
    told = Counter(notice.person_id for notice in rows(served, Notice, about_id="o"))
    assert told == {people["desk"]: 2, people["aom"]: 1}, "half of the hour, and nine tenths of it"
    kinds = [event.kind for event in rows(served, OrderEvent, order_id="o")]
    assert kinds.count(EventKind.WARNED) == 1
    assert kinds.count(EventKind.ESCALATED) == 1


def test_what_is_handed_in_is_judged_by_the_next_look_at_the_clock(served: Headquarters) -> None:
    ticker = Ticker(served.server)
    ticker.tick()
    (deadline,) = rows(served, Deadline)
    assert deadline.wake_at == datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
    served.server.run(LogOrder(id="p", customer_id="c", title="No mail", priority=3), CancelOrder(order_id="o"))
    assert rows(served, Deadline) == []
    ticker.tick()
    assert [deadline.id for deadline in rows(served, Deadline)] == ["p"]
