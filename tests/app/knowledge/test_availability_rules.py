"""The figure against a counter that goes minute by minute, and what must hold whatever happens."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.knowledge.rules.availability import Availability, Downtime, Stretch, availability, overlap, united

_LONGEST = 200
minutes = st.integers(0, _LONGEST)
stretches = st.lists(st.tuples(minutes, minutes).map(lambda pair: (min(pair), max(pair))), max_size=8)
hours = stretches.map(united)


@st.composite
def downtimes(draw: st.DrawFn) -> dict[str, list[Downtime]]:
    """Up to four systems, each with its downtimes; several may have one cause."""
    return {
        system: [Downtime(f"{system}{place}", *stretch) for place, stretch in enumerate(draw(stretches))]
        for system in draw(st.sets(st.sampled_from("abcd"), min_size=1))
    }


def lies_in(minute: int, some: list[Stretch]) -> bool:
    return any(begins <= minute < ends for begins, ends in some)


def counted(promised: list[Stretch], down: dict[str, list[Downtime]]) -> tuple[int, dict[str, int]]:
    """Minutes promised, and for each system the minutes of these in which something made it unavailable."""
    within = [minute for minute in range(_LONGEST) if lies_in(minute, promised)]
    return len(within), {
        system: sum(lies_in(minute, [(each.begins, each.ends) for each in several]) for minute in within)
        for system, several in down.items()
    }


@given(hours, downtimes())
def test_it_counts_what_a_minute_counter_counts(promised: list[Stretch], down: dict[str, list[Downtime]]) -> None:
    figure = availability(promised, down)
    total, lost = counted(promised, down)
    assert (figure.hours, figure.down) == (total, lost)
    share = 1 - sum(lost.values()) / (total * len(down)) if total else None
    assert (figure.hundredths is None) is (share is None)
    if share is not None and figure.hundredths is not None:
        assert figure.hundredths <= share * 10_000 + 1e-6
        assert figure.hundredths > share * 10_000 - 1 - 1e-6


@given(hours, downtimes(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_order_doubles_and_cuts_change_nothing(
    promised: list[Stretch], down: dict[str, list[Downtime]], chance: object
) -> None:
    def halved(each: Downtime) -> list[Downtime]:
        middle = (each.begins + each.ends) // 2
        return [Downtime(each.cause, middle, each.ends), each, Downtime(each.cause, each.begins, middle)]

    again = {system: [half for each in reversed(several) for half in halved(each)] for system, several in down.items()}
    assert availability(promised, again).down == availability(promised, down).down


@given(hours, downtimes(), minutes, minutes)
@settings(max_examples=60)
def test_more_downtime_never_makes_it_better(
    promised: list[Stretch], down: dict[str, list[Downtime]], begins: int, length: int
) -> None:
    system = min(down)
    more = down | {system: [*down[system], Downtime("more", begins, begins + length)]}
    before, after = availability(promised, down), availability(promised, more)
    assert 0 <= before.down[system] <= after.down[system] <= before.hours
    if after.hundredths is not None and before.hundredths is not None:
        assert 0 <= after.hundredths <= before.hundredths <= 10_000


@given(hours, stretches)
def test_what_each_cause_took_lies_between_the_greatest_and_the_sum(
    promised: list[Stretch], down: list[Stretch]
) -> None:
    figure = availability(promised, {"a": [Downtime(str(place), *each) for place, each in enumerate(down)]})
    assert max(figure.causes.values(), default=0) <= figure.down["a"] <= sum(figure.causes.values())


def test_two_outages_at_once_count_once_and_what_touches_is_one() -> None:
    assert united([(5, 9), (1, 3), (2, 4), (4, 5), (12, 12)]) == [(1, 9)]
    assert overlap([(0, 10), (20, 30)], [(5, 25)]) == 10


def test_a_system_weighs_as_much_as_any_other() -> None:
    figure = availability([(0, 100)], {"a": [Downtime("x", 0, 10)], "b": []})
    assert figure.hundredths == 9_500
    assert figure.mean_down == 5


def test_what_missed_its_target_by_a_second_does_not_look_as_if_it_had_met_it() -> None:
    figure = Availability(hours=1_000_000, down={"a": 10_001}, causes={})
    assert figure.hundredths == 9_899
    assert not figure.meets(9_900)
    assert Availability(hours=1_000_000, down={"a": 10_000}, causes={}).meets(9_900)


def test_where_no_hours_were_promised_nothing_was_missed() -> None:
    figure = availability([], {"a": [Downtime("x", 0, 10)]})
    assert figure.hundredths is None
    assert figure.meets(10_000)
