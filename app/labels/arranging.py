"""Where things stand on a label of a given size, in millimetres from its upper left corner.

All follows from the size that the margins leave, so a design of any size comes out balanced: the symbol takes three
fifths of the height, the code stands along the lower edge, the heading and the facts share the column beside it.
Proportions and type sizes were found on labels of 40 × 30 to 70 × 50 mm; limits are those of engineering.md, "Labels".
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from app.documents.fonts import Face
from app.documents.paper import Area
from app.documents.qr import SMALLEST_MODULE_DOTS, Symbol
from app.documents.text import Type
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.labels.logos import proportion_of
from app.labels.rules.designs import LARGEST_WIDTH, SMALLEST_MARGIN, Design, Side

EDGE = SMALLEST_MARGIN
SMALLEST_MODULE = 0.33
SMALLEST_HEADING, SMALLEST_FACTS, SMALLEST_CODE = 9, 7, 9
_SYMBOL_OF_HEIGHT, _SYMBOL_OF_WIDTH, _MOST_OF_WIDTH = 0.61, 0.38, 0.5
_LOGO_OF_HEIGHT, _LOGO_OF_WIDTH = 0.22, 0.4
_SYMBOL_TOP, _GAP, _CODE_GAP = 0.5, 0.4, 0.25
_ROUNDED = 0.005
"""What a width that people choose may be rounded by."""
_FLAG, _FLAG_GAP = 28.0, 0.4
"""How long each end of a cable flag is; what is between them goes round the cable."""
RULE_GAP, RULE_THICK = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The room for symbol and texts of a label: the heading begins `column`, a rule and the facts follow."""

    symbol: tuple[float, float]
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

    :raises Trouble: ``code_too_long`` where a module would be too small to be read on a label of this size;
        ``label_symbol_impossible`` where it is because of the size that the design gives the symbol, or that one leaves
        no room for texts
    """
    modules, width, height = symbol.size_with_quiet_zone, design.inner_width, design.inner_height
    smallest = max(SMALLEST_MODULE_DOTS, ceil(SMALLEST_MODULE * dots_per_mm))
    most = min(_MOST_OF_WIDTH * width, height)
    if smallest * modules / dots_per_mm > most:
        raise Trouble("code_too_long", text=code)
    if design.symbol is None:
        wanted = min(_SYMBOL_OF_HEIGHT * height, _SYMBOL_OF_WIDTH * width)
        return max(smallest, int(wanted * dots_per_mm / modules))
    dots = int((min(design.symbol, LARGEST_WIDTH) + _ROUNDED) * dots_per_mm / modules)
    if dots < smallest or design.symbol > most:
        raise Trouble(
            "label_symbol_impossible",
            text=code,
            module=f"{design.symbol / modules:.2f}",
            dots=dots,
            least=f"{ceil(10 * smallest * modules / dots_per_mm) / 10:g}",
            most=f"{int(10 * most) / 10:g}",
            smallest_module=f"{SMALLEST_MODULE:g}",
            smallest_dots=SMALLEST_MODULE_DOTS,
        )
    return dots


def types(design: Design) -> Types:
    """Type sizes grow with the label."""
    height = design.inner_height
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
    """All in shares of the height. Where the symbol leaves no room below it, the code stands below the column only."""
    inset, width, height = design.inset, design.inner_width, design.inner_height
    code_top = height - EDGE - code * height
    is_left, is_above = design.side is Side.LEFT, symbol_side + _SYMBOL_TOP <= code_top
    symbol_left = 0 if is_left else width - symbol_side
    column_left, column_width = (symbol_side + _GAP if is_left else EDGE), width - symbol_side - _GAP - EDGE
    column = _inside(inset, column_left, top * height, column_width, code_top - top * height - _CODE_GAP)
    code_left, code_width = (EDGE, width - 2 * EDGE) if is_above else (column_left, column_width)
    logo_height = min(_LOGO_OF_HEIGHT * height, _LOGO_OF_WIDTH * column.width / proportion_of(design.logo))
    logo_width = logo_height * proportion_of(design.logo)
    return Arrangement(
        symbol=(
            inset + symbol_left,
            inset + (max(_SYMBOL_TOP, (code_top - symbol_side) / 2) if is_above else (height - symbol_side) / 2),
        ),
        column=column,
        heading_height=heading * height,
        code=_inside(inset, code_left, code_top, code_width, code * height),
        logo=Area(column.right - logo_width, column.top, logo_width, logo_height),
    )


def _inside(inset: float, left: float, top: float, width: float, height: float) -> Area:
    return Area(inset + left, inset + top, width, height)


def flag_ends(design: Design, symbol_side: float) -> tuple[Area, Area]:
    """The room for the code at both ends of a cable flag, right of each symbol."""
    width = min(_FLAG, design.width / 2) - symbol_side - _FLAG_GAP - EDGE
    first = Area(symbol_side + _FLAG_GAP, EDGE, width, design.height - 2 * EDGE)
    return first, Area(design.width - EDGE - width, first.top, width, first.height)


def _stepped(points: float) -> float:
    return round(points * 4) / 4


declare(
    {
        "label_symbol_impossible": N_(
            "In this size the symbol of {text} has modules of {module} mm, {dots} dots of a label printer; a scanner "
            "needs {smallest_module} mm and {smallest_dots} dots. Give the symbol {least} to {most} mm, or let its "
            "size follow from the label."
        ),
    }
)
