"""What a scan finds, whatever the register says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.assets.rules import GONE_STATES, AssetState
from app.stocktakes.rules import Finding, Spot, finding_of

spots = st.builds(
    Spot,
    st.sampled_from([None, "hall", "depot"]),
    st.sampled_from(["", "301", "302", "Ｒoom  1", "room 1"]),
    st.sampled_from([None, "KJC", "CWC"]),
)
states = st.sampled_from(sorted(set(AssetState) - GONE_STATES))


@given(spots, spots)
def test_two_places_contradict_each_other_alike_and_none_itself(one: Spot, other: Spot) -> None:
    assert one.contradicts(other) == other.contradicts(one)
    assert not one.contradicts(one)
    assert not one.contradicts(Spot())
    assert other.lacks(one) or not one.contradicts(other), "whoever is contradicted can be corrected"


@given(states, st.none() | spots, spots, spots)
def test_a_device_is_found_where_it_was_expected_or_else_where_it_is_registered(
    state: AssetState, expected: Spot | None, registered: Spot, here: Spot
) -> None:
    finding = finding_of(state, expected=expected, registered=registered, here=here)
    assert (finding is Finding.ELSEWHERE) == (expected or registered).contradicts(here)
    assert (finding is Finding.BESIDES) == (expected is None and not registered.contradicts(here))


@given(st.sampled_from(sorted(GONE_STATES)), st.none() | spots, spots, spots)
def test_what_is_gone_is_told_first(state: AssetState, expected: Spot | None, registered: Spot, here: Spot) -> None:
    assert finding_of(state, expected=expected, registered=registered, here=here) is Finding.GONE


def test_rooms_are_compared_as_people_read_them() -> None:
    assert not Spot(None, "Ｒoom  1").contradicts(Spot(None, " room 1"))
    assert Spot(None, "301").contradicts(Spot(None, "302"))
    assert not Spot("hall").contradicts(Spot(None, "302"))
    assert Spot("hall").lacks(Spot("hall", "302"))
