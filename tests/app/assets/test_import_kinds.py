"""The sample lists of another product go in whole, and each is known by its headings."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from app.assets.imports import ASSETS
from app.assets.imports.kinds import IMPORT_KINDS, kind_of
from app.assets.imports.licences import LICENCES
from app.assets.imports.models import MODELS
from app.assets.imports.people import PEOPLE
from app.assets.imports.undoing import undoing
from app.assets.licence_commands import EditLicence
from app.assets.tables import Asset, DeviceModel, Licence, LicenceSeat
from app.directory.edit_commands import EditPerson
from app.directory.imports import CUSTOMERS
from app.directory.tables import Department, Import, Person
from app.foundation.sheets.preview import Verdict, open_table
from app.sla.commands import AddPolicy, StepTerms, TargetTerms
from app.sla.rules.promises import Bound, Metric
from app.storage.edits import edit_of
from tests.app.foundation.sheets.writing import Table, sheet_of
from tests.app.importing import import_all, preview_of, problem_codes, verdicts
from tests.workspaces import Workspace

PEOPLE_TABLE: Table = [
    ["First Name", "Last Name", "Email", "Username", "Activated", "Company", "Phone"],
    ["Reagen", "Tenant", "r@example.org", "rtenant", "true", "", "895-137"],
    ["伟", "张", "zw@example.org", "zhangwei", "true", "科技处", ""],
    ["Reagen", "Tenant", "R@example.org", "rtenant", "true", "", ""],
    ["", "", "nobody@example.org", "", "", "", ""],
    ["Li", "Na", "ln@example.org", "li na", "", "", ""],
]
LICENCES_TABLE: Table = [
    ["Full Name", "Email", "Item name", "serial number", "manufacturer", "expiration date", "seats", "notes"],
    ["Reagen Tenant", "r@example.org", "Office", "K-1", "Maker", "2027-02-26", "56", "Keep"],
    ["Jo Doe", "jo@example.org", "Office", "K-2", "", "", "", ""],
    ["", "", "Office", "k-2 many", "", "", "many", ""],
]
MODELS_TABLE: Table = [
    ["Name", "Category", "Manufacturer", "Model Number", "EOL"],
    ["ThinkPad X1", "Laptops", "Lenovo", "20XW", "36"],
    ["Unheard of", "Things", "Nobody", "", ""],
]


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer()


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("users", "people", 100),
        ("licenses", "licences", 50),
        ("models", "models", 20),
        ("assets", "assets", 22),
        ("consumables", "consumables", 3),
    ],
)
def test_the_real_lists_go_in_whole(
    workspace: Workspace, customer_id: str, shared_data: Path, name: str, kind: str, rows: int
) -> None:
    path = shared_data / "snipe_it" / f"{name}-sample.csv"
    assert kind_of(open_table(path), ASSETS).name == kind
    given = customer_id if IMPORT_KINDS[kind].of_customer else ""
    preview = import_all(workspace, IMPORT_KINDS[kind], path, given)
    assert preview.counts == {Verdict.NEW: rows}
    again = preview_of(workspace, IMPORT_KINDS[kind], path, given)
    assert again.counts == {Verdict.ALREADY_HERE: rows}


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (PEOPLE_TABLE, "people"),
        (LICENCES_TABLE, "licences"),
        ([["姓名", "电话", "邮箱"], ["张伟", "1", "z"]], "people"),
        ([["型号", "品牌", "使用月数"], ["M90", "联想", "60"]], "models"),
        ([["名称", "数量", "安全库存"], ["硒鼓", "1", "2"]], "consumables"),
        ([["品名", "物料号", "数量"], ["硒鼓", "0042", "1"]], "consumables"),
        ([["资产编号", "设备名称", "数量", "物料号"], ["KJC-COM-0001", "台式机", "1", "9"]], "assets"),
        ([["名称", "数量"], ["台式机", "1"]], "assets"),
        ([["Something", "Else"], ["a", "b"]], "assets"),
    ],
)
def test_a_file_is_taken_for_what_its_headings_speak_of(table: Table, kind: str) -> None:
    assert kind_of(sheet_of(table), ASSETS).name == kind
    assert kind_of(sheet_of([["Customer", "Staff"], ["A", "1"]]), CUSTOMERS) is CUSTOMERS


def test_people_are_told_apart_by_their_mail_and_can_be_taken_back(workspace: Workspace, customer_id: str) -> None:
    preview = import_all(workspace, PEOPLE, PEOPLE_TABLE, customer_id)
    assert verdicts(preview) == ["new", "new", "refused", "refused", "refused"]
    assert [(addition.label, addition.names) for addition in preview.additions] == [
        ("New departments", ("科技处 (DEP)",))
    ]
    assert [code for row in preview.rows for code in problem_codes(row)] == [
        "row_repeated",
        "value_missing",
        "account_name_not_one",
    ]
    brought = {person.name: person for person in workspace.all(Person, customer_id=customer_id)}
    assert {name: person.account_name for name, person in brought.items()} == {
        "Reagen Tenant": "rtenant",
        "张伟": "zhangwei",
    }
    assert workspace.get(Department, brought["张伟"].department_id or "").name == "科技处"
    workspace.add_order(customer_id, caller_id=brought["张伟"].id)
    [record] = workspace.all(Import)
    with workspace.store.read() as reader:
        wanted = undoing(reader, record.id)
    workspace.run(*chain.from_iterable(wanted.steps))
    assert [left.name for left in wanted.left] == ["张伟", "科技处 (DEP)"]
    assert [person.name for person in workspace.all(Person, customer_id=customer_id)] == ["张伟"]


def test_a_licence_comes_with_its_user_and_one_whom_nobody_knows_stands_in_the_notes(
    workspace: Workspace, customer_id: str
) -> None:
    import_all(workspace, PEOPLE, PEOPLE_TABLE, customer_id)
    preview = import_all(workspace, LICENCES, LICENCES_TABLE, customer_id)
    assert verdicts(preview) == ["new", "new", "refused"]
    first, second = sorted(workspace.all(Licence), key=lambda licence: licence.key)
    assert (first.seats, first.expires_on, first.notes) == (56, date(2027, 2, 26), "Keep")
    assert second.notes == "Jo Doe <jo@example.org>"
    [seat] = workspace.all(LicenceSeat)
    assert seat.licence_id == first.id
    record = max(workspace.all(Import), key=lambda made: made.kind == LICENCES.name)
    with workspace.store.read() as reader:
        workspace.run(*chain.from_iterable(undoing(reader, record.id).steps))
    assert workspace.all(Licence) + workspace.all(LicenceSeat) == []


def test_whom_and_what_somebody_corrected_since_and_who_is_to_be_told_of_calls_stays(
    workspace: Workspace, customer_id: str
) -> None:
    import_all(workspace, PEOPLE, PEOPLE_TABLE, customer_id)
    brought = {person.name: person for person in workspace.all(Person, customer_id=customer_id)}
    import_all(workspace, LICENCES, [LICENCES_TABLE[0], LICENCES_TABLE[2]], customer_id)
    [licence] = workspace.all(Licence)
    target = TargetTerms(level="any", metric=Metric.SOLVED_AT_FIRST_SERVICE, bound=Bound.AT_LEAST, share_percent=70)
    told = StepTerms(amount=80, person_ids=(brought["张伟"].id,))
    workspace.run(
        edit_of(EditPerson, brought["Reagen Tenant"], phone="110"),
        edit_of(EditLicence, licence, key="K-3"),
        AddPolicy(
            id="gold", code="gold", name="Gold", customer_id=customer_id, targets=(target,), steps={"first": told}
        ),
    )
    for record in workspace.all(Import):
        with workspace.store.read() as reader:
            wanted = undoing(reader, record.id)
        workspace.run(*chain.from_iterable(wanted.steps))
    assert {person.name for person in workspace.all(Person, customer_id=customer_id)} == {"Reagen Tenant", "张伟"}
    assert [licence.key for licence in workspace.all(Licence)] == ["K-3"]


def test_a_device_of_a_known_model_gets_its_type_and_maker(workspace: Workspace, customer_id: str) -> None:
    import_all(workspace, MODELS, MODELS_TABLE)
    assert {model.name: model.type_code for model in workspace.all(DeviceModel)} == {
        "ThinkPad X1": "NBK",
        "Unheard of": "OTH",
    }
    import_all(workspace, ASSETS, [["Name", "Model"], ["PC 1", "20xw"], ["Printer", "?"]], customer_id)
    told = {asset.name: (asset.type_code, asset.maker) for asset in workspace.all(Asset)}
    assert told == {"PC 1": ("NBK", "Lenovo"), "Printer": ("PRN", "")}
