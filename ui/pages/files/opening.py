"""Opening files: laid open for the system's own program, and fetched before that where they are not here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.files.rules import Whereabouts
from app.foundation.clock import Clock
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_
from ui.work.work import Work

if TYPE_CHECKING:
    from app.files.queries import AttachedFile
    from app.files.tables import Attachment
    from app.files.vault import Vault
    from app.storage.units import UnitOfWork

declare(
    {
        "attachment_not_uploaded": N_(
            "“{name}” is still on the laptop of who attached it. You can open it as soon as that one was on-line."
        ),
        "no_program_for_file": N_(
            "No program on this computer opens “{name}”. Install one for this kind of file, then open it once more."
        ),
    }
)
_HERE = frozenset({Whereabouts.ONLY_HERE, Whereabouts.UPLOADING, Whereabouts.PARKED, Whereabouts.HERE_AND_THERE})


class Opening(QObject):
    """Opens files; one that is not here is fetched, and opened when it has come."""

    def __init__(
        self, work: Work, clock: Clock, parent: QObject, show: Callable[[QUrl], bool] = QDesktopServices.openUrl
    ) -> None:
        """`show` gives a file to the system's program for it, and says whether there is one."""
        super().__init__(parent)
        self._show = show
        self._work = work
        self._clock = clock
        self._awaited: set[str] = set()
        self._asked: set[str] = set()

    def open(self, file: AttachedFile) -> None:
        """Open a file now or as soon as it is here."""
        attachment = file.attachment
        if file.whereabouts is Whereabouts.NOT_THERE_YET:
            self._work.failed.emit(Rejection("attachment_not_uploaded", name=attachment.name))
        elif file.whereabouts in _HERE:
            self._lay_open(attachment)
        else:
            self._awaited.add(attachment.id)
            self._work.write(partial(_want, attachment, self._clock))

    def files_known(self, files: Iterable[AttachedFile]) -> None:
        """Open what was waited for and has come, and fetch thumbnails that are not here."""
        for file in files:
            if file.attachment.id in self._awaited and file.whereabouts in _HERE:
                self._awaited.discard(file.attachment.id)
                self._lay_open(file.attachment)
            thumbnail = file.attachment.thumbnail_digest
            if thumbnail and not file.thumbnail_held and file.is_uploaded and thumbnail not in self._asked:
                self._asked.add(thumbnail)
                self._work.write(partial(_want_thumbnail, file.attachment, self._clock))

    def _lay_open(self, attachment: Attachment) -> None:
        self._work.compute(lay_open, self._work.vault, attachment.digest, attachment.name, done=self._laid_open)

    def _laid_open(self, path: Path) -> None:
        if not self._show(QUrl.fromLocalFile(str(path))):
            self._work.failed.emit(Trouble("no_program_for_file", name=path.name))


def lay_open(vault: Vault, digest: str, name: str) -> Path:
    """Lay a content open; called in another process."""
    return vault.lay_open(digest, name)


def _want(attachment: Attachment, clock: Clock, unit: UnitOfWork) -> None:
    from app.files.transfers import queue_download

    queue_download(unit, attachment, clock.now())


def _want_thumbnail(attachment: Attachment, clock: Clock, unit: UnitOfWork) -> None:
    from app.files.transfers import queue_thumbnail

    queue_thumbnail(unit, attachment, clock.now())
