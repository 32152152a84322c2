"""The cameras of this computer; Qt's part for them is loaded when one is first wanted."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt, QTimer, Signal

from app.foundation.translation import N_

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QCameraDevice

_WIDEST = 1280
"""Pixels of a line; more of them cost time and read nothing more."""
_PATIENCE_MILLISECONDS = 6_000
"""How long a camera may take to its first frame."""


class CameraTrouble(Enum):
    """Why nothing is seen."""

    NOT_INSTALLED = auto()
    NONE_THERE = auto()
    REFUSED = auto()
    TAKEN = auto()
    GONE = auto()


TROUBLE_SENTENCES = {
    CameraTrouble.NOT_INSTALLED: N_(
        "The part of Qt for cameras cannot be loaded here. On Linux install the system's package libpulse0; "
        "elsewhere install PySide6-Addons."
    ),
    CameraTrouble.NONE_THERE: N_("No camera is connected to this computer. Connect one: it is found by itself."),
    CameraTrouble.REFUSED: N_(
        "This computer does not let Paigong use the camera. Allow it in the system's settings under privacy, then "
        "open this again."
    ),
    CameraTrouble.TAKEN: N_(
        "The camera gives no picture. Another program may be using it: close that, or choose another."
    ),
    CameraTrouble.GONE: N_("The camera was unplugged. Connect it again, or choose another one."),
}


class CameraSource(QObject):
    """Frames of one camera at a time; one that is unplugged is taken up again when it is back."""

    framed = Signal(object)
    """With a ``QVideoFrame``; whoever is busy lets it pass."""
    failed = Signal(object)
    """With the `CameraTrouble`."""
    cameras_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """:raises ImportError: where Qt's part for cameras, or a library of the system that it needs, is missing"""
        super().__init__(parent)
        from PySide6.QtMultimedia import QMediaCaptureSession, QMediaDevices, QVideoSink

        self._devices = QMediaDevices(self)
        self._session, self._sink = QMediaCaptureSession(self), QVideoSink(self)
        self._session.setVideoSink(self._sink)
        self._camera: QCamera | None = None
        self._wanted = ""
        self._waiting = QTimer(self, singleShot=True, interval=_PATIENCE_MILLISECONDS)
        self._waiting.timeout.connect(self._waited)
        self._sink.videoFrameChanged.connect(self._framed)
        self._devices.videoInputsChanged.connect(self._inputs_changed)

    def cameras(self) -> tuple[tuple[str, str], ...]:
        """The cameras that are connected, each by its id and name; the usual one first."""
        from PySide6.QtMultimedia import QMediaDevices

        usual = QMediaDevices.defaultVideoInput()
        inputs = sorted(QMediaDevices.videoInputs(), key=lambda each: each != usual)
        return tuple((_id(each), each.description()) for each in inputs)

    def start(self, camera_id: str) -> None:
        """Let this camera be seen, or the usual one where it is not there; ask the person first where one must."""
        self._wanted = camera_id
        permission = QCameraPermission()
        status = QCoreApplication.instance().checkPermission(permission)  # type: ignore[union-attr]
        if status is Qt.PermissionStatus.Undetermined:
            QCoreApplication.instance().requestPermission(permission, self, self._permission_told)  # type: ignore[union-attr]
        else:
            self._permitted(is_granted=status is Qt.PermissionStatus.Granted)

    def stop(self) -> None:
        """Give the camera back."""
        self._waiting.stop()
        if self._camera is not None:
            self._camera.stop()
            self._session.setCamera(None)  # type: ignore[arg-type]  # its stub forgets that there may be none
            self._camera.deleteLater()
            self._camera = None

    @property
    def has_torch(self) -> bool:
        """Whether the camera that is seen has a lamp."""
        from PySide6.QtMultimedia import QCamera

        return self._camera is not None and self._camera.isTorchModeSupported(QCamera.TorchMode.TorchOn)

    def set_torch(self, *, lit: bool) -> None:
        """Light the lamp, or put it out."""
        from PySide6.QtMultimedia import QCamera

        if self._camera is not None:
            self._camera.setTorchMode(QCamera.TorchMode.TorchOn if lit else QCamera.TorchMode.TorchOff)

    def _permission_told(self, permission: Any) -> None:
        self._permitted(is_granted=permission.status() is Qt.PermissionStatus.Granted)

    def _permitted(self, *, is_granted: bool) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaDevices

        self.stop()
        if not is_granted:
            self.failed.emit(CameraTrouble.REFUSED)
            return
        inputs = {_id(each): each for each in QMediaDevices.videoInputs()}
        if not inputs:
            self.failed.emit(CameraTrouble.NONE_THERE)
            return
        device = inputs.get(self._wanted, QMediaDevices.defaultVideoInput())
        self._camera = QCamera(device, self)
        _choose_format(self._camera, device)
        self._camera.errorOccurred.connect(self._error_occurred)
        self._session.setCamera(self._camera)
        self._waiting.start()
        self._camera.start()

    def _framed(self, frame: object) -> None:
        self._waiting.stop()
        self.framed.emit(frame)

    def _waited(self) -> None:
        self.failed.emit(CameraTrouble.TAKEN)

    def _error_occurred(self, _error: object, _words: str) -> None:
        self._waiting.stop()
        self.failed.emit(CameraTrouble.TAKEN if self._is_there() else CameraTrouble.GONE)

    def _is_there(self) -> bool:
        shown = _id(self._camera.cameraDevice()) if self._camera is not None else self._wanted
        return any(shown == camera_id for camera_id, _name in self.cameras())

    def _inputs_changed(self) -> None:
        self.cameras_changed.emit()
        if self._camera is not None and not self._is_there():
            self.stop()
            self.failed.emit(CameraTrouble.GONE)
        elif self._camera is None and self.cameras():
            self.start(self._wanted)


def _id(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _choose_format(camera: QCamera, device: QCameraDevice) -> None:
    """The widest picture that is not too wide; what the camera offers by itself where all are."""
    fitting = [each for each in device.videoFormats() if each.resolution().width() <= _WIDEST]
    if fitting:
        camera.setCameraFormat(max(fitting, key=lambda each: (each.resolution().width(), each.maxFrameRate())))
