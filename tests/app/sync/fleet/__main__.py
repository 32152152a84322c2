"""More seeds than the tests have time for; every one that goes wrong is named."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tests.app.sync.fleet.agreement import check
from tests.app.sync.fleet.chance import leave_to_chance
from tests.app.sync.fleet.story import Fleet, Templates


def main(count: int, first: int = 0) -> int:
    """Run `count` seeds; returns how many went wrong."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            with pytest.MonkeyPatch.context() as patch:
                leave_to_chance(patch, seed)
                fleet = Fleet(seed, Templates(Path(folder) / f"templates {seed}"), Path(folder) / str(seed))
                try:
                    fleet.run()
                    check(fleet)
                except AssertionError as error:
                    failed += 1
                    print(f"seed {seed}: {error}")
                fleet.close()
    print(f"{count - failed} of {count} agreed")
    return failed


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:]))))
