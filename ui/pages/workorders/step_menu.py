"""The steps of a work order that are taken now and then, in the menu at the head of the detail."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.foundation.translation import N_, _
from app.workorders.steps import Step

ENTRIES = {
    Step.PRIORITISE: N_("Change the priority…"),
    Step.ANSWER: N_("Resolve at the desk…"),
    Step.CALL_SUPPLIER: N_("Give to a supplier or chase him…"),
    Step.TAKE_BACK: N_("Back from the supplier…"),
    Step.REJECT: N_("Reject the visit…"),
    Step.HAND_OVER: N_("Hand over…"),
    Step.CANNOT_COMPLETE: N_("Cannot be completed…"),
    Step.RATE: N_("Let the customer rate it…"),
    Step.LINK: N_("Link an order…"),
    Step.MERGE: N_("Merge as a duplicate…"),
    Step.REOPEN: N_("Reopen…"),
    Step.CANCEL: N_("Cancel the order…"),
}


class StepMenu(QMenu):
    """Shows what is possible now, and tells what was chosen."""

    step_requested = Signal(object)
    """With the `Step`."""

    def __init__(self, parent: QWidget, first: Iterable[QAction]) -> None:
        """`first` are actions that are no steps of the order."""
        super().__init__(parent)
        self.addActions(list(first))
        self._actions = {step: QAction(self) for step in ENTRIES}
        for step, action in self._actions.items():
            action.triggered.connect(partial(self._tell, step))
        self.addActions(list(self._actions.values()))

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Show those of these steps that have their place here."""
        for step, action in self._actions.items():
            action.setVisible(step in steps)

    def action(self, step: Step) -> QAction:
        """The entry of a step."""
        return self._actions[step]

    def retranslate(self) -> None:
        """Say everything in the language shown now."""
        for step, action in self._actions.items():
            action.setText(_(ENTRIES[step]))

    def _tell(self, step: Step) -> None:
        self.step_requested.emit(step)
