"""Some numbers that belong together, such as width and height, each under its name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.labels import TranslatedLabel
from ui.widgets.translated import Translated


@dataclass(frozen=True, slots=True)
class Number:
    """One of them: what it is called, its limits and decimals; `nothing_source` is said instead of its least value."""

    name_source: str
    least: float
    most: float
    decimals: int = 1
    nothing_source: str = ""


class NumbersField(Translated, QWidget):
    """Boxes beside each other; its value are their figures with a space between them."""

    edited = Signal()

    def __init__(self, *numbers: Number) -> None:
        super().__init__()
        self._numbers = numbers
        self.boxes = tuple(
            QDoubleSpinBox(minimum=number.least, maximum=number.most, decimals=number.decimals) for number in numbers
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE.xs)
        for column, (number, box) in enumerate(zip(numbers, self.boxes, strict=True)):
            box.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            box.valueChanged.connect(self.edited)
            if len(numbers) > 1:
                grid.addWidget(TranslatedLabel(number.name_source, "muted"), 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        self.setFocusProxy(self.boxes[0])
        self.retranslate()

    @property
    def figures(self) -> tuple[float, ...]:
        """What was entered."""
        return tuple(box.value() for box in self.boxes)

    def show_figures(self, *figures: float) -> None:
        """Show these as if they had been entered."""
        for box, figure in zip(self.boxes, figures, strict=True):
            box.setValue(figure)

    def value(self) -> str:
        return " ".join(f"{figure:g}" for figure in self.figures)

    def set_value(self, value: str) -> None:
        for box, figure in zip(self.boxes, value.split(), strict=False):
            box.setValue(float(figure))

    def retranslate(self) -> None:
        for number, box in zip(self._numbers, self.boxes, strict=True):
            box.setAccessibleName(_(number.name_source))
            box.setSpecialValueText(_(number.nothing_source) if number.nothing_source else "")
