"""The dispatch ticket (派工单): the paper on A5 that sends an engineer to a site and comes back signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from app.documents.fonts import Face
from app.documents.paper import Align, Area, Paper
from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.documents.stand_ins import StandIns
from app.documents.text import Block, Type, fit, flow, moment
from app.foundation.translation import _

PAGE_WIDTH, PAGE_HEIGHT = 210, 148
SHEET = Area(left=10, top=27, width=190, height=111)
"""The frame around everything under the header; its rows follow."""
ROW_HEIGHT = 12
DESCRIPTION = Area(left=10, top=75, width=190, height=28)
RESULT = Area(left=10, top=103, width=190, height=19)
RESULT_LINES = (10, 16)
"""Where the lines to write on stand, from the top of the result."""
SIGNING_TOP, SIGNING_HEIGHT = 122, 16
SIGNATURE_WIDTH, TIME_WIDTH, SATISFACTION_WIDTH = 42, 26, 54
SYMBOL = 20
"""A side of a QR symbol with its quiet zone: modules of eight dots at 300 dpi for a code like KJC-COM-1234."""
DOTS_PER_MM = 300 / 25.4
SYMBOL_TOP = 4.5
HEADER_TEXT_WIDTH, TITLE_WIDTH = 42, 70
TICK_BOX = 3
PADDING = 1.8
CAPTION_HEIGHT = 4.2
FRAME_THICK, RULE_THICK = 0.4, 0.2
CAPTION_GREY, LINE_GREY = 0.35, 0.65
NOTE_WIDTH = 160
_IN_WORDS = (
    *("issued_by", "customer", "department", "reported_by", "phone", "asset_kind", "place", "priority", "engineer"),
    "description",
)
"""Facts that people wrote; the other ones are codes."""

_TITLE = Type(Face.BOLD, largest=20, smallest=14, leading=1.2)
_ISSUER = Type(Face.REGULAR, largest=9, smallest=7, leading=1.2)
_HEADER_CODE = Type(Face.BOLD, largest=13, smallest=8, leading=1.2)
_CAPTION = Type(Face.REGULAR, largest=7, smallest=5.5, leading=1.2)
_VALUE = Type(Face.REGULAR, largest=10.5, smallest=8, leading=1.2)
_STRONG_VALUE = replace(_VALUE, face=Face.BOLD)
_TICK = Type(Face.REGULAR, largest=8, smallest=6, leading=1.2)
_DESCRIPTION_SIZES, _DESCRIPTION_LEADING = (10, 9.5, 9, 8.5), 1.4


@dataclass(frozen=True)
class TicketFacts:
    """What one dispatch ticket says; what is empty or `None` is left blank, to be filled in by hand.

    `number` and `asset_code` also stand as QR symbols (ASCII only). `issued_by` is the organisation that sends the
    engineer. Instants are aware.
    """

    number: str
    issued_by: str
    customer: str
    department: str
    reported_by: str
    phone: str
    asset_code: str
    asset_kind: str
    place: str
    priority: str
    engineer: str
    description: str
    reported_at: datetime | None = None
    dispatched_at: datetime | None = None
    planned_from_at: datetime | None = None
    planned_until_at: datetime | None = None


def write_dispatch_ticket(path: Path, facts: TicketFacts, zone: tzinfo) -> None:
    """Write the ticket to `path`, wholly or not at all, in the language shown now and with the times of `zone`.

    A long description goes on on further pages. Raises `Trouble`: `text_does_not_fit`, `code_not_ascii`,
    `code_too_long`, `file_not_writable`, `disk_full`.
    """
    printed = StandIns()
    words: dict[str, Any] = {name: printed(getattr(facts, name)) for name in _IN_WORDS}
    facts = replace(facts, **words)
    paper = Paper(
        PAGE_WIDTH,
        PAGE_HEIGHT,
        title=_("Dispatch ticket {number}").format(number=facts.number),
        author=facts.issued_by or "Paigong",
    )
    first, *further = _description_pages(facts.description)
    pages = 1 + len(further)
    _draw_header(paper, facts)
    _draw_details(paper, facts, zone)
    _draw_description(paper, DESCRIPTION, first, next_page=2 if further else None)
    _draw_result(paper)
    _draw_signing(paper)
    _draw_caption(paper, printed.note, SHEET.left, SHEET.bottom + PADDING / 2, NOTE_WIDTH)
    _end_page(paper, 1, pages)
    for page, block in enumerate(further, start=2):
        _draw_header(paper, facts)
        _draw_description(paper, SHEET, block, next_page=page + 1 if page < pages else None)
        _end_page(paper, page, pages)
    paper.save(path)


def _description_pages(description: str) -> list[Block]:
    """The description in the largest size that fits the first page, else in the smallest and on several pages."""
    for size in _DESCRIPTION_SIZES:
        block = flow(description, Face.REGULAR, size, _DESCRIPTION_LEADING, width_mm=DESCRIPTION.width - 2 * PADDING)
        if block.height_mm <= DESCRIPTION.height - CAPTION_HEIGHT - PADDING / 2:
            return [block]
    pages, lines, area = [], block.lines, DESCRIPTION
    while lines:
        # The caption stands above the lines, the word on the next page under them.
        capacity = int((area.height - 2 * CAPTION_HEIGHT) / block.line_height_mm)
        pages.append(replace(block, lines=lines[:capacity]))
        lines, area = lines[capacity:], SHEET
    return pages


def _draw_header(paper: Paper, facts: TicketFacts) -> None:
    """Draw the title, and at its sides the number and the asset, each code with its symbol."""
    title = _("Dispatch ticket")
    centre = PAGE_WIDTH / 2
    heading = fit(title, _TITLE, width_mm=TITLE_WIDTH, height_mm=ROW_HEIGHT, field=title)
    issuer = fit(facts.issued_by, _ISSUER, width_mm=TITLE_WIDTH, height_mm=ROW_HEIGHT / 2, field=_("Issued by"))
    top = SYMBOL_TOP + (SYMBOL - heading.height_mm - issuer.height_mm) / 2
    paper.write(heading, centre, top, align=Align.CENTRE)
    paper.write(issuer, centre, top + heading.height_mm, align=Align.CENTRE)
    _draw_code(paper, _("Work order"), facts.number, Align.LEFT)
    if facts.asset_code:
        _draw_code(paper, _("Asset code"), facts.asset_code, Align.RIGHT)


def _draw_code(paper: Paper, caption: str, code: str, side: Align) -> None:
    """Draw the symbol of `code` flush with one side of the sheet, and the code in letters beside it."""
    symbol = symbol_of(code)
    module_mm = symbol.module_dots(int(SYMBOL * DOTS_PER_MM), code) / DOTS_PER_MM
    quiet, size = QUIET_ZONE_MODULES * module_mm, symbol.size_with_quiet_zone * module_mm
    is_left = side is Align.LEFT
    left = SHEET.left - quiet if is_left else SHEET.right + quiet - size
    paper.symbol(symbol, left, SYMBOL_TOP + (SYMBOL - size) / 2, module_mm=module_mm)
    x = left + size if is_left else left
    letters = fit(code, _HEADER_CODE, width_mm=HEADER_TEXT_WIDTH, height_mm=ROW_HEIGHT, field=caption)
    top = SYMBOL_TOP + (SYMBOL - CAPTION_HEIGHT - letters.height_mm) / 2
    _draw_caption(paper, caption, x, top, HEADER_TEXT_WIDTH, side)
    paper.write(letters, x, top + CAPTION_HEIGHT, align=side)


def _draw_details(paper: Paper, facts: TicketFacts, zone: tzinfo) -> None:
    """Draw who, what, where and when, in four rows of three."""
    planned = _period(facts.planned_from_at, facts.planned_until_at, zone)
    cells = (
        (_("Customer"), facts.customer, _VALUE),
        (_("Reporting department"), facts.department, _STRONG_VALUE),
        (_("Reported by"), facts.reported_by, _VALUE),
        (_("Phone"), facts.phone, _VALUE),
        (_("Place"), facts.place, _VALUE),
        (_("Priority"), facts.priority, _STRONG_VALUE),
        (_("Asset code"), facts.asset_code, _STRONG_VALUE),
        (_("Type and model"), facts.asset_kind, _VALUE),
        (_("Engineer"), facts.engineer, _VALUE),
        (_("Reported at"), moment(facts.reported_at, zone), _VALUE),
        (_("Dispatched at"), moment(facts.dispatched_at, zone), _VALUE),
        (_("Planned for"), planned, _VALUE),
    )
    width = SHEET.width / 3
    for place, (caption, value, setting) in enumerate(cells):
        row, column = divmod(place, 3)
        area = Area(SHEET.left + column * width, SHEET.top + row * ROW_HEIGHT, width, ROW_HEIGHT)
        _draw_box(paper, area, caption)
        room = ROW_HEIGHT - CAPTION_HEIGHT - PADDING / 2
        block = fit(value, setting, width_mm=width - 2 * PADDING, height_mm=room, field=caption)
        paper.write(block, area.left + PADDING, area.top + CAPTION_HEIGHT + (room - block.height_mm) / 2)


def _draw_description(paper: Paper, area: Area, block: Block, *, next_page: int | None) -> None:
    _draw_box(paper, area, _("Description of the fault"))
    paper.write(block, area.left + PADDING, area.top + CAPTION_HEIGHT + PADDING / 4)
    if next_page is not None:
        note = _("Continued on page {page}").format(page=next_page)
        _draw_caption(
            paper, note, area.right - PADDING, area.bottom - CAPTION_HEIGHT + PADDING / 4, area.width, Align.RIGHT
        )


def _draw_result(paper: Paper) -> None:
    _draw_box(paper, RESULT, _("Result and parts used"))
    for below_top in RESULT_LINES:
        y = RESULT.top + below_top
        paper.line(RESULT.left + PADDING, y, RESULT.right - PADDING, y, thick_mm=RULE_THICK / 2, grey=LINE_GREY)


def _draw_signing(paper: Paper) -> None:
    """Draw what is filled in at the site: both signatures, both times, and how satisfied the user is."""
    boxes = (
        (_("Engineer's signature"), SIGNATURE_WIDTH),
        (_("User's signature"), SIGNATURE_WIDTH),
        (_("Arrived at"), TIME_WIDTH),
        (_("Finished at"), TIME_WIDTH),
        (_("Satisfaction"), SATISFACTION_WIDTH),
    )
    left: float = SHEET.left
    for caption, width in boxes:
        area = Area(left, SIGNING_TOP, width, SIGNING_HEIGHT)
        _draw_box(paper, area, caption)
        left += width
    _draw_satisfaction(paper, area)


def _draw_satisfaction(paper: Paper, area: Area) -> None:
    answers = (_("Very satisfied"), _("Satisfied"), _("Neutral"), _("Dissatisfied"))
    width = (area.width - 2 * PADDING) / 2
    row_height = (area.height - CAPTION_HEIGHT) / 2
    for place, answer in enumerate(answers):
        row, column = divmod(place, 2)
        left = area.left + PADDING + column * width
        middle = area.top + CAPTION_HEIGHT + (row + 0.45) * row_height
        paper.frame(Area(left, middle - TICK_BOX / 2, TICK_BOX, TICK_BOX), thick_mm=RULE_THICK)
        text_left = TICK_BOX + PADDING / 2
        block = fit(answer, _TICK, width_mm=width - text_left, height_mm=row_height, field=_("Satisfaction"))
        paper.write(block, left + text_left, middle - block.height_mm / 2)


def _draw_box(paper: Paper, area: Area, caption: str) -> None:
    paper.frame(area, thick_mm=RULE_THICK)
    _draw_caption(paper, caption, area.left + PADDING, area.top + PADDING / 2, area.width - 2 * PADDING)


def _draw_caption(paper: Paper, caption: str, x: float, top: float, width: float, align: Align = Align.LEFT) -> None:
    block = fit(caption, _CAPTION, width_mm=width, height_mm=CAPTION_HEIGHT, field=caption)
    paper.write(block, x, top, align=align, grey=CAPTION_GREY)


def _end_page(paper: Paper, page: int, pages: int) -> None:
    paper.frame(SHEET, thick_mm=FRAME_THICK)
    if pages > 1:
        note = _("Page {page} of {pages}").format(page=page, pages=pages)
        _draw_caption(paper, note, SHEET.right, SHEET.bottom + PADDING / 2, SHEET.width, Align.RIGHT)
    paper.end_page()


def _period(start: datetime | None, end: datetime | None, zone: tzinfo) -> str:
    """Both ends, the date of the second only where it is another day."""
    if start is None or end is None:
        return moment(start, zone)
    is_same_day = start.astimezone(zone).date() == end.astimezone(zone).date()
    last = f"{end.astimezone(zone):%H:%M}" if is_same_day else moment(end, zone)
    return f"{moment(start, zone)} – {last}"
