"""How a design or a sheet looks while somebody makes it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.errors import PaigongError, Trouble
from app.foundation.sentences import sentence
from app.labels.dots import picture_of_first_page
from app.labels.formats import Medium
from app.labels.jobs import ON_SHEETS
from app.labels.judging import SHORTEST, check_medium, problems_of
from app.labels.pages import SheetUse, roll_pdf, sheet_pdf
from app.labels.rules.sheets import Sheet
from app.labels.setting import LabelFacts


@dataclass(frozen=True, slots=True)
class Preview:
    """A PNG, empty where nothing can be shown, and sentences; nothing that is `impossible` can be kept."""

    picture: bytes
    problems: tuple[str, ...]
    impossible: bool = False


def preview_of(medium: Medium, shown: LabelFacts, others: Sequence[LabelFacts] = ()) -> Preview:
    """One label or one sheet of them, with as little as can be where `shown` itself would be refused.

    :param others: labels that are not shown, but told of where they would be refused
    """
    problems = tuple(dict.fromkeys(sentence(problem) for problem in problems_of(medium, [shown, *others])))
    try:
        check_medium(medium)
    except PaigongError:
        return Preview(b"", problems, impossible=True)
    try:
        pages = _pages(medium, shown)
    except Trouble:
        pages = _pages(medium, SHORTEST)
    return Preview(picture_of_first_page(pages), problems)


def _pages(medium: Medium, label: LabelFacts) -> bytes:
    if isinstance(medium, Sheet):
        return sheet_pdf(ON_SHEETS, [label] * medium.places, SheetUse(medium, framed=True))
    return roll_pdf(medium, [label])
