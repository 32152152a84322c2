"""The loop that keeps a workspace in agreement while people work."""

from __future__ import annotations

import queue

import pytest

from app.foundation.errors import Trouble
from app.sync import loop
from app.sync.loop import SyncLoop, SyncReport, SyncState
from tests.fakes import FakeClock

LONG_SECONDS = 30


class Rounds:
    """Does in each round what the test has laid ready; closed at the end."""

    def __init__(self) -> None:
        self.outcomes: queue.Queue[bool | Exception] = queue.Queue()
        self.closed = False

    def synchronise(self) -> bool:
        outcome = self.outcomes.get(timeout=LONG_SECONDS)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        self.closed = True


class Watched:
    """A loop whose reports can be waited for."""

    def __init__(self, clock: FakeClock) -> None:
        self.rounds = Rounds()
        self._reports: queue.Queue[SyncReport] = queue.Queue()
        self.loop = SyncLoop(self.rounds, clock, self._reports.put)

    def after(self, outcome: bool | Exception) -> SyncReport:
        """What is reported once the round that is under way has ended so."""
        assert self._reports.get(timeout=LONG_SECONDS).state is SyncState.SYNCING
        self.rounds.outcomes.put(outcome)
        return self._reports.get(timeout=LONG_SECONDS)


@pytest.fixture
def watched(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr(loop, "CALM_SECONDS", 3600.0)
    monkeypatch.setattr(loop, "LONGEST_WAIT_SECONDS", 3600.0)
    return Watched(clock)


def test_it_begins_at_once_and_goes_on_when_it_is_woken(watched: Watched) -> None:
    watched.loop.start()
    assert watched.after(True).state is SyncState.SYNCED
    watched.loop.wake()
    assert watched.after(True).state is SyncState.SYNCED
    watched.loop.stop()
    assert watched.rounds.closed


def test_without_a_server_it_is_alone(watched: Watched) -> None:
    watched.loop.start()
    assert watched.after(False).state is SyncState.ALONE
    watched.loop.stop()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("server_unreachable", SyncState.OFFLINE),
        ("server_failed", SyncState.OFFLINE),
        ("device_unknown", SyncState.TROUBLED),
        ("server_nonsense", SyncState.TROUBLED),
    ],
)
def test_trouble_is_reported_and_the_next_round_comes(watched: Watched, code: str, state: SyncState) -> None:
    watched.loop.start()
    report = watched.after(Trouble(code))
    assert report.state is state
    assert isinstance(report.trouble, Trouble)
    watched.loop.wake()
    assert watched.after(True).state is SyncState.SYNCED
    watched.loop.stop()


def test_a_mistake_of_ours_does_not_end_it(watched: Watched, expected_log: pytest.LogCaptureFixture) -> None:
    watched.loop.start()
    assert watched.after(RuntimeError("ours")).state is SyncState.TROUBLED
    watched.loop.wake()
    assert watched.after(True).state is SyncState.SYNCED
    watched.loop.stop()
    assert "a round of synchronisation failed" in expected_log.text


def test_the_pause_grows_with_every_failure_and_has_an_end(clock: FakeClock) -> None:
    tried = SyncLoop(Rounds(), clock, lambda _report: None)
    assert tried._pause() == loop.CALM_SECONDS
    longest = []
    for failures in range(1, 12):
        tried._failures = failures
        longest.append(max(tried._pause() for _ in range(50)))
    assert longest[0] <= 2
    assert all(pause <= loop.LONGEST_WAIT_SECONDS for pause in longest)
    assert longest[-1] > loop.LONGEST_WAIT_SECONDS / 2
