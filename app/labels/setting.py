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
from app.labels.rules.designs import Design, LabelField, Shape


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
    """A label ready to be drawn: `symbols` are the corners of its quiet zone, a rule is its left, right and height."""

    code: str
    symbol: Symbol
    module: float
    symbols: tuple[tuple[float, float], ...]
    texts: tuple[SetText, ...]
    rule: tuple[float, float, float] | None = None
    logo: tuple[bytes, Area] | None = None

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


def set_label(design: Design, facts: LabelFacts, dots_per_mm: float, logo: bytes | None = None) -> SetLabel:
    """Fit what `design` chooses of `facts` on a label; the symbol's modules are whole dots of the printer.

    :param logo: a PNG or JPEG for the upper right corner
    :raises Trouble: ``text_does_not_fit``, ``glyphs_missing``, ``code_not_ascii``, ``code_too_long``
    """
    symbol = symbol_of(facts.code)
    sized = _Sized(symbol, module_dots(design, symbol, facts.code, dots_per_mm), dots_per_mm)
    if design.shape is Shape.FLAG:
        return _set_flag(design, facts.code, sized)
    *roomier, tightest = arrangements(design, sized.side)
    for arrangement in roomier:
        with suppress(Trouble):
            return _set_plate(design, facts, sized, arrangement, logo)
    return _set_plate(design, facts, sized, tightest, logo)


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


def _set_plate(
    design: Design, facts: LabelFacts, sized: _Sized, arrangement: Arrangement, logo: bytes | None
) -> SetLabel:
    setting, column, code = types(design), arrangement.column, arrangement.code
    heading = fit(
        next((facts.known[field] for field in design.heading if facts.known.get(field)), ""),
        setting.heading,
        width_mm=column.width - (arrangement.logo.width + RULE_GAP if logo else 0),
        height_mm=arrangement.heading_height,
        field=_("Heading of the label"),
    )
    rule = column.top + max(heading.height_mm, arrangement.logo.height if logo else 0) + RULE_GAP
    shown = [facts.known[field] for field in design.facts if facts.known.get(field, "").strip()]
    lines = fit_all(
        shown[: design.shown_facts],
        setting.facts,
        width_mm=column.width,
        height_mm=column.bottom - rule - RULE_GAP,
        field=_("Facts on the label"),
    )
    shown_code = fit(facts.code, setting.code, width_mm=code.width, height_mm=code.height, field=_("Asset code"))
    return SetLabel(
        code=facts.code,
        symbol=sized.symbol,
        module=sized.module,
        symbols=(sized.at(0, max(0.5, (code.top - sized.side) / 2)),),
        texts=(
            SetText(heading, column.left, column.top),
            SetText(lines, column.left, rule + RULE_GAP),
            _in_middle(shown_code, code),
        ),
        rule=(column.left, column.right, rule),
        logo=(logo, arrangement.logo) if logo else None,
    )


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
