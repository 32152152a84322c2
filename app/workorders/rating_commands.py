"""What callers think of how their order was done. Nobody can rate his own work.

By the link or a reply only who was sent the message can rate: its secret is on no laptop. On a laptop of ours somebody
else gives it, under his name, and it is marked so; it never takes the place of what the caller said himself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.directory.rules import normal_name
from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Name
from app.foundation.translation import N_
from app.storage.commands import Context, handles
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.workorders.history import Fact, customer_of_order, record
from app.workorders.rules import EventKind, Grade, OrderState, RatingWay
from app.workorders.tables import Rating, RatingLink, WorkOrder

Recommends = Annotated[int, Meta(ge=0, le=10)]
"""How likely somebody is to recommend the service (`domain.md` §8: Net Promoter Score)."""
Comment = Annotated[str, Meta(max_length=2_000)]
_OVER = frozenset({OrderState.RESOLVED, OrderState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOrder:
    """The caller rates by the link that he was sent, or by a reply to that mail; the server gives this command then."""

    order_id: str
    token: Annotated[str, Meta(max_length=100)]
    grade: Grade | None = None
    recommends: Recommends | None = None
    comment: Comment = ""
    by_mail: bool = False


@handles(
    "workorders.rate",
    RateOrder,
    permission=Permission.HEAR_CALLERS,
    customer_of=customer_of_order,
    kept_when_refused=False,
)
def rate_order(unit: UnitOfWork, command: RateOrder, context: Context) -> None:
    """A link is good for once, and a reply to the mail that it stood in uses it up."""
    if command.grade is None and command.recommends is None:
        raise Rejection("rating_empty")
    link = unit.require(RatingLink, command.token, order_id=command.order_id)
    if link.used_at is not None:
        raise Rejection("rating_link_used")
    unit.put(replace(link, used_at=context.at))
    order = unit.require(WorkOrder, link.order_id)
    _keep(unit, context, order, _rating(order, command, context, RatingWay.MAIL if command.by_mail else RatingWay.LINK))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOnSite:
    """Somebody at the customer's rates on the laptop at the site, and gives his name."""

    order_id: str
    grade: Grade
    recommends: Recommends | None = None
    comment: Comment = ""
    given_by: Name


@handles("workorders.rate_on_site", RateOnSite, permission=Permission.LOG_ORDERS, customer_of=customer_of_order)
def rate_on_site(unit: UnitOfWork, command: RateOnSite, context: Context) -> None:
    """None of our own people rates; what the caller said by his link stands."""
    order = unit.require(WorkOrder, command.order_id)
    if order.state not in _OVER:
        raise Rejection("rating_too_early", number=order.number)
    name, column = normal_name(command.given_by), columns_of(Person)
    if unit.first(Person, column.customer_id.is_(None), column.name == name) is not None:
        raise Rejection("rating_of_own_work", name=name)
    standing = unit.get(Rating, _id(order))
    if standing is not None and standing.way is not RatingWay.ON_SITE:
        raise Rejection("rating_stands", number=order.number)
    rating = _rating(order, command, context, RatingWay.ON_SITE)
    _keep(unit, context, order, replace(rating, given_by=name, taken_by_id=context.actor_id))


def _id(order: WorkOrder) -> str:
    return derive_id("rating", order.id)


def _rating(order: WorkOrder, command: RateOrder | RateOnSite, context: Context, way: RatingWay) -> Rating:
    return Rating(
        id=_id(order),
        order_id=order.id,
        customer_id=order.customer_id,
        grade=command.grade,
        recommends=command.recommends,
        comment=command.comment.strip(),
        way=way,
        given_by="",
        taken_by_id=None,
        rated_at=context.at,
    )


def _keep(unit: UnitOfWork, context: Context, order: WorkOrder, rating: Rating) -> None:
    unit.put(rating)
    facts = {"way": str(rating.way)}
    if rating.grade is not None:
        facts["grade"] = str(rating.grade)
    if rating.recommends is not None:
        facts["recommends"] = str(rating.recommends)
    if rating.given_by:
        facts["given_by"] = rating.given_by
    record(unit, context, order, Fact(EventKind.RATED, note=rating.comment, facts=facts))


declare(
    {
        "rating_empty": N_("This rating says nothing. Choose a grade, or a number from 0 to 10."),
        "rating_link_used": N_("This order was rated by this link already. Thank you."),
        "rating_too_early": N_("{number} is not solved yet. It can be rated when it is."),
        "rating_of_own_work": N_("{name} is one of our own people. Let somebody at the customer's rate the work."),
        "rating_stands": N_("The caller of {number} has rated it already, and that stands."),
    }
)
