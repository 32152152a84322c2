"""How separators, header, title and rows are told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.foundation.errors import Trouble
from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.sheet import Sheet, SheetRow

FileWith = Callable[[str, bytes], Path]


@pytest.fixture
def read(file_with: FileWith) -> Callable[[str], Sheet]:
    return lambda text: read_sheet(file_with("register.csv", text.encode()))


Read = Callable[[str], Sheet]


def test_decimal_commas_do_not_beat_the_real_separator(read: Read) -> None:
    sheet = read("name;price;weight\nPC;1,5;2,25\nPrinter;2,5;3,75\n")
    assert sheet.understood.separator == ";"
    assert sheet.rows[0].cells == ("PC", "1,5", "2,25")


def test_separators_within_quotation_marks_are_not_counted(read: Read) -> None:
    sheet = read('"name, full";"site"\n"Botsford, Boyle and Herzog";"Oslo"\n"a,b,c";"d,e"\n')
    assert sheet.columns == ("name, full", "site")
    assert sheet.understood.separator == ";"


def test_a_header_with_another_separator_in_it_is_outvoted_by_the_rows(read: Read) -> None:
    sheet = read("name;site, floor;price\nPC;Oslo;1\nPrinter;Bergen;2\n")
    assert sheet.columns == ("name", "site, floor", "price")


def test_one_column_of_sentences_stays_one_column(read: Read) -> None:
    sheet = read('Customer\nHansen, Ole\nBraun; Ullrich\n"quoted, ""too"""\n')
    assert [row.cells for row in sheet.rows] == [("Hansen, Ole",), ("Braun; Ullrich",), ('quoted, "too"',)]
    assert sheet.understood.separator == ""


def test_one_column_whose_header_has_a_comma_stays_one_column(read: Read) -> None:
    assert read("Customer, or site\nOslo\nBergen\nTromsø\n").columns == ("Customer, or site",)


def test_excels_own_hint_of_the_separator_is_followed_and_is_no_row(read: Read) -> None:
    sheet = read("sep=;\r\nname;site\r\nPC, used;Oslo\r\n")
    assert sheet.columns == ("name", "site")
    assert sheet.rows == (SheetRow(3, ("PC, used", "Oslo")),)


def test_header_names_are_trimmed_on_one_line_and_distinct(read: Read) -> None:
    sheet = read('\ufeff  Name ,"Purchase\nDate",,Name,Name (2),\n1,2,3,4,5,6\n')
    assert sheet.columns == ("Name", "Purchase Date", "(3)", "Name (2)", "Name (2) (2)", "(6)")


def test_columns_without_name_and_value_at_the_end_are_left_out(read: Read) -> None:
    sheet = read("name,site,,\nPC,Oslo,,\nPrinter,Bergen, ,\n")
    assert sheet.columns == ("name", "site")
    assert [row.cells for row in sheet.rows] == [("PC", "Oslo"), ("Printer", "Bergen")]


def test_a_title_above_the_header_is_left_out_and_told(read: Read) -> None:
    sheet = read("科技处资产清单,,\n\n编号,名称,部门\nKJC-COM-1,台式机,科技处\n")
    assert sheet.columns == ("编号", "名称", "部门")
    assert sheet.understood.title_lines == (1,)
    assert sheet.rows[0].line == 4


def test_empty_lines_are_no_rows_and_line_numbers_stay_true(read: Read) -> None:
    sheet = read('a,b\n\n"1\n1",2\n,\n \n3,4\n\n')
    assert sheet.rows == (SheetRow(3, ("1\n1", "2")), SheetRow(7, ("3", "4")))


def test_short_rows_are_filled_up_and_long_ones_keep_what_they_have(read: Read) -> None:
    sheet = read("a,b,c\n1\n1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n")
    assert [row.cells for row in sheet.rows] == [
        ("1", "", ""),
        ("1", "2", ""),
        ("1", "2", "3"),
        ("1", "2", "3", "4"),
        ("1", "2", "3"),
    ]


def test_a_header_alone_is_a_table_without_rows(read: Read) -> None:
    sheet = read("code,name")
    assert (sheet.columns, sheet.rows) == (("code", "name"), ())


def test_a_quotation_mark_within_a_text_is_only_a_character(read: Read) -> None:
    assert read('name,size\nMacbook Pro 13",2\nPC,3\n').rows[0].cells == ('Macbook Pro 13"', "2")


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(read: Read) -> None:
    with pytest.raises(Trouble) as caught:
        read('name,site\nPC,Oslo\nPrinter,"Bergen\nScanner,Oslo\n' + "Server,Oslo\n" * 3)
    assert (caught.value.code, caught.value.params["line"]) == ("file_quote_open", 3)


def test_a_lost_quotation_mark_in_a_huge_file_is_named_by_its_line(read: Read) -> None:
    with pytest.raises(Trouble) as caught:
        read('name,site\n"PC,Oslo\n' + "Scanner,Oslo\n" * 20_000)
    assert (caught.value.code, caught.value.params["line"]) == ("file_quote_open", 2)
