from __future__ import annotations

from dataclasses import replace

import pytest

from app.directory.commands import AddSite
from app.directory.tables import Customer, Site
from app.foundation.errors import Rejection
from app.storage.outbox import OutboxEntry, OutboxState, refused_entries
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.fakes import FakeClock
from tests.verdicts import server_says
from tests.workspaces import Workspace


def inbox(workspace: Workspace) -> list[OutboxEntry]:
    with workspace.store.read() as reader:
        return refused_entries(reader)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    """A customer that the server knows."""
    workspace.connect()
    customer_id = workspace.add_customer()
    server_says(workspace, {}, [workspace.get(Customer, customer_id)])
    return customer_id


@pytest.fixture
def refused(workspace: Workspace, customer_id: str) -> OutboxEntry:
    """A site that the server refused."""
    workspace.run(AddSite(id="site", customer_id=customer_id, name="Town Hall"))
    server_says(workspace, {workspace.outbox()[-1].id: ("name_taken", {"name": "Town Hall"})})
    return workspace.outbox()[-1]


def test_what_is_put_away_leaves_the_inbox_and_stays_on_record(
    workspace: Workspace, refused: OutboxEntry, clock: FakeClock
) -> None:
    workspace.runner.settle(refused.id)
    assert inbox(workspace) == []
    assert workspace.outbox()[-1] == replace(refused, settled_at=clock.now())
    assert workspace.all(Site) == []


def test_what_is_done_again_waits_for_the_server_anew(
    workspace: Workspace, refused: OutboxEntry, clock: FakeClock
) -> None:
    clock.advance(hours=3)
    workspace.runner.give_again(refused.id)
    assert inbox(workspace) == []
    again = workspace.outbox()[-1]
    assert (again.state, again.name, again.body) == (OutboxState.PENDING, refused.name, refused.body)
    assert again.id != refused.id
    assert again.occurred_at == clock.now()
    assert workspace.get(Site, "site").name == "Town Hall"


def test_what_is_refused_here_already_stays_in_the_inbox(
    workspace: Workspace, customer_id: str, refused: OutboxEntry
) -> None:
    workspace.add_site(customer_id, "Town Hall")
    with pytest.raises(Rejection, match="name_taken"):
        workspace.runner.give_again(refused.id)
    assert [entry.id for entry in inbox(workspace)] == [refused.id]


def test_an_order_that_is_logged_again_keeps_its_number(workspace: Workspace, customer_id: str) -> None:
    workspace.run(LogOrder(id="order", customer_id=customer_id, title="Printer jams"))
    number = workspace.get(WorkOrder, "order").number
    entry_id = workspace.outbox()[-1].id
    server_says(workspace, {entry_id: ("not_permitted", {})})
    assert workspace.all(WorkOrder) == []
    workspace.runner.give_again(entry_id)
    assert workspace.get(WorkOrder, "order").number == number


def test_only_what_was_refused_and_still_waits_is_done_again(workspace: Workspace, refused: OutboxEntry) -> None:
    workspace.runner.give_again(refused.id)
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.runner.give_again(refused.id)
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.runner.give_again(workspace.outbox()[-1].id)
