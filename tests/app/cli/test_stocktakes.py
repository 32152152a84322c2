"""`paigong stocktake` from its beginning to its end, with a batch scanner."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.assets.commands import RegisterAsset
from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer, AddSite
from app.foundation.home import Home
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from tests.app.documents.reading import codes_on_pages, lines_on_pages
from tests.fakes import FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    codes = {f"KJC-COM-000{number}": "301" if number < 3 else "302" for number in (1, 2, 3)}
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"),
        AddSite(id="s", customer_id="c", name="门诊楼"),
        *(
            RegisterAsset(
                id=code, customer_id="c", type_code="COM", name="台式机", existing_code=code, site_id="s", place=room
            )
            for code, room in codes.items()
        ),
    )
    workspace.close()
    return home


def begun(home: Home, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    given = ["stocktake", "begin", "--customer", "第一人民医院", "--name", "年度盘点", "--site", "门诊楼", *more]
    assert run(given, home, "en") == 0
    return capsys.readouterr().out.strip()


def test_a_batch_of_scans_is_judged_line_by_line_and_reported(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = begun(home, capsys)
    scans = "301\nKJC-COM-0001\n\nkjc-com-0001\nKJC-COM-0003\n302\nWHAT-1\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(scans))
    assert run(["stocktake", "scan", reference.lower()], home, "en") == 1
    assert [line.split("\t")[1].split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Room",
        "Expected here",
        "Scanned before",
        "Registered elsewhere",
        "Room",
        "Unknown",
    ]
    assert run(["stocktake", "end", reference], home, "en") == 0
    assert capsys.readouterr().out == "Expected 3, found 2, missing 1, elsewhere 1, unknown 1.\n"
    assert run(["stocktake", "list"], home, "en") == 0
    assert capsys.readouterr().out == f"{reference}  年度盘点  第一人民医院  门诊楼  Ended  2/3\n"
    _check_papers(home, tmp_path, reference)


def _check_papers(home: Home, folder: Path, reference: str) -> None:
    for name in ("report.pdf", "list.csv", "list.xlsx"):
        assert run(["stocktake", "report", reference, "--out", str(folder / name)], home, "zh_CN") == 0
    text = "".join("\n".join(line for lines in lines_on_pages(folder / "report.pdf") for line in lines).split())
    for said in (
        "盘点报告",
        "年度盘点",
        "应有3100.0%",
        "已找到266.6%",
        "KJC-COM-0002",
        "门诊楼·302→门诊楼·301",
        "WHAT-1",
    ):
        assert said in text
    assert codes_on_pages(folder / "report.pdf", 200)[0] == [reference]
    rows = (folder / "list.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["结果", "在应在处找到", "缺失", "在别处找到", "未知"]


def test_what_cannot_be_scanned_for_is_said(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("KJC-COM-0001\n"))
    assert run(["stocktake", "scan", "ST000000-0000"], home, "en") == 1
    assert "There is no stocktake ST000000-0000" in capsys.readouterr().err
    reference = begun(home, capsys)
    assert run(["stocktake", "end", reference], home, "en") == 0
    assert run(["stocktake", "scan", reference], home, "en") == 1
    assert "Reopen it" in capsys.readouterr().err


def test_a_blind_stocktake_is_not_reported_to_who_scans_before_it_ends(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = begun(home, capsys, "--blind")
    _become_engineer(home)
    for name in ("report.pdf", "list.csv"):
        assert run(["stocktake", "report", reference, "--out", str(tmp_path / name)], home, "en") == 1
        assert "blind" in capsys.readouterr().err
        assert not (tmp_path / name).exists()
    assert run(["stocktake", "list"], home, "en") == 0
    assert capsys.readouterr().out == f"{reference}  年度盘点  第一人民医院  门诊楼  Under way\n"


def _become_engineer(home: Home) -> None:
    from app.bootstrap import open_workspace

    workspace = open_workspace(home)
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    workspace.close()
