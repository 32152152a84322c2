"""One command for all checks, which goes on after a failure and tells them all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import checking, environment, system_libraries
from installer.checking import Outcome, Step, table


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three small checks instead of the real ones: each leaves its name in a file; the second fails."""
    said = tmp_path / "said"

    def small(name: str, status: int = 0) -> Step:
        program = f"open({str(said)!r}, 'a').write({name!r} + ' '); raise SystemExit({status})"
        return Step(name, [sys.executable, "-c", program])

    monkeypatch.setattr(environment, "prepare", lambda _requirements: Path(sys.executable))
    monkeypatch.setattr(system_libraries, "ensure", lambda _python, _platform: None)
    monkeypatch.setattr(checking, "checks_of", lambda _python: [small("lint"), small("types", 3)])
    monkeypatch.setattr(checking, "tests_of", lambda _python, arguments: small(" ".join(["tests", *arguments])))
    return said


def test_a_failed_check_fails_the_command_after_all_others_have_run(
    checks: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert checking.main(["-k", "x"]) == 1
    assert checks.read_text() == "lint types tests -k x "
    rows = [line.split() for line in capfd.readouterr().out.splitlines() if not line.startswith("==")]
    assert [(row[0], row[-1]) for row in rows] == [("lint", "ok"), ("types", "FAILED"), ("tests", "ok")]


def test_only_the_tests_run_where_that_is_asked(checks: Path) -> None:
    assert checking.main([checking.ONLY_TESTS, "tests/installer"]) == 0
    assert checks.read_text() == "tests tests/installer "


def test_the_table_has_a_line_for_each_step() -> None:
    assert table([Outcome("lint", 0.51, passed=True), Outcome("tests", 120, passed=False)]) == (
        "lint       0.5 s  ok\ntests    120.0 s  FAILED"
    )


def test_what_is_missing_ends_the_command_with_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unprepared(_requirements: Path) -> Path:
        raise environment.UnpreparedError(environment.NO_NETWORK)

    monkeypatch.setattr(environment, "prepare", unprepared)
    assert checking.main([]) == 1
    assert environment.NO_NETWORK in capsys.readouterr().err
