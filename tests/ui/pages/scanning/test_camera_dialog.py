"""Scanning with the camera: a code in sight is told, several are asked about, and without a camera one can go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL.Image import Image
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.foundation.errors import Trouble
from app.labels import seeing
from tests.app.labels.frames import LABEL, barcode, frame_of, label_picture
from tests.ui.hands import click, press, type_latin
from tests.workspaces import Workspace
from ui.pages.scanning.camera_dialog import CameraDialog
from ui.pages.scanning.camera_source import TROUBLE_SENTENCES, CameraTrouble
from ui.work.work import Work


class Frame:
    """What Qt calls a frame, of a picture."""

    def __init__(self, picture: Image) -> None:
        self._picture = picture.convert("RGBA")

    def toImage(self) -> QImage:
        width, height = self._picture.size
        return QImage(self._picture.tobytes("raw", "BGRA"), width, height, QImage.Format.Format_RGB32).copy()


class NoFrame:
    """What Qt makes of a frame that it cannot read."""

    def toImage(self) -> QImage:
        return QImage()


class FakeSource(QObject):
    """A camera before which a test holds something."""

    framed, failed, cameras_changed = Signal(object), Signal(object), Signal()
    has_torch = True

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.started: list[str] = []
        self.is_stopped = self.is_lit = False

    def cameras(self) -> tuple[tuple[str, str], ...]:
        return ("front", "Front camera"), ("back", "Back camera")

    def start(self, camera_id: str) -> None:
        self.started.append(camera_id)

    def stop(self) -> None:
        self.is_stopped = True

    def set_torch(self, *, lit: bool) -> None:
        self.is_lit = lit


class Held:
    """A dialog, and what is held before its camera until something is told."""

    def __init__(self, qtbot: QtBot, dialog: CameraDialog) -> None:
        self._qtbot, self.dialog = qtbot, dialog
        self.told: list[str] = []
        dialog.scanned.connect(self.told.append)
        dialog.open()
        qtbot.waitUntil(lambda: dialog._source is not None)
        self.source = dialog._source
        assert isinstance(self.source, FakeSource)

    def hold(self, picture: Image, *, until: Callable[[], bool]) -> None:
        def seen() -> bool:
            assert isinstance(self.source, FakeSource)
            if not until():
                self.source.framed.emit(Frame(picture))
            return until()

        self._qtbot.waitUntil(seen, timeout=20_000)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def open_dialog(work: Work, window: QWidget, **options: object) -> CameraDialog:
    return CameraDialog(work, window, **{"make_source": FakeSource, **options})  # type: ignore[arg-type]


def test_a_code_is_told_and_of_several_the_one_that_is_chosen(qtbot: QtBot, work: Work, window: QWidget) -> None:
    held = Held(qtbot, open_dialog(work, window, lasting=True))
    dialog, source, told = held.dialog, held.source, held.told
    assert isinstance(source, FakeSource)
    held.hold(frame_of(label_picture()), until=lambda: told == [LABEL])
    assert dialog.torch.isVisible()
    click(dialog.torch)
    assert source.is_lit
    two = frame_of(barcode("S/N:PF2ABCDE", "Code128"), barcode("4006381333931", "EAN13"))
    held.hold(two, until=dialog.choices.isVisible)
    assert told == [LABEL]
    dialog.choices.row_opened.emit("S/N:PF2ABCDE")
    assert told == [LABEL, "S/N:PF2ABCDE"]
    type_latin(dialog.field, "KJC-PRN-0001")
    press(dialog.field, Qt.Key.Key_Return)
    assert told[2:] == ["KJC-PRN-0001"]
    dialog.close()
    assert source.is_stopped


def _broken(*_frame: object) -> tuple[str, ...]:
    raise Trouble("picture_unreadable", file="frame")


def test_a_frame_that_cannot_be_read_or_shown_ends_nothing(
    qtbot: QtBot, work: Work, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(qtbot, open_dialog(work, window))
    assert isinstance(held.source, FakeSource)
    held.source.framed.emit(NoFrame())
    with monkeypatch.context() as breaking:
        breaking.setattr(seeing, "codes_in_frame", _broken)
        held.hold(frame_of(label_picture()), until=held.dialog.banner.isVisible)
    held.hold(frame_of(label_picture()), until=lambda: held.told == [LABEL])


def test_the_camera_that_was_chosen_is_taken_again_and_a_picture_is_another_way(
    qtbot: QtBot, work: Work, workspace: Workspace, window: QWidget, tmp_path: Path
) -> None:
    first = Held(qtbot, open_dialog(work, window))
    first.dialog.camera.set_value("back")
    first.dialog.camera.activated.emit(1)
    assert isinstance(first.source, FakeSource)
    assert first.source.started == ["", "back"]
    first.dialog.close()
    second = Held(qtbot, open_dialog(work, window))
    assert isinstance(second.source, FakeSource)
    assert second.source.started == ["back"]
    second.source.failed.emit(CameraTrouble.GONE)
    assert "was unplugged" in second.dialog.banner.accessibleName()
    frame_of(label_picture()).save(tmp_path / "label.png")
    second.dialog.read_picture(str(tmp_path / "label.png"))
    qtbot.waitUntil(lambda: second.told == [LABEL], timeout=20_000)
    assert second.source.is_stopped


def test_without_the_part_for_cameras_a_sentence_says_what_to_install(
    qtbot: QtBot, work: Work, window: QWidget
) -> None:
    def missing(_parent: QObject) -> FakeSource:
        raise ImportError("libpulse.so.0")

    dialog = open_dialog(work, window, make_source=missing)
    told: list[str] = []
    dialog.scanned.connect(told.append)
    dialog.open()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "libpulse0" in dialog.banner.accessibleName()
    assert not any(button.isDefault() or button.autoDefault() for button in dialog.findChildren(QPushButton))
    type_latin(dialog.field, LABEL)
    press(dialog.field, Qt.Key.Key_Return)
    assert told == [LABEL]


def test_every_trouble_has_a_sentence() -> None:
    assert set(TROUBLE_SENTENCES) == set(CameraTrouble)
