from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.sentences import declared_codes
from app.workorders.rules import (
    CHANNEL_NAMES,
    EVENT_NAMES,
    OPEN_ORDER_STATES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    PAUSE_REASON_NAMES,
    VISIT_STATE_NAMES,
    WAITING_VISIT_STATES,
    Channel,
    EventKind,
    OrderKind,
    OrderState,
    PastEvent,
    PauseReason,
    VisitState,
    is_number_series,
    number_series,
    order_after,
    order_number,
    replay,
    visit_after,
)

ASSIGNED, ACCEPTED, WORKING = VisitState.ASSIGNED, VisitState.ACCEPTED, VisitState.WORKING
PAUSED, DONE, CALLED_OFF = VisitState.PAUSED, VisitState.DONE, VisitState.CALLED_OFF
AT = datetime(2026, 11, 2, tzinfo=UTC)

VISIT_AFTER = {
    (ASSIGNED, EventKind.ACCEPTED): ACCEPTED,
    (CALLED_OFF, EventKind.ACCEPTED): CALLED_OFF,
    (ASSIGNED, EventKind.STARTED): WORKING,
    (ACCEPTED, EventKind.STARTED): WORKING,
    (PAUSED, EventKind.STARTED): WORKING,
    (CALLED_OFF, EventKind.STARTED): WORKING,
    (WORKING, EventKind.PAUSED): PAUSED,
    (WORKING, EventKind.RESOLVED): DONE,
    (ASSIGNED, EventKind.CALLED_OFF): CALLED_OFF,
    (ACCEPTED, EventKind.CALLED_OFF): CALLED_OFF,
    (PAUSED, EventKind.CALLED_OFF): CALLED_OFF,
}
OF_VISITS = (EventKind.ACCEPTED, EventKind.STARTED, EventKind.PAUSED, EventKind.RESOLVED, EventKind.CALLED_OFF)


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("event", OF_VISITS)
def test_the_life_of_a_visit(state: VisitState, event: EventKind) -> None:
    if (state, event) in VISIT_AFTER:
        assert visit_after(state, event) is VISIT_AFTER[state, event]
    else:
        with pytest.raises(Rejection, match="visit_state_wrong"):
            visit_after(state, event)


@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ([], OrderState.LOGGED),
        ([CALLED_OFF], OrderState.LOGGED),
        ([DONE], OrderState.LOGGED),
        ([ASSIGNED], OrderState.ASSIGNED),
        ([CALLED_OFF, ASSIGNED], OrderState.ASSIGNED),
        ([ACCEPTED], OrderState.ASSIGNED),
        ([PAUSED], OrderState.PAUSED),
        ([PAUSED, ASSIGNED], OrderState.PAUSED),
        ([WORKING], OrderState.IN_PROGRESS),
        ([PAUSED, WORKING, ASSIGNED], OrderState.IN_PROGRESS),
    ],
)
@pytest.mark.parametrize("before", sorted(OPEN_ORDER_STATES))
def test_an_open_order_is_where_its_visits_are(before: OrderState, visits: list[VisitState], state: OrderState) -> None:
    assert order_after(before, EventKind.NOTED, visits) is state


visits = st.lists(st.sampled_from(list(VisitState)))


@given(st.sampled_from(list(OrderState)), visits)
def test_resolving_closing_and_cancelling_end_an_order_whatever_its_visits_do(
    state: OrderState, visits: list[VisitState]
) -> None:
    assert order_after(state, EventKind.RESOLVED, visits) is OrderState.RESOLVED
    assert order_after(state, EventKind.CLOSED, visits) is OrderState.CLOSED
    assert order_after(state, EventKind.CANCELLED, visits) is OrderState.CANCELLED


@given(
    st.sampled_from(sorted(set(OrderState) - OPEN_ORDER_STATES)),
    st.sampled_from([EventKind.STARTED, EventKind.PAUSED, EventKind.CALLED_OFF, EventKind.NOTED]),
    visits,
)
def test_what_is_over_stays_over(state: OrderState, event: EventKind, visits: list[VisitState]) -> None:
    assert order_after(state, event, visits) is state


@given(st.sampled_from(sorted(OPEN_ORDER_STATES)), visits)
def test_the_order_of_visits_does_not_matter(state: OrderState, visits: list[VisitState]) -> None:
    after = order_after(state, EventKind.NOTED, visits)
    assert after is order_after(state, EventKind.NOTED, list(reversed(visits)))
    assert (after is OrderState.IN_PROGRESS) is (WORKING in visits)


def facts(*events: tuple[EventKind, str | None]) -> list[PastEvent]:
    return [PastEvent(kind, visit_id, AT) for kind, visit_id in events]


def test_states_follow_from_the_facts() -> None:
    result = replay(
        facts(
            (EventKind.LOGGED, None),
            (EventKind.ASSIGNED, "zhang"),
            (EventKind.CALLED_OFF, "zhang"),
            (EventKind.ASSIGNED, "li"),
            (EventKind.STARTED, "zhang"),
            (EventKind.NOTED, None),
            (EventKind.RESOLVED, "zhang"),
            (EventKind.CALLED_OFF, "li"),
        )
    )
    assert result.order is OrderState.RESOLVED
    assert result.visits == {"zhang": DONE, "li": CALLED_OFF}


def test_before_anything_happened_an_order_is_new() -> None:
    assert replay([]).order is OrderState.LOGGED


def test_numbers_are_counted_by_the_year() -> None:
    assert number_series(2026) == "W26"
    assert order_number(2026, "004711") == "W26-004711"
    assert order_number(2105, "P7KQ04") == "W05-P7KQ04"
    assert [is_number_series(series) for series in ("W26", "W2026", "asset:a:COM", "W2", "X26")] == [
        True,
        *[False] * 4,
    ]


def test_only_a_visit_that_nobody_is_at_work_on_can_be_called_off() -> None:
    assert set(WAITING_VISIT_STATES) == {ASSIGNED, ACCEPTED, PAUSED}


def test_everything_that_people_see_has_a_name() -> None:
    for names, choices in (
        (ORDER_KIND_NAMES, OrderKind),
        (CHANNEL_NAMES, Channel),
        (ORDER_STATE_NAMES, OrderState),
        (VISIT_STATE_NAMES, VisitState),
        (EVENT_NAMES, EventKind),
        (PAUSE_REASON_NAMES, PauseReason),
    ):
        assert set(names) == set(choices)
    assert {"order_cancelled", "order_state_wrong", "visit_of_other", "notice_visit_moved"} <= declared_codes()
