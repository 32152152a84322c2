"""What a printer must be corrected by, as a person measures it on the calibration page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from app.foundation.settings import Calibration
from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import TranslatedLabel
from ui.widgets.translated import Translated

_MOST_SHIFT, _RULER, _MOST_STRETCH = 20.0, 100.0, 10.0
_SHIFTS = (N_("To the right, mm"), N_("Down, mm"))
_RULERS = (N_("Ruler across, mm"), N_("Ruler down, mm"))


class CalibrationField(Translated, QWidget):
    """How far what is printed is to be moved, and how long the two rulers of 100 mm are that came out."""

    edited = Signal()
    page_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shifts = tuple(self._number(0, _MOST_SHIFT) for _way in _SHIFTS)
        self.rulers = tuple(self._number(_RULER, _MOST_STRETCH) for _way in _RULERS)
        self.page = Button(N_("Calibration page"), icon="file-text")
        self.page.clicked.connect(self.page_requested)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE.xs)
        for column, (shift, ruler) in enumerate(zip(self.shifts, self.rulers, strict=True)):
            grid.addWidget(TranslatedLabel(_SHIFTS[column], "muted"), 0, column)
            grid.addWidget(shift, 1, column)
            grid.addWidget(TranslatedLabel(_RULERS[column], "muted"), 2, column)
            grid.addWidget(ruler, 3, column)
        grid.addWidget(self.page, 4, 0, 1, len(_SHIFTS))
        self.setFocusProxy(self.shifts[0])
        self.retranslate()

    @property
    def calibration(self) -> Calibration:
        """What was entered."""
        (right, down), (across, along) = (tuple(box.value() for box in boxes) for boxes in (self.shifts, self.rulers))
        return Calibration(right, down, _RULER / across, _RULER / along)

    def show_calibration(self, calibration: Calibration) -> None:
        """Show what is known of a printer."""
        values = (calibration.dx, calibration.dy, _RULER / calibration.sx, _RULER / calibration.sy)
        for box, value in zip((*self.shifts, *self.rulers), values, strict=True):
            box.setValue(value)

    def retranslate(self) -> None:
        for box, name in zip((*self.shifts, *self.rulers), (*_SHIFTS, *_RULERS), strict=True):
            box.setAccessibleName(_(name))

    def _number(self, usual: float, most: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox(minimum=usual - most, maximum=usual + most, value=usual, singleStep=0.1, decimals=2)
        box.valueChanged.connect(self.edited)
        return box
