"""The form of a survey: a list to write on while walking through the rooms of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.fonts import Face
from app.documents.paper import Align, Area, Paper
from app.documents.stand_ins import StandIns
from app.documents.text import Type, fit
from app.foundation.translation import N_, _

PAGE_WIDTH, PAGE_HEIGHT = 297, 210
TABLE = Area(left=10, top=30, width=277, height=166)
HEAD_HEIGHT, ROW_HEIGHT = 8, 10.5
"""A row is high enough for handwriting, and for a label of a sheet of 65 that is stuck into it."""
ROWS = int((TABLE.height - HEAD_HEIGHT) // ROW_HEIGHT)
PADDING = 1.5
_COLUMNS = (
    (N_("Asset code"), 40),
    (N_("Room"), 30),
    (N_("Type"), 20),
    (N_("Maker and model"), 62),
    (N_("Serial number"), 55),
    (N_("User"), 32),
    (N_("Notes"), 38),
)
_TITLE = Type(Face.BOLD, largest=16, smallest=11, leading=1.2)
_FACT = Type(Face.REGULAR, largest=10, smallest=7, leading=1.2)
_HEAD = Type(Face.BOLD, largest=8.5, smallest=6, leading=1.1)
_CODE = Type(Face.BOLD, largest=10, smallest=6, leading=1.1)
_SMALL = Type(Face.REGULAR, largest=7.5, smallest=5.5, leading=1.2)
_GREY, _THICK, _THIN = 0.35, 0.4, 0.2


@dataclass(frozen=True)
class SurveyFacts:
    """Where the walk goes; rows that begin with one of `codes` stand first, `types` explains the letters.

    What is empty is filled in by hand.
    """

    customer: str
    place: str
    codes: Sequence[str]
    types: Sequence[tuple[str, str]]
    pages: int


def write_survey_form(path: Path, facts: SurveyFacts) -> None:
    """Write the form to `path`, wholly or not at all, in the language shown now.

    It has a row for each code, and at least so many pages as are wanted. Raises `Trouble`: `text_does_not_fit`,
    `file_not_writable`, `disk_full`.
    """
    printed = StandIns()
    customer, place = printed(facts.customer), printed(facts.place)
    types = [(code, printed(name)) for code, name in facts.types]
    paper = Paper(PAGE_WIDTH, PAGE_HEIGHT, title=_("Survey of devices"), author="Paigong")
    pages = max(facts.pages, -(-len(facts.codes) // ROWS), 1)
    for page in range(pages):
        _draw_head(paper, customer, place)
        _draw_table(paper, facts.codes[page * ROWS : (page + 1) * ROWS])
        _draw_foot(paper, types, f"{page + 1} / {pages}")
        paper.end_page()
    paper.save(path)


def _draw_head(paper: Paper, customer: str, place: str) -> None:
    _write(paper, _("Survey of devices"), _TITLE, Area(TABLE.left, 12, 80, 12))
    left, width = 95.0, 62.0
    for name, value in ((_("Customer"), customer), (_("Site"), place), (_("By, on"), "")):
        _write(paper, name, _SMALL, Area(left, 9, width, 4), grey=_GREY)
        _write(paper, value, _FACT, Area(left, 13, width - 2, 10))
        paper.line(left, 24, left + width - 2, 24, thick_mm=_THIN)
        left += width + 2


def _draw_table(paper: Paper, codes: Sequence[str]) -> None:
    bottom = TABLE.top + HEAD_HEIGHT + ROWS * ROW_HEIGHT
    left = TABLE.left
    for title, width in _COLUMNS:
        _write(paper, _(title), _HEAD, Area(left + PADDING, TABLE.top + 2, width - 2 * PADDING, HEAD_HEIGHT - 2))
        paper.line(left, TABLE.top, left, bottom, thick_mm=_THIN)
        left += width
    for row in range(ROWS):
        top = TABLE.top + HEAD_HEIGHT + row * ROW_HEIGHT
        paper.line(TABLE.left, top, TABLE.right, top, thick_mm=_THIN)
        code = codes[row] if row < len(codes) else ""
        _write(paper, code, _CODE, Area(TABLE.left + PADDING, top + 3, _COLUMNS[0][1] - 2 * PADDING, 6))
    paper.frame(Area(TABLE.left, TABLE.top, TABLE.width, bottom - TABLE.top), thick_mm=_THICK)


def _draw_foot(paper: Paper, types: Sequence[tuple[str, str]], page: str) -> None:
    explained = " · ".join(f"{code} {name}" for code, name in types)
    _write(paper, explained, _SMALL, Area(TABLE.left, TABLE.bottom + 2, 255, 8), grey=_GREY)
    _write(paper, page, _SMALL, Area(TABLE.right, TABLE.bottom + 2, 20, 4), align=Align.RIGHT, grey=_GREY)


def _write(paper: Paper, text: str, setting: Type, area: Area, *, align: Align = Align.LEFT, grey: float = 0) -> None:
    block = fit(text, setting, width_mm=area.width, height_mm=area.height, field=text)
    paper.write(block, area.left, area.top, align=align, grey=grey)
