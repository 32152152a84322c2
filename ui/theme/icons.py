"""Lucide icons, tinted and drawn when they are first needed, sharp at every screen scale."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.theme import theme
from ui.theme.tokens import SIZE, ColorName

ICON_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
STROKE = 1.75
"""Width of the lines on Lucide's 24 × 24 grid: a little lighter than its own 2, to sit beside 13 px type."""
SMALL_STROKE = 2.25
"""The same for icons up to 14 px, which would fade otherwise."""
SMALL_SIZE = 14


def icon_pixmap(name: str, color: ColorName, size: int, ratio: float) -> QPixmap:
    """Icon `name` in the theme's `color`: `size` logical pixels on a screen of `ratio` device pixels each."""
    return _pixmap(name, theme.color(color).name(), size, ratio)


def icon(name: str, color: ColorName, size: int = SIZE.icon) -> QIcon:
    """The same as a QIcon, for Qt's own buttons and menus; make it anew when the theme has changed."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    made = QIcon(icon_pixmap(name, color, size, ratio))
    made.addPixmap(icon_pixmap(name, "text_faint", size, ratio), QIcon.Mode.Disabled)
    return made


@functools.lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    stroke = SMALL_STROKE if size <= SMALL_SIZE else STROKE
    picture = _source(name).replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(picture.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@functools.cache
def _source(name: str) -> str:
    return (ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
