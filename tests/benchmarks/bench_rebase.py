"""A page of a pull made true on a laptop where a thousand commands wait for the server."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median

import msgspec

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage import facts
from app.storage.schema import TableSpec, spec_of
from app.storage.units import Origin, UnitOfWork
from app.sync.enrolment.wire import GrantNote
from app.sync.pull.wire import PullReply, PullRequest, TableRows
from app.sync.rebase.laptop import apply_page
from app.sync.wire import PROTOCOL
from app.workorders.commands import AssignOrder
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder
from app.workspace import Workspace
from tests.benchmarks.comparing import absolute
from tests.benchmarks.figure import Figure
from tests.benchmarks.imagined import Directory

ORDERS = 20_000
PENDING = 1000
CHANGED = 100
ROUNDS = 5

_APART_MILLISECONDS = 20
_OVERLAPPING_MILLISECONDS = 500


def measure(
    orders: int = ORDERS, pending: int = PENDING, changed: int = CHANGED, rounds: int = ROUNDS
) -> Iterator[Figure]:
    """Notes wait on some orders; then others change on the server, and then those."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_empty_workspace(Home(Path(folder)))
        try:
            laptop = _Laptop(workspace, orders)
            laptop.assign(laptop.rows[:pending])
            yield laptop.figure(
                f"rebase: {pending} pending, {changed} other orders change",
                laptop.rows[-changed:],
                rounds,
                _APART_MILLISECONDS,
            )
            yield laptop.figure(
                f"rebase: {pending} pending, their orders change",
                laptop.rows[:pending],
                rounds,
                _OVERLAPPING_MILLISECONDS,
            )
        finally:
            workspace.close()


class _Laptop:
    """A workspace of a dispatcher that has a server, which nobody asks."""

    def __init__(self, workspace: Workspace, orders: int) -> None:
        directory = Directory("")
        self.rows = [replace(order, state=OrderState.LOGGED, engineer_id=None) for order in directory.orders(orders)]
        self._engineer_id = directory.engineers[0].id
        self._workspace = workspace
        self._spec: TableSpec = spec_of(WorkOrder)
        self._cursors = count(1)
        sites = [site for sites in directory.sites.values() for site in sites]

        def fill(unit: UnitOfWork) -> None:
            for name, value in _PLACE.items():
                facts.set_fact(unit, name, value)
            for rows in (directory.customers, sites, directory.engineers, self.rows):
                spec = spec_of(type(rows[0]))
                unit.apply(spec, [spec.to_values(row) for row in rows], origin=Origin.TRUTH)

        workspace.store.write(fill)

    def assign(self, orders: Sequence[WorkOrder]) -> None:
        """Send an engineer to each: an order, a visit, a fact and a notice change."""
        for order in orders:
            command = AssignOrder(order_id=order.id, visit_id=new_id(), engineer_id=self._engineer_id)
            self._workspace.runner.run(command)

    def figure(self, name: str, changed: Sequence[WorkOrder], rounds: int, wanted: float) -> Figure:
        taken = [self._apply(changed) for _round in range(rounds + 1)][1:]
        return absolute(name, median(taken) * 1000, wanted, f"{wanted} ms of CPU wanted, in one transaction with FULL")

    def _apply(self, changed: Sequence[WorkOrder]) -> float:
        """CPU seconds that it takes to make these orders true, with a new title each time."""
        cursor = next(self._cursors)
        titled = [self._spec.to_values(replace(order, title=f"Anew {cursor}")) for order in changed]
        rows = TableRows(
            name=self._spec.name,
            columns=list(self._spec.columns),
            values=[list(column) for column in zip(*titled, strict=True)],
            left=[],
        )
        request = PullRequest(protocol=PROTOCOL, epoch="epoch", cursor=cursor - 1, scopes="all", settled_sequence=0)
        reply = PullReply(
            epoch="epoch",
            cursor=cursor,
            scopes="all",
            anew=False,
            more=False,
            tables=[rows],
            verdicts=[],
            judged_sequence=0,
            grants=_GRANTS,
        )
        store, redo = self._workspace.store, self._workspace.runner.redo
        begun = time.process_time()
        apply_page(store, redo, request, reply)
        return time.process_time() - begun


_GRANTS = [GrantNote(role=Role.DISPATCHER, customer_id=None)]
_PLACE = {
    facts.SERVER_URL: "http://127.0.0.1:1",
    facts.PERSON_ID: "nobody",
    facts.DEVICE_ID: "laptop",
    facts.CURSOR: "0",
    facts.EPOCH: "epoch",
    facts.SCOPES: "all",
    facts.GRANTS: msgspec.json.encode(_GRANTS).decode(),
}
