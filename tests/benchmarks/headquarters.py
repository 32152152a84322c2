"""Our server full of imagined orders, and laptops that are enrolled at it, for benchmarks of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import requests

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import create_empty_workspace, open_server
from app.foundation.home import Home
from app.storage.facts import DEVICE_TOKEN, fact
from app.storage.schema import columns_of, spec_of
from app.storage.units import Origin, UnitOfWork
from app.sync.enrolment.laptop import enrol
from app.sync.laptop import LaptopSync
from app.sync.pull.laptop import pull
from app.sync.rebase.laptop import apply_page
from app.sync.snapshot.laptop import load
from app.sync.transport import Transport
from app.workorders.commands import AddNote
from app.workorders.tables import WorkOrder
from tests.benchmarks.imagined import Directory

_LOGIN, _PASSWORD = "zhang", "correct horse"


def fill_server(folder: Path, directory: Directory, orders: list[WorkOrder]) -> None:
    """Make a server that holds these orders, and a dispatcher who may sign in."""
    server = open_server(Home(folder))
    sites = [site for sites in directory.sites.values() for site in sites]

    def fill(unit: UnitOfWork) -> None:
        for rows in (directory.customers, sites, directory.engineers, orders):
            spec = spec_of(type(rows[0]))
            unit.apply(spec, [spec.to_values(row) for row in rows], origin=Origin.TRUTH)
        everything = [Grant(Role.DISPATCHER, None)]
        add_user(unit, login=_LOGIN, password=_PASSWORD, person_id=directory.engineers[0].id, grants=everything)

    server.store.write(fill)
    server.close()


def titled_anew(folder: Path, order_ids: Sequence[str], title: str) -> None:
    """Change orders of the server in this folder, from another process than it runs in."""
    server = open_server(Home(folder))

    def change(unit: UnitOfWork) -> None:
        orders = unit.find(WorkOrder, columns_of(WorkOrder).id.in_(order_ids))
        unit.put(*(replace(order, title=title) for order in orders))

    server.store.write(change)
    server.close()


class EnrolledLaptop:
    """A new workspace in `folder` that the dispatcher has signed in on."""

    def __init__(self, address: str, folder: Path, session: requests.Session | None = None) -> None:
        self.workspace = create_empty_workspace(Home(folder))
        store, runner = self.workspace.store, self.workspace.runner
        first = Transport(address)
        enrol(store, first, _LOGIN, _PASSWORD, "laptop")
        first.close()
        self._sync = LaptopSync(store, runner, runner.clock)
        with store.read() as reader:
            self._line = Transport(address, fact(reader, DEVICE_TOKEN), session=session)

    def pull(self) -> None:
        """That step alone."""
        store = self.workspace.store
        pull(store, self._line, partial(apply_page, store, self.workspace.runner.redo))

    def load(self) -> None:
        """What the server has prepared, and what came since."""
        load(self.workspace.store, self._line, self.workspace.runner.redo)
        self.pull()

    def synchronise(self) -> None:
        """A whole round."""
        self._sync.synchronise()

    def note(self, order_ids: Sequence[str], text: str) -> None:
        """Note something on each of these orders."""
        self.workspace.runner.run(*(AddNote(order_id=order_id, text=text) for order_id in order_ids))

    def count(self) -> int:
        """How many orders are here."""
        with self.workspace.store.read() as reader:
            return reader.count(WorkOrder)

    def close(self) -> None:
        self._line.close()
        self._sync.close()
        self.workspace.close()
