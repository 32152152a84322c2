"""Attaching files: each is looked into, hashed and sealed in another process before its command is given."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from app.foundation.clock import Clock
from app.foundation.ids import new_id
from ui.work.work import Work

if TYPE_CHECKING:
    from app.files.commands import AttachFile
    from app.files.intake import TakenIn
    from app.files.vault import Vault
    from app.storage.units import UnitOfWork

About = tuple[str, str, str]
"""The customer, the table and the id of a record."""


class Attaching(QObject):
    """Attaches files to a record, which is asked for when a file is given: another one may be shown by its end."""

    changed = Signal()
    """Another number of files is on its way."""

    def __init__(self, work: Work, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._clock = clock
        self.under_way = 0
        """How many files are being looked into."""

    def attach_files(self, paths: Sequence[Path], about: About) -> None:
        """Attach the files at these paths."""
        for path in paths:
            self._take(about, take_in_at, self._work.vault, path)

    def attach_picture(self, picture: QImage, name: str, about: About) -> None:
        """Attach a picture that was pasted."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the format as bytes
        self._take(about, take_in_bytes, self._work.vault, bytes(buffer.data().data()), name)

    def _take(self, about: About, take_in: object, *given: object) -> None:
        self.under_way += 1
        self.changed.emit()
        _Taking(self._work, self._clock, about, self).begin(take_in, given)

    def ended(self) -> None:
        """One of them is attached, or was refused."""
        self.under_way -= 1
        self.changed.emit()


class _Taking(QObject):
    """One file on its way."""

    def __init__(self, work: Work, clock: Clock, about: About, attaching: Attaching) -> None:
        super().__init__(attaching)
        self._work, self._clock, self._about, self._attaching = work, clock, about, attaching

    def begin(self, take_in: object, given: tuple[object, ...]) -> None:
        assert callable(take_in)  # noqa: S101 - one of the two functions below
        self._work.compute(take_in, *given, done=self._taken, failed=self._failed)

    def _taken(self, taken: TakenIn) -> None:
        command = attaching_command(taken, self._about)
        queue = partial(queue_upload_of, command, self._clock)
        self._work.run_command(command, and_write=queue, done=self._attached, failed=self._failed)

    def _attached(self, _nothing: object) -> None:
        self._end()

    def _failed(self, error: Exception) -> None:
        self._work.failed.emit(error)
        self._end()

    def _end(self) -> None:
        self._attaching.ended()
        self.deleteLater()


def take_in_at(vault: Vault, path: Path) -> TakenIn:
    """Take in a file; called in another process."""
    from app.files.intake import take_in_file

    return take_in_file(vault, path)


def take_in_bytes(vault: Vault, content: bytes, name: str) -> TakenIn:
    """Take in what was pasted; called in another process."""
    from app.files.intake import take_in

    return take_in(vault, io.BytesIO(content), name)


def attaching_command(taken: TakenIn, about: About) -> AttachFile:
    """The command that attaches what was taken in to a record."""
    from app.files.intake import attaching

    return attaching(taken, new_id(), *about)


def queue_upload_of(command: AttachFile, clock: Clock, unit: UnitOfWork) -> None:
    """Remember to send what a command attaches; to be written together with it."""
    from app.files.transfers import queue_upload

    queue_upload(unit, command, clock.now())
