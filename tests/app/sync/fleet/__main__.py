"""More seeds than the tests have time for; every one that goes wrong is named."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.app.sync.fleet.agreement import run_and_check
from tests.app.sync.fleet.chance import leave_to_chance
from tests.app.sync.fleet.templates import Templates


def main(arguments: list[str]) -> int:
    """Run seed after seed; returns how many went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.app.sync.fleet", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", help="how many seeds to run")
    parser.add_argument("first", type=int, nargs="?", default=0, help="the first of them")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to run where no count is given")
    given = parser.parse_args(arguments)
    if given.count is None:
        seeds = _for_seconds(given.seconds, given.first)
    else:
        seeds = iter(range(given.first, given.first + given.count))
    tried, failed = 0, 0
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        leave_to_chance(patch, 0)
        templates = Templates(Path(name) / "templates")
        for seed in seeds:
            tried += 1
            try:
                run_and_check(seed, templates, Path(name) / str(seed))
            except Exception:  # noqa: BLE001 - whatever it is, the seed is what is wanted, and the next one
                failed += 1
                print(f"seed {seed} went wrong:\n{traceback.format_exc(limit=-3)}", flush=True)
    print(f"{tried - failed} of {tried} agreed")
    return failed


def _for_seconds(seconds: float, first: int) -> Iterator[int]:
    end = time.monotonic() + seconds
    for seed in count(first):
        if time.monotonic() > end:
            return
        yield seed


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
