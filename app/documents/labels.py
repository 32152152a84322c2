"""Asset labels: who uses the device, what it is, and its code twice, for eyes and for scanners.

A layout is data in millimetres, so another size of label is another `LabelLayout`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.documents.fonts import Face
from app.documents.paper import Align, Area, Paper
from app.documents.qr import symbol_of
from app.documents.text import Block, Type, fit, fit_all
from app.foundation.errors import Trouble
from app.foundation.translation import _


@dataclass(frozen=True)
class LabelFacts:
    """What one label says.

    `code` is the asset code and all that the QR symbol holds (ASCII only). `facts` (type, maker and model, room,
    serial) stand in order of importance: a layout shows as many as it has room for, and empty ones are left out.
    """

    code: str
    department: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Arrangement:
    """How the room beside and under the symbol is shared, in millimetres.

    The department begins `column` and may take `department_height`; a rule and the facts follow under it. `code` is the
    line that people read.
    """

    column: Area
    department_height: float
    code: Area


@dataclass(frozen=True)
class LabelLayout:
    """Where things stand on a label of one size, in millimetres.

    `symbol` is square and holds the quiet zone too. Of `arrangements` the first is used that all texts of a label fit.
    """

    width: float
    height: float
    dots_per_mm: int
    symbol: Area
    arrangements: tuple[Arrangement, ...]
    rule_gap: float
    rule_thick: float
    shown_facts: int
    department_type: Type
    facts_type: Type
    code_type: Type


ROLL_50X30 = LabelLayout(
    width=50,
    height=30,
    dots_per_mm=8,
    symbol=Area(left=0, top=0.5, width=18.125, height=18.125),
    arrangements=(
        Arrangement(
            column=Area(left=18.5, top=2.5, width=30, height=17.25),
            department_height=7.4,
            code=Area(left=2, top=20, width=46, height=8),
        ),
        Arrangement(
            column=Area(left=18.5, top=2, width=30, height=21),
            department_height=11,
            code=Area(left=2, top=23, width=46, height=5.5),
        ),
    ),
    rule_gap=0.5,
    rule_thick=0.25,
    shown_facts=3,
    department_type=Type(Face.BOLD, largest=11, smallest=9, leading=1.15),
    facts_type=Type(Face.REGULAR, largest=8.5, smallest=7, leading=1.2),
    code_type=Type(Face.BOLD, largest=18, smallest=9, leading=1.2),
)
"""A roll of 50 x 30 mm on a printer of 203 dpi (8 dots a millimetre); sizes by engineering.md, "Labels".

Where long texts need it, the code makes room for a third line of the department or a fourth of the facts.
"""


@dataclass(frozen=True)
class _Texts:
    """The texts of one label, fitted."""

    department: Block
    facts: Block
    code: Block


def write_labels(path: Path, labels: Sequence[LabelFacts], layout: LabelLayout = ROLL_50X30) -> None:
    """Write a PDF of one label a page to `path`, wholly or not at all; there is at least one label.

    Raises `Trouble`: `text_does_not_fit`, `glyphs_missing`, `code_not_ascii`, `code_too_long`, `file_not_writable`,
    `disk_full`.
    """
    title = _("Labels {first} – {last}") if len(labels) > 1 else _("Label {first}")
    paper = Paper(
        layout.width,
        layout.height,
        title=title.format(first=labels[0].code, last=labels[-1].code),
        author="Paigong",
    )
    for label in labels:
        _draw_symbol(paper, label.code, layout)
        _draw_texts(paper, label, layout)
        paper.end_page()
    paper.save(path)


def _draw_symbol(paper: Paper, code: str, layout: LabelLayout) -> None:
    """Draw the symbol in the middle of its area, on whole dots of the printer."""
    symbol = symbol_of(code)
    area_dots = int(layout.symbol.width * layout.dots_per_mm)
    module_dots = symbol.module_dots(area_dots, code)
    indent = (area_dots - symbol.size_with_quiet_zone * module_dots) // 2 / layout.dots_per_mm
    paper.symbol(
        symbol,
        layout.symbol.left + indent,
        layout.symbol.top + indent,
        module_mm=module_dots / layout.dots_per_mm,
    )


def _draw_texts(paper: Paper, label: LabelFacts, layout: LabelLayout) -> None:
    """Draw everything beside and under the symbol in the roomiest arrangement that it fits."""
    *roomier, tightest = layout.arrangements
    for arrangement in roomier:
        with suppress(Trouble):
            texts = _fitted(label, layout, arrangement)
            break
    else:
        arrangement = tightest
        texts = _fitted(label, layout, arrangement)
    column, code = arrangement.column, arrangement.code
    rule_y = column.top + texts.department.height_mm + layout.rule_gap
    paper.write(texts.department, column.left, column.top)
    paper.line(column.left, rule_y, column.right, rule_y, thick_mm=layout.rule_thick)
    paper.write(texts.facts, column.left, rule_y + layout.rule_gap)
    code_top = code.top + (code.height - texts.code.height_mm) / 2
    paper.write(texts.code, code.left + code.width / 2, code_top, align=Align.CENTRE)


def _fitted(label: LabelFacts, layout: LabelLayout, arrangement: Arrangement) -> _Texts:
    """The texts of `label` in `arrangement`.

    Raises `Trouble("text_does_not_fit", …)` and `Trouble("glyphs_missing", …)`.
    """
    column, code = arrangement.column, arrangement.code
    department = fit(
        label.department,
        layout.department_type,
        width_mm=column.width,
        height_mm=arrangement.department_height,
        field=_("Department"),
    )
    facts = fit_all(
        [fact for fact in label.facts if fact.strip()][: layout.shown_facts],
        layout.facts_type,
        width_mm=column.width,
        height_mm=column.height - department.height_mm - 2 * layout.rule_gap,
        field=_("Facts on the label"),
    )
    shown_code = fit(label.code, layout.code_type, width_mm=code.width, height_mm=code.height, field=_("Asset code"))
    return _Texts(department, facts, shown_code)
