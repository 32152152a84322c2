"""Who may do what: the whole matrix, asked of the commands themselves."""

from __future__ import annotations

import pytest

from app.accounts.rules import EVERYTHING, PERMISSIONS, ROLE_NAMES, Grant, Grants, Permission, Role
from app.assets.commands import RegisterAsset
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddTeam
from app.files.commands import AttachFile
from app.foundation.errors import Rejection
from app.maintenance.commands import AddCleaningPlan
from app.repairs.commands import SendOut
from app.storage.commands import all_commands, command_spec
from app.workorders.commands import AssignOrder, LogOrder
from tests.app.storage.examples import EXAMPLES
from tests.workspaces import Workspace

ENGINEER, DISPATCHER, MANAGER, ADMINISTRATOR = Role
EVERYBODY = {ENGINEER, DISPATCHER, MANAGER, ADMINISTRATOR}
DESK = {DISPATCHER, MANAGER, ADMINISTRATOR}

MAY = {
    "directory.add_customer": DESK,
    "directory.add_site": DESK,
    "directory.add_department": DESK,
    "directory.add_team": DESK,
    "directory.add_person": DESK,
    "directory.add_supported_system": DESK,
    "assets.add_device_type": {ADMINISTRATOR},
    "assets.register": EVERYBODY,
    "workorders.log": EVERYBODY,
    "workorders.add_note": EVERYBODY,
    "workorders.assign": DESK,
    "workorders.cancel": DESK,
    "workorders.close": DESK,
    "workorders.accept": {ENGINEER, ADMINISTRATOR},
    "workorders.start_work": {ENGINEER, ADMINISTRATOR},
    "workorders.pause_work": {ENGINEER, ADMINISTRATOR},
    "workorders.resolve": {ENGINEER, ADMINISTRATOR},
    "files.attach": EVERYBODY,
    "files.withdraw": EVERYBODY,
    "messages.read_notice": EVERYBODY,
    "attendance.check_in": EVERYBODY,
    "attendance.check_out": EVERYBODY,
    "maintenance.add_cleaning_plan": {MANAGER, ADMINISTRATOR},
    "maintenance.suspend_cleaning_plan": {MANAGER, ADMINISTRATOR},
    "maintenance.resume_cleaning_plan": {MANAGER, ADMINISTRATOR},
    "maintenance.make_due_orders": {MANAGER, ADMINISTRATOR},
    "repairs.send_out": EVERYBODY,
    "repairs.arrive_at_maker": EVERYBODY,
    "repairs.take_back": EVERYBODY,
}
ABOUT_ONESELF = {"messages.read_notice", "attendance.check_in", "attendance.check_out"}
ABOUT_ALL_CUSTOMERS = {
    "directory.add_customer",
    "directory.add_team",
    "directory.add_person",  # the example is one of our own people
    "assets.add_device_type",
    "maintenance.make_due_orders",
}
MADE_FIRST = (
    *(AddCustomer, AddSite, AddDepartment, AddTeam, AddPerson, RegisterAsset),
    *(LogOrder, AssignOrder, AddCleaningPlan, SendOut, AttachFile),
)

examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: command_spec(example).name)


@pytest.fixture
def world(workspace: Workspace) -> Workspace:
    """A workspace in which everything that the examples speak of is there."""
    workspace.run(*(example for example in EXAMPLES if isinstance(example, MADE_FIRST)))
    return workspace


def permitted(world: Workspace, example: object, grants: Grants) -> bool:
    """Whether the example is let through to its handler, which may have other reasons to refuse it."""
    world.grants = grants
    try:
        world.run(example)
    except Rejection as refused:
        return refused.code != "not_permitted"
    return True


def test_the_matrix_names_every_command() -> None:
    assert set(MAY) == {spec.name for spec in all_commands()}
    assert {spec.permission for spec in all_commands()} <= set(Permission)


@examples
def test_a_role_for_all_customers(world: Workspace, example: object) -> None:
    may = {role for role in Role if permitted(world, example, Grants.of([Grant(role, None)]))}
    assert may == MAY[command_spec(example).name]


@examples
def test_a_role_for_one_customer(world: Workspace, example: object) -> None:
    may = {role for role in Role if permitted(world, example, Grants.of([Grant(role, "customer")]))}
    name = command_spec(example).name
    assert may == (set() if name in ABOUT_ALL_CUSTOMERS else MAY[name])


@examples
def test_a_role_for_another_customer_is_worth_nothing_here(world: Workspace, example: object) -> None:
    grants = Grants.of([Grant(ADMINISTRATOR, "somebody else")])
    assert permitted(world, example, grants) is (command_spec(example).name in ABOUT_ONESELF)


@examples
def test_whoever_was_granted_nothing_may_nothing(world: Workspace, example: object) -> None:
    assert not permitted(world, example, Grants.of([]))


@examples
def test_the_system_itself_may_everything(world: Workspace, example: object) -> None:
    assert permitted(world, example, EVERYTHING)


def test_what_is_not_permitted_changes_nothing(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    stood = workspace.outbox()
    workspace.grants = Grants.of([Grant(ENGINEER, None)])
    with pytest.raises(Rejection) as refused:
        workspace.add_site(customer_id)
    assert refused.value.code == "not_permitted"
    assert refused.value.params == {"permission": Permission.MANAGE_DIRECTORY}
    assert workspace.outbox() == stood


def test_grants_add_up() -> None:
    grants = Grants.of([Grant(ENGINEER, "a"), Grant(DISPATCHER, "b")])
    assert grants.may(Permission.WORK_ON_VISITS, "a")
    assert not grants.may(Permission.WORK_ON_VISITS, "b")
    assert grants.may(Permission.ASSIGN_ORDERS, "b")
    assert not grants.may(Permission.ASSIGN_ORDERS, None)
    assert not grants.all_customers
    assert grants.customer_ids == {"a", "b"}
    assert EVERYTHING.all_customers


def test_every_role_has_a_name_and_its_permissions() -> None:
    assert set(ROLE_NAMES) == set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[ADMINISTRATOR] == set(Permission)
