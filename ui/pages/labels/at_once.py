"""Labels that are printed one by one, each as soon as its device is there, on the roll and printer chosen last."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.foundation.errors import PaigongError, Rejection
from app.foundation.sentences import declare
from app.foundation.settings import LabelChoices
from app.foundation.translation import N_
from ui.pages.labels.form import LabelForm
from ui.pages.labels.making import LabelMaking
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


class LabelsAtOnce(QObject):
    """One label after the other. Where one fails the others wait in the list of devices without a label."""

    failed = Signal(object)
    """With the exception; nothing more is printed until somebody wants it again."""

    def __init__(self, work: Work, wall: WallClock, choices: LabelChoices, papers: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._is_busy = False
        self._form = LabelForm(work, choices)  # never shown: it knows what was chosen
        self.destroyed.connect(self._form.deleteLater)
        self.making = LabelMaking(work, wall, papers, self)
        self.making.labels_read.connect(self._make)
        self.making.over.connect(self._over)
        self.making.failed.connect(self._fail)
        self.making.resuming.look()

    def check(self) -> None:
        """See to it that a roll and a printer are chosen, and no job waits to go on.

        :raises Rejection: ``labels_at_once_nowhere``, ``labels_at_once_job_stopped``
        """
        if self._form.sheet is not None or not self._form.printer.value():
            raise Rejection("labels_at_once_nowhere")
        if self.making.resuming.job is not None:
            raise Rejection("labels_at_once_job_stopped")

    def print_label(self, asset_id: str) -> None:
        """Print the label of this device after those that wait."""
        self._waiting.append(asset_id)
        self._go_on()

    def _go_on(self) -> None:
        if not self._is_busy and self._waiting:
            self._is_busy = True
            self.making.read(self._waiting.popleft())

    def _make(self) -> None:
        labels = self.making.labels
        try:
            self.check()
            if labels is not None:
                labels.check()
                if not labels.ready:  # it was taken out of the register again
                    self._over(None)
                    return
                self.making.make(self._form.job(labels.ready), self._form.printer.value(), "", goes_on=False)
        except PaigongError as error:
            self._fail(error)

    def _over(self, _delivered: object) -> None:
        self._is_busy = False
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._is_busy = False
        self._waiting.clear()
        self.failed.emit(error)


declare(
    {
        "labels_at_once_nowhere": N_(
            "Labels are printed at once on a roll. Print one under “Print labels…” on the roll and the printer that "
            "are meant: they are known from then on."
        ),
        "labels_at_once_job_stopped": N_(
            "A job of labels has stopped. Print its rest under “Print labels…”, or give it up there, first."
        ),
    }
)
