"""Who may do what: the whole matrix, asked of the commands themselves."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts.matrix import permission_matrix
from app.accounts.queries import held_grants
from app.accounts.rules import AT_CUSTOMER, EVERYTHING, PERMISSIONS, ROLE_NAMES, Grant, Grants, Permission, Role
from app.assets.commands import RegisterAsset
from app.assets.consumable_commands import AddConsumable
from app.assets.edit_commands import EditAsset
from app.assets.licence_commands import AddLicence
from app.assets.tables import Asset
from app.calendars.commands import AddCalendar
from app.checklists.commands import WriteChecklist
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddSupportedSystem, AddTeam
from app.files.commands import AttachFile
from app.foundation.errors import Rejection
from app.knowledge.closure_commands import AgreeClosure
from app.knowledge.commands import AddServiceGroup, PublishKnownIssue, RecordOutage
from app.maintenance.commands import AddCleaningPlan
from app.repairs.commands import SendOut
from app.sla.commands import AddPolicy
from app.sla.contract_commands import AddContract, ProposeAmendment
from app.stocktakes.commands import BeginStocktake
from app.storage.commands import all_commands, command_spec
from app.storage.edits import Edit, edit_of
from app.storage.facts import GRANTS, set_fact
from app.storage.schema import spec_of
from app.workorders.checklist_commands import AttachChecklist
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.mail_commands import ReceiveMail
from app.workorders.part_commands import UsePart
from app.workorders.rules import OrderKind
from app.workorders.tables import WorkOrder
from tests.app.storage.examples import EXAMPLES
from tests.fakes import FakeClock
from tests.workspaces import Workspace, open_workspace

ENGINEER, DISPATCHER, ADMINISTRATOR = Role.ENGINEER, Role.DISPATCHER, Role.ADMINISTRATOR
ABOUT_ONESELF = {"inbox.settle", "messages.read_notice", "attendance.check_in", "attendance.check_out"}
ABOUT_ALL_CUSTOMERS = {
    "directory.add_customer",
    "directory.add_team",
    "directory.take_back_customers",
    "directory.add_person",  # the example is one of our own people
    "directory.edit_person",
    "inbox.settle_for_other",  # the example is nobody's
    "assets.add_device_model",
    "assets.add_device_type",
    "assets.set_replacement_age",
    "assets.take_back_models",
    "labels.write_format",
    "maintenance.make_due_orders",
}
MADE_FIRST = (
    *(AddCustomer, AddSite, AddDepartment, AddTeam, AddPerson, AddSupportedSystem, RegisterAsset, AddLicence),
    *(AddConsumable, LogOrder, AssignOrder, AddCleaningPlan, SendOut, AttachFile),
    *(AddCalendar, AddPolicy, AddContract, ProposeAmendment),
    *(AddServiceGroup, AgreeClosure, RecordOutage, PublishKnownIssue, ReceiveMail),
    *(WriteChecklist, AttachChecklist, UsePart, BeginStocktake),
)

FILE = Path(__file__).with_name("matrix.csv")
MATRIX = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))
ORDER_FIELDS = {"title": "Printer is on fire", "priority": 1, "place": "Room 7", "kind": OrderKind.INCIDENT}

examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: command_spec(example).name)


@pytest.fixture(scope="module")
def whole_world(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which everything that the examples speak of is there; to be copied."""
    made = open_workspace(empty_workspace, tmp_path_factory.mktemp("world") / "workspace.db", FakeClock())
    made.run(*(example for example in EXAMPLES if isinstance(example, MADE_FIRST)))
    made.store.close()
    return made.path


@pytest.fixture
def world(whole_world: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Workspace]:
    opened = Workspace(Path(shutil.copy(whole_world, tmp_path)), clock)
    yield opened
    opened.store.close()


def permitted(world: Workspace, example: object, grants: Grants) -> bool:
    """Whether the example is let through to its handler, which may have other reasons to refuse it."""
    world.grants = grants
    try:
        world.run(example)
    except Rejection as refused:
        return refused.code != "not_permitted"
    return True


def may(example: object) -> set[Role]:
    """Who may give it, by the committed matrix."""
    (line,) = (line for line in MATRIX if (line["what"], line["name"]) == ("command", command_spec(example).name))
    return {role for role in Role if line[role] == "x"}


def test_the_matrix_is_the_committed_one() -> None:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(permission_matrix())
    assert made.getvalue() == FILE.read_text("utf-8"), (
        "write it anew: paigong admin roles > tests/app/accounts/matrix.csv"
    )


def test_the_matrix_names_every_command_and_every_field_that_can_be_edited() -> None:
    assert {line["name"] for line in MATRIX if line["what"] == "command"} == {spec.name for spec in all_commands()}
    edited = {spec_of(spec.command_type.row_type) for spec in all_commands() if issubclass(spec.command_type, Edit)}
    fields = {f"{table.name}.{column}" for table in edited for column in table.editable}
    assert {line["name"] for line in MATRIX if line["what"] == "field"} == fields
    assert {spec.permission for spec in all_commands()} <= set(Permission)


@examples
def test_a_role_for_all_customers(world: Workspace, example: object) -> None:
    given = {role for role in Role if permitted(world, example, Grants.of([Grant(role, None)]))}
    assert given == may(example) - AT_CUSTOMER


@examples
def test_a_role_for_one_customer(world: Workspace, example: object) -> None:
    given = {role for role in Role if permitted(world, example, Grants.of([Grant(role, "customer")]))}
    assert given == (set() if command_spec(example).name in ABOUT_ALL_CUSTOMERS else may(example))


@pytest.mark.parametrize("role", list(Role))
def test_a_field_is_edited_by_whoever_may_and_by_nobody_else(world: Workspace, role: Role) -> None:
    grants = Grants.of([Grant(role, "customer")])
    order, asset = world.get(WorkOrder, "order"), world.get(Asset, "asset")
    wanted = {
        **{f"work_orders.{name}": edit_of(EditOrder, order, **{name: value}) for name, value in ORDER_FIELDS.items()},
        "assets.name": edit_of(EditAsset, asset, name="Reception PC"),
    }
    for line in MATRIX:
        if line["what"] == "field" and line["name"] in wanted:
            world.grants = grants
            refused = ""
            try:
                world.run(wanted[line["name"]])
            except Rejection as rejection:
                refused = rejection.code
            assert (refused in {"not_permitted", "field_not_permitted"}) is (line[role] != "x"), (line["name"], refused)


def test_roles_of_the_customers_own_people_are_worth_nothing_for_all_customers() -> None:
    for role in AT_CUSTOMER:
        assert Grants.of([Grant(role, None)]).held == frozenset()
        assert not Grants.of([Grant(role, None)]).all_customers
        assert Grants.of([Grant(role, "c")]).customer_ids == {"c"}


def test_a_role_of_a_newer_server_does_no_harm(workspace: Workspace) -> None:
    workspace.connect()
    sent = '[{"role":"auditor","customer_id":null},{"role":"engineer","customer_id":"c"}]'
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, sent))
    with workspace.store.read() as reader:
        assert held_grants(reader) == Grants.of([Grant(ENGINEER, "c")])


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
    assert PERMISSIONS[ADMINISTRATOR] == set(Permission) - {Permission.HEAR_CALLERS}
