"""A place to sign on: by pen, by finger or by mouse.

A pen is heard itself, because it knows its place more exactly than a dot; of fingers Qt makes a mouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.foundation.translation import N_, _
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SIZE, SPACE, TYPE
from ui.widgets.painting import paint_text, smooth
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

_WIDTH, _HEIGHT = 432, 168
_INK_WIDTH = 2.2
_PICTURE_SCALE = 3
_INK, _PAPER = QColor("#101828"), QColor("#FFFFFF")
"""On paper as in the dark theme: a signature is black on white."""
_LEAST_LENGTH = 24
"""So long must all strokes be together: a slip of the finger is no signature."""

Stroke = list[QPointF]


class SignaturePad(Translated, QWidget):
    """A field of a form; its value are the strokes as text, so that a half-drawn one is kept like any other entry."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[Stroke] = []
        self._is_drawing = False
        self.again = ToolButton("undo-2", N_("Sign again"))
        self.again.setParent(self)
        self.again.move(_WIDTH - SIZE.control - SPACE.xs, SPACE.xs)
        self.again.clicked.connect(self.clear)
        self.again.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def value(self) -> str:
        if sum(_length(stroke) for stroke in self._strokes) < _LEAST_LENGTH:
            return ""
        return ";".join(" ".join(f"{point.x():.1f},{point.y():.1f}" for point in stroke) for stroke in self._strokes)

    def set_value(self, value: str) -> None:
        self._strokes = [list(_points(stroke)) for stroke in value.split(";") if stroke]
        self._tell()

    def clear(self) -> None:
        """Let it be signed anew."""
        self.set_value("")

    def png(self) -> bytes:
        """The signature, black on white, in three times the size of the pad."""
        picture = QImage(self.sizeHint() * _PICTURE_SCALE, QImage.Format.Format_Grayscale8)
        picture.fill(_PAPER)
        painter = smooth(QPainter(picture))
        painter.scale(_PICTURE_SCALE, _PICTURE_SCALE)
        self._draw(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the format as bytes
        return bytes(buffer.data().data())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Signature"))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position())
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border_strong"), 1))
        painter.setBrush(_PAPER)
        painter.drawRoundedRect(area, RADIUS.control, RADIUS.control)
        base = area.bottom() - SPACE.xxl
        painter.setPen(QPen(QColor("#98A2B3"), 1))
        painter.drawLine(QPointF(area.left() + SPACE.lg, base), QPointF(area.right() - SPACE.lg, base))
        if not self._strokes:
            below = QRectF(area.left() + SPACE.lg, base, area.width(), SPACE.xxl)
            paint_text(painter, below, _("Sign here with pen, finger or mouse"), "text_faint", size=TYPE.caption)
        self._draw(painter)

    def _begin(self, at: QPointF) -> None:
        self._is_drawing = True
        self._strokes.append([self._inside(at)])

    def _go_on(self, at: QPointF) -> None:
        if self._is_drawing:
            self._strokes[-1].append(self._inside(at))
            self.update()

    def _end(self) -> None:
        if self._is_drawing:
            self._is_drawing = False
            self._tell()

    def _tell(self) -> None:
        self.again.setVisible(bool(self._strokes))
        self.update()
        self.edited.emit()

    def _inside(self, at: QPointF) -> QPointF:
        """Whoever draws over the edge draws along it."""
        return QPointF(min(max(at.x(), 1), _WIDTH - 1), min(max(at.y(), 1), _HEIGHT - 1))

    def _draw(self, painter: QPainter) -> None:
        pen = QPen(_INK, _INK_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(stroke[0])
            for point in stroke[1:]:
                path.lineTo(point)
            if len(stroke) == 1:
                path.lineTo(stroke[0] + QPointF(0.1, 0))
            painter.drawPath(path)


def _points(stroke: str) -> Iterator[QPointF]:
    for pair in stroke.split():
        x, _comma, y = pair.partition(",")
        yield QPointF(float(x), float(y))


def _length(stroke: Stroke) -> float:
    return sum((after - before).manhattanLength() for before, after in pairwise(stroke))
