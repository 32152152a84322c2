"""The parts that every import shares: columns as they are understood, refused rows to mend, all of it in words."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Trouble
from app.foundation.sheets.columns import ColumnMapping, Field, FieldKind, suggest_mapping
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.formulas import guarded, without_guard
from app.foundation.sheets.preview import ColumnUse, FirstLines, ImportPreview, PreviewRow, open_table, understand
from app.foundation.sheets.preview import verdict_of as verdict
from app.foundation.sheets.refused import write_refused
from app.foundation.sheets.rows import CellChange, RowProblem
from app.foundation.sheets.sheet import SheetFormat, TextEncoding, Understanding
from app.foundation.sheets.words import file_words, remarks
from tests.app.foundation.sheets.writing import Table, separated, sheet_of

NAME = Field("name", "Name", required=True)
BOUGHT = Field("bought_on", "Bought on", FieldKind.DATE)
FIELDS = (NAME, BOUGHT)
DANGEROUS = ("=1+1", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx")


def preview_of(path: Path) -> ImportPreview:
    """A preview that refuses every row with a problem of its own."""
    table = understand(open_table(path), suggest_mapping(open_table(path), FIELDS), FIELDS)
    rows = (PreviewRow(row.line, verdict(row.problems, here=False), (), row.problems) for row in table.rows)
    return ImportPreview(table.sheet, table.columns, tuple(rows), ())


def test_each_column_is_shown_with_its_field_and_its_form() -> None:
    sheet = sheet_of([["Bought on", "Colour", "Name"], ["1/31/23", "red", "PC"]])
    assert understand(sheet, suggest_mapping(sheet, FIELDS), FIELDS).columns == (
        ColumnUse("Bought on", BOUGHT, DateOrder.MONTH_FIRST),
        ColumnUse("Colour", None),
        ColumnUse("Name", NAME),
    )


def test_a_person_may_map_a_column_otherwise() -> None:
    sheet = sheet_of([["Name", "Title"], ["PC", "Boss"]])
    table = understand(sheet, ColumnMapping({"name": 1}), FIELDS)
    assert next(table.rows).values["name"] == "Boss"
    assert [column.field for column in table.columns] == [None, NAME]


def test_a_key_is_remembered_with_its_first_line() -> None:
    lines = FirstLines()
    assert [lines.of(key, line) for line, key in enumerate(["a", "b", "a"], start=2)] == [2, 3, 2]


def test_texts_that_a_spreadsheet_would_run_are_guarded_and_numbers_are_not() -> None:
    assert [guarded(text) for text in DANGEROUS] == ["'" + text for text in DANGEROUS]
    for harmless in ("", "PC", "-5", "+47 22 33 44", "-1,299.00", "1+1", "it's"):
        assert guarded(harmless) == harmless


@given(st.text() | st.sampled_from(DANGEROUS))
def test_what_was_guarded_is_read_back_as_it_was(text: str) -> None:
    plain = without_guard(text)  # no cell of an opened table has a guard
    assert without_guard(guarded(plain)) == plain


def test_refused_rows_can_be_mended_and_imported_again(tmp_path: Path, file_with: Callable[[str, bytes], Path]) -> None:
    table: Table = [
        ["Name", "Bought on", "Note"],
        ["PC", "2026-11-22", "fine"],
        ["", "soon", "=1+1"],
        ["科技处", "soon", 'he said "no",\nor so'],
        ["PC", "2026-11-22", "fine", "beyond"],
    ]
    preview = preview_of(file_with("register.csv", separated(table).encode()))
    beside = tmp_path / "refused.csv"
    assert write_refused(beside, preview) == 3

    written = beside.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == ["Why it was refused", "Name", "Bought on", "Note"]
    assert rows[1] == [remarks(preview.rows[1]), "", "soon", "'=1+1"]

    again = open_table(beside)
    assert again.understood.encoding is TextEncoding.UTF_8_WITH_BOM
    assert [row.cells[1:] for row in again.rows] == [tuple(row) for row in table[2:]]
    assert dict(suggest_mapping(again, FIELDS).columns) == {"name": 1, "bought_on": 2}


def test_the_file_of_refused_rows_is_not_left_half_written(file_with: Callable[[str, bytes], Path]) -> None:
    preview = preview_of(file_with("register.csv", b"Name,Bought on\nPC,soon\n"))
    blocked = file_with("no folder", b"") / "refused.csv"
    with pytest.raises(Trouble) as caught:
        write_refused(blocked, preview)
    assert caught.value.code == "file_not_writable"


def test_how_the_file_was_read_is_told_in_words() -> None:
    plain = Understanding(SheetFormat.CSV, encoding=TextEncoding.GB18030, separator=";", title_lines=(1, 2))
    assert file_words(plain) == ["CSV", "GB18030", "separated by semicolons", "2 lines above the header left out"]
    book = Understanding(SheetFormat.XLSX, named_otherwise=True, worksheet="设备", other_worksheets=("Old", "Older"))
    assert file_words(book) == [
        "Excel",
        "worksheet “设备”",
        "other worksheets left out: Old, Older",
        "not what its name says",
    ]


def test_a_rows_remark_is_its_problem_or_else_what_was_changed() -> None:
    changes = (CellChange("Tag", "１", "1"), CellChange("Note", "\x07", ""), CellChange("Name", "", "长" * 100))
    row = PreviewRow(2, verdict((), here=False), (), changes=changes)
    assert remarks(row) == f"“Tag” is read as “1”. “Name” is empty: “{'长' * 80}…” stands in."
    problem = RowProblem("value_missing", "Name", "")
    assert remarks(PreviewRow(2, verdict((problem,), here=True), (), (problem,), changes)) == (
        "“Name” is empty. Fill it in."
    )
