from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.directory.rules import PersonKind
from app.foundation.errors import Rejection
from app.foundation.translation import Language
from app.workorders.desk_commands import ResolveOrder
from app.workorders.queries.ratings import satisfaction, satisfaction_of
from app.workorders.rating_commands import RateOnSite, RateOrder
from app.workorders.rules import Grade, OrderState, RatingWay
from app.workorders.tables import Rating, RatingLink, WorkOrder
from tests.fakes import A_MONDAY_MORNING
from tests.workspaces import OWNER_ID, Workspace

RATING = Rating(
    id="r",
    order_id="o",
    customer_id="c",
    grade=Grade.GOOD,
    recommends=None,
    comment="",
    way=RatingWay.LINK,
    given_by="",
    taken_by_id=None,
    rated_at=A_MONDAY_MORNING,
)


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    order_id = workspace.add_order(workspace.add_customer())
    workspace.run(ResolveOrder(order_id=order_id, resolution="New roller"))
    return order_id


def on_site(order_id: str, given_by: str = "Kay Olsen", grade: Grade = Grade.GOOD) -> RateOnSite:
    return RateOnSite(order_id=order_id, grade=grade, recommends=8, given_by=given_by)


def leave_link(workspace: Workspace, order_id: str) -> None:
    link = RatingLink(
        id="s",
        order_id=order_id,
        customer_id="c",
        language=Language.ENGLISH,
        made_at=A_MONDAY_MORNING,
        used_at=None,
    )
    workspace.store.write(lambda unit: unit.put(link))


def test_on_site_it_is_marked_who_gave_it_and_on_whose_laptop(workspace: Workspace, order_id: str) -> None:
    workspace.run(on_site(order_id))
    (rating,) = workspace.all(Rating)
    assert (rating.way, rating.given_by, rating.taken_by_id) == (RatingWay.ON_SITE, "Kay Olsen", OWNER_ID)
    assert workspace.get(WorkOrder, order_id).state is OrderState.RESOLVED


@pytest.mark.parametrize("name", ["张三", " 张三 "])
def test_none_of_our_own_people_rates(workspace: Workspace, order_id: str, name: str) -> None:
    workspace.add_person("张三", PersonKind.ENGINEER)
    with pytest.raises(Rejection, match="rating_of_own_work"):
        workspace.run(on_site(order_id, name))
    assert workspace.all(Rating) == []


def test_nothing_is_rated_before_it_is_solved(workspace: Workspace) -> None:
    with pytest.raises(Rejection, match="rating_too_early"):
        workspace.run(on_site(workspace.add_order(workspace.add_customer())))


def test_without_the_secret_nobody_rates_for_the_caller(workspace: Workspace, order_id: str) -> None:
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(RateOrder(order_id=order_id, token="guess", grade=Grade.VERY_GOOD))


def test_what_the_caller_says_takes_the_place_of_what_was_said_on_site_and_stands(
    workspace: Workspace, order_id: str
) -> None:
    customer_id = workspace.get(WorkOrder, order_id).customer_id
    link = RatingLink(
        id="s",
        order_id=order_id,
        customer_id=customer_id,
        language=Language.ENGLISH,
        made_at=A_MONDAY_MORNING,
        used_at=None,
    )
    workspace.store.write(lambda unit: unit.put(link))
    workspace.run(on_site(order_id, grade=Grade.VERY_GOOD))
    workspace.run(RateOrder(order_id=order_id, token="s", grade=Grade.POOR))
    with pytest.raises(Rejection, match="rating_stands"):
        workspace.run(on_site(order_id, grade=Grade.VERY_GOOD))
    with pytest.raises(Rejection, match="rating_link_used"):
        workspace.run(RateOrder(order_id=order_id, token="s", grade=Grade.GOOD))
    (rating,) = workspace.all(Rating)
    assert (rating.grade, rating.way) == (Grade.POOR, RatingWay.LINK)


def test_a_link_rates_its_own_order_only(workspace: Workspace, order_id: str) -> None:
    link = RatingLink(
        id="s", order_id="other", customer_id="c", language=Language.ENGLISH, made_at=A_MONDAY_MORNING, used_at=None
    )
    workspace.store.write(lambda unit: unit.put(link))
    with pytest.raises(Rejection, match="record_unknown"):
        workspace.run(RateOrder(order_id=order_id, token="s", grade=Grade.GOOD))


def test_shares_count_those_who_answered() -> None:
    grades = [Grade.VERY_GOOD, Grade.GOOD, Grade.FAIR, Grade.POOR]
    figures = satisfaction_of(replace(RATING, grade=grade) for grade in grades)
    assert (figures.answered, figures.good, figures.share, figures.score) == (4, 2, 0.5, None)
    assert satisfaction_of([]).share is None


def test_the_score_is_promoters_less_detractors() -> None:
    figures = satisfaction_of(replace(RATING, recommends=score) for score in (10, 9, 8, 7, 6, None))
    assert figures.score == pytest.approx(100 * (2 - 1) / 5)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=1))
def test_the_score_lies_between_minus_and_plus_a_hundred(scores: list[int | None]) -> None:
    score = satisfaction_of(replace(RATING, recommends=each) for each in scores).score
    assert score is None or -100 <= score <= 100


def test_figures_are_of_some_customers_and_a_time(workspace: Workspace, order_id: str) -> None:
    workspace.run(on_site(order_id))
    customer_id, now = workspace.get(WorkOrder, order_id).customer_id, workspace.clock.now()
    with workspace.store.read() as reader:
        assert satisfaction(reader, [customer_id], now, now + timedelta(days=1)).answered == 1
        assert satisfaction(reader, [customer_id], now - timedelta(days=1), now).answered == 0
        assert satisfaction(reader, ["elsewhere"], now, now + timedelta(days=1)).answered == 0
