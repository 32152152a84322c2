"""The rule of the window in SQL is the rule in Python, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.files.tables import Attachment, FileReceipt
from app.storage.columns import instant_to_stored
from app.storage.migration import upgrade
from app.storage.schema import Row, Window, spec_of
from app.storage.store import Store, postgres_engine
from app.storage.units import UnitOfWork
from app.storage.windows import KEPT, horizon_at, is_outside, outside
from app.workorders.rules import Channel, EventKind, OrderKind, OrderState
from app.workorders.tables import OrderEvent, WorkOrder
from tests.workspaces import Workspace

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HORIZON = horizon_at(NOW)
ORDERS = spec_of(WorkOrder)

instants = st.sampled_from([None, *(NOW - KEPT + timedelta(hours=hours) for hours in (-9.6, -9.5, -9.4, 0, 5))])


@dataclass(frozen=True)
class Case:
    state: OrderState
    logged_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    events: tuple[datetime, ...]
    files: tuple[datetime, ...]


cases = st.builds(
    Case,
    state=st.sampled_from(OrderState),
    logged_at=instants.filter(bool),
    resolved_at=instants,
    closed_at=instants,
    events=st.lists(instants.filter(bool), max_size=2).map(tuple),
    files=st.lists(instants.filter(bool), max_size=2).map(tuple),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "sqlite":
        workspace: Workspace = request.getfixturevalue("workspace")
        yield workspace.store
        return
    engine = postgres_engine(request.getfixturevalue("postgres_url"))
    upgrade(engine)
    store = Store(engine)
    yield store
    store.close()


def written(case: Case) -> tuple[WorkOrder, list[OrderEvent], list[Attachment]]:
    order = WorkOrder(
        id="order",
        number="W26-000001",
        customer_id="customer",
        site_id=None,
        asset_id=None,
        system_id=None,
        kind=OrderKind.INCIDENT,
        channel=Channel.PHONE,
        priority=3,
        title="",
        description="",
        caller_name="",
        caller_phone="",
        place="",
        state=case.state,
        engineer_id=None,
        pause_reason="",
        logged_at=case.logged_at,
        logged_by_id="",
        due_at=None,
        resolved_at=case.resolved_at,
        resolution="",
        closed_at=case.closed_at,
    )
    events = [
        OrderEvent(
            id=f"event{ordinal}",
            order_id="order",
            customer_id="customer",
            visit_id=None,
            ordinal=ordinal,
            kind=EventKind.NOTED,
            at=at,
            actor_id="",
            note="",
            facts={},
        )
        for ordinal, at in enumerate(case.events)
    ]
    return order, events, [attached(f"file{place}", at) for place, at in enumerate(case.files)]


def attached(name: str, at: datetime) -> Attachment:
    return Attachment(
        id=name,
        customer_id="customer",
        about_table="work_orders",
        about_id="order",
        name=name,
        media_type="text/plain",
        size=1,
        digest=name,
        thumbnail_digest=f"thumbnail of {name}",
        thumbnail_size=1,
        added_by_id="",
        added_at=at,
        withdrawn_at=None,
        withdrawn_by_id=None,
    )


def received(customer_id: str, digest: str) -> FileReceipt:
    return FileReceipt(
        id=f"{customer_id} {digest}", customer_id=customer_id, digest=digest, size=1, received_at=NOW - 2 * KEPT
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(case=cases)
def test_sql_and_python_agree_on_what_is_outside(store: Store, case: Case) -> None:
    order, events, files = written(case)
    receipts = [received("customer", digest) for file in files for digest in (file.digest, f"thumbnail of {file.name}")]

    def write(unit: UnitOfWork) -> None:
        for row_type in (WorkOrder, OrderEvent, Attachment, FileReceipt):
            unit.connection.execute(sa.delete(spec_of(row_type).table))
        unit.put(order, *events, *files, *receipts, received("another", "file0"))

    store.write(write)
    assert isinstance(ORDERS.window, Window)
    stored = [ORDERS.to_values(order)[ORDERS.columns.index(name)] for name in ("logged_at", *ORDERS.window.dated)]
    happened = [*stored, *(instant_to_stored(at) for at in (*case.events, *case.files))]
    expected = is_outside(ORDERS.window, case.state, [at if isinstance(at, int) else None for at in happened], HORIZON)
    found = [outside_of(store, each) for each in (WorkOrder, OrderEvent, Attachment, FileReceipt)]
    assert found == [
        {order.id} if expected else set(),
        {event.id for event in events if expected},
        {file.id for file in files if expected},
        {"another file0", *(receipt.id for receipt in receipts if expected)},
    ]


def outside_of(store: Store, row_type: type[Row]) -> set[str]:
    spec = spec_of(row_type)
    with store.read() as reader:
        return {str(row[0]) for row in reader.plain.rows(f"SELECT id FROM {spec.name} WHERE {outside(spec, HORIZON)}")}


@pytest.mark.parametrize(("hours", "same"), [(0, True), (14, True), (15, False)])
def test_the_horizon_moves_once_a_day(hours: int, *, same: bool) -> None:
    assert (horizon_at(NOW + timedelta(hours=hours)) == HORIZON) == same
    assert int((NOW.replace(hour=0, minute=0) - KEPT).timestamp() * 1_000_000) == HORIZON
