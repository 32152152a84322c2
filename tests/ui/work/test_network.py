"""The one thread that may talk to a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.work.network import Network, Round
from ui.work.work import Work

AN_HOUR = 3_600.0


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network()
    yield made
    made.close()
    assert "network" not in {thread.name for thread in threading.enumerate()}


def test_a_round_tells_in_the_window_how_it_went(qtbot: QtBot, network: Network) -> None:
    with qtbot.waitSignal(network.round_finished) as told:
        network.repeat(lambda: Round("in agreement", AN_HOUR))
    assert told.args == ["in agreement"]


def test_rounds_follow_each_other_after_the_pause_they_ask_for(qtbot: QtBot, network: Network) -> None:
    made: list[int] = []

    def make_round() -> Round:
        made.append(len(made))
        return Round(None, 0.001 if len(made) < 3 else AN_HOUR)

    network.repeat(make_round)
    qtbot.waitUntil(lambda: made == [0, 1, 2])


def test_waking_makes_a_round_before_its_time(qtbot: QtBot, network: Network) -> None:
    with qtbot.waitSignal(network.round_finished):
        network.repeat(lambda: Round(None, AN_HOUR))
    with qtbot.waitSignal(network.round_finished):
        network.wake()


def test_waking_without_any_rounds_does_no_harm(network: Network) -> None:
    network.wake()
    assert network.call(lambda: "done").result(timeout=5) == "done"


def test_a_single_call_comes_between_two_rounds(qtbot: QtBot, network: Network) -> None:
    with qtbot.waitSignal(network.round_finished):
        network.repeat(lambda: Round(None, AN_HOUR))
    assert network.call(lambda: threading.current_thread().name).result(timeout=5) == "network"


def test_a_round_that_breaks_is_logged_and_the_thread_goes_on(
    qtbot: QtBot, network: Network, expected_log: pytest.LogCaptureFixture
) -> None:
    def break_off() -> Round:
        raise LookupError("a bug")

    with qtbot.waitSignal(network.round_finished):
        network.repeat(break_off)
    assert network.call(lambda: "still here").result(timeout=5) == "still here"
    assert "broke off" in expected_log.text


def test_a_call_that_fails_tells_who_gave_it(qtbot: QtBot, work: Work) -> None:
    def fail() -> None:
        raise LookupError("a bug")

    failed: list[object] = []
    work.call_network(fail, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], LookupError)


def test_the_end_is_told_to_a_round_under_way(qtbot: QtBot) -> None:
    network = Network()
    begun = threading.Event()

    def until_the_end() -> Round:
        begun.set()
        network.ending.wait()
        return Round(None, AN_HOUR)

    network.repeat(until_the_end)
    qtbot.waitUntil(begun.is_set)
    network.close()
    assert "network" not in {thread.name for thread in threading.enumerate()}
