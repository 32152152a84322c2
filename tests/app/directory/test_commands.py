from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.directory.commands import AddSupportedSystem, AddTeam
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem, Team
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from tests.workspaces import OWNER_ID, Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


def refusal(work: Callable[[], object]) -> Rejection:
    with pytest.raises(Rejection) as refused:
        work()
    return refused.value


def test_a_customer_is_kept_with_a_tidied_name(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("  Northvale   Council ", staff_count=12)
    assert workspace.get(Customer, customer_id) == Customer(id=customer_id, name="Northvale Council", staff_count=12)


def test_two_customers_of_one_name_are_refused(workspace: Workspace, customer_id: str) -> None:
    refused = refusal(lambda: workspace.add_customer(" Northvale  Council"))
    assert (refused.code, refused.params) == ("name_taken", {"name": "Northvale Council"})


def test_a_record_that_is_there_is_not_written_over(workspace: Workspace, customer_id: str) -> None:
    other = workspace.add_customer("Elsewhere")
    site_id = workspace.add_site(customer_id)
    assert refusal(lambda: workspace.add_customer("Again", id=customer_id)).code == "record_exists"
    assert refusal(lambda: workspace.add_site(other, "Theirs now", id=site_id)).code == "record_exists"
    assert refusal(lambda: workspace.add_person(id=OWNER_ID)).code == "record_exists"
    assert workspace.get(Site, site_id).customer_id == customer_id


def test_a_site_is_added_once_by_name_within_a_customer(workspace: Workspace, customer_id: str) -> None:
    site_id = workspace.add_site(customer_id, "Town Hall", address="1 High Street", clean=True)
    assert workspace.get(Site, site_id) == Site(
        id=site_id, customer_id=customer_id, name="Town Hall", address="1 High Street", clean=True
    )
    assert refusal(lambda: workspace.add_site(customer_id, "Town Hall")).code == "name_taken"
    workspace.add_site(workspace.add_customer("Elsewhere"), "Town Hall")


def test_two_departments_may_share_a_name_but_not_a_code(workspace: Workspace, customer_id: str) -> None:
    first = workspace.add_department(customer_id, "ＫＪＣ", " 科技处 ")
    assert workspace.get(Department, first) == Department(id=first, customer_id=customer_id, code="KJC", name="科技处")
    refused = refusal(lambda: workspace.add_department(customer_id, "kjc", "另一个"))
    assert (refused.code, refused.params) == ("department_code_taken", {"code": "KJC", "name": "科技处"})
    workspace.add_department(customer_id, "KJC2", "科技处")
    workspace.add_department(workspace.add_customer("Elsewhere"), "KJC")


def test_a_department_code_that_could_not_begin_an_asset_code_is_refused(
    workspace: Workspace, customer_id: str
) -> None:
    refused = refusal(lambda: workspace.add_department(customer_id, "科技处"))
    assert (refused.code, refused.params) == ("department_code_invalid", {"code": "科技处"})


def test_people_may_share_a_name(workspace: Workspace, customer_id: str) -> None:
    team_id = new_id()
    workspace.run(AddTeam(id=team_id, name="North"))
    zhang = workspace.add_person("张三", team_id=team_id, phone="1", email="z@example.org")
    workspace.add_person("张三")
    contact = workspace.add_person("张三", PersonKind.CONTACT, customer_id=customer_id)
    assert workspace.get(Person, zhang) == Person(
        id=zhang,
        customer_id=None,
        team_id=team_id,
        kind=PersonKind.ENGINEER,
        name="张三",
        phone="1",
        email="z@example.org",
    )
    assert workspace.get(Person, contact).customer_id == customer_id


def test_teams_have_names_of_their_own(workspace: Workspace) -> None:
    workspace.run(AddTeam(id=new_id(), name="North"))
    assert refusal(lambda: workspace.run(AddTeam(id=new_id(), name=" North "))).code == "name_taken"
    assert [team.name for team in workspace.all(Team)] == ["North"]


def test_a_system_is_listed_once_for_each_site(workspace: Workspace, customer_id: str) -> None:
    def add(**fields: Any) -> None:
        system = {"category": "Mail", "product": "Post", "site": "Town Hall"} | fields
        workspace.run(AddSupportedSystem(id=new_id(), customer_id=customer_id, **system))

    add()
    add(site="")
    add(category="Archive")
    assert refusal(lambda: add(product=" Post ")).code == "name_taken"
    assert len(workspace.all(SupportedSystem)) == 3


@pytest.mark.parametrize(
    "add",
    [
        lambda workspace: workspace.add_site("nobody"),
        lambda workspace: workspace.add_department("nobody"),
        lambda workspace: workspace.add_person("Kay", PersonKind.CONTACT, customer_id="nobody"),
        lambda workspace: workspace.add_person("Kay", team_id="nowhere"),
        lambda workspace: workspace.run(
            AddSupportedSystem(id="s", customer_id="nobody", category="Mail", product="Post")
        ),
    ],
)
def test_what_it_belongs_to_must_be_known(workspace: Workspace, add: Callable[[Workspace], object]) -> None:
    assert refusal(lambda: add(workspace)).code == "record_unknown"
    assert workspace.outbox() == []


@pytest.mark.parametrize(("name", "code"), [("", "command_malformed"), ("x" * 201, "command_text_too_long")])
def test_names_are_neither_empty_nor_endless(workspace: Workspace, name: str, code: str) -> None:
    assert refusal(lambda: workspace.add_customer(name)).code == code


@pytest.mark.parametrize("name", [" ", "\t\n"])
def test_a_name_of_spaces_alone_is_no_name(workspace: Workspace, name: str) -> None:
    assert refusal(lambda: workspace.add_customer(name)).code == "command_malformed"
