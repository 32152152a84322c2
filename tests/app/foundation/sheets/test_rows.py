"""Rows judged for the preview: typed values, problems that name column and value, changes that are shown."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.foundation.errors import Trouble
from app.foundation.sentences import declared_codes, sentence, sentence_for
from app.foundation.sheets.amounts import Amount
from app.foundation.sheets.columns import ColumnMapping, Field, FieldKind, suggest_mapping
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.rows import CellChange, JudgedRow, RowProblem, read_rows
from app.foundation.sheets.sheet import Sheet, SheetFormat
from tests.app.foundation.sheets.writing import Table, sheet_of

CODE = Field("code", "Asset code", FieldKind.CODE, required=True, unique=True, synonyms=("Asset Tag", "资产编号"))
NAME = Field("name", "Name", required=True, longest=10, synonyms=("名称", "Item name"))
BOUGHT = Field("bought_on", "Bought on", FieldKind.DATE, synonyms=("Purchase Date",))
PRICE = Field("price", "Price", FieldKind.AMOUNT, synonyms=("Purchase Cost",))
IN_USE = Field("in_use", "In use", FieldKind.FLAG, synonyms=("maintained",))
FIELDS = (CODE, NAME, BOUGHT, PRICE, IN_USE)
HEADER = ["Asset Tag", "Name", "Purchase Date", "Price", "In use"]


def judged(table: Table) -> list[JudgedRow]:
    sheet = sheet_of(table)
    return list(read_rows(sheet, suggest_mapping(sheet, FIELDS), FIELDS))


def problems(cells: list[str]) -> tuple[RowProblem, ...]:
    return judged([HEADER, cells])[0].problems


def test_a_good_row_has_typed_values_and_no_problems() -> None:
    assert judged([HEADER, ["KJC-COM-1", "PC", "1/23/23", "$2,266.13", "yes"]]) == [
        JudgedRow(
            line=2,
            values={
                "code": "KJC-COM-1",
                "name": "PC",
                "bought_on": date(2023, 1, 23),
                "price": Amount(Decimal("2266.13"), "USD"),
                "in_use": True,
            },
        )
    ]


def test_empty_cells_and_fields_without_a_column_are_none() -> None:
    sheet = sheet_of([["Asset Tag", "Name", "Price"], ["1", "PC", " "]])
    row = next(read_rows(sheet, suggest_mapping(sheet, FIELDS), FIELDS))
    assert row.values == {"code": "1", "name": "PC", "bought_on": None, "price": None, "in_use": None}
    assert not row.problems


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (["", "PC", "", "", ""], RowProblem("value_missing", "Asset Tag", "")),
        (["1", " \u200b", "", "", ""], RowProblem("value_missing", "Name", "")),
        (["1", "PC" * 6, "", "", ""], RowProblem("text_too_long", "Name", "PC" * 6, limit=10)),
        (["1", "PC", "soon", "", ""], RowProblem("date_not_understood", "Purchase Date", "soon")),
        (["1", "PC", "1/2/23", "", ""], RowProblem("date_order_unclear", "Purchase Date", "1/2/23")),
        (["1", "PC", "", "-5", ""], RowProblem("amount_out_of_range", "Price", "-5")),
        (["1", "PC", "", "10000000001", ""], RowProblem("amount_out_of_range", "Price", "10000000001")),
        (["1", "PC", "", "cheap", ""], RowProblem("amount_not_understood", "Price", "cheap")),
        (["1", "PC", "", "1.200", ""], RowProblem("amount_unclear", "Price", "1.200")),
        (["1", "PC", "", "", "perhaps"], RowProblem("flag_not_understood", "In use", "perhaps")),
        (["1", "PC", "", "", "", "left over"], RowProblem("row_too_long", "", "left over")),
    ],
)
def test_each_problem_names_its_column_and_value(cells: list[str], problem: RowProblem) -> None:
    assert problems(cells) == (problem,)


def test_all_problems_of_a_row_are_told_at_once_and_hide_no_other_row() -> None:
    rows = judged([HEADER, ["", "", "soon", "cheap", "perhaps"], ["1", "PC", "", "", ""]])
    assert len(rows[0].problems) == 5
    assert not rows[1].problems


def test_a_code_that_stood_in_the_file_before_is_refused_with_its_first_line() -> None:
    rows = judged([HEADER, ["KJC–1", "PC", "", "", ""], ["x", "PC", "", "", ""], ["ｋｊｃ-1", "PC", "", "", ""]])
    assert [row.problems for row in rows] == [(), (), (RowProblem("code_repeated", "Asset Tag", "kjc-1", line=2),)]


def test_what_was_changed_in_a_cell_is_shown() -> None:
    rows = judged([HEADER, ["ＫＪＣ－１", "P\x07C", "", "", " yes "]])
    assert rows[0].values["code"] == "KJC-1"
    assert rows[0].changes == (CellChange("Asset Tag", "ＫＪＣ－１", "KJC-1"), CellChange("Name", "P\x07C", "PC"))


def test_the_order_that_a_person_chose_is_followed() -> None:
    sheet = sheet_of([HEADER, ["1", "PC", "1/2/23", "", ""]])
    columns = suggest_mapping(sheet, FIELDS).columns
    rows = list(read_rows(sheet, ColumnMapping(columns, {"bought_on": DateOrder.DAY_FIRST}), FIELDS))
    assert rows[0].values["bought_on"] == date(2023, 2, 1)


def test_a_missing_required_column_is_named_by_its_label() -> None:
    with pytest.raises(Trouble) as caught:
        judged([["Purchase Date"], ["2026-11-22"]])
    assert caught.value.code == "columns_missing"
    assert "Asset code, Name" in sentence(caught.value)


def test_judged_rows_travel_between_processes() -> None:
    rows = judged([HEADER, ["１", "PC", "soon", "12.50", "no"]])
    assert pickle.loads(pickle.dumps(rows)) == rows  # noqa: S301 - our own bytes


def test_every_problem_has_a_sentence_with_its_own_words() -> None:
    problem = problems(["1", "PC", "soon", "", ""])[0]
    assert problem.code in declared_codes()
    text = sentence_for(problem.code, problem.params)
    assert "soon" in text
    assert "Purchase Date" in text
    assert "…" not in text


def real(path: Path, *fields: Field) -> tuple[Sheet, list[JudgedRow]]:
    sheet = read_sheet(path)
    return sheet, list(read_rows(sheet, suggest_mapping(sheet, fields), fields))


def test_the_real_register_of_assets_is_understood(shared_data: Path) -> None:
    name = Field("name", "Name", required=True)
    sheet, rows = real(shared_data / "snipe_it" / "assets-sample.csv", CODE, name, BOUGHT, PRICE)
    assert (len(sheet.columns), len(rows), sheet.understood.encoding) == (21, 22, "UTF-8 BOM")
    assert not any(row.problems for row in rows)
    assert rows[0].values == {
        "code": "ICC-2065556",
        "name": "Backhoe",
        "bought_on": date(2023, 1, 23),
        "price": Amount(Decimal("2266.13")),
    }


def test_the_real_licences_are_understood_with_their_long_notes(shared_data: Path) -> None:
    name = Field("name", "Item name", required=True, longest=500)
    notes = Field("notes", "Notes", longest=5000)
    sheet, rows = real(shared_data / "snipe_it" / "licenses-sample.csv", name, BOUGHT, PRICE, IN_USE, notes)
    assert (len(sheet.columns), len(rows)) == (20, 50)
    assert not any(row.problems for row in rows)
    assert rows[0].values["price"] == Amount(Decimal("12.58"), "USD")
    assert rows[0].values["in_use"] is False
    assert "\n\n" in str(rows[0].values["notes"])
    assert rows[1].line == 5  # the notes of the first row go over three lines


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("customers.csv", 2, 24),
        ("supported_systems.csv", 3, 176),
        ("major_incidents.csv", 6, 9),
        ("sla_targets.csv", 8, 35),
        ("sla_cases.csv", 8, 25),
        ("fault_levels.csv", 4, 18),
        ("availability_targets.csv", 5, 5),
        ("snipe_it/users-sample.csv", 23, 100),
        ("snipe_it/models-sample.csv", 9, 20),
        ("snipe_it/consumables-sample.csv", 14, 3),
    ],
)
def test_each_real_table_is_read_whole(shared_data: Path, name: str, columns: int, rows: int) -> None:
    sheet = read_sheet(shared_data / name)
    assert (len(sheet.columns), len(sheet.rows)) == (columns, rows)
    assert (sheet.understood.format, sheet.understood.separator) == (SheetFormat.CSV, ",")
    assert all(len(row.cells) == columns for row in sheet.rows)


def test_norwegian_and_chinese_letters_of_the_real_tables_are_right(shared_data: Path) -> None:
    names = read_sheet(shared_data / "customers.csv").values(0)
    assert "Fylkesmannen i Møre og Romsdal" in names


@pytest.mark.parametrize("file", ["sla_calendars.json", "technicians/C101.100_25-5-5-5.xml"])
def test_what_else_lies_there_is_no_table(shared_data: Path, file: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_sheet(shared_data / file)
    assert caught.value.code == "file_not_a_table"
