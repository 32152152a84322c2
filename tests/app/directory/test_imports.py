"""Importing customers and supported systems: what becomes of each row, and that a second import doubles nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from app.directory.imports import CUSTOMERS, SYSTEMS
from app.directory.tables import Customer, SupportedSystem
from app.foundation.errors import Trouble
from app.foundation.sheets.preview import Verdict
from app.foundation.sheets.words import remarks
from tests.app.importing import import_all, preview_of, problem_codes, verdicts
from tests.workspaces import Workspace


def test_the_real_customers_are_imported_with_their_staff(workspace: Workspace, shared_data: Path) -> None:
    preview = import_all(workspace, CUSTOMERS, shared_data / "customers.csv")
    assert preview.counts == {Verdict.NEW: 24}
    customers = workspace.all(Customer)
    assert len(customers) == 24
    assert sum(customer.staff_count or 0 for customer in customers) == 14_857  # `domain.md` §9
    assert "Fylkesmannen i Møre og Romsdal" in {customer.name for customer in customers}


def test_the_real_systems_are_imported_for_one_customer(workspace: Workspace, shared_data: Path) -> None:
    customer_id = workspace.add_customer()
    preview = import_all(workspace, SYSTEMS, shared_data / "supported_systems.csv", customer_id)
    assert preview.counts == {Verdict.NEW: 176}
    systems = workspace.all(SupportedSystem, customer_id=customer_id)
    assert len(systems) == 176
    assert {system.site for system in systems} == {"Maidstone", "Swale", "Tunbridge Wells"}


def test_a_preview_writes_nothing_and_travels_between_processes(workspace: Workspace, shared_data: Path) -> None:
    before = workspace.outbox()
    preview = preview_of(workspace, CUSTOMERS, shared_data / "customers.csv")
    assert pickle.loads(pickle.dumps(preview)) == preview  # noqa: S301 - our own bytes
    assert workspace.all(Customer) == []
    assert workspace.outbox() == before


@pytest.mark.parametrize("file", ["customers.csv", "supported_systems.csv"])
def test_a_second_import_doubles_nothing(workspace: Workspace, shared_data: Path, file: str) -> None:
    kind = CUSTOMERS if file == "customers.csv" else SYSTEMS
    customer_id = workspace.add_customer()
    first = import_all(workspace, kind, shared_data / file, customer_id)
    again = preview_of(workspace, kind, shared_data / file, customer_id)
    assert again.counts == {Verdict.ALREADY_HERE: len(first.rows)}
    assert again.commands == ()


def test_the_same_systems_may_be_supported_for_another_customer(workspace: Workspace) -> None:
    table = [["category", "product", "site"], ["Backups", "ArcServe", "Swale"]]
    first, second = workspace.add_customer("First"), workspace.add_customer("Second")
    import_all(workspace, SYSTEMS, table, first)
    import_all(workspace, SYSTEMS, table, second)
    assert len(workspace.all(SupportedSystem)) == 2


def test_chinese_headers_are_understood(workspace: Workspace) -> None:
    import_all(workspace, CUSTOMERS, [["单位名称", "人数"], ["吉林省检察院", "1,200"], ["市公安局交警支队", ""]])
    assert {customer.name: customer.staff_count for customer in workspace.all(Customer)} == {
        "吉林省检察院": 1200,
        "市公安局交警支队": None,
    }


def test_a_customer_who_is_served_already_is_left_alone(workspace: Workspace) -> None:
    workspace.add_customer("Husbanken", staff_count=360)
    preview = import_all(workspace, CUSTOMERS, [["Customer", "Staff"], ["HUSBANKEN ", "1"], ["Kulturrådet", "125"]])
    assert verdicts(preview) == ["already_here", "new"]
    assert {customer.name: customer.staff_count for customer in workspace.all(Customer)} == {
        "Husbanken": 360,
        "Kulturrådet": 125,
    }


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "12"], "value_missing"),
        (["A" * 201, "12"], "text_too_long"),
        (["Statsbygg", "many"], "number_not_whole"),
        (["Statsbygg", "12.5"], "number_not_whole"),
        (["Statsbygg", "-3"], "number_not_whole"),
        (["Statsbygg", "12", "left over"], "row_too_long"),
        (["  good   COMPANY ", "12"], "row_repeated"),
    ],
)
def test_a_bad_row_is_refused_and_told_why_and_the_others_are_not(
    workspace: Workspace, row: list[str], problem: str
) -> None:
    preview = import_all(workspace, CUSTOMERS, [["Customer", "Staff"], ["Good company", "5"], row])
    assert verdicts(preview) == ["new", "refused"]
    assert problem_codes(preview.rows[1]) == [problem]
    assert "…" not in remarks(preview.rows[1]).replace(row[0], "")
    assert [customer.name for customer in workspace.all(Customer)] == ["Good company"]


@pytest.mark.parametrize("staff", ["1940", "1,940", "1.940", "1 940", "1'940"])
def test_thousands_are_read_however_they_are_grouped(workspace: Workspace, staff: str) -> None:
    import_all(workspace, CUSTOMERS, [["Customer", "Staff"], ["NAV", staff]])
    assert workspace.all(Customer)[0].staff_count == 1940


def test_a_system_without_a_name_is_called_by_its_category_and_that_is_shown(workspace: Workspace) -> None:
    table = [["category", "product", "site"], ["Building Control", "", "Swale"]]
    preview = import_all(workspace, SYSTEMS, table, workspace.add_customer())
    assert workspace.all(SupportedSystem)[0].product == "Building Control"
    assert remarks(preview.rows[0]) == "“product” is empty: “Building Control” stands in."


def test_a_system_that_stands_twice_in_the_file_is_refused_once(workspace: Workspace) -> None:
    table = [["category", "product", "site"], *[["Backups", "ArcServe", "Swale"]] * 2]
    preview = import_all(workspace, SYSTEMS, table, workspace.add_customer())
    assert verdicts(preview) == ["new", "refused"]
    assert remarks(preview.rows[1]) == "The same stands in line 2 already. Take one of the two out."


def test_a_file_without_the_needed_column_is_refused_as_a_whole(workspace: Workspace) -> None:
    with pytest.raises(Trouble) as caught:
        preview_of(workspace, SYSTEMS, [["product", "site"], ["ArcServe", "Swale"]], workspace.add_customer())
    assert caught.value.code == "columns_missing"
