"""The buttons for what can be done with a work order now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.foundation.translation import N_
from app.workorders.steps import Step
from ui.theme.tokens import SPACE
from ui.widgets.button import Button

BUTTONS = {
    Step.ACCEPT: (N_("Accept"), "check"),
    Step.SET_OUT: (N_("Set out"), "truck"),
    Step.ARRIVE: (N_("I am there"), "map-pin"),
    Step.START: (N_("Start work"), "circle-play"),
    Step.RESUME: (N_("Resume work"), "circle-play"),
    Step.RESOLVE: (N_("Resolve…"), "circle-check"),
    Step.RESTORE: (N_("Restored…"), "refresh-cw"),
    Step.REPORT: (N_("Report handed over…"), "file-text"),
    Step.PAUSE: (N_("Pause…"), "circle-pause"),
    Step.ASSIGN: (N_("Assign…"), "user-check"),
    Step.REASSIGN: (N_("Reassign…"), "user-check"),
    Step.CLOSE: (N_("Close"), "check-check"),
}
"""What is taken now and then has its place in the menu at the head of the detail (`step_menu`), as has the note."""


class StepBar(QWidget):
    """One button a step; the first is what most likely comes next."""

    step_requested = Signal(object)
    """With the `Step`."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._buttons: dict[Step, _StepButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE.sm)

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Offer these steps, in this order, as far as there is a button for them."""
        steps = tuple(step for step in steps if step in BUTTONS)
        if steps == self._steps:
            return
        had_focus = any(button.hasFocus() for button in self._buttons.values())
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._steps = steps
        self._buttons = {step: _StepButton(step, is_first=step is steps[0]) for step in steps}
        for step, button in self._buttons.items():
            button.step_requested.connect(self.step_requested)
            self._row.addWidget(button, 2 if step is steps[0] else 1)
            button.show()  # at once, so that the keyboard can go there at once
        self.setVisible(bool(steps))
        if had_focus:
            self.focus_first()

    def button(self, step: Step) -> Button:
        """The button of a step that is offered."""
        return self._buttons[step]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is offered, the likeliest first."""
        return self._steps

    def focus_first(self) -> None:
        """Let the keyboard be at what most likely comes next."""
        if self._steps:
            self._buttons[self._steps[0]].setFocus(Qt.FocusReason.TabFocusReason)


class _StepButton(Button):
    step_requested = Signal(object)

    def __init__(self, step: Step, *, is_first: bool) -> None:
        text, icon = BUTTONS[step]
        super().__init__(text, icon=icon if is_first else "", kind="primary" if is_first else "secondary")
        self._step = step
        self.setAutoDefault(True)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.step_requested.emit(self._step)
