"""`paigong import`: real files and bad ones, from the bytes on disk to what lies in the workspace."""

from __future__ import annotations

import codecs
import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.cli.main import run
from app.directory.tables import Customer, SupportedSystem
from app.foundation.home import Home
from app.foundation.translation import set_language
from app.storage.schema import RowT
from tests.app.foundation.sheets.writing import ENCODINGS, encoded, separated, workbook

Import = Callable[..., int]
TABLE = [["客户", "人数"], ["吉林省检察院", "1,200"], ["市公安局", "3000"]]


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an empty workspace, to be copied."""
    folder = tmp_path_factory.mktemp("home")
    create_workspace(Home(folder), "王芳").close()
    return folder


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(made_home, tmp_path / "home")))


@pytest.fixture
def paigong_import(home: Home) -> Import:
    """Runs `paigong import` with these words; answers its exit status."""

    def importing(*words: object, language: str = "en") -> int:
        try:
            command = ["assets", "import"] if words[0] == "assets" else ["import", str(words[0])]
            return run([*command, *map(str, words[1:])], home, language)
        finally:
            set_language("en")

    return importing


def test_of_customers_too_it_is_said_how_many_are_here(
    home: Home, paigong_import: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("Customer\nNorthvale Council\n", "utf-8")
    assert paigong_import("customers", path) == 0
    capsys.readouterr()
    assert run(["imports", "list"], home, "en") == 0
    assert (
        "Customers\n    new: 1, of which 1 are here; changed: 0; as they were: 0; refused: 0" in capsys.readouterr().out
    )


def rows_of(home: Home, row_type: type[RowT]) -> list[RowT]:
    workspace = open_workspace(home)
    try:
        with workspace.store.read() as reader:
            return reader.find(row_type)
    finally:
        workspace.close()


def test_the_real_files_are_imported_one_after_the_other(
    home: Home, shared_data: Path, paigong_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paigong_import("customers", shared_data / "customers.csv") == 0
    systems = ("systems", shared_data / "supported_systems.csv", "--customer", "husbanken")
    assert paigong_import(*systems) == 0
    assets = ("assets", shared_data / "snipe_it" / "assets-sample.csv", "--customer", "Husbanken", "--keep-codes")
    assert paigong_import(*assets) == 0
    said = capsys.readouterr().out
    assert [f"Imported: {count}." in said for count in (24, 176, 22)] == [True] * 3
    assert "assets-sample.csv: CSV, UTF-8 BOM, separated by commas" in said
    assert "Company → Department" in said
    assert "Order Number → not imported" in said
    assert "Purchase Date → Purchase date (month first)" in said
    assert len(rows_of(home, SupportedSystem)) == 176

    assert paigong_import(*assets) == 0  # a second time
    assert "Nothing to import: all of it is already here." in capsys.readouterr().out


def test_a_preview_tells_of_every_row_and_imports_nothing(
    home: Home, file_with: Callable[[str, bytes], Path], paigong_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_with("客户.csv", separated([*TABLE, ["", "7"]]).encode())
    assert paigong_import("customers", path, "--preview") == 0
    said = capsys.readouterr().out
    assert "Line 2  New here  吉林省检察院 | 1,200\n" in said
    assert "Line 4  Refused   | 7  “客户” is empty. Fill it in." in said
    assert "New here: 2  To be changed: 0  Already here: 0  Refused: 1" in said
    assert rows_of(home, Customer) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("separator", "line_end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r")])
def test_every_encoding_separator_and_line_end_is_imported(
    home: Home,
    file_with: Callable[[str, bytes], Path],
    paigong_import: Import,
    encoding: str,
    separator: str,
    line_end: str,
) -> None:
    path = file_with("客户.csv", encoded(separated(TABLE, separator, line_end), encoding))
    assert paigong_import("customers", path) == 0
    assert {customer.name: customer.staff_count for customer in rows_of(home, Customer)} == {
        "吉林省检察院": 1200,
        "市公安局": 3000,
    }


def test_a_workbook_is_imported(home: Home, file_with: Callable[[str, bytes], Path], paigong_import: Import) -> None:
    path = file_with("customers.xlsx", workbook([["Customer", "Staff"], ["NAV", 1940]]))
    assert paigong_import("customers", path) == 0
    assert [(customer.name, customer.staff_count) for customer in rows_of(home, Customer)] == [("NAV", 1940)]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("customers.csv", b"", "The file customers.csv is empty."),
        ("customers.csv", codecs.BOM_UTF8 + b"\r\n \r\n", "The file customers.csv is empty."),
        ("customers.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64), "The file customers.xlsx is not a table."),
        ("customers.csv", b"PK\x03\x04" + bytes(64), "is damaged."),
        ("customers.csv", b'Customer,Staff\n"NAV,1940\n', "is never closed."),
        ("customers.csv", b"Kunde\nK\xf8\xf8\xf8nhavn\n", "The characters in line 2 of customers.csv cannot be read."),
        ("customers.csv", b"Colour,Size\nred,7\n", "These columns are needed and were not found: Customer."),
        ("customers.csv", b"Customer,Staff\n", "Nothing could be imported."),
        ("customers.csv", b"Customer,Staff\nNAV,many\n", "Nothing could be imported."),
    ],
)
def test_a_bad_file_ends_in_a_sentence_and_imports_nothing(
    home: Home,
    file_with: Callable[[str, bytes], Path],
    paigong_import: Import,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    sentence: str,
) -> None:
    assert paigong_import("customers", file_with(name, data)) == 1
    assert sentence in capsys.readouterr().err
    assert rows_of(home, Customer) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["systems"], "Say whose these are with --customer NAME."),
        (["systems", "--customer", "Nobody"], "There is no customer called “Nobody”."),
    ],
)
def test_whose_the_rows_are_must_be_known(
    file_with: Callable[[str, bytes], Path],
    paigong_import: Import,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    path = file_with("systems.csv", b"category,product\nBackups,ArcServe\n")
    assert paigong_import(words[0], path, *words[1:]) == 1
    assert sentence in capsys.readouterr().err


def test_refused_rows_are_written_beside_and_imported_once_they_are_mended(
    home: Home, tmp_path: Path, file_with: Callable[[str, bytes], Path], paigong_import: Import
) -> None:
    path = file_with("customers.csv", b"Customer,Staff\nNAV,1940\nKORO,many\n")
    beside = tmp_path / "refused.csv"
    assert paigong_import("customers", path, "--refused-to", beside) == 0
    mended = beside.read_text("utf-8-sig").replace("KORO,many", "KORO,23")
    beside.write_text(mended, "utf-8")
    assert paigong_import("customers", beside) == 0
    assert {customer.name: customer.staff_count for customer in rows_of(home, Customer)} == {"NAV": 1940, "KORO": 23}


def test_no_file_of_refused_rows_is_written_where_none_is_refused(
    tmp_path: Path, file_with: Callable[[str, bytes], Path], paigong_import: Import
) -> None:
    path = file_with("customers.csv", b"Customer,Staff\nNAV,1940\n")
    assert paigong_import("customers", path, "--refused-to", tmp_path / "refused.csv") == 0
    assert not (tmp_path / "refused.csv").exists()


def test_the_order_of_dates_can_be_said_where_the_file_does_not_tell(
    file_with: Callable[[str, bytes], Path], paigong_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paigong_import("customers", file_with("customers.csv", b"Customer\nNAV\n")) == 0
    path = file_with("assets.csv", b"Name,Purchase date,Cost\nPC,3/4/2026,1.200\n")
    words = ("assets", path, "--customer", "NAV")
    assert paigong_import(*words) == 1
    said = capsys.readouterr().out
    assert "Purchase date → Purchase date (day or month first?)" in said
    assert "may mean two dates" in said
    assert paigong_import(*words, "--dates", "day-first", "--decimals", "comma") == 0


def test_the_preview_speaks_chinese_too(
    file_with: Callable[[str, bytes], Path], paigong_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_with("customers.csv", b"Customer,Staff\nNAV,1940\n")
    assert paigong_import("customers", path, "--preview", language="zh_CN") == 0
    assert "NAV | 1940" in capsys.readouterr().out


def test_a_refused_row_is_told_in_the_file_as_on_the_screen(
    tmp_path: Path, file_with: Callable[[str, bytes], Path], paigong_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_with("customers.csv", b"Customer,Staff\nNAV,many\n")
    paigong_import("customers", path, "--refused-to", tmp_path / "refused.csv")
    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        reason = list(csv.reader(file))[1][0]
    assert reason in capsys.readouterr().out
