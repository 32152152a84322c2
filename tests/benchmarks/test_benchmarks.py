"""Each benchmark runs, here with so little that it says nothing about speed, and gives well-formed figures."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from importlib import import_module

import pytest

from app.workorders.rules import OrderState
from installer import measuring
from tests.benchmarks.big_workspace import big_workspace
from tests.benchmarks.imagined import Directory

ORDERS = 300
TINY = {
    "clock": {"clocks": ORDERS, "rounds": 1, "orders": ORDERS, "events": 5},
    "cold_start": {"orders": ORDERS, "rounds": 1},
    "commands": {"orders": ORDERS, "commands": 3},
    "files": {"megabytes": 1, "rounds": 1},
    "imports": {"rows": 300},
    "gui_thread": {"orders": ORDERS, "rounds": 1},
    "live": {"orders": ORDERS, "commands": 2},
    "labels": {"labels": 30, "rounds": 1},
    "lists": {"orders": ORDERS, "rounds": 1},
    "rebase": {"orders": ORDERS, "pending": 5, "changed": 3, "rounds": 1},
    "register": {"assets": 300, "rounds": 1},
    "load": {"laptops": 3, "commands": 4, "streams": 0},
    "sync": {"orders": ORDERS, "changed": 3, "commands": 3, "polls": 2, "rounds": 1},
}


@pytest.fixture(scope="module", autouse=True)
def kept_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The workspaces are made once for this module, in a folder of its own."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("benchmarks"))
    yield
    tempfile.tempdir = before


def test_every_benchmark_is_tried() -> None:
    assert sorted(TINY) == measuring.available(measuring.BENCHMARKS)


@pytest.mark.parametrize("name", sorted(TINY))
def test_a_benchmark_gives_well_formed_figures(name: str) -> None:
    figures = list(import_module(f"tests.benchmarks.bench_{name}").measure(**TINY[name]))
    lines = [json.loads(figure.as_json()) for figure in figures]
    assert len({line["name"] for line in lines}) == len(lines) > 0
    for line in lines:
        assert line["name"].startswith(f"{name}: ")
        assert line["value"] > 0
        assert line["ratio"] > 0
        assert line["goal"] > 0
        assert line["unit"] in {"ms", "s", "B"}
        assert len(line["against"].split()) > 3


def test_the_big_workspace_is_made_once() -> None:
    home = big_workspace(ORDERS)
    made_at = home.database.stat().st_mtime_ns
    assert big_workspace(ORDERS) == home
    assert home.database.stat().st_mtime_ns == made_at


def test_imagined_orders_are_the_same_every_time_and_in_every_state() -> None:
    orders = list(Directory("owner").orders(ORDERS))
    assert orders == list(Directory("owner").orders(ORDERS))
    assert len({order.number for order in orders}) == ORDERS
    assert {order.state for order in orders} == set(OrderState)
