"""The form for a design: what stands on a label of which size, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from app.labels.rules.designs import (
    LARGEST_HEIGHT,
    LARGEST_MARGIN,
    LARGEST_WIDTH,
    LONGEST_LINE,
    MOST_FACTS,
    SHAPE_NAMES,
    SIDE_NAMES,
    SMALLEST_HEIGHT,
    SMALLEST_MARGIN,
    SMALLEST_WIDTH,
    Design,
    Shape,
    Side,
)
from ui.pages.label_formats.facts_field import FactsField, Look
from ui.pages.label_formats.form import FormatForm
from ui.pages.label_formats.logo_field import LogoField
from ui.pages.label_formats.numbers_field import Number, NumbersField
from ui.widgets.fields import YES, CheckField, ChoiceField, LineField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.setting import LabelFacts
    from app.labels.tables import LabelFormat

_WIDTH = 1160
_LARGEST_SYMBOL = 150.0
_BESIDE = ("named", "company", "hotline", "free_line", "logo", "widths", "side", "bordered")
_OF_PLATES = ("fields", "shown_facts", *(key for key in _BESIDE if key != "widths"))


class DesignForm(FormatForm):
    """Changes the very model that labels are printed by."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        parent: QWidget,
        medium: Design,
        devices: tuple[LabelFacts, ...],
        stands: LabelFormat | None = None,
    ) -> None:
        title = N_("Change the design") if stands else N_("New design")
        super().__init__(work, clock, parent, medium, devices, stands, title)
        self.label_size = self.add(
            "size",
            N_("Size of the label, mm"),
            NumbersField(
                Number(N_("Width"), SMALLEST_WIDTH, LARGEST_WIDTH),
                Number(N_("Height"), SMALLEST_HEIGHT, LARGEST_HEIGHT),
            ),
        )
        self.shape = self.add("shape", N_("Shape"), ChoiceField())
        self.facts = self.add(
            "fields",
            N_("What stands on it"),
            FactsField(),
            hint_source=N_("The heading is the first heading that says something. What says nothing is passed over."),
        )
        self.shown_facts = self.add(
            "shown_facts", N_("Facts at most"), NumbersField(Number(N_("Facts at most"), 0, MOST_FACTS, decimals=0))
        )
        self.named = self.add("named", N_("Names"), CheckField(N_("Each fact says what it is")))
        self.lines = {
            "company": self.add("company", N_("Our company"), LineField()),
            "hotline": self.add("hotline", N_("Hotline"), LineField()),
            "free_line": self.add("free_line", N_("Free line"), LineField()),
        }
        for line in self.lines.values():
            line.setMaxLength(LONGEST_LINE)
        self.logo = self.add(
            "logo", N_("Logo"), LogoField(work), hint_source=N_("PNG or JPEG; printed in black and white.")
        )
        self.widths = self.add("widths", N_("Widths, mm"), NumbersField(_SYMBOL, _MARGIN))
        self.side = self.add("side", N_("Side of the QR code"), ChoiceField())
        self.bordered = self.add("bordered", N_("Border"), CheckField(N_("A line around the label")))
        self.retranslate()
        self._show(medium)
        self.shape.edited.connect(self._shape_chosen)
        self.logo.failed.connect(self.refuse)
        self.complete(medium, _BESIDE, _WIDTH)
        self._shape_chosen()

    def medium(self) -> Design:
        looks = self.facts.looks
        width, height = self.label_size.figures
        (symbol, margin), (shown_facts,) = self.widths.figures, self.shown_facts.figures
        return Design(
            name=self.name.value(),
            width=width,
            height=height,
            shape=Shape(self.shape.value()),
            heading=tuple(field for field, look in looks.items() if look is Look.HEADING),
            facts=tuple(field for field, look in looks.items() if look is not Look.HEADING),
            bold=tuple(field for field, look in looks.items() if look is Look.BOLD),
            named=self.named.value() == YES,
            shown_facts=int(shown_facts),
            symbol=symbol or None,
            side=Side(self.side.value()),
            margin=margin,
            bordered=self.bordered.value() == YES,
            logo=self.logo.logo,
            company=self.lines["company"].value(),
            hotline=self.lines["hotline"].value(),
            free_line=self.lines["free_line"].value(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.shape.set_choices(tuple((shape, _(name)) for shape, name in SHAPE_NAMES.items()))
        self.side.set_choices(tuple((side, _(name)) for side, name in SIDE_NAMES.items()))

    def _show(self, design: Design) -> None:
        self.label_size.show_figures(design.width, design.height)
        self.shape.set_value(design.shape)
        self.facts.show_design(design)
        self.shown_facts.show_figures(design.shown_facts)
        self.named.set_value(YES if design.named else "")
        for name, line in self.lines.items():
            line.set_value(getattr(design, name))
        self.logo.show_logo(design.logo)
        self.widths.show_figures(design.symbol or 0, design.margin)
        self.side.set_value(design.side)
        self.bordered.set_value(YES if design.bordered else "")

    def _shape_chosen(self) -> None:
        """A flag shows the code only."""
        for key in _OF_PLATES:
            self._rows[key].setEnabled(self.shape.value() == Shape.PLATE)


_SYMBOL = Number(N_("QR code"), 0, _LARGEST_SYMBOL, nothing_source=N_("By itself"))
_MARGIN = Number(N_("Margin"), SMALLEST_MARGIN, LARGEST_MARGIN)
