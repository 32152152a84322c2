"""Which way a laptop chooses to hear from the server, and when it tries again."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.live.rules import Choice, Patience, Way

PATIENCE = Patience()


@pytest.fixture
def choice() -> Choice:
    return Choice(PATIENCE, Random(1))


def test_a_stream_is_tried_first(choice: Choice) -> None:
    assert choice.way is Way.STREAM


def test_a_way_that_says_nothing_at_all_is_left_at_once(choice: Choice) -> None:
    ways = []
    for _ in range(2):
        choice.blame(0.0, mute=True)
        ways.append(choice.way)
    assert ways == [Way.QUESTION, Way.ROUNDS]


def test_a_way_that_breaks_off_is_given_a_second_chance_unless_it_has_passed_meanwhile(choice: Choice) -> None:
    ways = []
    for passes in (False, True, False):
        if passes:
            choice.passed()
        choice.blame(0.0, mute=False)
        ways.append(choice.way)
    assert ways == [Way.STREAM, Way.STREAM, Way.QUESTION]


def test_the_best_way_is_tried_again_after_some_minutes(choice: Choice) -> None:
    choice.blame(0.0, mute=True)
    ways = []
    for share in (0.79, 1.21):
        choice.look_up(PATIENCE.better_way * share)
        ways.append(choice.way)
    assert ways == [Way.QUESTION, Way.STREAM]


def test_where_nothing_but_rounds_passes_the_next_attempt_is_when_the_better_way_is_tried(choice: Choice) -> None:
    for _ in range(2):
        choice.blame(0.0, mute=True)
    pause = choice.pause(0.0)
    assert PATIENCE.better_way * 0.8 <= pause <= PATIENCE.better_way * 1.2
    choice.look_up(pause)
    assert choice.way is Way.STREAM


def test_a_fleet_does_not_come_back_in_the_same_second() -> None:
    fleet = [Choice(PATIENCE, Random(number)) for number in range(1000)]
    seconds = Counter(int(choice.pause(0.0)) for choice in fleet)
    assert len(seconds) == PATIENCE.return_spread
    assert max(seconds.values()) < 150


@given(st.integers(0, 40), st.integers())
def test_pauses_grow_with_each_failure_and_have_an_end(failures: int, seed: int) -> None:
    choice = Choice(PATIENCE, Random(seed))
    pauses = [choice.pause(0.0) for _ in range(failures + 1)]
    assert max(pauses) <= PATIENCE.longest_pause
    choice.passed()
    assert choice.pause(0.0) <= PATIENCE.return_spread
