"""What `test.py` does: every check and every test, each once, and a table of how long each took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer import environment, system_libraries

ONLY_TESTS = "--only-tests"
WORKERS = "2"  # more gain nothing on the two cores of the gate
DISTRIBUTION = ("--dist", "worksteal")  # whoever is done takes from the other one: the slow tests stand side by side


@dataclass(frozen=True)
class Step:
    """One check: its name in the table and what it runs."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Outcome:
    """What the table says of one step."""

    name: str
    seconds: float
    passed: bool


def main(arguments: list[str]) -> int:
    """Run all checks, then pytest with `arguments`; the exit status is 0 only if every step passed."""
    try:
        python = environment.prepare(environment.TESTS)
        system_libraries.ensure(python, "offscreen")
    except environment.UnpreparedError as missing:
        print(missing, file=sys.stderr)
        return 1
    pytest_arguments = [argument for argument in arguments if argument != ONLY_TESTS]
    checks = [] if ONLY_TESTS in arguments else checks_of(python)
    outcomes = [_run(step) for step in [*checks, tests_of(python, pytest_arguments)]]
    print(table(outcomes))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def checks_of(python: Path) -> list[Step]:
    """All but the tests."""

    def module(*words: str) -> list[str]:
        return [str(python), "-m", *words]

    return [
        Step("lint", module("ruff", "check")),
        Step("format", module("ruff", "format", "--check")),
        Step("types", module("mypy")),
        Step("who may import whom", [str(environment.script("lint-imports")), "--no-logo"]),
        Step("licences of dependencies", module("installer.licences")),
        Step("migrations make what the tables say", module("migrations", "check")),  # alembic check
    ]


def tests_of(python: Path, pytest_arguments: list[str]) -> Step:
    """The tests, with whatever else pytest is told."""
    return Step("tests", [str(python), "-m", "pytest", "-n", WORKERS, *DISTRIBUTION, *pytest_arguments])


def table(outcomes: list[Outcome]) -> str:
    """One line for each step."""
    width = max(len(outcome.name) for outcome in outcomes)
    verdict = {True: "ok", False: "FAILED"}
    return "\n".join(
        f"{outcome.name:<{width}}  {outcome.seconds:7.1f} s  {verdict[outcome.passed]}" for outcome in outcomes
    )


def _run(step: Step, clock: Callable[[], float] = time.monotonic) -> Outcome:
    """The step's outcome; a failed step does not stop the next, so that everything that is wrong shows at once."""
    print(f"== {step.name}", flush=True)
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}  # compile once
    began = clock()
    status = subprocess.run(step.command, cwd=environment.PROJECT, env=surroundings, check=False).returncode
    return Outcome(step.name, clock() - began, passed=status == 0)
