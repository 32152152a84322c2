"""Photographs of a window, off-screen: every page in every language and theme, each when nothing moves any more."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor, QImage

from app.foundation.translation import LANGUAGES
from ui.application import Application

_WIDTH, _HEIGHT = 1440, 900
_LOOKING_MILLISECONDS = 60
_QUIET_LOOKS = 5
"""So many equal looks after another mean that everything has been read and painted."""
_MOST_LOOKS = 250


@dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen: a page, the record that is shown on it, if any, or what the palette over it finds."""

    page: str
    record_id: str = ""
    sought: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene in a language and a theme."""

    scene: Scene
    language: str
    dark: bool

    def file_name(self, whose: str) -> str:
        """What the picture is called."""
        name = "palette" if self.scene.sought else self.scene.page
        return f"{whose}_{name}_{self.language}_{'dark' if self.dark else 'light'}.png"


class Photographer(QObject):
    """Shows one scene after the other in an application's window and keeps a picture of each.

    `finished` comes at the end, or when a picture does not come to rest; what went wrong on the way, whatever the
    window logged as a warning or worse included, is in `mishaps`.
    """

    finished = Signal()

    def __init__(self, application: Application, folder: Path, whose: str, scenes: Iterable[Scene]) -> None:
        super().__init__()
        self.mishaps: list[str] = []
        self.pictures: list[Path] = []
        self._application = application
        self._folder = folder
        self._whose = whose
        self._shots = [Shot(*wanted) for wanted in product(scenes, LANGUAGES, (False, True))]
        self._last = QImage()
        self._quiet = self._looks = 0
        self._listener = _Listener(self.mishaps)
        self._timer = QTimer(self, interval=_LOOKING_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Show the window, and the first scene."""
        logging.getLogger().addHandler(self._listener)
        self._application.window.resize(_WIDTH, _HEIGHT)
        QCursor.setPos(_WIDTH, _HEIGHT)  # over nothing
        self._application.show()
        self._show_next()
        self._timer.start()

    def _show_next(self) -> None:
        if not self._shots:
            self._timer.stop()
            logging.getLogger().removeHandler(self._listener)
            self.finished.emit()
            return
        shot, self._quiet, self._looks = self._shots[0], 0, 0
        self._application.window.command_palette.close_palette()
        self._application.speak(shot.language)
        self._application.wear(shot.dark)
        self._show(shot.scene)

    def _show(self, scene: Scene) -> None:
        if scene.record_id:
            self._application.pages.show_record(scene.page, scene.record_id)
        elif scene.page in self._application.pages.factories:
            self._application.window.show_page(scene.page)
        if scene.sought:
            self._application.window.open_palette()  # opened empty and then typed into, as people do
            self._application.window.open_palette(scene.sought)

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
        if self._application.window.banner.isVisible():
            self.mishaps.append(f"{path.name} shows a notice that nobody expects")
        picture.save(str(path))
        self.pictures.append(path)
        self._show_next()


class _Listener(logging.Handler):
    """Notes what is logged: the window shows errors to people, who are not here, and logs them."""

    def __init__(self, mishaps: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._mishaps = mishaps

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record with its error, if it has one."""
        error = record.exc_info[1] if record.exc_info else None
        self._mishaps.append(f"{record.getMessage()}: {error!r}" if error else record.getMessage())
