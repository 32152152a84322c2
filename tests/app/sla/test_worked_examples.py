"""`paigong sla check`: the examples of a contract are judged; what is not understood is never taken for right."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from app.cli.main import run
from app.foundation.home import Home
from tests.app.calendars.test_planned import OFFICE

HEADER = "id,calendar description,tz,opened_at,pause intervals,target working minutes,expected_due,why\n"
RIGHT = "T1,CN-A: office,Asia/Shanghai,2025-03-11T10:00+08:00,,60,2025-03-11T11:00+08:00,\n"

Check = Callable[[str], tuple[int, list[dict[str, str]], str]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Judges examples; gives the exit status, the lines that were printed, and what was complained about."""
    (tmp_path / "calendars.json").write_text(json.dumps({"calendars": {"CN-A": OFFICE}}), "utf-8")

    def judge(examples: str) -> tuple[int, list[dict[str, str]], str]:
        (tmp_path / "cases.csv").write_text(examples, "utf-8")
        words = ["sla", "check", str(tmp_path / "cases.csv"), "--calendars", str(tmp_path / "calendars.json")]
        status = run(words, Home(tmp_path / "home"), "en")
        said = capsys.readouterr()
        return status, list(csv.DictReader(StringIO(said.out))), said.err

    return judge


def test_what_is_right_is_said_to_be_right(check: Check) -> None:
    status, lines, complaints = check(HEADER + RIGHT)
    same = "2025-03-11T11:00+08:00"
    assert (status, complaints) == (0, "")
    assert lines == [{"id": "T1", "expected": same, "computed": same, "ok": "yes"}]


def test_the_same_moment_may_be_written_in_another_way(check: Check) -> None:
    status, lines, _said = check(HEADER + RIGHT.replace("2025-03-11T11:00+08:00", "2025-03-11T03:00:00Z"))
    assert status == 0
    assert lines[0]["computed"] == "2025-03-11T11:00+08:00"


@pytest.mark.parametrize(
    ("change", "computed"),
    [
        (("11:00+08:00,", "11:01+08:00,"), "2025-03-11T11:00+08:00"),
        (("2025-03-11T11:00+08:00,", "PAUSED,"), "2025-03-11T11:00+08:00"),
        ((",,60", ",2025-03-11T10:30+08:00/,60"), "PAUSED"),
        (("11:00+08:00,", "11:00+08:00x,"), ""),
        ((",60,", ",sixty,"), ""),
        ((",60,", ",-60,"), ""),
        ((",60,", ",NaN,"), ""),
        (("10:00+08:00", "noon"), ""),
        (("CN-A", "CN-B"), ""),
        (("Asia/Shanghai", "Asia/Nowhere"), ""),
        ((",,60", ",2025-03-11T10:30+08:00,60"), ""),
        ((",,60", ",2025-03-11T10:30+08:00/2025-03-11T10:00+08:00,60"), ""),
    ],
)
def test_what_differs_or_is_not_understood_makes_the_whole_fail(
    check: Check, change: tuple[str, str], computed: str
) -> None:
    status, lines, complaints = check(HEADER + RIGHT + RIGHT.replace(*change, 1).replace("T1,", "T2,"))
    assert status == 1
    assert [(line["id"], line["ok"]) for line in lines] == [("T1", "yes"), ("T2", "no")]
    assert lines[1]["computed"] == computed
    assert complaints.startswith("T2: ") == (computed == "")


def test_seconds_are_told_where_there_are_some(check: Check) -> None:
    _status, lines, _said = check(HEADER + RIGHT.replace("T10:00+", "T10:00:30+"))
    assert lines[0]["computed"] == "2025-03-11T11:00:30+08:00"


def test_a_time_without_an_offset_is_meant_there(check: Check) -> None:
    status, _lines, _said = check(HEADER + RIGHT.replace("+08:00", ""))
    assert status == 0


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", HEADER])
def test_a_file_without_examples_is_refused(check: Check, content: str) -> None:
    status, lines, complaints = check(content)
    assert (status, lines) == (1, [])
    assert "no worked examples" in complaints


def test_all_examples_of_the_contracts_pass(
    shared_data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["sla", "check", str(shared_data / "sla_cases.csv"), "--calendars", str(shared_data / "sla_calendars.json")]
    assert run(words, Home(tmp_path), "en") == 0
    lines = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    assert len(lines) >= 25
    assert {line["ok"] for line in lines} == {"yes"}
