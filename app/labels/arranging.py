"""Where things stand on a label of a given size, in millimetres from its upper left corner.

All follows from the size, so a design of any size comes out balanced: the symbol at the left takes three fifths of the
height, the code stands along the lower edge, the heading and the facts share the column between. Proportions and type
sizes were found on labels of 40 × 30 to 70 × 50 mm; limits are those of engineering.md, "Labels".
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from app.documents.fonts import Face
from app.documents.paper import Area
from app.documents.qr import SMALLEST_MODULE_DOTS, Symbol
from app.documents.text import Type
from app.foundation.errors import Trouble
from app.labels.rules.designs import Design

EDGE = 1.5
"""What printers may miss of a label's edge."""
SMALLEST_MODULE = 0.33
SMALLEST_HEADING, SMALLEST_FACTS, SMALLEST_CODE = 9, 7, 9
_SYMBOL_OF_HEIGHT, _SYMBOL_OF_WIDTH, _MOST_OF_WIDTH = 0.61, 0.38, 0.5
_FLAG, _FLAG_GAP = 28.0, 0.4
"""How long each end of a cable flag is; what is between them goes round the cable."""
RULE_GAP, RULE_THICK = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The room for the texts of a label: the heading begins `column`, a rule and the facts follow."""

    column: Area
    heading_height: float
    code: Area
    logo: Area


@dataclass(frozen=True, slots=True)
class Types:
    """How the texts of a label may be set."""

    heading: Type
    facts: Type
    code: Type


def module_dots(design: Design, symbol: Symbol, code: str, dots_per_mm: float) -> int:
    """Dots of the printer a module of the symbol: whole ones, so that no edge is blurred.

    :raises Trouble: ``code_too_long`` where a module would be too small to be read
    """
    modules = symbol.size_with_quiet_zone
    smallest = max(SMALLEST_MODULE_DOTS, ceil(SMALLEST_MODULE * dots_per_mm))
    wanted = min(_SYMBOL_OF_HEIGHT * design.height, _SYMBOL_OF_WIDTH * design.width)
    dots = max(smallest, int(wanted * dots_per_mm / modules))
    if dots * modules / dots_per_mm > min(_MOST_OF_WIDTH * design.width, design.height):
        raise Trouble("code_too_long", text=code)
    return dots


def types(design: Design) -> Types:
    """Type sizes grow with the label."""
    height = design.height
    return Types(
        Type(
            Face.BOLD, largest=max(_stepped(0.367 * height), SMALLEST_HEADING), smallest=SMALLEST_HEADING, leading=1.15
        ),
        Type(Face.REGULAR, largest=max(_stepped(0.283 * height), SMALLEST_FACTS), smallest=SMALLEST_FACTS, leading=1.2),
        Type(Face.BOLD, largest=max(_stepped(0.6 * height), SMALLEST_CODE), smallest=SMALLEST_CODE, leading=1.2),
    )


def arrangements(design: Design, symbol_side: float) -> tuple[Arrangement, ...]:
    """The roomiest first; in the last one the code makes room for another line of the heading or the facts."""
    return (
        _arranged(design, symbol_side, code=0.27, heading=0.25, top=0.083),
        _arranged(design, symbol_side, code=0.18, heading=0.37, top=0.067),
    )


def _arranged(design: Design, symbol_side: float, *, code: float, heading: float, top: float) -> Arrangement:
    """All in shares of the height."""
    width, height = design.width, design.height
    code_top = height - EDGE - code * height
    column = Area(symbol_side + 0.4, top * height, width - symbol_side - 0.4 - EDGE, code_top - top * height - 0.25)
    logo_width = 0.3 * column.width
    return Arrangement(
        column=column,
        heading_height=heading * height,
        code=Area(EDGE, code_top, width - 2 * EDGE, code * height),
        logo=Area(column.right - logo_width, column.top, logo_width, 0.22 * height),
    )


def flag_ends(design: Design, symbol_side: float) -> tuple[Area, Area]:
    """The room for the code at both ends of a cable flag, right of each symbol."""
    width = min(_FLAG, design.width / 2) - symbol_side - _FLAG_GAP - EDGE
    first = Area(symbol_side + _FLAG_GAP, EDGE, width, design.height - 2 * EDGE)
    return first, Area(design.width - EDGE - width, first.top, width, first.height)


def _stepped(points: float) -> float:
    return round(points * 4) / 4
