from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.sentences import declared_codes
from app.workorders.rules import (
    AT_WORK_STATES,
    CHAIN,
    CHANNEL_NAMES,
    EVENT_NAMES,
    IMPACT_NAMES,
    OPEN_ORDER_STATES,
    ORDER_KIND_NAMES,
    ORDER_STATE_NAMES,
    PAUSE_REASON_NAMES,
    PRIORITY_TABLE,
    URGENCY_NAMES,
    USUAL_PRIORITY,
    VISIT_STATE_NAMES,
    WAITING_VISIT_STATES,
    Channel,
    EventKind,
    Impact,
    OrderKind,
    OrderState,
    PastEvent,
    PauseReason,
    Urgency,
    VisitState,
    is_number_series,
    number_series,
    order_after,
    order_number,
    priority_of,
    replay,
    visit_after,
)

ASSIGNED, WORKING = VisitState.ASSIGNED, VisitState.WORKING
INTERRUPTED, DONE, CALLED_OFF = VisitState.INTERRUPTED, VisitState.DONE, VisitState.CALLED_OFF
AT = datetime(2026, 11, 2, tzinfo=UTC)

SENT, RECEIVED, ACCEPTED = VisitState.SENT, VisitState.RECEIVED, VisitState.ACCEPTED
TRAVELLING, ON_SITE, RESTORED = VisitState.TRAVELLING, VisitState.ON_SITE, VisitState.RESTORED
REPORTED = VisitState.REPORTED

BEFORE_WORK = (ASSIGNED, SENT, RECEIVED, ACCEPTED, TRAVELLING, ON_SITE)
VISIT_AFTER: dict[EventKind, dict[VisitState, VisitState]] = {
    EventKind.SENT: {ASSIGNED: SENT},
    EventKind.RECEIVED: dict.fromkeys((ASSIGNED, SENT), RECEIVED),
    EventKind.ACCEPTED: dict.fromkeys((ASSIGNED, SENT, RECEIVED), ACCEPTED),
    EventKind.REJECTED: {
        **dict.fromkeys((ASSIGNED, SENT, RECEIVED, ACCEPTED), VisitState.REJECTED),
        CALLED_OFF: CALLED_OFF,
    },
    EventKind.SET_OUT: dict.fromkeys((ASSIGNED, SENT, RECEIVED, ACCEPTED, INTERRUPTED), TRAVELLING),
    EventKind.ARRIVED: dict.fromkeys((ASSIGNED, SENT, RECEIVED, ACCEPTED, TRAVELLING, INTERRUPTED), ON_SITE),
    EventKind.STARTED: dict.fromkeys((*BEFORE_WORK, INTERRUPTED, CALLED_OFF), WORKING),
    EventKind.INTERRUPTED: dict.fromkeys((TRAVELLING, ON_SITE, WORKING, RESTORED), INTERRUPTED),
    EventKind.RESTORED: dict.fromkeys((WORKING, INTERRUPTED), RESTORED),
    EventKind.DONE: dict.fromkeys((WORKING, RESTORED), DONE),
    EventKind.SIGNED: {
        state: state
        for state in (
            *(ON_SITE, WORKING, RESTORED, INTERRUPTED, DONE, REPORTED),
            *(VisitState.NOT_COMPLETED, VisitState.HANDED_OVER),
        )
    },
    EventKind.REPORTED: {DONE: REPORTED},
    EventKind.NOT_COMPLETED: dict.fromkeys(
        (TRAVELLING, ON_SITE, WORKING, RESTORED, INTERRUPTED), VisitState.NOT_COMPLETED
    ),
    EventKind.HANDED_OVER: dict.fromkeys((*BEFORE_WORK, WORKING, RESTORED, INTERRUPTED), VisitState.HANDED_OVER),
    EventKind.CALLED_OFF: dict.fromkeys((ASSIGNED, SENT, RECEIVED, ACCEPTED, TRAVELLING, INTERRUPTED), CALLED_OFF),
}
"""What each event makes of a visit."""

TOLD_LATE = {
    EventKind.SENT: (RECEIVED, ACCEPTED, TRAVELLING, ON_SITE, WORKING, RESTORED, DONE, REPORTED, INTERRUPTED),
    EventKind.RECEIVED: (ACCEPTED, TRAVELLING, ON_SITE, WORKING, RESTORED, DONE, REPORTED, INTERRUPTED),
    EventKind.ACCEPTED: (TRAVELLING, ON_SITE, WORKING, RESTORED, DONE, REPORTED, INTERRUPTED),
    EventKind.SET_OUT: (ON_SITE, WORKING, RESTORED, DONE, REPORTED),
    EventKind.ARRIVED: (WORKING, RESTORED, DONE, REPORTED),
}
"""Where an event that comes after a later one leaves a visit where it is, as it does where it was called off."""
for late, where in TOLD_LATE.items():
    VISIT_AFTER[late] |= {state: state for state in (*where, CALLED_OFF)}


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("event", VISIT_AFTER)
def test_the_life_of_a_visit(state: VisitState, event: EventKind) -> None:
    if state in VISIT_AFTER[event]:
        assert visit_after(state, event) is VISIT_AFTER[event][state]
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
        ([INTERRUPTED], OrderState.PAUSED),
        ([INTERRUPTED, ASSIGNED], OrderState.PAUSED),
        ([VisitState.REJECTED, VisitState.NOT_COMPLETED, VisitState.HANDED_OVER], OrderState.LOGGED),
        ([SENT, RECEIVED], OrderState.ASSIGNED),
        ([TRAVELLING], OrderState.ASSIGNED),
        ([ON_SITE], OrderState.IN_PROGRESS),
        ([WORKING], OrderState.IN_PROGRESS),
        ([RESTORED], OrderState.IN_PROGRESS),
        ([INTERRUPTED, WORKING, ASSIGNED], OrderState.IN_PROGRESS),
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
    assert order_after(state, EventKind.DONE, visits) is OrderState.RESOLVED
    assert order_after(state, EventKind.CLOSED, visits) is OrderState.CLOSED
    assert order_after(state, EventKind.CANCELLED, visits) is OrderState.CANCELLED


@given(
    st.sampled_from(sorted(set(OrderState) - OPEN_ORDER_STATES)),
    st.sampled_from([EventKind.STARTED, EventKind.INTERRUPTED, EventKind.CALLED_OFF, EventKind.NOTED]),
    visits,
)
def test_what_is_over_stays_over(state: OrderState, event: EventKind, visits: list[VisitState]) -> None:
    assert order_after(state, event, visits) is state


@given(st.sampled_from(sorted(OPEN_ORDER_STATES)), visits)
def test_the_order_of_visits_does_not_matter(state: OrderState, visits: list[VisitState]) -> None:
    after = order_after(state, EventKind.NOTED, visits)
    assert after is order_after(state, EventKind.NOTED, list(reversed(visits)))
    assert (after is OrderState.IN_PROGRESS) is bool(AT_WORK_STATES & set(visits))


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
            (EventKind.DONE, "zhang"),
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
    assert set(WAITING_VISIT_STATES) == {ASSIGNED, SENT, RECEIVED, ACCEPTED, TRAVELLING, INTERRUPTED}
    assert set(AT_WORK_STATES) == {ON_SITE, WORKING, RESTORED}


@given(st.sampled_from(list(OrderState)), visits)
def test_an_order_that_is_reopened_is_where_its_visits_are(state: OrderState, visits: list[VisitState]) -> None:
    assert order_after(state, EventKind.REOPENED, visits) is order_after(OrderState.LOGGED, EventKind.NOTED, visits)


def test_every_step_towards_work_can_be_skipped() -> None:
    for place, state in enumerate(CHAIN[: CHAIN.index(WORKING)]):
        for event, reached in (
            (EventKind.SENT, SENT),
            (EventKind.RECEIVED, RECEIVED),
            (EventKind.ACCEPTED, VisitState.ACCEPTED),
            (EventKind.SET_OUT, TRAVELLING),
            (EventKind.ARRIVED, ON_SITE),
            (EventKind.STARTED, WORKING),
        ):
            if CHAIN.index(reached) > place:
                assert visit_after(state, event) is reached


def test_the_words_that_earlier_versions_stored_are_still_understood() -> None:
    assert [VisitState(word) for word in ("assigned", "accepted", "working", "paused", "done", "called_off")] == [
        ASSIGNED,
        ACCEPTED,
        WORKING,
        INTERRUPTED,
        DONE,
        CALLED_OFF,
    ]
    assert [EventKind(word) for word in ("started", "paused", "resolved")] == [
        EventKind.STARTED,
        EventKind.INTERRUPTED,
        EventKind.DONE,
    ]


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        (Impact.MANY, Urgency.CRITICAL, 1),
        (Impact.SEVERAL, Urgency.CRITICAL, 2),
        (Impact.ONE, Urgency.CRITICAL, 3),
        (Impact.ONE, Urgency.NORMAL, 4),
        (None, Urgency.CRITICAL, USUAL_PRIORITY),
        (Impact.MANY, None, USUAL_PRIORITY),
    ],
)
def test_impact_and_urgency_make_the_priority(impact: Impact | None, urgency: Urgency | None, priority: int) -> None:
    assert priority_of(impact, urgency) == priority


@pytest.mark.parametrize("table", [PRIORITY_TABLE])
def test_more_impact_or_urgency_never_makes_an_order_less_urgent(table: Mapping[tuple[Impact, Urgency], int]) -> None:
    assert set(table) == set(product(Impact, Urgency))
    for impacts in pairwise(Impact):
        assert all(table[impacts[0], urgency] <= table[impacts[1], urgency] for urgency in Urgency)
    for urgencies in pairwise(Urgency):
        assert all(table[impact, urgencies[0]] <= table[impact, urgencies[1]] for impact in Impact)


def test_everything_that_people_see_has_a_name() -> None:
    for names, choices in (
        (ORDER_KIND_NAMES, OrderKind),
        (CHANNEL_NAMES, Channel),
        (ORDER_STATE_NAMES, OrderState),
        (VISIT_STATE_NAMES, VisitState),
        (EVENT_NAMES, EventKind),
        (PAUSE_REASON_NAMES, PauseReason),
        (IMPACT_NAMES, Impact),
        (URGENCY_NAMES, Urgency),
    ):
        assert set(names) == set(choices)
    assert {"order_cancelled", "order_state_wrong", "visit_of_other", "notice_visit_moved"} <= declared_codes()
