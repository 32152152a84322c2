"""`paigong availability` prints a month of every group of services, and what made services unavailable."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.knowledge.commands import RecordOutage
from app.knowledge.presets import preset_groups
from app.sla.presets import preset_calendars
from tests.fakes import FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """In May 2024, which every clock has passed, the network was down from 17:00 on a Thursday until the night."""
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        AddCustomer(id="c", name="=Northvale"),
        *preset_calendars(),
        *preset_groups("c"),
    )
    network = next(group.id for group in preset_groups("c") if group.name == "network")
    workspace.runner.run(
        RecordOutage(
            id="o",
            customer_id="c",
            group_id=network,
            begun_at=datetime(2024, 5, 9, 16, tzinfo=UTC),
            ended_at=datetime(2024, 5, 9, 22, tzinfo=UTC),
            note="-1+cmd",
        )
    )
    workspace.close()
    return home


def printed(home: Home, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    assert run(["availability", *words], home, "en") == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def test_every_group_stands_against_its_target(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(home, capsys, "--month", "2024-05")
    assert [line["service_group"] for line in lines] == sorted(line["service_group"] for line in lines)
    (network,) = (line for line in lines if line["service_group"] == "network")
    assert network == {
        "customer": "'=Northvale",
        "service_group": "network",
        "until": "2024-05-31T23:00+00:00",
        "systems": "1",
        "hours": "238.00",
        "downtime_minutes": "60.0",
        "percent": "99.57",
        "target": "99.00",
        "met": "yes",
    }


def test_what_made_services_unavailable_is_told_with_its_minutes(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (cause,) = printed(home, capsys, "--month", "2024-05", "--causes")
    assert cause == {
        "customer": "'=Northvale",
        "service_group": "network",
        "what": "outage",
        "services": "network",
        "from": "2024-05-09T16:00+00:00",
        "until": "2024-05-09T22:00+00:00",
        "minutes": "60.0",
        "reason": "'-1+cmd",
    }
    assert printed(home, capsys, "--month", "2024-04", "--causes") == []


def test_what_is_no_month_is_told_in_a_sentence(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["availability", "--month", "May"], home, "en") == 1
    assert "“May” is no month" in capsys.readouterr().err
