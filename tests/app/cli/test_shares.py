"""`paigong sla shares` prints each promise about a share of calls, and the orders that missed it."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.calendars.commands import AddCalendar
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.sla.contract_commands import AddContract
from app.workorders.commands import LogOrder
from tests.app.workorders.test_shares import SHARES
from tests.fakes import FakeClock

TEN = datetime(2026, 3, 9, 2, tzinfo=UTC)
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A call on a Monday in March was picked up too late."""
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock(TEN))
    workspace.runner.run(
        AddCustomer(id="c", name="=Northvale"),
        AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week={"0": "09:00-17:00"}),
        SHARES,
        AddContract(id="k", customer_id="c", number="K-1", name="K", policy_id="standard", begins_on=date(2026, 1, 1)),
        LogOrder(id="o", customer_id="c", title="=1", rang_at=TEN - timedelta(seconds=30), picked_up_at=TEN, number=""),
    )
    workspace.close()
    return home


def printed(home: Home, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    assert run(["sla", "shares", *words], home, "en") == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def test_every_promise_stands_against_its_target(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    picked_up, solved = printed(home, capsys, *MARCH)
    promise = {"customer": "'=Northvale", "contract": "K-1", "policy": "standard", "level": "any"}
    assert picked_up == {
        **promise,
        "promise": "phone_pickup",
        "from": "2026-03-01",
        "to": "2026-03-31",
        "calls": "1",
        "kept": "0",
        "percent": "0.0",
        "target": "90",
        "met": "no",
        "still_open": "0",
        "not_recorded": "0",
    }
    assert (solved["calls"], solved["percent"], solved["met"], solved["still_open"]) == ("0", "", "no calls", "1")
    assert len(printed(home, capsys, *MARCH, "--by", "week")) == 2 * 6


def test_the_orders_that_missed_it_are_named(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (miss,) = printed(home, capsys, *MARCH, "--missed")
    assert (miss["title"], miss["logged"], miss["seconds"], miss["why"]) == ("'=1", "2026-03-09T02:00+00:00", "30", "")


def test_what_is_no_day_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sla", "shares", "--from", "March", "--to", "2026-03-01"], Home(tmp_path), "en") == 1
    assert "“March” is no day." in capsys.readouterr().err
