from __future__ import annotations

import pytest

from app.accounts.rules import Grants
from app.attendance.commands import CheckIn, CheckOut
from app.directory.commands import AddCustomer, AddPerson, AddTeam
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Person, Team
from app.foundation.errors import Rejection
from app.storage.commands import Context
from app.storage.outbox import OutboxState
from app.storage.units import Changes, UnitOfWork
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace

NORTH, SOUTH = AddTeam(id="north", name="North"), AddTeam(id="south", name="South")


def test_several_commands_are_carried_out_in_their_order(workspace: Workspace, clock: FakeClock) -> None:
    workspace.run(CheckIn(zone="Asia/Shanghai"), CheckOut(zone="Asia/Shanghai"), NORTH)
    entries = workspace.outbox()
    assert [entry.name for entry in entries] == ["attendance.check_in", "attendance.check_out", "directory.add_team"]
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert {(entry.actor_id, entry.occurred_at, entry.state) for entry in entries} == {
        (OWNER_ID, clock.now(), OutboxState.PENDING)
    }
    assert len({entry.id for entry in entries}) == 3


def test_when_one_of_several_is_refused_none_is_done(workspace: Workspace) -> None:
    announced: list[Changes] = []
    workspace.store.listen(announced.append)
    with pytest.raises(Rejection, match="name_taken"):
        workspace.runner.run(NORTH, SOUTH, AddTeam(id="again", name="North"))
    assert workspace.all(Team) == []
    assert workspace.outbox() == []
    assert announced == []


def test_a_refused_command_takes_no_place_in_the_outbox_and_no_number(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.add_order(customer_id, site_id="nowhere")
    order_id = workspace.add_order(customer_id)
    assert workspace.get(WorkOrder, order_id).number.endswith("-000001")
    assert [entry.sequence for entry in workspace.outbox()] == [1, 2]


def test_what_is_not_permitted_is_refused(workspace: Workspace) -> None:
    workspace.grants = Grants.of([])
    with pytest.raises(Rejection, match="not_permitted"):
        workspace.run(NORTH)
    assert workspace.outbox() == []


def test_a_malformed_command_is_refused_before_anything_is_done(workspace: Workspace) -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        workspace.run(NORTH, AddTeam(id="x", name=""))
    assert workspace.all(Team) == []


def test_every_commit_announces_what_it_changed(workspace: Workspace) -> None:
    announced: list[Changes] = []
    workspace.store.listen(announced.append)
    workspace.runner.run(NORTH, AddPerson(id="zhang", name="张三", kind=PersonKind.ENGINEER, team_id="north"))
    (changes,) = announced
    assert changes.ids["teams"] == {"north"}
    assert changes.ids["people"] == {"zhang"}
    assert changes.touches("people", "nothing")
    assert not changes.touches("work_orders")


def test_reading_announces_nothing(workspace: Workspace) -> None:
    announced: list[Changes] = []
    workspace.store.listen(announced.append)
    workspace.all(Team)
    workspace.store.write(lambda unit: unit.find(Team))
    assert announced == []


def test_the_outbox_holds_the_command_as_it_was_completed(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    workspace.run(LogOrder(id="order", customer_id=customer_id, title="Jam"))
    assert workspace.outbox()[-1].body_fields()["number"] == workspace.get(WorkOrder, "order").number


class TestReactions:
    """What a higher room does when something happens in a lower one."""

    @pytest.fixture
    def reacting(self, workspace: Workspace) -> Workspace:
        """Whenever a string is announced a team of that name is put together, and that announces a customer."""

        def make_team(unit: UnitOfWork, name: str, context: Context) -> None:
            unit.put(Team(id=name, name=name))
            unit.announce(len(name))

        def make_customer(unit: UnitOfWork, size: int, context: Context) -> None:
            unit.put(Customer(id=context.command_id, name="made", staff_count=size))

        workspace.reactions.connect(str, make_team)
        workspace.reactions.connect(int, make_customer)
        return workspace

    def announce(self, workspace: Workspace, *, authority: bool) -> None:
        def work(unit: UnitOfWork) -> None:
            unit.announce("East")
            context = Context(
                command_id="c1",
                actor_id=OWNER_ID,
                device_id="d1",
                at=workspace.clock.now(),
                rights=workspace.grants,
                authority=authority,
            )
            workspace.reactions.settle(unit, context)

        workspace.store.write(work)

    def test_the_authority_reacts_in_the_same_transaction_also_to_reactions(self, reacting: Workspace) -> None:
        announced: list[Changes] = []
        reacting.store.listen(announced.append)
        self.announce(reacting, authority=True)
        assert reacting.get(Team, "East").name == "East"
        assert reacting.get(Customer, "c1").staff_count == 4
        assert len(announced) == 1

    def test_a_laptop_leaves_reactions_to_the_server(self, reacting: Workspace) -> None:
        self.announce(reacting, authority=False)
        assert reacting.all(Team) == []


def test_the_owner_stays_the_actor_whoever_acted_before(workspace: Workspace) -> None:
    workspace.run(AddCustomer(id="a", name="A"), by="somebody")
    workspace.run(AddCustomer(id="b", name="B"))
    assert [entry.actor_id for entry in workspace.outbox()] == ["somebody", OWNER_ID]
    assert workspace.get(Person, OWNER_ID).kind is PersonKind.MANAGER
