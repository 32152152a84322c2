"""Whatever an import brought can be taken back, of every kind, as far as nobody built upon it."""

from __future__ import annotations

import pytest

from app.accounts.rules import Grant, Grants, Role
from app.assets.import_commands import TakeBackAssets
from app.assets.imports import ASSETS
from app.assets.imports.made import made_imports
from app.assets.imports.models import MODELS
from app.assets.imports.undoing import Undoing, undoing
from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset, DeviceModel
from app.directory.edit_commands import EditDepartment, EditSite
from app.directory.import_commands import RecordImport, TakeBackCustomers, TakeBackRecords
from app.directory.imports import CUSTOMERS, SYSTEMS, Matching
from app.directory.tables import Customer, Department, Import, Site, SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.sheets.preview import ImportPreview
from app.knowledge.commands import PublishKnownIssue
from app.storage.edits import edit_of
from tests.app.foundation.sheets.writing import Table
from tests.app.importing import import_all
from tests.workspaces import Workspace

CUSTOMERS_TABLE: Table = [["Customer", "Staff"], ["First", "1"], ["Second", "2"]]
SYSTEMS_TABLE: Table = [["Category", "Product"], ["Mail", "Exchange"], ["Files", "Share"], ["Backups", "ArcServe"]]
DEVICES: Table = [
    ["Asset Tag", "Asset Name", "Department", "Location"],
    ["T-1", "Labelled", "Science", "North"],
    ["T-2", "Unused", "Finance", "South"],
]


def _undone(workspace: Workspace, preview: ImportPreview) -> Undoing:
    """The import that was carried out, undone step by step."""
    record = preview.commands[0]
    assert isinstance(record, RecordImport)
    with workspace.store.read() as reader:
        wanted = undoing(reader, record.id)
    for step in wanted.steps:
        workspace.run(*step)
    return wanted


def _told(wanted: Undoing) -> list[tuple[str, str]]:
    return sorted((left.name, left.why) for left in wanted.left)


def test_customers_are_taken_back_unless_something_speaks_of_them(workspace: Workspace) -> None:
    preview = import_all(workspace, CUSTOMERS, CUSTOMERS_TABLE)
    first = next(customer for customer in workspace.all(Customer) if customer.name == "First")
    workspace.add_order(first.id)
    with workspace.store.read() as reader:
        [made] = made_imports(reader)
    assert (made.brought, made.record.new_count) == (2, 2)
    assert _told(_undone(workspace, preview)) == [("First", "there is a work order about it")]
    assert [customer.name for customer in workspace.all(Customer)] == ["First"]
    with workspace.store.read() as reader:
        [made] = made_imports(reader)
    assert made.brought == 1


def test_systems_are_taken_back_unless_an_order_or_a_known_issue_names_them(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    preview = import_all(workspace, SYSTEMS, SYSTEMS_TABLE, customer_id)
    systems = {system.product: system.id for system in workspace.all(SupportedSystem)}
    workspace.add_order(customer_id, system_id=systems["Exchange"])
    workspace.run(
        PublishKnownIssue(
            id="issue",
            customer_id=customer_id,
            title="Slow",
            what_to_do="Wait",
            begins_at=workspace.clock.now(),
            system_ids=(systems["Share"],),
        )
    )
    assert [name for name, _why in _told(_undone(workspace, preview))] == ["Exchange", "Share"]
    assert {system.product for system in workspace.all(SupportedSystem)} == {"Exchange", "Share"}


def test_what_was_corrected_since_is_not_taken_back(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    preview = import_all(workspace, ASSETS, DEVICES, customer_id)
    north = next(site for site in workspace.all(Site) if site.name == "North")
    science = next(department for department in workspace.all(Department) if department.name == "Science")
    workspace.run(edit_of(EditSite, north, name="Northern"), edit_of(EditDepartment, science, name="Sciences"))
    assert _undone(workspace, preview).removed == 4
    assert [site.name for site in workspace.all(Site)] == ["Northern"]
    assert [department.name for department in workspace.all(Department)] == ["Sciences"]


def test_models_are_taken_back(workspace: Workspace) -> None:
    preview = import_all(workspace, MODELS, [["Model", "Maker"], ["ThinkPad X1", "Lenovo"]])
    assert _undone(workspace, preview).removed == 1
    assert workspace.all(DeviceModel) == []


def test_departments_and_sites_go_with_their_devices_and_stay_with_those_that_stay(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    preview = import_all(workspace, ASSETS, DEVICES, customer_id)
    labelled = next(asset for asset in workspace.all(Asset) if asset.name == "Labelled")
    workspace.run(
        RecordLabels(customer_id=customer_id, asset_ids=(labelled.id,), kind=LabelEventKind.PRINTED, medium="roll")
    )
    wanted = _undone(workspace, preview)
    assert _told(wanted) == [
        ("North", "a device belongs to it"),
        ("S-OTH-0001 Labelled", "a label was printed for it"),
        ("Science (S)", "a device belongs to it"),
    ]
    assert [department.name for department in workspace.all(Department)] == ["Science"]
    assert [site.name for site in workspace.all(Site)] == ["North"]
    with workspace.store.read() as reader:
        assert undoing(reader, wanted.record.id).steps == ()


def test_a_department_that_an_update_made_goes_when_the_device_goes_back(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    import_all(workspace, ASSETS, [["Asset Tag", "Name"], ["KJC-COM-0001", "PC"]], customer_id)
    update: Table = [["Asset Tag", "Department"], ["KJC-COM-0001", "Finance"]]
    preview = import_all(workspace, ASSETS, update, customer_id, matching=Matching.CODE)
    assert [department.name for department in workspace.all(Department)] == ["Finance"]
    wanted = _undone(workspace, preview)
    assert (wanted.removed, wanted.restored, wanted.left) == (1, 1, ())
    assert workspace.all(Department) == []
    assert [asset.department_id for asset in workspace.all(Asset)] == [None]


@pytest.mark.parametrize("import_id", ["", "another"])
def test_nothing_is_taken_back_that_is_in_use_or_came_otherwise(workspace: Workspace, import_id: str) -> None:
    import_all(workspace, CUSTOMERS, CUSTOMERS_TABLE)
    customer_id = workspace.all(Customer)[0].id
    import_all(workspace, ASSETS, DEVICES, customer_id)
    record = next(record for record in workspace.all(Import) if record.kind == ASSETS.name)
    workspace.run(
        TakeBackRecords(
            customer_id=customer_id,
            import_id=import_id or record.id,
            department_ids=tuple(department.id for department in workspace.all(Department)),
            site_ids=tuple(site.id for site in workspace.all(Site)),
        ),
        TakeBackCustomers(import_id=import_id or record.id, customer_ids=(customer_id,)),
        TakeBackAssets(customer_id=customer_id, import_id="another", asset_ids=("unknown",)),
    )
    assert len(workspace.all(Department)) == len(workspace.all(Site)) == len(workspace.all(Customer)) == 2


def test_what_somebody_else_imported_is_taken_back_only_by_who_manages_the_directory(workspace: Workspace) -> None:
    preview = import_all(workspace, ASSETS, DEVICES, workspace.add_customer())
    record = preview.commands[0]
    assert isinstance(record, RecordImport)
    ids = tuple(asset.id for asset in workspace.all(Asset))
    taken_back = TakeBackAssets(customer_id=str(record.customer_id), import_id=record.id, asset_ids=ids)
    engineer = workspace.add_person("李明")
    workspace.grants = Grants.of([Grant(Role.ENGINEER, None)])
    with pytest.raises(Rejection, match="import_of_somebody_else"):
        workspace.run(taken_back, by=engineer)
    workspace.run(taken_back)
    assert workspace.all(Asset) == []
