"""Whatever fails on the way: after quiet all sides agree, and nothing that was acknowledged is lost or done twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from app.storage.outbox import OutboxEntry
from tests.app.sync.fleet import bugs, bugs_around, deeds  # noqa: F401 - whoever imports them has them in the list
from tests.app.sync.fleet.agreement import run_and_check
from tests.app.sync.fleet.chance import leave_to_chance
from tests.app.sync.fleet.seeded import BUGS, NOTICED_BY
from tests.app.sync.fleet.story import Fleet
from tests.app.sync.fleet.templates import Templates

pytestmark = pytest.mark.slow

SEEDS = 10
SEEDS_FOR_A_BUG = 100
ONCE_WENT_WRONG = (6, 100, 169, 181, 190)
"""Commands lost and numbers leased twice after a restore; what was settled waited for ever (6)."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    with pytest.MonkeyPatch.context() as patch:
        leave_to_chance(patch, 0)
        return Templates(tmp_path_factory.mktemp("fleet"))


@pytest.mark.parametrize("seed", sorted({*range(SEEDS), *ONCE_WENT_WRONG}))
def test_a_fleet_agrees_after_quiet(seed: int, templates: Templates, tmp_path: Path) -> None:
    run_and_check(seed, templates, tmp_path)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_fleet_that_takes_stock_agrees_too(
    seed: int, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the present program: an older one knows no stocktakes."""
    monkeypatch.setattr(deeds, "_DEEDS", deeds.COUNTING)
    run_and_check(seed, templates, tmp_path)


@pytest.mark.usefixtures("expected_log")
@pytest.mark.parametrize("wrong", BUGS)
def test_the_fleet_notices_when(wrong: str, templates: Templates, tmp_path: Path) -> None:
    assert any(_goes_wrong(wrong, seed, templates, tmp_path) for seed in (NOTICED_BY[wrong], *range(SEEDS_FOR_A_BUG)))


def _goes_wrong(wrong: str, seed: int, templates: Templates, tmp_path: Path) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        BUGS[wrong](patch)
        try:
            run_and_check(seed, templates, Path(tempfile.mkdtemp(dir=tmp_path)))
        except AssertionError:
            return True
    return False


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
    assert sum(map(len, outboxes[0])) > 10
