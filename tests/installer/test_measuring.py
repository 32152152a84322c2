"""Figures on standard output, all else on standard error, and one failed benchmark does not stop the others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import environment, measuring, system_libraries
from tests.benchmarks.figure import Figure

GOOD = """
import os
from tests.benchmarks.figure import Figure
def measure():
    print("talk")
    os.write(1, b"talk below Python")
    yield Figure(name="同步", value=2.0, unit="s", against="the floor", ratio=1.5, goal=2)
"""
BAD = "def measure():\n    raise RuntimeError('no disk')\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own with two benchmarks."""
    benchmarks = tmp_path / "tests" / "benchmarks"
    benchmarks.mkdir(parents=True)
    for module in ("__main__.py", "figure.py"):
        shutil.copy(measuring.BENCHMARKS / module, benchmarks)
    (benchmarks / "bench_good.py").write_text(GOOD)
    (benchmarks / "bench_bad.py").write_text(BAD)
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    monkeypatch.setattr(measuring, "BENCHMARKS", benchmarks)
    monkeypatch.setattr(environment, "prepare", lambda _requirements: Path(sys.executable))
    monkeypatch.setattr(system_libraries, "ensure", lambda _python, _platform: None)
    return tmp_path


def test_only_figures_reach_standard_output_and_the_rest_goes_on_after_a_failure(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert measuring.main([]) == 1
    said = capfd.readouterr()
    expected = {"name": "同步", "value": 2.0, "unit": "s", "against": "the floor", "ratio": 1.5, "goal": 2}
    assert [json.loads(line) for line in said.out.splitlines()] == [expected]
    assert "talk below Python" in said.err
    assert "no disk" in said.err


def test_a_named_benchmark_runs_alone(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert measuring.main(["good"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1


def test_an_unknown_name_is_told_with_those_that_there_are(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert measuring.main(["better"]) == 1
    assert "there are: bad, good" in capfd.readouterr().err


@pytest.mark.parametrize(("ratio", "met"), [(1.99, True), (2.0, True), (2.01, False)])
def test_a_goal_is_met_up_to_and_with_its_ratio(ratio: float, met: bool) -> None:
    assert Figure(name="n", value=1, unit="s", against="a", ratio=ratio, goal=2).met is met


def test_every_benchmark_in_the_project_can_be_imported() -> None:
    names = measuring.available(measuring.BENCHMARKS)
    imports = "".join(f"import tests.benchmarks.bench_{name} as m; m.measure\n" for name in names)
    subprocess.run([sys.executable, "-c", imports], cwd=environment.PROJECT, env=dict(os.environ), check=True)
