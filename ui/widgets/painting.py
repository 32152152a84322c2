"""One way to paint each small thing, shared by widgets and by the delegates of lists.

Lengths are device-independent pixels. Painters come with antialiasing on (`smooth`).
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption

from ui.theme.fonts import Weight, font, metrics
from ui.theme.icons import icon_pixmap
from ui.theme.theme import theme
from ui.theme.tokens import AVATAR_COLORS, ON_AVATAR, RADIUS, SIZE, TYPE, ColorName
from ui.widgets.tones import Tone

ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
CENTERED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine

_CHIP_PADDING = 8
_CHIP_ICON = 14
_CHIP_ICON_GAP = 4
_BADGE_HEIGHT = 16
_MOST_ON_A_BADGE = 99
_BAR_COUNT = 4
_BAR_COLORS: tuple[ColorName, ...] = ("bad", "warn", "accent", "idle")
_SHADOW_DEPTH = 24


@dataclass(frozen=True, slots=True)
class ChipText:
    """What a chip says: ready words, and a tone that brings colour and icon; `icon` replaces the tone's own."""

    text: str
    tone: Tone
    icon: str = ""


def smooth(painter: QPainter) -> QPainter:
    """`painter`, with antialiasing on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def paint_text(
    painter: QPainter,
    area: QRectF,
    text: str,
    color: ColorName,
    *,
    size: int = TYPE.body,
    weight: Weight = 400,
    tabular: bool = False,
) -> None:
    """Write `text` on one line in the middle of `area`, cut with … where it is too long."""
    painter.setFont(font(size, weight, tabular=tabular))
    painter.setPen(theme.color(color))
    width = metrics(size, weight, tabular=tabular)
    if width.horizontalAdvance(text) > area.width():
        text = width.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, ONE_LINE, text)


def lay_out_text(text: str, width: float, *, size: int, weight: Weight = 400, tabular: bool = False) -> QTextLayout:
    """`text` on as many lines as `width` asks for, broken inside a word only where one is longer than a line."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font(size, weight, tabular=tabular))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def paint_icon(painter: QPainter, name: str, color: ColorName, left: float, middle: float, size: int) -> None:
    """Draw icon `name` with its left edge at `left` and its middle at `middle`, on whole pixels of the device."""
    ratio = painter.device().devicePixelRatio()
    corner = QPointF(round(left * ratio) / ratio, round((middle - size / 2) * ratio) / ratio)
    painter.drawPixmap(corner, icon_pixmap(name, color, size, ratio))


def paint_round(painter: QPainter, area: QRectF, color: ColorName, radius: float) -> None:
    """Fill `area` with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    painter.drawRoundedRect(area, radius, radius)


def paint_focus_ring(painter: QPainter, area: QRectF, radius: float = RADIUS.control) -> None:
    """Show where the keyboard is, just inside `area`."""
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius)


def chip_width(chip: ChipText) -> float:
    """How wide `paint_chip` paints `chip`."""
    words = metrics(TYPE.caption, 600, tabular=True).horizontalAdvance(chip.text)
    return 2 * _CHIP_PADDING + _CHIP_ICON + _CHIP_ICON_GAP + words


def paint_chip(painter: QPainter, left: float, middle: float, chip: ChipText) -> None:
    """Paint icon and words on a round ground, from `left`, with its middle at `middle`."""
    look = chip.tone.look
    area = QRectF(left, middle - SIZE.chip / 2, chip_width(chip), SIZE.chip)
    paint_round(painter, area, look.fill, SIZE.chip / 2)
    paint_icon(painter, chip.icon or look.icon, look.text, left + _CHIP_PADDING - 1, middle, _CHIP_ICON)
    words = area.adjusted(_CHIP_PADDING + _CHIP_ICON + _CHIP_ICON_GAP, 0, 0, 0)
    paint_text(painter, words, chip.text, look.text, size=TYPE.caption, weight=600, tabular=True)


def paint_dot(painter: QPainter, left: float, middle: float, color: ColorName) -> None:
    """Paint the small dot that goes before the words of a state."""
    paint_round(painter, QRectF(left, middle - 4, 8, 8), color, 4)


@functools.lru_cache(maxsize=1024)
def initials(name: str) -> str:
    """The last two characters of a Chinese name, the first letters of the first and last word of any other."""
    chinese = [letter for letter in name if unicodedata.category(letter) == "Lo"]
    if chinese:
        return "".join(chinese[-2:])
    words = name.split()
    return "".join(word[0] for word in words[:: max(1, len(words) - 1)][:2]).upper()


def paint_avatar(painter: QPainter, area: QRectF, name: str) -> None:
    """Paint the round sign of the person called `name`; an empty name is nobody yet."""
    if not name:
        painter.setPen(QPen(theme.color("border_strong"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area.adjusted(1, 1, -1, -1))
        size = round(area.height() * 0.5)
        paint_icon(painter, "user", "text_faint", area.center().x() - size / 2, area.center().y(), size)
        return
    letters = initials(name)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(AVATAR_COLORS[sum(map(ord, name)) % len(AVATAR_COLORS)]))
    painter.drawEllipse(area)
    # At 700 Qt thickens by itself what the bold Chinese file lacks (王喆), at 600 it would not.
    chosen = font(round(area.height() * 0.42), 600) if letters.isascii() else font(round(area.height() * 0.38), 700)
    painter.setFont(chosen)
    painter.setPen(QColor(ON_AVATAR))
    painter.drawText(area, CENTERED, letters)


def paint_priority_bars(painter: QPainter, left: float, middle: float, level: int) -> None:
    """Paint four growing bars, 20 pixels wide; all are full at `level` 1 (most urgent), one at level 4."""
    level = min(max(level, 1), _BAR_COUNT)
    for place in range(_BAR_COUNT):
        height = 5 + place * 3.4
        color = _BAR_COLORS[level - 1] if place < _BAR_COUNT + 1 - level else "border"
        paint_round(painter, QRectF(left + place * 5.5, middle + 7 - height, 4, height), color, 1)


def badge_text(count: int) -> str:
    """`count`, or "99+"."""
    return str(count) if count <= _MOST_ON_A_BADGE else f"{_MOST_ON_A_BADGE}+"


def badge_width(count: int) -> float:
    """How wide `paint_badge` paints `count`."""
    return max(float(_BADGE_HEIGHT), metrics(TYPE.tiny - 1, 700).horizontalAdvance(badge_text(count)) + 8)


def paint_badge(painter: QPainter, left: float, top: float, count: int, ground: ColorName = "surface") -> None:
    """Paint a count of things that wait for somebody, set apart from what it lies on by a rim of `ground`."""
    area = QRectF(left, top, badge_width(count), _BADGE_HEIGHT)
    painter.setPen(QPen(theme.color(ground), 2))
    painter.setBrush(theme.color("bad"))
    painter.drawRoundedRect(area, _BADGE_HEIGHT / 2, _BADGE_HEIGHT / 2)
    painter.setFont(font(TYPE.tiny - 1, 700))
    painter.setPen(theme.color("on_bad"))
    painter.drawText(area, CENTERED, badge_text(count))


def paint_shadow(painter: QPainter, area: QRectF, radius: float) -> None:
    """Paint a soft shadow around `area`; it reaches some 24 pixels beyond it."""
    painter.setPen(Qt.PenStyle.NoPen)
    color = QColor(theme.color("shadow"))
    for spread in range(_SHADOW_DEPTH, 0, -2):
        color.setAlphaF(0.012 if not theme.dark else 0.035)
        painter.setBrush(color)
        grown = area.adjusted(-spread, -spread + 8, spread, spread + 8)
        painter.drawRoundedRect(grown, radius + spread, radius + spread)


def paint_key_cap(painter: QPainter, right: float, middle: float, keys: str) -> float:
    """Paint the keys of a shortcut, ending at `right`; the answer is how wide that is."""
    width = metrics(TYPE.tiny, 500).horizontalAdvance(keys) + 12
    area = QRectF(right - width, middle - 10, width, 20)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    paint_text(painter, area.adjusted(6, 0, 0, 0), keys, "text_muted", size=TYPE.tiny, weight=500)
    return width
