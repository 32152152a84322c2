"""Runs one benchmark in this process: `python -m tests.benchmarks NAME`; `installer/bench.py` starts one for each."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TextIO

from tests.benchmarks.figure import Figure


def main(name: str) -> None:
    """Print the figures of `tests/benchmarks/bench_NAME.py` as they come."""
    figures = _only_figures_on_standard_output()
    benchmark = importlib.import_module(f"tests.benchmarks.bench_{name}")
    for figure in benchmark.measure():
        if not isinstance(figure, Figure):
            raise TypeError(figure)
        print(figure.as_json(), file=figures, flush=True)


def _only_figures_on_standard_output() -> TextIO:
    """Standard output as it was; from now on what anything else prints, C++ included, goes to standard error."""
    figures = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return figures


if __name__ == "__main__":
    main(sys.argv[1])
