"""How long the window halts while its list of 700,000 work orders is filtered, sorted, searched and scrolled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median

from tests.benchmarks.big_workspace import ORDERS, big_workspace
from tests.benchmarks.comparing import absolute
from tests.benchmarks.figure import Figure
from tests.benchmarks.processes import compiled_files, first_line

ROUNDS = 9
WANTED_MILLISECONDS = 16


def measure(orders: int = ORDERS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure for each kind of work."""
    home = big_workspace(orders)
    with compiled_files() as compiled:
        _seconds, line = first_line(compiled, "busy_window", str(home.folder), str(orders), str(rounds))
    halts = {kind: median(longest) for kind, longest in json.loads(line).items()}
    resting = halts.pop("resting")
    for kind, longest in halts.items():
        what = (
            f"{WANTED_MILLISECONDS} ms wanted for the longest time between two beats (1 ms) of the GUI thread in one "
            f"round of {kind} (median of {rounds}); a window at rest in the same run: {resting:.1f} ms"
        )
        yield absolute(f"gui_thread: {kind}", longest, WANTED_MILLISECONDS, what)
