"""From the start of the process to a list of 700,000 work orders that is painted and can be used."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.big_workspace import ORDERS, big_workspace
from tests.benchmarks.comparing import in_turns
from tests.benchmarks.figure import Figure
from tests.benchmarks.processes import compiled_files, first_line

ROUNDS = 9
GOAL = 2


def measure(orders: int = ORDERS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure; each time is that of a whole process until it says that it is there."""
    home = big_workspace(orders)
    with compiled_files() as compiled:
        yield in_turns(
            lambda: first_line(compiled, "product_window", str(home.folder), str(orders))[0],
            lambda: first_line(compiled, "empty_window")[0],
            rounds,
        ).figure(
            f"cold_start: a painted, usable list of {orders} orders",
            against="an empty PySide6 window with SQLAlchemy imported, from the start of its process until it is "
            "painted (medians; Python's compiled files are there, as after any first start)",
            goal=GOAL,
        )
