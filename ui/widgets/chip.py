"""A chip: icon, words and colour that say how things stand."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.tokens import SIZE
from ui.widgets.painting import ChipText, chip_width, paint_chip, smooth


class Chip(QWidget):
    """Shows one `ChipText`."""

    def __init__(self, chip: ChipText) -> None:
        super().__init__()
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(chip.text)

    def set_chip(self, chip: ChipText) -> None:
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(chip_width(self._chip)), SIZE.chip + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(smooth(QPainter(self)), 0, self.height() / 2, self._chip)
