"""Searching a register of 100,000 devices as somebody types: the first page, for rare and frequent texts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from app.assets.filters import AssetFilter
from app.assets.queries import asset_ids, asset_page
from app.assets.tables import Asset
from app.bootstrap import create_workspace
from app.directory.tables import Customer, Department, Site
from app.foundation.home import Home
from app.storage import search
from app.workspace import Workspace
from tests.benchmarks import wording
from tests.benchmarks.big_workspace import insert
from tests.benchmarks.comparing import absolute, seconds
from tests.benchmarks.figure import Figure
from tests.benchmarks.imagined_register import ImaginedRegister

ASSETS = 100_000
ROUNDS = 15
PAGE = 128
WANTED_MS = 30

TEXTS = (
    *("电", "电脑", "打印机", "科技处", "王", "张伟", "COM", "COM-1", "KJC-PRN-12", "9", "e"),
    *("Dell", "optiplex", "kjc", "zs", "dn", "kejichu", "cwc 电脑", "没有"),
)
"""From what nobody has to what nine of ten devices have: characters, words, codes, makers, initials, places."""


def measure(assets: int = ASSETS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """One figure for each text that is typed."""
    with tempfile.TemporaryDirectory(prefix="paigong-register-") as folder:
        workspace = create_workspace(Home(Path(folder)), wording.OWNER)
        try:
            _fill(workspace, assets)
            for text in TEXTS:
                yield _figure(workspace, text, rounds)
        finally:
            workspace.close()


def _figure(workspace: Workspace, text: str, rounds: int) -> Figure:
    wanted = AssetFilter(text=text)

    def first_page() -> None:
        with workspace.store.read() as reader:
            asset_page(reader, asset_ids(reader, wanted, PAGE))

    with workspace.store.read() as reader:
        found = len(asset_ids(reader, wanted))
    milliseconds = median(seconds(first_page) for _round in range(rounds)) * 1000
    what = f"{WANTED_MS} ms for the first {PAGE} by code of {found:,} devices that match, median of {rounds}"
    return absolute(f"register: search {text}", milliseconds, WANTED_MS, what)


def _fill(workspace: Workspace, assets: int) -> None:
    register = ImaginedRegister()
    with workspace.store.engine.execution_options(paigong_writer=True).begin() as connection:
        insert(connection, Customer, register.customers)
        insert(connection, Site, (site for sites in register.sites.values() for site in sites))
        insert(connection, Department, (one for departments in register.departments.values() for one in departments))
        insert(connection, Asset, register.assets(assets))
        for spec in search.searched_specs():
            search.let_all_wait(connection, spec)
    search.index_waiting(workspace.store)
