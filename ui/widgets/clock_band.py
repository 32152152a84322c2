"""The time of a clock as a band: counted time full, standing time hatched, time outside of hours as a thin line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import theme
from ui.widgets.painting import smooth
from ui.widgets.tones import Tone

_HEIGHT = 14
_THIN = 3


class BandKind(Enum):
    """How a part of a band is drawn."""

    FULL = auto()
    HATCHED = auto()
    THIN = auto()


@dataclass(frozen=True, slots=True)
class BandPart:
    """A part of a band, from `begins` to `ends` on any scale."""

    kind: BandKind
    begins: float
    ends: float


class ClockBand(QWidget):
    """Paints the parts to scale; whoever owns it says the same in words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HEIGHT)
        self._parts: tuple[BandPart, ...] = ()
        self._tone = Tone.OK

    def set_parts(self, parts: tuple[BandPart, ...], tone: Tone) -> None:
        """Show `parts` in place of what was shown."""
        self._parts, self._tone = parts, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._parts:
            return
        painter = smooth(QPainter(self))
        painter.setPen(Qt.PenStyle.NoPen)
        first, whole = self._parts[0].begins, self._parts[-1].ends - self._parts[0].begins
        for part in self._parts:
            left = (part.begins - first) / whole * self.width() if whole else 0.0
            width = (part.ends - part.begins) / whole * self.width() if whole else float(self.width())
            self._paint_part(painter, part.kind, QRectF(left, 0, max(width, 1.0), self.height()))

    def _paint_part(self, painter: QPainter, kind: BandKind, area: QRectF) -> None:
        match kind:
            case BandKind.FULL:
                painter.fillRect(area, theme.color(self._tone.look.strong))
            case BandKind.HATCHED:
                painter.fillRect(area, theme.color("surface_sunken"))
                painter.fillRect(area, QBrush(theme.color("text_muted"), Qt.BrushStyle.BDiagPattern))
            case BandKind.THIN:
                middle = area.center().y()
                painter.fillRect(QRectF(area.left(), middle - _THIN / 2, area.width(), _THIN), theme.color("border"))
