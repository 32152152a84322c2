"""One choice of a few ways to narrow a list, each with the count of what it leaves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.foundation.translation import _
from ui.theme.fonts import metrics
from ui.theme.tokens import RADIUS, TYPE, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import paint_focus_ring, paint_round, paint_text, smooth
from ui.widgets.translated import Translated

_HEIGHT = 30
_PADDING = 12
_GAP = 6


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One way to narrow the list; `text_source` is marked with `N_`."""

    key: str
    text_source: str


class FilterBar(QWidget):
    """Shows the choices side by side. The arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, choices: tuple[FilterChoice, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _FilterButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for choice in choices:
            button = _FilterButton(choice)
            self._buttons[choice.key] = button
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonToggled.connect(self._button_toggled)
        self.choose(choices[0].key)

    @property
    def choice(self) -> str:
        """The key of the choice that stands."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Let the choice called `key` stand, as a click would."""
        self._buttons[key].setChecked(True)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much each choice leaves; a choice that is not named shows no count."""
        for key, button in self._buttons.items():
            button.set_count(counts.get(key))

    def _button_toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked and isinstance(button, _FilterButton):
            self.chosen.emit(button.key)


class _FilterButton(Translated, KeyboardButton):
    def __init__(self, choice: FilterChoice) -> None:
        super().__init__()
        self.key = choice.key
        self._text_source = choice.text_source
        self._count: int | None = None
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(self._text_source))
        self.setAccessibleName(f"{self.text()} {self._count_text}".rstrip())
        self.updateGeometry()
        self.update()

    @property
    def _count_text(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(2 * _PADDING + self._text_width() + self._count_width()), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _text_width(self) -> float:
        return metrics(TYPE.body, 600).horizontalAdvance(self.text()) + 1

    def _count_width(self) -> float:
        if not self._count_text:
            return 0
        return _GAP + metrics(TYPE.body, 500, tabular=True).horizontalAdvance(self._count_text) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        checked = self.isChecked()
        if checked or self.underMouse():
            paint_round(painter, area, "accent_soft" if checked else "hover", RADIUS.control)
        text_color: ColorName = "accent_text" if checked else "text_muted"
        words = area.adjusted(_PADDING, 0, 0, 0)
        words.setWidth(self._text_width())
        paint_text(painter, words, self.text(), text_color, weight=600 if checked else 500)
        number = area.adjusted(_PADDING + self._text_width() + _GAP, 0, 0, 0)
        paint_text(painter, number, self._count_text, text_color, weight=500, tabular=True)
        if self.shows_focus:
            paint_focus_ring(painter, area)
