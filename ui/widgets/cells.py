"""What a cell of a short list can show; each kind knows how it is painted and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme.tokens import SIZE, SPACE, ColorName
from ui.widgets.painting import ChipText, paint_avatar, paint_chip, paint_dot, paint_round, paint_text
from ui.widgets.row_delegate import paint_two_lines
from ui.widgets.tones import Tone

_DOT_WIDTH = 16
_BAR_HEIGHT, _BAR_SHARE = 6, 0.6


class Cell(Protocol):
    """One cell, every text ready to be shown."""

    @property
    def words(self) -> str:
        """What the cell says: for screen readers, for copying, for tests."""

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint the cell into `area`."""


@dataclass(frozen=True, slots=True)
class TextCell:
    """A line of text."""

    text: str
    color: ColorName = "text"

    @property
    def words(self) -> str:
        return self.text

    def paint(self, painter: QPainter, area: QRectF) -> None:
        paint_text(painter, area, self.text, self.color, tabular=True)


@dataclass(frozen=True, slots=True)
class TwoLineCell:
    """A strong line over a quiet one; alone it stands in the middle."""

    title: str
    detail: str = ""

    @property
    def words(self) -> str:
        return f"{self.title} {self.detail}".rstrip()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        if self.detail:
            paint_two_lines(painter, area, self.title, self.detail)
        else:
            paint_text(painter, area, self.title, "text", weight=600)


@dataclass(frozen=True, slots=True)
class PersonCell:
    """The round sign of a person, and the name."""

    name: str

    @property
    def words(self) -> str:
        return self.name

    def paint(self, painter: QPainter, area: QRectF) -> None:
        circle = QRectF(area.x(), area.center().y() - SIZE.avatar / 2, SIZE.avatar, SIZE.avatar)
        paint_avatar(painter, circle, self.name)
        paint_text(painter, area.adjusted(SIZE.avatar + SPACE.sm, 0, 0, 0), self.name, "text", weight=500)


@dataclass(frozen=True, slots=True)
class StateCell:
    """The dot of a state, and its name."""

    text: str
    color: ColorName

    @property
    def words(self) -> str:
        return self.text

    def paint(self, painter: QPainter, area: QRectF) -> None:
        paint_dot(painter, area.x(), area.center().y(), self.color)
        paint_text(painter, area.adjusted(_DOT_WIDTH, 0, 0, 0), self.text, "text")


@dataclass(frozen=True, slots=True)
class ChipCell:
    """A chip."""

    chip: ChipText

    @property
    def words(self) -> str:
        return self.chip.text

    def paint(self, painter: QPainter, area: QRectF) -> None:
        paint_chip(painter, area.x() - 2, area.center().y(), self.chip)


@dataclass(frozen=True, slots=True)
class BarCell:
    """How much of something is used up (0 to 1, cut there), and the same in words beside the bar."""

    share: float
    tone: Tone
    text: str

    @property
    def words(self) -> str:
        return self.text

    def paint(self, painter: QPainter, area: QRectF) -> None:
        width = area.width() * _BAR_SHARE
        bar = QRectF(area.x(), area.center().y() - _BAR_HEIGHT / 2, width, _BAR_HEIGHT)
        paint_round(painter, bar, "border", _BAR_HEIGHT / 2)
        if self.share > 0:
            bar.setWidth(max(_BAR_HEIGHT, width * min(self.share, 1.0)))
            paint_round(painter, bar, self.tone.look.strong, _BAR_HEIGHT / 2)
        paint_text(painter, area.adjusted(width + SPACE.sm, 0, 0, 0), self.text, "text", tabular=True)
