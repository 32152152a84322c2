"""What `bench.py` does: runs `tests/benchmarks/bench_*.py`, each in a process of its own, so that none warms another.

Standard output carries the figures and nothing else, one line of JSON each; everything else goes to standard error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from installer import environment, system_libraries

BENCHMARKS = environment.PROJECT / "tests" / "benchmarks"
PREFIX = "bench_"


def main(arguments: list[str]) -> int:
    """Measure the named benchmarks, or all; the exit status is 1 if one of them failed to give its figures."""
    try:
        chosen = [*named(arguments, available(BENCHMARKS))]
        python = environment.prepare(environment.TESTS)
        system_libraries.ensure(python, "offscreen")
    except environment.UnpreparedError as missing:
        print(missing, file=sys.stderr)
        return 1
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    statuses = [
        subprocess.run(
            [str(python), "-m", "tests.benchmarks", name], cwd=environment.PROJECT, env=surroundings, check=False
        ).returncode
        for name in chosen
    ]
    return 1 if any(statuses) else 0


def available(folder: Path) -> list[str]:
    """The names of all benchmarks."""
    return sorted(file.stem.removeprefix(PREFIX) for file in folder.glob(f"{PREFIX}*.py"))


def named(names: list[str], known: list[str]) -> list[str]:
    """The benchmarks to run; raises `UnpreparedError` for a name that there is not."""
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise environment.UnpreparedError(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(known)}")
    return names or known
