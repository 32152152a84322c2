"""Photographs of a window, off-screen: every page in every language and theme, each when nothing moves any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.foundation.translation import LANGUAGES
from ui.application import Application

_WIDTH, _HEIGHT = 1440, 900
_LOOKING_MILLISECONDS = 80
_QUIET_LOOKS = 6
"""So many equal looks after another mean that everything has been read and painted."""
_MOST_LOOKS = 250


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen: a page, and the record that is shown on it, if any."""

    page: str
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene in a language and a theme."""

    scene: Scene
    language: str
    dark: bool

    def file_name(self, whose: str) -> str:
        """What the picture is called."""
        return f"{whose}_{self.scene.page}_{self.language}_{'dark' if self.dark else 'light'}.png"


class Photographer(QObject):
    """Shows one scene after the other in an application's window and keeps a picture of each.

    `finished` comes at the end, or when a picture does not come to rest; what went wrong on the way, the window's own
    errors included, is in `mishaps`.
    """

    finished = Signal()

    def __init__(self, application: Application, folder: Path, whose: str, scenes: Iterable[Scene]) -> None:
        super().__init__()
        self.mishaps: list[str] = []
        self.pictures: list[Path] = []
        self._application = application
        self._folder = folder
        self._whose = whose
        looks = product(LANGUAGES, (False, True))
        self._shots = [Shot(scene, language, dark) for language, dark in looks for scene in scenes]
        self._last = QImage()
        self._quiet = self._looks = 0
        self._timer = QTimer(self, interval=_LOOKING_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        application.work.failed.connect(self._failed)

    def begin(self) -> None:
        """Show the window, and the first scene."""
        self._application.window.resize(_WIDTH, _HEIGHT)
        self._application.show()
        self._show_next()
        self._timer.start()

    def _show_next(self) -> None:
        if not self._shots:
            self._timer.stop()
            self.finished.emit()
            return
        shot, self._quiet, self._looks = self._shots[0], 0, 0
        self._application.speak(shot.language)
        self._application.wear(shot.dark)
        if shot.scene.record_id:
            self._application.pages.show_record(shot.scene.page, shot.scene.record_id)
        elif shot.scene.page in self._application.pages.factories:
            self._application.window.show_page(shot.scene.page)

    def _look(self) -> None:
        seen = self._application.window.grab().toImage()
        self._quiet = self._quiet + 1 if seen == self._last else 0
        self._last = seen
        self._looks += 1
        if self._quiet >= _QUIET_LOOKS:
            self._keep(seen)
        elif self._looks > _MOST_LOOKS:
            self.mishaps.append(f"{self._shots[0].file_name(self._whose)} never came to rest")
            self._shots.clear()
            self._show_next()

    def _keep(self, picture: QImage) -> None:
        path = self._folder / self._shots.pop(0).file_name(self._whose)
        picture.save(str(path))
        self.pictures.append(path)
        self._show_next()

    def _failed(self, error: Exception) -> None:
        self.mishaps.append(str(error))
