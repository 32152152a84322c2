"""Excel workbooks: what the cells say as text, and what a hostile or damaged one cannot do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.foundation.errors import Trouble
from app.foundation.sheets.limits import SheetLimits
from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.sheet import Sheet, SheetFormat
from tests.app.foundation.sheets.writing import saved, with_parts, workbook, workbook_as_excel_writes

FileWith = Callable[[str, bytes], Path]
SHEET_START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"
ENTITY_BOMB = '<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
)


@pytest.fixture
def read(file_with: FileWith) -> Callable[[bytes], Sheet]:
    return lambda data: read_sheet(file_with("register.xlsx", data))


Read = Callable[[bytes], Sheet]


def shown(read: Read, value: Any, number_format: str = "General") -> str:
    """How a cell with this value reads."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["code", "value"])
    book.worksheets[0].append(["1", value])
    book.worksheets[0].cell(2, 2).number_format = number_format
    return read(saved(book)).rows[0].cells[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (42, "42"),
        (42.0, "42"),
        (2266.13, "2266.13"),
        (0.1, "0.1"),
        (-0.00000012, "-0.00000012"),
        (123456789012345, "123456789012345"),
        (1e16, "10000000000000000"),
        (100, "100"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("0042", "0042"),
        ("=not a formula"[1:], "not a formula"),
        (None, ""),
    ],
)
def test_values_become_text_without_loss(read: Read, value: Any, text: str) -> None:
    assert shown(read, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22), "2026-11-22"),  # noqa: DTZ001 - a cell knows no zone
        (datetime(2026, 11, 22, 8, 30), "2026-11-22 08:30:00"),  # noqa: DTZ001 - the same
        (time(8, 30), "08:30:00"),
        (timedelta(hours=26, minutes=3), "26:03:00"),
    ],
)
def test_moments_become_iso_text(read: Read, value: Any, text: str) -> None:
    number_format = {date: "d.m.yyyy", datetime: "m/d/yy h:mm", time: "h:mm", timedelta: "[h]:mm"}[type(value)]
    assert shown(read, value, number_format) == text


def test_a_number_shown_as_a_code_is_read_as_it_is_shown(read: Read) -> None:
    assert shown(read, 42, "0000") == "0042"
    assert shown(read, 42, '"KJC-COM-"0000') == "KJC-COM-0042"
    assert shown(read, 42, "0.00") == "42"


def test_a_formula_is_its_last_value_and_is_never_worked_out(read: Read) -> None:
    cells = '<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>sum</v></c></row>'
    cells += '<row r="2"><c r="A2" t="str"><v>PC</v></c><c r="B2"><f>1+1</f><v>7</v></c></row>'
    data = with_parts(workbook([["x"]]), {"xl/worksheets/sheet1.xml": (SHEET_START + cells + SHEET_END).encode()})
    assert read(data).rows[0].cells == ("PC", "7")


def test_texts_that_the_cells_share_are_read(read: Read) -> None:
    assert read(workbook_as_excel_writes(["资产编号", "name"])).columns == ("资产编号", "name")


def test_excels_line_ends_of_windows_are_line_ends(read: Read) -> None:
    assert shown(read, "first_x000D_\nsecond") == "first\nsecond"


def test_dates_of_a_workbook_that_counts_from_1904_are_right(read: Read) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(["code", "bought"])
    book.worksheets[0].append(["1", date(2026, 11, 22)])
    sheet = read(saved(book))
    assert sheet.rows[0].cells == ("1", "2026-11-22")
    assert sheet.understood.serial_epoch == date(1904, 1, 1)


def test_the_first_visible_worksheet_with_something_in_it_is_read_and_the_others_named(read: Read) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["hidden", "a"]], [], [["code", "name"]], [["later", "b"]])))
    book.worksheets[0].sheet_state = "hidden"
    sheet = read(saved(book))
    assert sheet.columns == ("code", "name")
    assert sheet.understood.worksheet == "Sheet3"
    assert sheet.understood.other_worksheets == ("Sheet2", "Sheet4")


def test_row_numbers_are_those_of_the_worksheet(read: Read) -> None:
    sheet = read(workbook([[], ["资产清单"], ["编号", "名称"], [], ["1", "台式机"], [None, " "]]))
    assert sheet.columns == ("编号", "名称")
    assert [(row.line, row.cells) for row in sheet.rows] == [(5, ("1", "台式机"))]
    assert sheet.understood.title_lines == (2,)


def test_a_note_beside_the_table_is_a_nameless_column(read: Read) -> None:
    sheet = read(workbook([["code", "name"], ["1", "PC"], ["2", "Printer", None, "broken?"]]))
    assert sheet.columns == ("code", "name", "(3)", "(4)")
    assert sheet.rows[0].cells == ("1", "PC", "", "")


def test_what_the_file_says_of_its_own_size_is_not_believed(read: Read) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    for claimed in ("A1", "A1:XFD1048576"):
        lying = SHEET_START.replace("<sheetData>", f'<dimension ref="{claimed}"/><sheetData>')
        data = with_parts(workbook([["x"]]), {"xl/worksheets/sheet1.xml": (lying + cells + SHEET_END).encode()})
        assert [row.cells for row in read(data).rows] == [("3", "")]


def test_empty_cells_that_only_have_a_colour_are_no_columns(read: Read) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["code", "name"])
    book.worksheets[0].append(["1", "PC"])
    book.worksheets[0].cell(2, 500).number_format = "0.00"
    assert read(saved(book)).rows[0].cells == ("1", "PC")


def test_a_row_beyond_the_last_that_excel_knows_is_not_waited_for(read: Read) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999999"><c><v>3</v></c></row>'
    data = with_parts(workbook([["x"]]), {"xl/worksheets/sheet1.xml": (SHEET_START + cells + SHEET_END).encode()})
    assert read(data).rows == ()


def test_a_row_far_down_costs_no_rows(read: Read) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>3</v></c></row>'
    data = with_parts(workbook([["x"]]), {"xl/worksheets/sheet1.xml": (SHEET_START + cells + SHEET_END).encode()})
    assert [row.line for row in read(data).rows] == [900_000]


@pytest.mark.parametrize(
    "part",
    ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"],
)
@pytest.mark.parametrize(
    "definition", [ENTITY_BOMB, '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'], ids=["growing", "reaching"]
)
def test_entities_that_grow_or_reach_out_are_refused(read: Read, part: str, definition: str) -> None:
    good = workbook_as_excel_writes(["code", "name"])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        text = archive.read(part).decode()
    opening, rest = text[text.rfind("?>") + 1 :].lstrip(">\n").split(">", 1)
    hostile = f"{definition}{opening}>&i;{rest}"
    with pytest.raises(Trouble) as caught:
        read(with_parts(good, {part: hostile.encode()}))
    assert caught.value.code == "file_damaged"
    assert type(_root_of(caught.value)).__name__ == "EntitiesForbidden"


def _root_of(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def test_a_workbook_that_would_unpack_beyond_the_limit_is_not_unpacked(file_with: FileWith) -> None:
    bomb = with_parts(workbook([["code", "name"]]), {"xl/media/image1.png": bytes(3 * 2**20)})
    path = file_with("register.xlsx", bomb)
    with pytest.raises(Trouble) as caught:
        read_sheet(path, SheetLimits(unpacked_bytes=2 * 2**20))
    assert (caught.value.code, caught.value.params["megabytes"]) == ("file_too_large", 2)
    assert len(bomb) < 2**20


def test_a_workbook_that_lies_about_its_unpacked_size_is_damaged(read: Read) -> None:
    file = io.BytesIO()
    good = workbook([["code"], *([["x" * 50]] * 500)])
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.getinfo("xl/worksheets/sheet1.xml").file_size = 100
    with pytest.raises(Trouble) as caught:
        read(file.getvalue())
    assert caught.value.code == "file_damaged"


def test_the_texts_of_a_workbook_are_not_read_beyond_the_time_limit(file_with: FileWith) -> None:
    path = file_with("register.xlsx", workbook_as_excel_writes(["code"]))
    with pytest.raises(Trouble) as caught:
        read_sheet(path, SheetLimits(seconds=0))
    assert caught.value.code == "file_takes_too_long"
    frames = [frame.name for frame in caught.traceback]
    assert "load_workbook" in frames


@pytest.mark.parametrize("kept", [30, 500, -40])
def test_a_workbook_that_was_cut_off_is_damaged(read: Read, kept: int) -> None:
    with pytest.raises(Trouble) as caught:
        read(workbook([["code", "name"], ["1", "PC"]])[:kept])
    assert caught.value.code == "file_damaged"


def test_a_workbook_of_nothing_is_empty(read: Read) -> None:
    with pytest.raises(Trouble) as caught:
        read(workbook([], [[" "]]))
    assert caught.value.code == "file_empty"


def test_a_workbook_is_understood_as_one(read: Read) -> None:
    understood = read(workbook([["code"]])).understood
    assert (understood.format, understood.encoding, understood.separator) == (SheetFormat.XLSX, None, "")
    assert understood.serial_epoch == date(1899, 12, 30)
