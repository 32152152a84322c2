"""Cameras that are there, are taken, are unplugged and come back; a module of ours plays Qt's part for them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QObject, QSize, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.pages.scanning.camera_source import CameraSource, CameraTrouble


def camera_format(width: int, rate: float) -> SimpleNamespace:
    return SimpleNamespace(resolution=lambda: QSize(width, width // 2), maxFrameRate=lambda: rate)


@dataclass
class Device:
    """A camera as Qt describes it."""

    name: str
    formats: list[SimpleNamespace] = field(default_factory=list)

    def id(self) -> QByteArray:
        return QByteArray(self.name.encode())

    def description(self) -> str:
        return f"{self.name} camera"

    def videoFormats(self) -> list[SimpleNamespace]:
        return self.formats


class Plugged:
    """What is plugged into the computer, and the cameras that were opened."""

    def __init__(self) -> None:
        self.devices: list[Device] = []
        self.opened: list[Any] = []


class TorchMode(Enum):
    TorchOff = 0
    TorchOn = 1


class QMediaCaptureSession(QObject):
    def setVideoSink(self, _sink: QObject) -> None: ...

    def setCamera(self, _camera: QObject | None) -> None: ...


class QVideoSink(QObject):
    videoFrameChanged = Signal(object)  # noqa: N815 - as Qt calls it


def qt_multimedia(plugged: Plugged) -> ModuleType:
    """A module with as much of ``QtMultimedia`` as is used."""

    class QMediaDevices(QObject):
        videoInputsChanged = Signal()  # noqa: N815 - as Qt calls it

        @staticmethod
        def videoInputs() -> list[Device]:
            return plugged.devices

        @staticmethod
        def defaultVideoInput() -> Device:
            return plugged.devices[-1] if plugged.devices else Device("")

    class QCamera(QObject):
        errorOccurred = Signal(object, str)  # noqa: N815 - as Qt calls it

        def __init__(self, device: Device, parent: QObject) -> None:
            super().__init__(parent)
            self.device, self.width, self.is_on, self.torch = device, 0, False, TorchMode.TorchOff
            plugged.opened.append(self)

        def cameraDevice(self) -> Device:
            return self.device

        def setCameraFormat(self, chosen: SimpleNamespace) -> None:
            self.width = chosen.resolution().width()

        def isTorchModeSupported(self, _mode: TorchMode) -> bool:
            return self.device.name == "back"

        def setTorchMode(self, mode: TorchMode) -> None:
            self.torch = mode

        def start(self) -> None:
            self.is_on = True

        def stop(self) -> None:
            self.is_on = False

    QCamera.TorchMode = TorchMode  # type: ignore[attr-defined]  # as Qt has it
    module = ModuleType("PySide6.QtMultimedia")
    for part in (QMediaDevices, QCamera, QMediaCaptureSession, QVideoSink):
        setattr(module, part.__name__, part)
    return module


class Watched:
    """A source of frames, and what it told."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self.source = CameraSource(parent)
        self.frames: list[object] = []
        self.troubles: list[CameraTrouble] = []
        self.source.framed.connect(self.frames.append)
        self.source.failed.connect(self.troubles.append)

    def replug(self) -> None:
        self.source._devices.videoInputsChanged.emit()


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Plugged:
    made = Plugged()
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", qt_multimedia(made))
    return made


@pytest.fixture
def watched(qtbot: QtBot, plugged: Plugged) -> Watched:
    parent = QWidget()
    qtbot.addWidget(parent)
    return Watched(parent)


def test_the_usual_camera_is_seen_in_the_widest_picture_that_is_not_too_wide(
    watched: Watched, plugged: Plugged
) -> None:
    formats = [camera_format(640, 30), camera_format(1280, 10), camera_format(1280, 30), camera_format(3840, 30)]
    plugged.devices = [Device("front"), Device("back", formats)]
    assert watched.source.cameras() == (("back", "back camera"), ("front", "front camera"))
    watched.source.start("one that is gone")
    [camera] = plugged.opened
    assert (camera.device.name, camera.width, camera.is_on, watched.source.has_torch) == ("back", 1280, True, True)
    watched.source.set_torch(lit=True)
    assert camera.torch.name == "TorchOn"
    watched.source._sink.videoFrameChanged.emit("frame")
    assert watched.frames == ["frame"]
    watched.source.start("front")
    assert not camera.is_on
    assert plugged.opened[1].device.name == "front"
    assert not watched.source.has_torch
    watched.source.stop()
    assert not plugged.opened[1].is_on


def test_a_camera_that_is_not_there_is_taken_up_when_it_comes(watched: Watched, plugged: Plugged) -> None:
    watched.source.start("")
    assert watched.troubles == [CameraTrouble.NONE_THERE]
    plugged.devices = [Device("front")]
    watched.replug()
    assert plugged.opened[0].is_on
    plugged.devices = []
    watched.replug()
    assert watched.troubles[1:] == [CameraTrouble.GONE]
    assert not plugged.opened[0].is_on
    plugged.devices = [Device("front")]
    watched.replug()
    assert plugged.opened[1].is_on
    watched.source.stop()


def test_a_camera_that_gives_no_picture_is_taken_by_another_program(watched: Watched, plugged: Plugged) -> None:
    plugged.devices = [Device("front")]
    watched.source.start("")
    watched.source._waiting.timeout.emit()
    plugged.opened[0].errorOccurred.emit(None, "busy")
    assert watched.troubles == [CameraTrouble.TAKEN, CameraTrouble.TAKEN]
    plugged.devices = []
    plugged.opened[0].errorOccurred.emit(None, "no such device")
    assert watched.troubles[2:] == [CameraTrouble.GONE]
    watched.source.stop()


def test_a_camera_that_may_not_be_used_is_said_to_be_refused(watched: Watched, plugged: Plugged) -> None:
    plugged.devices = [Device("front")]
    watched.source._permitted(is_granted=False)
    assert watched.troubles == [CameraTrouble.REFUSED]
    assert plugged.opened == []
