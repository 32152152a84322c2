from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.hands import NO_MODIFIER, click
from ui.widgets.signature_pad import SignaturePad

LEFT = Qt.MouseButton.LeftButton
STROKE = (QPoint(40, 120), QPoint(90, 40), QPoint(140, 120), QPoint(220, 60))


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    with qtbot.waitExposed(pad):
        pad.show()
    return pad


def draw(pad: SignaturePad, *points: QPoint) -> None:
    """Draw a stroke with the mouse."""
    QTest.mousePress(pad, LEFT, NO_MODIFIER, points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, LEFT, NO_MODIFIER, points[-1])


def draw_with_finger(pad: SignaturePad, *points: QPoint) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, points[0], pad).commit()
    for point in points[1:]:
        QTest.touchEvent(pad, finger).move(0, point, pad).commit()
    QTest.touchEvent(pad, finger).release(0, points[-1], pad).commit()


def draw_with_pen(pad: SignaturePad, *points: QPoint) -> None:
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(points) - 1), QEvent.Type.TabletRelease]
    for kind, point in zip(kinds, (*points, points[-1]), strict=True):
        at = QPointF(point) + QPointF(0.4, 0.4)
        pen = QPointingDevice.primaryPointingDevice()
        event = QTabletEvent(kind, pen, at, at, 0.6, 0, 0, 0, 0, 0, NO_MODIFIER, LEFT, LEFT)
        QApplication.sendEvent(pad, event)


def dark_dots(pad: SignaturePad) -> int:
    with Image.open(io.BytesIO(pad.png())) as picture:
        assert picture.size == (pad.width() * 3, pad.height() * 3)
        return sum(picture.convert("L").histogram()[:100])


@pytest.mark.parametrize("drawing", [draw, draw_with_finger, draw_with_pen])
def test_it_is_signed_with_mouse_finger_or_pen(qtbot: QtBot, pad: SignaturePad, drawing: object) -> None:
    assert dark_dots(pad) == 0
    with qtbot.waitSignal(pad.edited):
        drawing(pad, *STROKE)  # type: ignore[operator]  # one of the three above
    assert len(pad.value().split()) >= len(STROKE)
    assert dark_dots(pad) > 1000


def test_a_slip_of_the_finger_is_no_signature(pad: SignaturePad) -> None:
    draw(pad, QPoint(50, 50), QPoint(55, 52))
    assert pad.value() == ""


def test_it_is_signed_anew(pad: SignaturePad) -> None:
    draw(pad, *STROKE)
    click(pad.again)
    assert pad.value() == ""
    assert not pad.again.isVisible()
    assert dark_dots(pad) == 0


def test_what_was_drawn_is_kept_like_any_entry(pad: SignaturePad, qtbot: QtBot) -> None:
    draw(pad, *STROKE)
    draw(pad, QPoint(300, 30), QPoint(300, 130))
    other = SignaturePad()
    qtbot.addWidget(other)
    other.set_value(pad.value())
    assert other.value() == pad.value()
    assert other.png() == pad.png()


def test_who_draws_over_the_edge_stays_on_the_pad(pad: SignaturePad) -> None:
    draw(pad, QPoint(20, 20), QPoint(-400, 5000))
    assert pad.value().split()[-1] == f"1.0,{pad.height() - 1:.1f}"
