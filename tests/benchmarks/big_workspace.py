"""A workspace with very many work orders, made once and kept in the system's temporary folder.

Its folder is named after what the content follows from (the newest migration, and a hash of the files that say what is
in it), so that it is made anew when one of them changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from app.bootstrap import create_workspace
from app.directory.tables import Customer, Person, Site
from app.foundation.home import Home
from app.storage import search
from app.storage.facts import PERSON_ID, fact
from app.storage.migration import VERSIONS, newest_revision
from app.storage.numbers import NumberSeries
from app.storage.schema import RowT, spec_of
from app.storage.units import Reader
from app.workorders.clocks import judge_waiting
from app.workorders.tables import OrderAlias, WorkOrder
from tests.benchmarks import imagined, wording

ORDERS = 700_000

_PREFIX = "paigong-benchmark-"
_BATCH = 10_000
_DAY_SECONDS = 24 * 3600


def big_workspace(orders: int = ORDERS) -> Home:
    """The home of a workspace with so many work orders: read it, and copy it before you write to it."""
    folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{newest_revision()}-{_fingerprint()}-{orders}"
    if not folder.exists():
        _remove_old_ones(folder.parent)
        unfinished = Path(tempfile.mkdtemp(prefix=_PREFIX))
        make_workspace(Home(unfinished), orders)
        unfinished.rename(folder)
    return Home(folder)


def copy_of(home: Home, folder: Path) -> Home:
    """A copy, in a folder that is not there yet, that may be written to.

    It is on disk, not on its way there: else the first checkpoint of whoever writes to it would wait for all of it.
    """
    copy = Home(shutil.copytree(home.folder, folder))
    with copy.database.open("rb+") as file:
        os.fsync(file.fileno())
    return copy


def make_workspace(home: Home, orders: int) -> None:
    """Make a workspace with `orders` imagined work orders."""
    workspace = create_workspace(home, wording.OWNER)
    try:
        with workspace.store.engine.execution_options(paigong_writer=True).begin() as connection:
            _fill(connection, orders)
        search.index_waiting(workspace.store)
        judge_waiting(workspace.store)
    finally:
        workspace.close()


def _fill(connection: sa.Connection, orders: int) -> None:
    directory = imagined.Directory(fact(Reader(connection), PERSON_ID))
    insert(connection, Customer, directory.customers)
    insert(connection, Site, (site for sites in directory.sites.values() for site in sites))
    insert(connection, Person, directory.engineers)
    indexes = sorted(spec_of(WorkOrder).table.indexes, key=lambda index: str(index.name))
    for index in indexes:  # filled at the end, sorted, they take a fraction of the time
        index.drop(connection)
    insert(connection, WorkOrder, directory.orders(orders))
    for index in indexes:
        index.create(connection)
    insert(connection, OrderAlias, directory.aliases)
    insert(connection, NumberSeries, directory.number_series())
    for spec in search.searched_specs():
        search.let_all_wait(connection, spec)


def insert(connection: sa.Connection, row_type: type[RowT], rows: Iterable[RowT]) -> None:
    """Put rows into their table, past everything that follows from a write."""
    spec = spec_of(row_type)
    marks = ",".join("?" * len(spec.columns))
    sql = f"INSERT INTO {spec.name} ({', '.join(spec.columns)}) VALUES ({marks})"
    values = map(spec.to_values, rows)
    while batch := list(islice(values, _BATCH)):
        connection.exec_driver_sql(sql, batch)


def _fingerprint() -> str:
    files = [Path(__file__), Path(imagined.__file__), Path(wording.__file__), Path(search.__file__)]
    content = b"".join(file.read_bytes() for file in [*files, *sorted(VERSIONS.glob("*.py"))])
    return hashlib.sha256(content).hexdigest()[:12]


def _remove_old_ones(parent: Path) -> None:
    """Those that are a day old: of other versions, or left unfinished."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if folder.stat().st_mtime < time.time() - _DAY_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
