"""Keeping what is half filled in, so that a crash, a flat battery or an Escape loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog

from ui.work.work import Work

if TYPE_CHECKING:
    from app.foundation.clock import Clock
    from app.storage.drafts import Draft
    from app.storage.units import Reader, UnitOfWork

Fields = dict[str, str]

_PAUSE_MILLISECONDS = 150
"""So long after the first key that is not kept yet the form is kept; writing it takes some milliseconds more."""


class DraftKeeper(QObject):
    """Binds a form to its draft. `draft_id` names the form and what it is about.

    The owner calls `touch` with every edit, `drop` when the form was completed or thrown away, and fills the form
    from `found`, which tells once, after `look`, what had been left. A dialog that is left keeps what stands in it.
    """

    found = Signal(object)
    """With the `Draft`; not emitted where there is none."""

    def __init__(self, work: Work, clock: Clock, draft_id: str, fields: Callable[[], Fields], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._clock = clock
        self._draft_id = draft_id
        self._fields = fields
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._save)
        work.closing.connect(self.flush)
        if isinstance(parent, QDialog):
            parent.finished.connect(self.flush)

    def look(self) -> None:
        """Look for what had been left."""
        self._work.run_query(self._read, self._tell)

    def touch(self) -> None:
        """Something was edited."""
        if not self._pause.isActive():
            self._pause.start()

    def flush(self) -> None:
        """Keep what was edited now rather than in a moment."""
        if self._pause.isActive():
            self._pause.stop()
            self._save()

    def drop(self) -> None:
        """The form was completed or thrown away."""
        self._pause.stop()
        self._work.write(self.dropping)

    @property
    def dropping(self) -> Callable[[UnitOfWork], None]:
        """What drops it in the transaction of the command that completes the form, so that nothing is entered twice."""
        return partial(_forget, self._draft_id)

    def _read(self, reader: Reader) -> Draft | None:
        from app.storage.drafts import read_draft

        return read_draft(reader, self._draft_id)

    def _tell(self, draft: Draft | None) -> None:
        if draft is not None:
            self.found.emit(draft)

    def _save(self) -> None:
        from app.storage.drafts import Draft, save_draft

        draft = Draft(id=self._draft_id, fields=self._fields(), saved_at=self._clock.now())
        self._work.write(lambda unit: save_draft(unit, draft))


def _forget(draft_id: str, unit: UnitOfWork) -> None:
    from app.storage.drafts import drop_draft

    drop_draft(unit, draft_id)
