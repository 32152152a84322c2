"""One label: its texts fitted and its symbol placed, in millimetres, before it goes on paper or to a printer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from app.documents.paper import Align, Area, Paper
from app.documents.qr import Symbol, symbol_of
from app.documents.text import Block, fit, fit_all
from app.foundation.errors import Trouble
from app.foundation.translation import _
from app.labels.arranging import (
    RULE_GAP,
    RULE_THICK,
    Arrangement,
    arrangements,
    flag_ends,
    module_dots,
    types,
)
from app.labels.rules.designs import (
    ALWAYS_NAMED,
    BORDER_THICK,
    LABEL_FIELD_NAMES,
    OF_THE_DESIGN,
    Design,
    LabelField,
    Shape,
)


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What one label may say: the code, which the symbol holds too (ASCII only), and what is known of the device."""

    code: str
    known: Mapping[LabelField, str]


@dataclass(frozen=True, slots=True)
class SetText:
    """Lines that were found to fit, and where they stand."""

    block: Block
    x: float
    top: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class SetLabel:
    """A label ready to be drawn: `symbols` are the corners of its quiet zone, a rule is its left, right and height.

    A border runs in the middle of the edges of its area.
    """

    code: str
    symbol: Symbol
    module: float
    symbols: tuple[tuple[float, float], ...]
    texts: tuple[SetText, ...]
    rule: tuple[float, float, float] | None = None
    logo: tuple[bytes, Area] | None = None
    border: Area | None = None

    def draw(self, paper: Paper, left: float, top: float) -> None:
        """Draw it with its upper left corner at a place of the paper."""
        for x, y in self.symbols:
            paper.symbol(self.symbol, left + x, top + y, module_mm=self.module)
        for text in self.texts:
            paper.write(text.block, left + text.x, top + text.top, align=text.align)
        if self.rule is not None:
            begin, end, down = self.rule
            paper.line(left + begin, top + down, left + end, top + down, thick_mm=RULE_THICK)
        if self.logo is not None:
            content, area = self.logo
            paper.picture(content, Area(left + area.left, top + area.top, area.width, area.height))
        if self.border is not None:
            area = Area(left + self.border.left, top + self.border.top, self.border.width, self.border.height)
            paper.frame(area, thick_mm=BORDER_THICK)


def set_label(design: Design, facts: LabelFacts, dots_per_mm: float) -> SetLabel:
    """Fit what `design` chooses of `facts` on a label; the symbol's modules are whole dots of the printer.

    :raises Trouble: ``text_does_not_fit``, ``glyphs_missing``, ``code_not_ascii``, ``code_too_long``,
        ``label_symbol_impossible``
    """
    symbol = symbol_of(facts.code)
    sized = _Sized(symbol, module_dots(design, symbol, facts.code, dots_per_mm), dots_per_mm)
    if design.shape is Shape.FLAG:
        return _set_flag(design, facts.code, sized)
    *roomier, tightest = arrangements(design, sized.side)
    for arrangement in roomier:
        with suppress(Trouble):
            return _set_plate(design, facts, sized, arrangement)
    return _set_plate(design, facts, sized, tightest)


@dataclass(frozen=True, slots=True)
class _Sized:
    """A symbol in the size that it is printed in."""

    symbol: Symbol
    module_dots: int
    dots_per_mm: float

    @property
    def module(self) -> float:
        return self.module_dots / self.dots_per_mm

    @property
    def side(self) -> float:
        return self.symbol.size_with_quiet_zone * self.module

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The nearest place where no module begins between two dots."""
        return round(x * self.dots_per_mm) / self.dots_per_mm, round(y * self.dots_per_mm) / self.dots_per_mm


def _set_plate(design: Design, facts: LabelFacts, sized: _Sized, arrangement: Arrangement) -> SetLabel:
    setting, column, code = types(design), arrangement.column, arrangement.code
    heading = fit(
        next((said for field in design.heading if (said := _said(design, facts, field))), ""),
        setting.heading,
        width_mm=column.width - (arrangement.logo.width + RULE_GAP if design.logo else 0),
        height_mm=arrangement.heading_height,
        field=_("Heading of the label"),
    )
    head_height = max(heading.height_mm, arrangement.logo.height if design.logo else 0)
    rule = column.top + head_height + RULE_GAP
    facts_top = rule + RULE_GAP if head_height else column.top
    lines = _set_facts(design, facts, Area(column.left, facts_top, column.width, column.bottom - facts_top))
    shown_code = fit(facts.code, setting.code, width_mm=code.width, height_mm=code.height, field=_("Asset code"))
    return SetLabel(
        code=facts.code,
        symbol=sized.symbol,
        module=sized.module,
        symbols=(sized.at(*arrangement.symbol),),
        texts=(
            SetText(heading, column.left, column.top),
            SetText(lines, column.left, facts_top),
            _in_middle(shown_code, code),
        ),
        rule=(column.left, column.right, rule) if head_height else None,
        logo=(design.logo, arrangement.logo) if design.logo else None,
        border=_border(design) if design.bordered else None,
    )


def _set_facts(design: Design, facts: LabelFacts, area: Area) -> Block:
    """Those that say something, each at most once, as many as the design shows."""
    shown = [(field, said) for field in design.facts if (said := _said(design, facts, field, named=design.named))]
    del shown[design.shown_facts :]
    return fit_all(
        [said for _field, said in shown],
        types(design).facts,
        width_mm=area.width,
        height_mm=area.height,
        field=_("Facts on the label"),
        bold={number for number, (field, _said) in enumerate(shown) if field in design.bold},
    )


def _said(design: Design, facts: LabelFacts, field: LabelField, *, named: bool = False) -> str:
    """What a label says of a field, or nothing."""
    text = design.own_text(field) if field in OF_THE_DESIGN else facts.known.get(field, "").strip()
    if text and (named or field in ALWAYS_NAMED):
        return _("{name}: {text}").format(name=_(LABEL_FIELD_NAMES[field]), text=text)
    return text


def _border(design: Design) -> Area:
    margin = design.margin + BORDER_THICK / 2
    return Area(margin, margin, design.width - 2 * margin, design.height - 2 * margin)


def _set_flag(design: Design, code: str, sized: _Sized) -> SetLabel:
    ends = flag_ends(design, sized.side)
    fitted = [
        fit(code, types(design).code, width_mm=end.width, height_mm=end.height, field=_("Asset code")) for end in ends
    ]
    return SetLabel(
        code=code,
        symbol=sized.symbol,
        module=sized.module,
        symbols=tuple(sized.at(end.left - sized.side, (design.height - sized.side) / 2) for end in ends),
        texts=tuple(_in_middle(block, end) for block, end in zip(fitted, ends, strict=True)),
    )


def _in_middle(block: Block, area: Area) -> SetText:
    return SetText(
        block, area.left + area.width / 2, area.top + (area.height - block.height_mm) / 2, align=Align.CENTRE
    )
