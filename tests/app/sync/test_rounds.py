"""How rounds of synchronisation follow each other."""

from __future__ import annotations

import pytest

from app.foundation.errors import PaigongError, Trouble
from app.sync.rounds import CALM_SECONDS, IMPATIENT_SECONDS, LONGEST_PAUSE_SECONDS, Agreement, Rounds
from tests.fakes import FakeClock


class Outcomes:
    """Comes to what the test has laid ready."""

    def __init__(self, *outcomes: bool | Exception) -> None:
        self._outcomes = list(outcomes)

    def synchronise(self) -> bool:
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.mark.parametrize(("connected", "agreement"), [(True, Agreement.REACHED), (False, Agreement.ALONE)])
def test_a_round_that_went_well_is_followed_calmly(connected: bool, agreement: Agreement, clock: FakeClock) -> None:
    report = Rounds(Outcomes(connected), clock).make()
    assert (report.agreement, report.at, report.pause_seconds) == (agreement, clock.now(), CALM_SECONDS)
    assert report.trouble is None


@pytest.mark.parametrize(
    ("code", "agreement"),
    [
        ("server_unreachable", Agreement.OFFLINE),
        ("server_failed", Agreement.OFFLINE),
        ("device_unknown", Agreement.TROUBLED),
        ("server_nonsense", Agreement.TROUBLED),
        ("disk_full", Agreement.TROUBLED),
    ],
)
def test_trouble_is_reported_not_raised(code: str, agreement: Agreement, clock: FakeClock) -> None:
    report = Rounds(Outcomes(Trouble(code)), clock).make()
    assert report.agreement is agreement
    assert isinstance(report.trouble, PaigongError)


def test_the_pause_grows_with_every_failure_has_an_end_and_is_forgotten(clock: FakeClock) -> None:
    rounds = Rounds(Outcomes(*[Trouble("server_failed")] * 12, True), clock)
    pauses = [rounds.make().pause_seconds for _ in range(12)]
    assert 1 <= pauses[0] <= 2
    assert max(pauses) <= LONGEST_PAUSE_SECONDS
    assert min(pauses[6:]) >= LONGEST_PAUSE_SECONDS / 2
    assert rounds.make().pause_seconds == CALM_SECONDS


def test_a_network_that_is_away_for_some_minutes_is_noticed_within_seconds_when_it_is_back(clock: FakeClock) -> None:
    rounds = Rounds(Outcomes(*[Trouble("server_unreachable")] * 40), clock)
    pauses = [rounds.make().pause_seconds for _ in range(40)]
    assert max(pauses[:30]) <= IMPATIENT_SECONDS
    assert sum(pauses[:30]) > 90
    assert min(pauses[30:]) >= LONGEST_PAUSE_SECONDS / 2


def test_a_mistake_of_ours_is_not_taken_for_trouble(clock: FakeClock) -> None:
    with pytest.raises(RuntimeError):
        Rounds(Outcomes(RuntimeError("ours")), clock).make()
