"""`paigong assets`: the register is listed, leaves as a table that runs nothing, and comes in again."""

from __future__ import annotations

import codecs
import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.assets.commands import RegisterAsset
from app.assets.consumable_commands import AddConsumable
from app.assets.imports.fields import ASSET_FIELDS
from app.assets.licence_commands import AddLicence, UseSeat
from app.assets.rules import AssetState
from app.bootstrap import create_workspace, open_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer, AddDepartment, AddSite
from app.foundation.home import Home
from app.foundation.translation import _
from tests.fakes import FakeClock

ONLY_OURS = 4
"""Columns that an import does not read: customer, contract code, aliases, currency."""
TRAPS = "=cmd|' /C calc'!A0"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        AddDepartment(id="d", customer_id="c", code="KJC", name="科技处"),
        AddSite(id="s", customer_id="c", name="门诊大楼"),
        RegisterAsset(
            id="a",
            customer_id="c",
            type_code="COM",
            name="台式机 堃",
            department_id="d",
            site_id="s",
            existing_code="KJC-COM-0007",
            purchased_on=date(2025, 3, 1),
            cost_minor=237050,
            currency="CNY",
            notes=TRAPS,
        ),
        RegisterAsset(id="b", customer_id="c", type_code="PRN", name="Printer", state=AssetState.IN_STOCK),
    )
    workspace.close()
    return home


def test_devices_are_listed_as_the_options_say(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assets", "list"], home, "en") == 0
    assert capsys.readouterr().out.splitlines() == [
        "GEN-PRN-0001  Printer  第一人民医院  In stock",
        "KJC-COM-0007  台式机 堃  第一人民医院  科技处  门诊大楼  In use",
    ]
    for given in (["--type", "com"], ["--state", "in_use"], ["--text", "堃"]):
        assert run(["assets", "list", "--customer", "第一人民医院", *given], home, "zh_CN") == 0
        [line] = capsys.readouterr().out.splitlines()
        assert line.startswith("KJC-COM-0007")


def test_what_is_due_is_listed_with_its_sums(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assets", "list", "--planning", "replacement"], home, "en") == 0
    assert capsys.readouterr().out == "0 devices\n"
    assert run(["assets", "type", "com", "--life", "2"], home, "en") == 0
    assert "COM  Desktop computer  2 years\n" in capsys.readouterr().out
    assert run(["assets", "list", "--planning", "replacement", "--within", "12"], home, "en") == 0
    [line, total] = capsys.readouterr().out.splitlines()
    assert (line[:12], total) == ("KJC-COM-0007", "1 device · 2,370.50 CNY")
    path = tmp_path / "budget.csv"
    assert run(["assets", "export", str(path), "--planning", "replacement"], home, "en") == 0
    assert [row["Asset code"] for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())] == ["KJC-COM-0007"]


def test_licences_are_listed_and_those_that_expire(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = open_workspace(home, FakeClock())
    for product, day in (("Office", None), ("CAD", date(2027, 1, 31))):
        workspace.runner.run(AddLicence(id=product.lower(), customer_id="c", product=product, seats=5, expires_on=day))
    workspace.runner.run(UseSeat(licence_id="cad", asset_id="a"))
    workspace.close()
    assert run(["assets", "licences"], home, "en") == 0
    assert capsys.readouterr().out == "CAD  第一人民医院  1/5  2027-01-31\nOffice  第一人民医院  0/5\n"
    for months, found in (("0", ""), ("1200", "CAD  第一人民医院  1/5  2027-01-31\n")):
        assert run(["assets", "licences", "--within", months], home, "en") == 0
        assert capsys.readouterr().out == found


def test_consumables_are_listed_and_those_of_which_there_are_too_few(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = open_workspace(home, FakeClock())
    for name, count in (("Toner", 2), ("Paper", 3)):
        workspace.runner.run(
            AddConsumable(id=name, customer_id="c", name=name, quantity=count, least_quantity=3, place="Store")
        )
    workspace.close()
    toner = "Toner  第一人民医院  Store  2  at least 3  Too few\n"
    for options, found in (([], f"Paper  第一人民医院  Store  3  at least 3\n{toner}"), (["--low"], toner)):
        assert run(["assets", "consumables", *options], home, "en") == 0
        assert capsys.readouterr().out == found


def test_a_table_of_something_else_is_not_taken_for_devices(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("Name,Category,QTY,Min Amount,Item Number\nToner,Printing,50,9,6381\n", encoding="utf-8")
    assert run(["assets", "import", "--customer", "第一人民医院", str(path)], home, "en") == 1
    assert "paigong import consumables" in capsys.readouterr().err
    assert run(["assets", "list", "--text", "Toner"], home, "en") == 0
    assert capsys.readouterr().out == ""


def test_a_type_is_added_and_a_wrong_one_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assets", "type", "CAM", "--name", "Camera", "--life", "4"], home, "en") == 0
    assert "CAM  Camera  4 years\n" in capsys.readouterr().out
    for wrong in (["XYZ", "--life", "4"], ["CAM", "--life", "51"], ["C1", "--name", "x"]):
        assert run(["assets", "type", *wrong], home, "en") == 1
        assert capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_was_exported_is_known_again(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for name in ("register.csv", "register.xlsx"):
        path = tmp_path / name
        assert run(["assets", "export", str(path)], home, language) == 0
        assert str(path) in capsys.readouterr().out
        given = ["--customer", "第一人民医院", "--update", "both"]
        assert run(["assets", "import", str(path), *given], home, language) == 0
        said = capsys.readouterr().out
        assert {"en": "all of it is already here", "zh_CN": "所有内容均已存在"}[language] in said
        assert said.count({"en": "not imported", "zh_CN": "不导入"}[language]) == ONLY_OURS


def test_an_import_is_listed_and_undone(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.csv"
    path.write_text("Code,Name\nKJC-COM-0007,Renamed\nKJC-COM-0008,PC\n", "utf-8")
    given = ["assets", "import", str(path), "--customer", "第一人民医院", "--update", "code"]
    assert run(given, home, "en") == 0
    assert run(["imports", "list"], home, "en") == 0
    said = capsys.readouterr().out
    assert "Li  new.csv  Devices  第一人民医院\n    new: 1, of which 1 are here; changed: 1;" in said
    import_id = said.splitlines()[-2].split()[0]
    assert run(["imports", "undo", import_id, "--preview"], home, "en") == 0
    assert "1 record would be taken back. 1 device would have" in capsys.readouterr().out
    assert run(["imports", "undo", import_id], home, "en") == 0
    assert capsys.readouterr().out == "1 record was taken back. 1 device has again what it had.\n"
    assert run(["assets", "list", "--type", "com"], home, "en") == 0
    assert capsys.readouterr().out.splitlines() == ["KJC-COM-0007  台式机 堃  第一人民医院  科技处  门诊大楼  In use"]


def test_a_csv_opens_with_chinese_and_runs_nothing(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    assert run(["assets", "export", str(path), "--type", "COM"], home, "en") == 0
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    [row] = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    assert (row["Department"], row["Purchase date"], row["Purchase cost"]) == ("科技处", "2025-03-01", "2370.5")
    assert row["Notes"] == f"'{TRAPS}"


def test_a_workbook_holds_texts_days_and_numbers_and_no_formula(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    assert run(["assets", "export", str(path), "--type", "COM"], home, "en") == 0
    sheet = openpyxl.load_workbook(path)[_("Devices")]
    titles = [str(cell.value) for cell in sheet[1]]
    row = dict(zip(titles, sheet[2], strict=True))
    assert (row["Notes"].value, row["Notes"].data_type) == (TRAPS, "s")
    assert row["Purchase date"].value == datetime(2025, 3, 1)  # noqa: DTZ001 - a day has no zone
    assert Decimal(str(row["Purchase cost"].value)) == Decimal("2370.5")
    assert titles[: len(ASSET_FIELDS)] == [field.label for field in ASSET_FIELDS]


@pytest.mark.parametrize("name", ["register.pdf", "register"])
def test_another_form_of_table_is_refused(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["assets", "export", str(tmp_path / name)], home, "en") == 1
    assert "Choose one of both." in capsys.readouterr().err
    assert not (tmp_path / name).exists()
