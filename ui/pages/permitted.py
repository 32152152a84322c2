"""What the person at this workspace may do, so that only that is offered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes, Reader


class Permitted(QObject):
    """Tells whether a permission is held for any customer, first and whenever that changes."""

    told = Signal(bool)

    def __init__(self, work: Work, permission: str, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._permission = work, permission
        self._is_held: bool | None = None
        work.changes_applied.connect(self._changes_applied)
        self._ask()

    def _ask(self) -> None:
        self._work.run_query(partial(_is_held, self._permission), self._known)

    def _changes_applied(self, changes: Changes) -> None:
        if changes.touches("workspace_facts"):
            self._ask()

    def _known(self, is_held: bool) -> None:
        if is_held is not self._is_held:
            self._is_held = is_held
            self.told.emit(is_held)


def _is_held(permission: str, reader: Reader) -> bool:
    from app.accounts.queries import held_grants

    return held_grants(reader).may_somewhere(permission)
