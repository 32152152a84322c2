"""Every file ends in a table or in a sentence that says what to do; no file ends in anything else."""

from __future__ import annotations

import io
import os
import pickle
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Trouble
from app.foundation.sheets.limits import SheetLimits
from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.sheet import SheetFormat
from tests.app.foundation.sheets.writing import ENCODINGS, encoded, workbook

FileWith = Callable[[str, bytes], Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD_WORKBOOK = workbook([["code", "name"], ["1", "PC"], ["2", "Printer"]])
NOBODY = 65534


def zip_with(part: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, b"content")
    return file.getvalue()


def trouble_of(path: Path, limits: SheetLimits | None = None) -> Trouble:
    with pytest.raises(Trouble) as caught:
        read_sheet(path, limits or SheetLimits())
    assert caught.value.params["name"] == path.name
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("nothing.csv", b"", "file_empty"),
        ("mark_only.csv", b"\xef\xbb\xbf", "file_empty"),
        ("blank.csv", b" \r\n,,\r\n\r\n", "file_empty"),
        ("nothing.xlsx", b"", "file_empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file_not_a_table"),
        ("photo.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "file_not_a_table"),
        ("paper.csv", b"%PDF-1.7\n1 0 obj\n", "file_not_a_table"),
        ("page.xls", b"<html><table><tr><td>code</td></tr></table></html>", "file_not_a_table"),
        ("feed.csv", b'<?xml version="1.0"?><a/>', "file_not_a_table"),
        ("calendars.json", b'{\n  "a": [1, 2]\n}', "file_not_a_table"),
        ("rows.json", b'[{"a": 1}]', "file_not_a_table"),
        ("letter.rtf", b"{\\rtf1 text}", "file_not_a_table"),
        ("photos.xlsx", zip_with("photo.jpg"), "file_not_a_table"),
        ("table.ods", zip_with("content.xml"), "file_not_a_table"),
        ("table.xlsb", zip_with("xl/workbook.bin"), "file_not_a_table"),
        ("empty.xlsx", b"PK\x05\x06" + bytes(18), "file_not_a_table"),
        ("packed.csv", b"\x1f\x8b\x08\0", "file_not_a_table"),
        ("old.xls", OLE + "Workbook\0".encode("utf-16-le"), "file_format_old_excel"),
        ("older.xlsx", OLE + "Book\0".encode("utf-16-le"), "file_format_old_excel"),
        ("secret.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_protected"),
        ("letter.doc", OLE + "WordDocument".encode("utf-16-le"), "file_not_a_table"),
        ("broken.xlsx", zip_with("xl/workbook.xml"), "file_damaged"),
    ],
)
def test_what_is_no_table_says_what_it_is(file_with: FileWith, name: str, data: bytes, code: str) -> None:
    assert trouble_of(file_with(name, data)).code == code


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    assert trouble_of(tmp_path / "gone.csv").code == "file_missing"
    assert trouble_of(tmp_path / "no folder" / "gone.csv").code == "file_missing"


def test_a_file_below_a_file_is_missing(file_with: FileWith) -> None:
    assert trouble_of(file_with("register.csv", b"a,b") / "gone.csv").code == "file_missing"


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    assert trouble_of(tmp_path).code == "file_not_a_table"


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may read everything, so the tests of what may not be read step down for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are others on Windows")
def test_a_file_that_the_user_may_not_read_is_not_readable(file_with: FileWith) -> None:
    path = file_with("register.csv", b"a,b\n1,2\n")
    path.chmod(0)
    with without_privileges():
        assert trouble_of(path).code == "file_not_readable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert trouble_of(tmp_path / "pipe.csv").code == "file_not_a_table"


def test_a_csv_named_xlsx_is_read_and_said_to_be_one(file_with: FileWith) -> None:
    sheet = read_sheet(file_with("register.xlsx", b"code;name\n1;PC\n"))
    assert sheet.columns == ("code", "name")
    assert (sheet.understood.format, sheet.understood.named_otherwise) == (SheetFormat.CSV, True)


def test_a_workbook_named_csv_is_read_and_said_to_be_one(file_with: FileWith) -> None:
    sheet = read_sheet(file_with("register.CSV", GOOD_WORKBOOK))
    assert (sheet.understood.format, sheet.understood.named_otherwise) == (SheetFormat.XLSX, True)


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"a,b"), ("A.TXT", b"a\tb"), ("a.XLSX", GOOD_WORKBOOK)])
def test_a_file_that_is_what_its_name_says_is_not_remarked_on(file_with: FileWith, name: str, data: bytes) -> None:
    assert not read_sheet(file_with(name, data)).understood.named_otherwise


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (SheetLimits(file_bytes=10), "file_too_large"),
        (SheetLimits(rows=1), "file_too_many_rows"),
        (SheetLimits(columns=1), "file_too_many_columns"),
        (SheetLimits(seconds=0), "file_takes_too_long"),
    ],
)
@pytest.mark.parametrize(("name", "data"), [("a.csv", b"code,name\n1,PC\n2,Printer\n"), ("a.xlsx", GOOD_WORKBOOK)])
def test_each_limit_holds(file_with: FileWith, name: str, data: bytes, limits: SheetLimits, code: str) -> None:
    assert trouble_of(file_with(name, data), limits).code == code


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"code,name\n1,PC\n2,Printer\n"), ("a.xlsx", GOOD_WORKBOOK)])
def test_a_file_just_within_the_limits_is_read(file_with: FileWith, name: str, data: bytes) -> None:
    limits = SheetLimits(file_bytes=len(data), rows=2, columns=2)
    assert len(read_sheet(file_with(name, data), limits).rows) == 2


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"code,name\n1,PC\n"), ("a.xlsx", GOOD_WORKBOOK)])
def test_a_sheet_travels_between_processes(file_with: FileWith, name: str, data: bytes) -> None:
    sheet = read_sheet(file_with(name, data))
    assert pickle.loads(pickle.dumps(sheet)) == sheet  # noqa: S301 - our own bytes


def test_a_trouble_travels_between_processes(tmp_path: Path) -> None:
    trouble = trouble_of(tmp_path / "gone.csv")
    back = pickle.loads(pickle.dumps(trouble))  # noqa: S301 - our own bytes
    assert (type(back), back.code, back.params) == (Trouble, trouble.code, trouble.params)


def test_a_hundred_thousand_rows_are_read_in_little_memory(file_with: FileWith) -> None:
    lines = (f"KJC-COM-{number:05},台式机 {number % 300},科技处,2026-11-22,2266.13\n" for number in range(100_000))
    path = file_with("register.csv", ("编号,名称,部门,日期,价格\n" + "".join(lines)).encode())
    tracemalloc.start()
    try:
        sheet = read_sheet(path)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(sheet.rows) == 100_000
    assert held < 32 * 2**20  # equal cells share their place
    assert peak < 80 * 2**20


def read_or_trouble(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        with suppress(Trouble):
            read_sheet(path)


@given(st.binary(max_size=300))
def test_random_bytes_end_in_a_table_or_a_trouble(data: bytes) -> None:
    read_or_trouble(data, "random.csv")


@given(
    st.text(st.one_of(st.sampled_from('",;\t\r\n\0\ufeff\uffff=ab编'), st.characters(codec="utf-8")), max_size=60),
    st.sampled_from(sorted(ENCODINGS)),
    st.integers(min_value=0, max_value=3),
)
def test_broken_text_ends_in_a_table_or_a_trouble(text: str, encoding: str, lost: int) -> None:
    read_or_trouble(encoded(text, encoding)[lost:], "broken.csv")


@given(st.lists(st.tuples(st.integers(0, len(GOOD_WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_ends_in_a_table_or_a_trouble(damage: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD_WORKBOOK)
    for place, byte in damage:
        data[place] = byte
    read_or_trouble(bytes(data), "damaged.xlsx")
