"""What all parts of pages share that show what the database answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Changes, Reader

_TICK_MILLISECONDS = 30_000


class LivePage(Translated, QWidget):
    """Asks its question when it is first seen, and anew whenever one of its tables changed; hidden, it waits.

    With `ticks` it asks every half minute too: what it shows depends on the time of day.
    """

    def __init__(self, work: Work, tables: tuple[str, ...], *, ticks: bool = False) -> None:
        super().__init__()
        self._tick = QTimer(self, interval=_TICK_MILLISECONDS) if ticks else None
        if self._tick is not None:
            self._tick.timeout.connect(self.refresh)
        self._work = work
        self._tables = tables
        self._asked: Reply | None = None
        self._answer: Any = None
        self._is_stale = True
        work.changes_applied.connect(self._changes_applied)

    def question(self) -> Callable[[Reader], object] | None:
        """What to ask the database; None where there is nothing to ask now."""
        raise NotImplementedError

    def show_answer(self, answer: Any) -> None:
        """Show what the database answered, in the language shown now."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask anew: now, or as soon as this is seen."""
        self._is_stale = True
        if not self.isVisible():
            return
        self._is_stale = False
        if self._asked is not None:
            self._asked.cancel()
        question = self.question()
        self._asked = None if question is None else self._work.run_query(question, self._answered)

    def retranslate(self) -> None:
        if self._answer is not None:
            self.show_answer(self._answer)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._tick is not None:
            self._tick.start()
        if self._is_stale or self._tick is not None:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._tick is not None:
            self._tick.stop()
        super().hideEvent(event)

    def _changes_applied(self, changes: Changes) -> None:
        if changes.touches(*self._tables):
            self.refresh()

    def _answered(self, answer: object) -> None:
        self._asked = None
        self._answer = answer
        if answer is not None:
            self.show_answer(answer)
