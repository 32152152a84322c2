from __future__ import annotations

from app.directory.commands import AddSupportedSystem, AddTeam
from app.directory.queries import customer_detail, customers_found, own_staff
from app.directory.rules import PersonKind
from tests.workspaces import Workspace


def test_customers_are_found_by_any_part_of_their_name(workspace: Workspace) -> None:
    for name in ("Northvale Council", "江州市交警支队", "Southdale"):
        workspace.add_customer(name)
    with workspace.store.read() as reader:
        assert [customer.name for customer in customers_found(reader, "交警")] == ["江州市交警支队"]
        assert [customer.name for customer in customers_found(reader, "")] == [
            "Northvale Council",
            "Southdale",
            "江州市交警支队",
        ]


def test_the_detail_holds_what_belongs_to_the_customer_and_nothing_else(workspace: Workspace) -> None:
    customer_id, other_id = workspace.add_customer(), workspace.add_customer("Second")
    for owner_id in (customer_id, other_id):
        workspace.add_site(owner_id)
        workspace.add_department(owner_id)
        workspace.add_person("Ms Chen", PersonKind.CONTACT, customer_id=owner_id)
        workspace.run(AddSupportedSystem(id=f"mail-{owner_id}", customer_id=owner_id, category="Mail", product="Exim"))
    with workspace.store.read() as reader:
        detail = customer_detail(reader, customer_id)
    assert detail is not None
    assert detail.customer.id == customer_id
    parts = (detail.sites, detail.departments, detail.contacts, detail.systems)
    assert [[row.customer_id for row in part] for part in parts] == [[customer_id]] * 4


def test_a_customer_that_is_not_here_has_no_detail(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert customer_detail(reader, "gone") is None


def test_our_own_people_come_with_their_teams(workspace: Workspace) -> None:
    workspace.run(AddTeam(id="team", name="驻场一组"))
    workspace.add_person("张三", team_id="team")
    workspace.add_person("Ms Chen", PersonKind.CONTACT, customer_id=workspace.add_customer())
    with workspace.store.read() as reader:
        staff = own_staff(reader)
    assert [(person.name, staff.team_name(person.team_id)) for person in staff.people] == [
        ("张三", "驻场一组"),
        ("王芳", ""),
    ]
