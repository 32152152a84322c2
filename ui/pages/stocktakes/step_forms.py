"""The forms in which a stocktake is ended, reopened and cancelled."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from app.stocktakes.commands import CancelStocktake, EndStocktake, ReopenStocktake
from app.stocktakes.tables import Stocktake
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.work.work import Work

_LONGEST_LINE = 500
_WithReason = CancelStocktake | ReopenStocktake


class EndForm(FormDialog):
    """It tells how many were not found."""

    def __init__(self, work: Work, wall: WallClock, stocktake: Stocktake, missing: int, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"stocktakes.end:{stocktake.id}",
            title_source=N_("End the stocktake"),
            submit_source=N_("End it"),
            parent=parent,
        )
        self._stocktake, self._missing = stocktake, missing
        self.about = Label(wrapped=True)
        self._form.addWidget(self.about)
        self.note = self.add("note", N_("Note"), LineField())
        self.note.setMaxLength(_LONGEST_LINE)
        self.retranslate()

    def command(self) -> object:
        return EndStocktake(stocktake_id=self._stocktake.id, note=self.note.value())

    def retranslate(self) -> None:
        super().retranslate()
        told = _(
            "{missing} of {expected} devices were not found. What others scanned and did not send yet comes in late."
        )
        self.about.setText(told.format(missing=f"{self._missing:,}", expected=f"{self._stocktake.expected_count:,}"))


class ReasonForm(FormDialog):
    """Reopening or cancelling, which says why."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        stocktake: Stocktake,
        step: type[CancelStocktake | ReopenStocktake],
        parent: QWidget,
    ) -> None:
        cancels = step is CancelStocktake
        super().__init__(
            work,
            wall.clock,
            draft_id=f"stocktakes.{'cancel' if cancels else 'reopen'}:{stocktake.id}",
            title_source=N_("Cancel the stocktake") if cancels else N_("Reopen the stocktake"),
            submit_source=N_("Cancel it") if cancels else N_("Reopen it"),
            parent=parent,
        )
        self._stocktake, self._step = stocktake, step
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why."))
        self.reason.setMaxLength(_LONGEST_LINE)
        self.retranslate()

    def command(self) -> object:
        return self._step(stocktake_id=self._stocktake.id, reason=self.reason.value())
