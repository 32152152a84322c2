"""Sheets of A4 that fill from top to bottom: sections, facts in a grid, rows of a table, pictures.

What does not fit goes on on the next sheet; every sheet has the head of the document, its number and their number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.documents.fonts import Face
from app.documents.paper import Align, Area, Paper
from app.documents.qr import QUIET_ZONE_MODULES, symbol_of
from app.documents.stand_ins import StandIns
from app.documents.text import MILLIMETRE, Block, Type, fit, flow
from app.foundation.translation import _

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
LEFT, WIDTH = 16, 178
TOP, BOTTOM = 40, 280
"""Between them stands what the sheets are filled with."""
HEAD_TOP, SYMBOL = 12, 22
DOTS_PER_MM = 300 / 25.4
GAP, PADDING = 3.5, 1.2
RULE_THICK, CAPTION_GREY, RULE_GREY = 0.2, 0.35, 0.7
PICTURE_WIDTH, PICTURE_HEIGHT, PICTURES_A_ROW = 42, 32, 4
SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 66, 22

_TITLE = Type(Face.BOLD, largest=18, smallest=12, leading=1.2)
_NUMBER = Type(Face.BOLD, largest=12, smallest=8, leading=1.2)
_ISSUER = Type(Face.REGULAR, largest=9, smallest=7, leading=1.2)
_SIZE, _CAPTION_SIZE, _LEADING = 9.5, 8, 1.4


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every sheet; the number also as a symbol (ASCII only)."""

    title: str
    number: str
    issued_by: str


Drawing = Callable[[Paper, float], None]
"""Draws something; the number is how far from the top of the sheet."""


class Sheets:
    """Sheets in the making. They are drawn when all is known, so that each can say how many there are."""

    def __init__(self, head: Head) -> None:
        self._printed = StandIns()
        self._head = replace(head, title=self._printed(head.title), issued_by=self._printed(head.issued_by))
        self._sheets: list[list[tuple[float, Drawing]]] = [[]]
        self._top = float(TOP)

    def heading(self, text: str, *, keep_mm: float = 3 * _SIZE * _LEADING / MILLIMETRE) -> None:
        """Begin a section; its heading stays on one sheet with the first `keep_mm` of what follows."""
        block = flow(self._printed(text), Face.BOLD, _SIZE + 1, _LEADING, width_mm=WIDTH)
        self._room_for(block.height_mm + GAP + keep_mm)
        self._top += GAP / 2
        self._put(block.height_mm + PADDING, partial(_draw_heading, block))

    def text(self, text: str) -> None:
        """Put a text with its own line ends, on as many sheets as it takes; an empty one is a dash."""
        block = flow(self._printed(text) or "—", Face.REGULAR, _SIZE, _LEADING, width_mm=WIDTH)
        for line in block.lines:
            self._put(block.line_height_mm, partial(_draw_text, replace(block, lines=(line,))))
        self._top += PADDING

    def facts(self, facts: Sequence[tuple[str, str]], columns: int = 2) -> None:
        """Put facts, each with what it is called, side by side; those without a value are left out."""
        known = [(name, value) for name, value in facts if value]
        width = WIDTH / columns
        for place in range(0, len(known), columns):
            self.row([part for fact in known[place : place + columns] for part in fact], [width * 0.34, width * 0.66])

    def row(self, cells: Sequence[str], widths: Sequence[float]) -> None:
        """Put a row of cells; `widths` (in millimetres) are repeated. Every first one of them says what follows."""
        blocks = [
            flow(self._printed(cell), Face.REGULAR, _SIZE, _LEADING, width_mm=widths[place % len(widths)] - 2 * PADDING)
            for place, cell in enumerate(cells)
        ]
        lefts = [LEFT + sum(widths[at % len(widths)] for at in range(place)) for place in range(len(cells))]
        deepest = max(len(block.lines) for block in blocks)
        for line in range(deepest):
            parts = [
                (replace(block, lines=block.lines[line : line + 1]), left, place % len(widths) == 0)
                for place, (block, left) in enumerate(zip(blocks, lefts, strict=True))
            ]
            self._put(blocks[0].line_height_mm, partial(_draw_line, parts))
        self._top += PADDING / 2

    def pictures(self, pictures: Sequence[tuple[bytes, str]]) -> None:
        """Put pictures (PNG or JPEG) with their captions in rows."""
        for start in range(0, len(pictures), PICTURES_A_ROW):
            row = pictures[start : start + PICTURES_A_ROW]
            captions = [
                flow(self._printed(caption), Face.REGULAR, _CAPTION_SIZE, _LEADING, width_mm=PICTURE_WIDTH)
                for _content, caption in row
            ]
            height = PICTURE_HEIGHT + max(caption.height_mm for caption in captions) + PADDING
            contents = [content for content, _caption in row]
            self._put(height, partial(_draw_pictures, list(zip(contents, captions, strict=True))))

    def signature(self, picture: bytes | None, words: str) -> None:
        """Put a signature (PNG) over its line, and `words` below; without one there is room for it."""
        block = flow(self._printed(words), Face.REGULAR, _SIZE, _LEADING, width_mm=WIDTH)
        self._put(SIGNATURE_HEIGHT + block.height_mm + PADDING, partial(_draw_signature, picture, block))

    def paper(self) -> Paper:
        """All sheets, drawn; below everything stands what could not be printed.

        Raises `Trouble`: `text_does_not_fit`, `code_not_ascii`, `code_too_long`.
        """
        head = self._head
        if note := self._printed.note:
            self.text(note)
        paper = Paper(PAGE_WIDTH, PAGE_HEIGHT, title=f"{head.title} {head.number}", author=head.issued_by or "Paigong")
        for number, sheet in enumerate(self._sheets, start=1):
            _draw_head(paper, head)
            for top, draw in sheet:
                draw(paper, top)
            note = _("Page {page} of {pages}").format(page=number, pages=len(self._sheets))
            block = flow(note, Face.REGULAR, _CAPTION_SIZE, _LEADING, width_mm=WIDTH)
            paper.write(block, LEFT + WIDTH, BOTTOM + GAP, align=Align.RIGHT, grey=CAPTION_GREY)
            paper.end_page()
        return paper

    def _put(self, height: float, draw: Drawing) -> None:
        self._room_for(height)
        self._sheets[-1].append((self._top, draw))
        self._top += height

    def _room_for(self, height: float) -> None:
        if self._top + height > BOTTOM and self._sheets[-1]:
            self._sheets.append([])
            self._top = float(TOP)


def _draw_text(block: Block, paper: Paper, top: float) -> None:
    paper.write(block, LEFT, top)


def _draw_heading(block: Block, paper: Paper, top: float) -> None:
    paper.write(block, LEFT, top)
    below = top + block.height_mm + PADDING / 4
    paper.line(LEFT, below, LEFT + WIDTH, below, thick_mm=RULE_THICK, grey=RULE_GREY)


def _draw_pictures(pictures: Sequence[tuple[bytes, Block]], paper: Paper, top: float) -> None:
    for place, (content, caption) in enumerate(pictures):
        left = LEFT + place * WIDTH / PICTURES_A_ROW
        paper.picture(content, Area(left, top, PICTURE_WIDTH, PICTURE_HEIGHT))
        paper.write(caption, left, top + PICTURE_HEIGHT, grey=CAPTION_GREY)


def _draw_signature(picture: bytes | None, words: Block, paper: Paper, top: float) -> None:
    below = top + SIGNATURE_HEIGHT
    if picture is not None:
        paper.picture(picture, Area(LEFT, top, SIGNATURE_WIDTH, SIGNATURE_HEIGHT))
    paper.line(LEFT, below, LEFT + SIGNATURE_WIDTH, below, thick_mm=RULE_THICK)
    paper.write(words, LEFT, below + PADDING / 2)


def _draw_line(parts: Sequence[tuple[Block, float, bool]], paper: Paper, top: float) -> None:
    for block, left, is_name in parts:
        paper.write(block, left, top, grey=CAPTION_GREY if is_name else 0)


def _draw_head(paper: Paper, head: Head) -> None:
    symbol = symbol_of(head.number)
    module_mm = symbol.module_dots(int(SYMBOL * DOTS_PER_MM), head.number) / DOTS_PER_MM
    quiet = QUIET_ZONE_MODULES * module_mm
    size = symbol.size_with_quiet_zone * module_mm
    paper.symbol(symbol, LEFT + WIDTH + quiet - size, HEAD_TOP - quiet, module_mm=module_mm)
    room = WIDTH - size
    top = float(HEAD_TOP)
    lines = ((head.title, _TITLE, _("Title")), (head.number, _NUMBER, _("Work order")))
    for text, setting, field in (*lines, (head.issued_by, _ISSUER, _("Issued by"))):
        block = fit(text, setting, width_mm=room, height_mm=SYMBOL / 2, field=field)
        paper.write(block, LEFT, top)
        top += block.height_mm
