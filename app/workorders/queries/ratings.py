"""What callers think of the service, as figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.rules import Grade
from app.workorders.tables import Rating

_GOOD = frozenset({Grade.VERY_GOOD, Grade.GOOD})
_PROMOTES = 9
_DETRACTS = 6


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Of so many who `answered` with a grade, how many found it good or very good; `score` is the Net Promoter Score.

    Both figures are those of `domain.md` §8: the share among those who answered, and promoters (9, 10) less detractors
    (0 to 6) in percent, −100 to 100, of those who said how likely they are to recommend. None where nobody did.
    """

    answered: int
    good: int
    share: float | None
    score: float | None


def satisfaction_of(ratings: Iterable[Rating]) -> Satisfaction:
    """The figures of these ratings."""
    told = list(ratings)
    grades = [rating.grade for rating in told if rating.grade is not None]
    good = sum(grade in _GOOD for grade in grades)
    scores = [rating.recommends for rating in told if rating.recommends is not None]
    balance = sum(score >= _PROMOTES for score in scores) - sum(score <= _DETRACTS for score in scores)
    return Satisfaction(
        answered=len(grades),
        good=good,
        share=good / len(grades) if grades else None,
        score=100 * balance / len(scores) if scores else None,
    )


def satisfaction(reader: Reader, customer_ids: Iterable[str], since: datetime, until: datetime) -> Satisfaction:
    """What callers of these customers said from `since` (UTC) until before `until`."""
    column = columns_of(Rating)
    return satisfaction_of(
        reader.find(
            Rating, column.customer_id.in_(list(customer_ids)), column.rated_at >= since, column.rated_at < until
        )
    )
