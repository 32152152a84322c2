"""Whatever fails on the way: after quiet all sides agree, and nothing that was acknowledged is lost or done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.outbox import OutboxEntry
from tests.app.sync.fleet.agreement import check
from tests.app.sync.fleet.chance import leave_to_chance
from tests.app.sync.fleet.story import Fleet, Templates

pytestmark = pytest.mark.slow

SEEDS = 14


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    with pytest.MonkeyPatch.context() as patch:
        leave_to_chance(patch, 0)
        return Templates(tmp_path_factory.mktemp("fleet"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_fleet_agrees_after_quiet(
    seed: int, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_to_chance(monkeypatch, seed)
    fleet = Fleet(seed, templates, tmp_path)
    fleet.run()
    check(fleet)
    fleet.close()


def test_a_run_follows_from_its_seed(templates: Templates, tmp_path: Path) -> None:
    outboxes = []
    for time in ("first", "second"):
        with pytest.MonkeyPatch.context() as patch:
            leave_to_chance(patch, 3)
            fleet = Fleet(3, templates, tmp_path / time)
            fleet.run(40)
            outboxes.append([laptop.all(OutboxEntry) for laptop in fleet.laptops])
            fleet.close()
    assert outboxes[0] == outboxes[1]
    assert all(outboxes[0])
