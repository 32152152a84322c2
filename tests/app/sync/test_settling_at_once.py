"""The desk and the engineer settle the same refusals at the same moment, on real PostgreSQL."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.accounts.rules import Grant, Role
from app.bootstrap import open_server
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.inbox.commands import SettleForOther, SettleRefusal
from app.inbox.tables import Refusal, Settlement
from app.server.authority import Server
from app.storage.outbox import OutboxState
from app.storage.schema import columns_of
from app.workorders.commands import AddNote, LogOrder
from app.workorders.rules import EventKind
from app.workorders.tables import OrderEvent
from tests.app.sync.devices import Device, new_device
from tests.fakes import FakeClock

MANY = 12


@pytest.fixture
def server(tmp_path: Path, clock: FakeClock, postgres_url: str) -> Iterator[Server]:
    made = open_server(Home(tmp_path), postgres_url, clock)
    yield made
    made.close()


def refused(server: Server) -> list[Refusal]:
    with server.store.read() as reader:
        return reader.find(Refusal, order_by=[columns_of(Refusal).id])


def test_each_is_settled_once_and_what_is_done_is_done_once(server: Server) -> None:
    desk = new_device(server, "desk", Grant(Role.ADMINISTRATOR, None))
    engineer = new_device(server, "engineer", Grant(Role.ENGINEER, None))
    desk.push(AddCustomer(id="c", name="第一人民医院"))
    for number in range(MANY):  # of orders that are not there yet
        engineer.push(AddNote(order_id=f"o{number}", text=f"第 {number} 条"))
    desk.push(*(LogOrder(id=f"o{number}", customer_id="c", title="故障") for number in range(MANY)))
    refusals = refused(server)
    assert len(refusals) == MANY
    barrier = Barrier(2)

    def settle(device: Device) -> None:
        for refusal in refusals:
            body = json.loads(refusal.body)
            command = (
                SettleForOther(refusal_id=refusal.id, body=body)
                if device is desk
                else SettleRefusal(command_id=refusal.command_id, body=body)
            )
            barrier.wait()
            device.push(command)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(settle, (desk, engineer)))
    assert not refused(server)
    with server.store.read() as reader:
        notes = Counter(event.note for event in reader.find(OrderEvent, columns_of(OrderEvent).kind == EventKind.NOTED))
        settlements = reader.find(Settlement)
    assert notes == {f"第 {number} 条": 1 for number in range(MANY)}
    assert {settlement.command_id for settlement in settlements} == {refusal.command_id for refusal in refusals}
    late = [judged for judged in desk.verdicts() if judged.verdict is OutboxState.REJECTED]
    by_desk = sum(settlement.settled_by_id == "desk" for settlement in settlements)
    assert len(late) == MANY - by_desk
    assert {judged.code for judged in late} <= {"refusal_settled"}
    assert "handler_failed" not in {judged.code for judged in engineer.verdicts()}
