from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.foundation.translation import WRITTEN_LANGUAGES
from app.knowledge.rules.closures import (
    NOTICE,
    ClosureEventKind,
    ClosureKind,
    ClosureState,
    check_agreed,
    closure_after,
    hours_text,
    replay,
    shortfall,
    time_down,
)
from app.knowledge.rules.wording import Told, closure_text, moment_text

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(st.sampled_from(ClosureKind), st.timedeltas(timedelta(days=-5), timedelta(days=5)))
def test_what_is_missing_of_the_notice_is_just_what_would_make_it_enough(kind: ClosureKind, ahead: timedelta) -> None:
    missing = shortfall(kind, AT + ahead, AT)
    assert missing >= timedelta()
    assert shortfall(kind, AT + ahead + missing, AT) == timedelta()
    if missing:
        assert ahead + missing == NOTICE[kind]


@pytest.mark.parametrize(
    ("kind", "ahead", "code", "missing"),
    [
        (ClosureKind.PLANNED, 48 * HOUR, "", ""),
        (ClosureKind.PLANNED, timedelta(hours=47, minutes=59, seconds=59), "planned_notice_short", "0:01"),
        (ClosureKind.PLANNED, timedelta(hours=1, minutes=30), "planned_notice_short", "46:30"),
        (ClosureKind.EMERGENCY, HOUR, "", ""),
        (ClosureKind.EMERGENCY, timedelta(minutes=59), "emergency_notice_short", "0:01"),
        (ClosureKind.EMERGENCY, -HOUR, "emergency_notice_short", "2:00"),
    ],
)
def test_a_notice_that_is_too_short_says_by_how_much(
    kind: ClosureKind, ahead: timedelta, code: str, missing: str
) -> None:
    if not code:
        check_agreed(kind, AT + ahead, AT + ahead + HOUR, AT)
        return
    with pytest.raises(Rejection) as refused:
        check_agreed(kind, AT + ahead, AT + ahead + HOUR, AT)
    assert (refused.value.code, refused.value.params) == (code, {"missing": missing})


def test_it_ends_after_it_begins() -> None:
    with pytest.raises(Rejection, match="closure_period_wrong"):
        check_agreed(ClosureKind.PLANNED, AT + 50 * HOUR, AT + 50 * HOUR, AT)


@given(st.lists(st.sampled_from(ClosureEventKind), max_size=6))
def test_replay_goes_the_same_way_step_by_step(kinds: list[ClosureEventKind]) -> None:
    state: ClosureState | None = None
    happened = []
    for kind in [ClosureEventKind.AGREED, *kinds]:
        try:
            state = closure_after(state, kind)
        except Rejection:
            continue
        happened.append(kind)
    assert replay(happened) is state


def test_what_was_not_begun_counts_as_agreed_and_what_was_begun_until_it_ended() -> None:
    agreed = (AT, AT + 2 * HOUR)
    assert time_down(ClosureState.AGREED, agreed, None, None) == agreed
    assert time_down(ClosureState.UNDER_WAY, agreed, AT + HOUR, None) == (AT + HOUR, None)
    assert time_down(ClosureState.ENDED, agreed, AT + HOUR, AT + 5 * HOUR) == (AT + HOUR, AT + 5 * HOUR)
    assert time_down(ClosureState.CANCELLED, agreed, None, None) is None


def test_a_begun_minute_counts() -> None:
    assert hours_text(timedelta(minutes=90)) == "1:30"
    assert hours_text(timedelta(seconds=1)) == "0:01"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2 November 2026, 09:30 (UTC+5:30)"),
        ("nb", "2.11.2026 kl. 09.30 (UTC+5:30)"),
        ("zh", "2026年11月2日 09:30（UTC+5:30）"),
    ],
)
def test_a_moment_says_its_zone(language: str, text: str) -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    assert moment_text(AT.replace(tzinfo=there), language) == text
    assert "UTC-3" in moment_text(AT.replace(tzinfo=timezone(timedelta(hours=-3))), language)


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
@pytest.mark.parametrize("state", ClosureState)
@pytest.mark.parametrize("kind", ClosureKind)
def test_every_announcement_names_its_services_and_what_matters_now(
    language: str, state: ClosureState, kind: ClosureKind
) -> None:
    told = Told(("Payroll", "{Finance}"), kind, state, AT, AT + 2 * HOUR, "50 % {more} memory")
    text = closure_text(told, language)
    assert "Payroll" in text
    assert "{Finance}" in text
    coming = state in {ClosureState.AGREED, ClosureState.UNDER_WAY}
    assert (moment_text(told.ends_at, language) in text) is coming
    assert (told.reason in text) is coming
    assert (moment_text(told.begins_at, language) in text) is (state is ClosureState.AGREED)


def test_the_shipped_groups_are_said_in_the_language_of_the_reader() -> None:
    told = Told(("network",), ClosureKind.PLANNED, ClosureState.AGREED, AT, AT + HOUR, "…")
    assert closure_text(told, "zh").startswith("计划停用通知：网络")
    assert closure_text(told, "nb").startswith("Planlagt stenging: nettverk")
    assert closure_text(told, "en").startswith("Planned closure: network")
