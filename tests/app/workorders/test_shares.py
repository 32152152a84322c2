"""Shares of calls that kept a promise: counted from what is recorded, by the days of the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.calendars.commands import AddCalendar
from app.calendars.periods import Grain, Period
from app.sla.commands import AddPolicy, TargetTerms
from app.sla.contract_commands import AddContract, DecideAmendment, ProposeAmendment
from app.sla.rules.promises import Bound, Metric, Unit
from app.sla.rules.shares import Share
from app.workorders.commands import LogOrder
from app.workorders.desk_commands import ReopenOrder, ResolveOrder
from app.workorders.passing_commands import CannotComplete
from app.workorders.rules import Channel
from app.workorders.rules.first_service import Solving
from app.workorders.shares import ShareFigure, share_figures
from app.workorders.visit_commands import StartWork
from tests.workspaces import Workspace

MONDAY = date(2026, 3, 9)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))
SHARES = AddPolicy(
    id="standard",
    code="standard",
    name="Standard",
    targets=(
        TargetTerms(
            level="any",
            metric=Metric.PHONE_PICKUP,
            bound=Bound.AT_MOST,
            value=20,
            unit=Unit.SECOND,
            calendar_id="office",
            share_percent=90,
        ),
        TargetTerms(level="any", metric=Metric.SOLVED_AT_FIRST_SERVICE, bound=Bound.AT_LEAST, share_percent=70),
    ),
)


def test_a_share_is_met_exactly_at_its_percentage_and_nothing_is_met_by_no_calls() -> None:
    assert [Share(*each).meets(90) for each in ((90, 10), (89, 11), (0, 0))] == [True, False, None]
    assert [Share(*each).tenths for each in ((2, 1), (1999, 1), (0, 0))] == [666, 999, None]


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    """A customer whose contract promises shares; it is eight o'clock of a Monday in Shanghai, an hour too early."""
    workspace.clock.set(datetime(2026, 3, 9, 0, tzinfo=UTC))
    customer = workspace.add_customer(id="c")
    week = {str(day): "09:00-17:00" for day in range(5)}
    workspace.run(
        AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week=week),
        SHARES,
        AddContract(
            id="k",
            customer_id=customer,
            number="K-1",
            name="K",
            policy_id="standard",
            begins_on=MONDAY,
            calendar_id="office",
        ),
    )
    workspace.clock.advance(hours=2)
    return workspace


def call(desk: Workspace, order_id: str, waited: int | None = None, channel: Channel = Channel.PHONE) -> None:
    """A call that was picked up after so many seconds, or of which nobody knows when."""
    now = desk.clock.now()
    rang = None if waited is None else now - timedelta(seconds=waited)
    picked_up = None if waited is None else now
    desk.run(
        LogOrder(id=order_id, customer_id="c", title=order_id, channel=channel, rang_at=rang, picked_up_at=picked_up)
    )


def figures(desk: Workspace, metric: Metric, grain: Grain = Grain.WEEK, whole: Period = WEEK) -> list[ShareFigure]:
    with desk.store.read() as reader:
        found = share_figures(reader, whole, grain, desk.clock.now())
    return [figure for figure in found if figure.target.metric is metric]


def test_a_time_without_calls_meets_nothing(desk: Workspace) -> None:
    (figure,) = figures(desk, Metric.PHONE_PICKUP)
    assert (figure.share.total, figure.met) == (0, None)
    before = Period(MONDAY - timedelta(days=1), MONDAY - timedelta(days=1))
    assert figures(desk, Metric.PHONE_PICKUP, whole=before) == [], "nothing was promised"


def test_calls_are_picked_up_in_time_or_named(desk: Workspace) -> None:
    for order_id, waited in (("a", 20), ("b", 21), ("unknown", None)):
        call(desk, order_id, waited)
    call(desk, "mail", channel=Channel.MAIL)
    (figure,) = figures(desk, Metric.PHONE_PICKUP)
    assert [(miss.order.id, miss.took_seconds) for miss in figure.misses] == [("b", 21)]
    assert (figure.share, figure.unrecorded, figure.undecided, figure.met) == (Share(1, 1), 1, 0, False)


def test_calls_are_solved_at_the_first_service_or_named(desk: Workspace) -> None:
    for order_id in ("solved", "reopened", "follows", "open"):
        call(desk, order_id)
    call(desk, "planned", channel=Channel.PLANNED)
    for order_id in ("solved", "reopened"):
        desk.run(ResolveOrder(order_id=order_id, resolution="Restarted"))
    desk.run(ReopenOrder(order_id="reopened", reason="No"))
    engineer = desk.add_person()
    visit_id = desk.assign("follows", engineer)
    desk.run(
        StartWork(visit_id=visit_id), CannotComplete(visit_id=visit_id, reason="Parts", follow_on_id="f"), by=engineer
    )
    (figure,) = figures(desk, Metric.SOLVED_AT_FIRST_SERVICE)
    why = {miss.order.id: miss.why for miss in figure.misses}
    assert why == {"reopened": Solving.REOPENED, "follows": Solving.FOLLOWED_ON}
    assert (figure.kept, figure.undecided, figure.met) == (1, 1, False), "the follow-on is no call of its own"


def test_a_day_is_one_of_the_contracts_zone_and_each_has_its_own_calls(desk: Workspace) -> None:
    desk.clock.set(datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
    call(desk, "a", 5)
    desk.clock.set(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    call(desk, "b", 5)
    call(desk, "c", 5)
    told = [figure.share.total for figure in figures(desk, Metric.PHONE_PICKUP, Grain.DAY)]
    assert told == [1, 2, 0, 0, 0, 0, 0]


def test_a_call_is_judged_by_the_policy_that_counted_then(desk: Workspace) -> None:
    terms = replace(SHARES.targets[0], value=60)
    desk.run(replace(SHARES, id="easy", code="easy", targets=(terms,)))
    wednesday = MONDAY + timedelta(days=2)
    desk.run(ProposeAmendment(id="a", contract_id="k", policy_id="easy", effective_on=wednesday))
    desk.run(DecideAmendment(amendment_id="a", approved=True), by="somebody else")
    call(desk, "strict", 30)
    desk.clock.advance(days=2)
    call(desk, "easy", 30)
    found = {figure.policy.code: figure.share for figure in figures(desk, Metric.PHONE_PICKUP)}
    assert found == {"standard": Share(0, 1), "easy": Share(1, 0)}


def test_a_level_with_a_promise_of_its_own_does_not_count_among_the_others(desk: Workspace) -> None:
    any_level = SHARES.targets[1]
    urgent = replace(any_level, level="P1", share_percent=95)
    policy = replace(SHARES, id="levels", code="levels", levels={"1": "P1", "3": "P3"}, targets=(any_level, urgent))
    desk.run(policy, AddContract(id="l", customer_id="c", number="2", name="L", policy_id="levels", begins_on=MONDAY))
    for order_id, priority in (("a", 1), ("b", 3), ("d", 3)):
        desk.run(LogOrder(id=order_id, customer_id="c", title=order_id, priority=priority))
        desk.run(ResolveOrder(order_id=order_id, resolution="Restarted"))
    found = {figure.target.level: figure.kept for figure in figures(desk, Metric.SOLVED_AT_FIRST_SERVICE)}
    assert found == {"any": 2, "P1": 1}, "the younger contract counts, the older one promises nothing"
