"""A command of the window, from being given to being safe on disk (FULL), in a workspace of 700,000 orders."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles

from app.bootstrap import open_workspace
from app.directory.tables import Customer
from app.foundation.ids import new_id
from app.storage.facts import PERSON_ID, fact
from app.storage.units import Changes
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.visit_commands import StartWork
from app.workspace import Workspace
from tests.benchmarks.big_workspace import ORDERS, big_workspace, copy_of
from tests.benchmarks.comparing import Pair, absolute, medians, seconds
from tests.benchmarks.figure import Figure
from tests.benchmarks.raw_writes import Twin

COMMANDS = 300
WANTED_MILLISECONDS = 5
GOAL = 5
"""Beside the rows themselves a command is checked, enclosed, kept in the outbox and made undoable."""


def measure(orders: int = ORDERS, commands: int = COMMANDS) -> Iterator[Figure]:
    """How long logging an order and starting work take."""
    home = big_workspace(orders)
    with tempfile.TemporaryDirectory() as folder:
        twin = Twin(copy_of(home, Path(folder) / "twin"))
        workspace = open_workspace(copy_of(home, Path(folder) / "ours"))
        try:
            desk = _Desk(workspace, twin)
            order_ids = [new_id() for _ in range(commands)]
            yield from desk.figures("log an order", [desk.log(order_id) for order_id in order_ids])
            visit_ids = [desk.assign(order_id) for order_id in order_ids]
            yield from desk.figures("start work", [StartWork(visit_id=visit_id) for visit_id in visit_ids])
        finally:
            workspace.close()
            twin.close()


class _Desk:
    """Gives commands to the workspace and lets the twin follow."""

    def __init__(self, workspace: Workspace, twin: Twin) -> None:
        self._workspace = workspace
        self._twin = twin
        self._changes = Changes()
        workspace.store.listen(self._hear)
        with workspace.store.read() as reader:
            self._owner_id = fact(reader, PERSON_ID)
            self._customers = reader.find(Customer)

    def log(self, order_id: str) -> LogOrder:
        customer = self._customers[int(order_id[-6:], 16) % len(self._customers)]
        return LogOrder(id=order_id, customer_id=customer.id, title="三楼会议室打印机卡纸", description="请尽快处理。")

    def assign(self, order_id: str) -> str:
        visit_id = new_id()
        self._times(AssignOrder(order_id=order_id, visit_id=visit_id, engineer_id=self._owner_id))
        return visit_id

    def figures(self, name: str, commands: Sequence[object]) -> Iterator[Figure]:
        pairs = [self._times(command) for command in commands]
        late = quantiles([pair.ours for pair in pairs], n=20)[-1] * 1000
        what = f"{WANTED_MILLISECONDS} ms wanted for the 95th of 100, WAL and synchronous FULL, on this machine's disk"
        yield absolute(f"commands: {name}, p95", late, WANTED_MILLISECONDS, what)
        against = "the same rows written by hand, one transaction with FULL, into a twin of the workspace (medians)"
        yield medians(pairs).figure(f"commands: {name}", against=against, goal=GOAL)

    def _times(self, command: object) -> Pair:
        ours = seconds(lambda: self._workspace.runner.run(command))
        statements = self._twin.statements(self._workspace.store, self._changes)
        return Pair(ours, seconds(lambda: self._twin.execute(statements)))

    def _hear(self, changes: Changes) -> None:
        self._changes = changes
