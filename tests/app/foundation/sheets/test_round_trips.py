"""Whatever table of text another program writes, in every form that we know, is read back as it was."""

from __future__ import annotations

import codecs
import tempfile
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.sheet import Sheet
from tests.app.foundation.sheets.writing import ENCODINGS, LINE_ENDS, SEPARATORS, encoded, saved, separated

FORMS = list(product(ENCODINGS, LINE_ENDS, SEPARATORS))
REGISTER = [
    ["资产编号", "Name", "备注"],
    ["KJC-COM-1234", "Møre og Romsdal", "第一行\n第二行"],
    ["KJC-PRN-0042", 'Macbook "Pro"; 13', "喆, 堃\t和，同事"],
    ["", " padded ", "最后"],
]


def one_line(text: str) -> str:
    return " ".join(text.split())


headers = st.lists(
    st.text(st.sampled_from("ABCxyz 资产编号称部门型序"), min_size=1, max_size=8).map(one_line).filter(bool),
    min_size=1,
    max_size=5,
    unique=True,
)
any_text = st.text(
    st.one_of(
        st.sampled_from(",;\t\"\r\n' ab01-=；，æøå"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co", "Cs"]),
    ),
    max_size=8,
)
common_chinese = st.text(st.sampled_from(',;\t"\r\n ab01-；，在用报废打印机服务器科技处'), max_size=8)


def as_in_a_workbook(text: str) -> str:
    """XML knows one line end; Excel's way to write the other one is read as a line end."""
    return text.replace("\r", "\n").replace("_x000D_", "")


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> list[list[str]]:
    header = draw(headers)
    row = st.lists(cells, min_size=len(header), max_size=len(header))
    rows = draw(st.lists(row.filter(lambda found: any(cell.strip() for cell in found)), max_size=6))
    return [header, *rows]


def read_back(name: str, data: bytes) -> Sheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_sheet(path)


def table_of(sheet: Sheet) -> list[list[str]]:
    return [list(sheet.columns), *(list(row.cells) for row in sheet.rows)]


@pytest.mark.parametrize(("encoding", "line_end", "separator"), FORMS)
def test_a_register_reads_the_same_in_every_form(encoding: str, line_end: str, separator: str) -> None:
    sheet = read_back("register.csv", encoded(separated(REGISTER, separator, line_end), encoding))
    assert table_of(sheet) == REGISTER
    assert sheet.understood.separator == separator
    assert sheet.understood.encoding == encoding.removesuffix(" without BOM")
    assert [row.line for row in sheet.rows] == [2, 4, 5]


@given(
    table=tables(any_text),
    encoding=st.sampled_from([name for name, (_codec, mark) in ENCODINGS.items() if mark] + ["UTF-8"]),
    line_end=st.sampled_from(LINE_ENDS),
    separator=st.sampled_from(SEPARATORS),
)
def test_any_text_reads_back_in_unicode(table: list[list[str]], encoding: str, line_end: str, separator: str) -> None:
    sheet = read_back("table.csv", encoded(separated(table, separator, line_end), encoding))
    assert table_of(sheet) == table


@given(
    table=tables(any_text),
    encoding=st.sampled_from(["UTF-16 LE without BOM", "UTF-16 BE without BOM"]),
    line_end=st.sampled_from(LINE_ENDS),
    separator=st.sampled_from(SEPARATORS),
)
def test_any_text_reads_back_in_utf_16_whose_mark_was_lost(
    table: list[list[str]], encoding: str, line_end: str, separator: str
) -> None:
    data = encoded(separated(table, separator, line_end), encoding)
    assume(not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)))
    assert table_of(read_back("table.csv", data)) == table


@given(table=tables(common_chinese), line_end=st.sampled_from(LINE_ENDS), separator=st.sampled_from(SEPARATORS))
def test_chinese_reads_back_in_gb18030(table: list[list[str]], line_end: str, separator: str) -> None:
    sheet = read_back("table.csv", encoded(separated(table, separator, line_end), "GB18030"))
    assert table_of(sheet) == table


@given(table=tables(any_text.map(as_in_a_workbook)))
def test_any_text_reads_back_from_a_workbook(table: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(table, start=1):
        for place, text in enumerate(row, start=1):
            cell = book.worksheets[0].cell(number, place, text)
            cell.data_type = "s"  # whatever it looks like: =1+1 is a text here
    assert table_of(read_back("table.xlsx", saved(book))) == table
