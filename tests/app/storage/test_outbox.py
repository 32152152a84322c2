"""What was done here and is not settled: the outbox, and going back to what the server said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.directory.commands import AddSite, AddTeam
from app.directory.tables import Customer, Team
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.images import ServerImage, changed_here, rewind
from app.storage.outbox import (
    OutboxEntry,
    OutboxState,
    pending_entries,
    settled_sequence,
    stood_rows,
    waiting_count,
)
from app.storage.schema import Values, all_specs, columns_of, spec_of
from app.storage.search import search_condition
from app.storage.units import Origin, Reader, UnitOfWork
from app.workorders.commands import AddNote, CancelOrder, CloseOrder
from app.workorders.rules import PauseReason
from app.workorders.tables import Visit, WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace


def synchronised(reader: Reader) -> dict[str, dict[str, Values]]:
    """Every row that a server knows of, by table and id."""
    specs = [spec for spec in all_specs() if spec.scope is not None]
    return {
        spec.name: reader.values_of(spec, reader.connection.execute(spec.table.select()).scalars().all())
        for spec in specs
    }


def everything(workspace: Workspace) -> dict[str, dict[str, Values]]:
    with workspace.store.read() as reader:
        return synchronised(reader)


def agree(workspace: Workspace) -> None:
    """As if the server had confirmed all that was done."""

    def work(unit: UnitOfWork) -> None:
        for entry in pending_entries(unit):
            unit.remove(OutboxEntry, entry.id)
        unit.apply(spec_of(ServerImage), (), removed=[image.id for image in unit.find(ServerImage)])

    workspace.store.write(work)


def redo(workspace: Workspace) -> None:
    def work(unit: UnitOfWork) -> None:
        for entry in pending_entries(unit):
            workspace.runner.redo(unit, entry)

    workspace.store.write(work)


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    return workspace.add_order(workspace.add_customer())


def test_pending_commands_wait_in_the_order_in_which_they_were_done(workspace: Workspace) -> None:
    for name in "ABC":
        workspace.run(AddTeam(id=name, name=name))
    with workspace.store.read() as reader:
        entries = pending_entries(reader)
        assert [entry.body_fields()["id"] for entry in entries] == ["A", "B", "C"]
        assert pending_entries(reader, limit=2) == entries[:2]
        assert pending_entries(reader, after_sequence=2) == entries[2:]
        assert waiting_count(reader) == 3
        assert entries[0].envelope().body == {"id": "A", "name": "A"}
        assert settled_sequence(reader) == 0


def test_every_entry_up_to_the_first_that_waits_has_its_verdict(workspace: Workspace) -> None:
    for name in "ABC":
        workspace.run(AddTeam(id=name, name=name))

    def judge(unit: UnitOfWork, *sequences: int) -> int:
        for entry in pending_entries(unit):
            if entry.sequence in sequences:
                unit.put(replace(entry, state=OutboxState.APPLIED))
        return settled_sequence(unit)

    assert workspace.store.write(lambda unit: judge(unit, 1)) == 1
    assert workspace.store.write(lambda unit: judge(unit, 3)) == 1
    assert workspace.store.write(lambda unit: judge(unit, 2)) == 3


def test_an_entry_remembers_what_stood_before(workspace: Workspace, order_id: str) -> None:
    stood = workspace.get(WorkOrder, order_id)
    workspace.run(CancelOrder(order_id=order_id))
    rows = stood_rows(workspace.outbox()[-1].stood_before)
    assert [(spec.name, spec.from_values(values)) for spec, values in rows] == [("work_orders", stood)]


def test_what_the_server_said_is_kept_once_however_often_a_row_changes(workspace: Workspace, order_id: str) -> None:
    agree(workspace)
    stood = everything(workspace)["work_orders"][order_id]
    visit_id = workspace.assign(order_id, OWNER_ID)
    for step in (AcceptVisit(visit_id=visit_id), StartWork(visit_id=visit_id)):
        workspace.run(step)
    (image,) = workspace.all(ServerImage, table_name="work_orders")
    assert (image.row_id, image.content is None) == (order_id, False)
    (new,) = workspace.all(ServerImage, table_name="visits")
    assert (new.row_id, new.content) == (visit_id, None)
    with workspace.store.read() as reader:
        changed = changed_here(reader)
    assert {("work_orders", order_id), ("visits", visit_id)} <= changed
    assert ("assets", order_id) not in changed
    workspace.store.write(rewind)
    assert everything(workspace)["work_orders"][order_id] == stood


def test_what_is_told_anew_is_not_wound_back_first(workspace: Workspace, order_id: str) -> None:
    workspace.run(CancelOrder(order_id=order_id))
    stood = everything(workspace)
    told = {(image.table_name, image.row_id) for image in workspace.all(ServerImage)}
    workspace.store.write(lambda unit: rewind(unit, told))
    assert everything(workspace) == stood
    assert workspace.all(ServerImage) == []


def test_truth_from_the_server_leaves_no_image(workspace: Workspace) -> None:
    spec = spec_of(Team)
    workspace.store.write(lambda unit: unit.apply(spec, [("t", "North")], origin=Origin.TRUTH))
    assert workspace.all(ServerImage) == []


def test_rows_that_were_removed_here_come_back(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    agree(workspace)
    stood = everything(workspace)
    workspace.store.write(lambda unit: unit.remove(Customer, customer_id))
    workspace.store.write(rewind)
    assert everything(workspace) == stood


def test_rows_of_this_device_alone_are_not_wound_back(workspace: Workspace) -> None:
    workspace.run(AddTeam(id="A", name="A"))
    workspace.store.write(rewind)
    assert workspace.all(Team) == []
    assert [entry.name for entry in workspace.outbox()] == ["directory.add_team"]


def test_text_that_was_wound_back_is_found_again(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("Northvale Council")
    agree(workspace)
    workspace.store.write(lambda unit: unit.put(Customer(id=customer_id, name="Elsewhere", staff_count=None)))
    workspace.store.write(rewind)
    with workspace.store.read() as reader:
        found = reader.find(Customer, search_condition(spec_of(Customer), "orthv"))
    assert [customer.id for customer in found] == [customer_id]


# what a desk and an engineer may do, one after the other, whether it is possible then or not
steps = st.lists(
    st.sampled_from(
        ["site", "team", "order", "assign", "accept", "start", "pause", "resolve", "cancel", "close", "note"]
    ),
    max_size=14,
)


def do(workspace: Workspace, step: str, customer_id: str) -> None:
    """One step about the newest order and visit; a rule may say no."""
    visits, orders = newest(workspace, Visit), newest(workspace, WorkOrder)
    commands: dict[str, Any] = {
        "site": lambda: AddSite(id=new_id(), customer_id=customer_id, name=new_id()),
        "team": lambda: AddTeam(id=new_id(), name=new_id()),
        "accept": lambda: AcceptVisit(visit_id=visits),
        "start": lambda: StartWork(visit_id=visits),
        "pause": lambda: PauseWork(visit_id=visits, reason=PauseReason.PARTS),
        "resolve": lambda: ResolveVisit(visit_id=visits, resolution="done"),
        "cancel": lambda: CancelOrder(order_id=orders),
        "close": lambda: CloseOrder(order_id=orders),
        "note": lambda: AddNote(order_id=orders, text="note"),
    }
    workspace.clock.advance(minutes=1)
    try:
        if step == "order":
            workspace.add_order(customer_id)
        elif step == "assign":
            workspace.assign(orders, OWNER_ID)
        else:
            workspace.run(commands[step]())
    except Rejection:
        return


def newest(workspace: Workspace, row_type: type[Any]) -> str:
    with workspace.store.read() as reader:
        rows = reader.find(row_type, order_by=[columns_of(row_type).id.desc()], limit=1)
    return rows[0].id if rows else "none"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)  # goes on from where it stands
@given(before=steps, pending=steps)
def test_rewinding_restores_exactly_and_doing_it_again_leads_to_the_same(
    workspace: Workspace, before: list[str], pending: list[str]
) -> None:
    customer_id = workspace.add_customer(new_id())
    for step in before:
        do(workspace, step, customer_id)
    agree(workspace)
    server_said = everything(workspace)
    for step in pending:
        do(workspace, step, customer_id)
    done_here = everything(workspace)
    workspace.store.write(rewind)
    assert everything(workspace) == server_said
    assert workspace.all(ServerImage) == []
    redo(workspace)
    assert everything(workspace) == done_here
