"""The next step of a visit as one big button, and the others in a small menu beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.foundation.translation import N_, _
from app.workorders.steps import Step
from ui.pages.workorders.step_bar import BUTTONS
from ui.pages.workorders.step_menu import ENTRIES
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

_TEXTS = {step: text for step, (text, _icon) in BUTTONS.items()} | ENTRIES


class NextStep(Translated, QWidget):
    """Whoever skips a step chooses a later one from the menu."""

    step_requested = Signal(object)
    """With the `Step`."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self.button = Button(N_("Accept"), icon="check", kind="primary")
        self.button.setProperty("large", True)
        self.more = ToolButton("ellipsis", N_("Other steps"))
        self.menu = QMenu(self)
        self.button.clicked.connect(self._next_clicked)
        self.more.clicked.connect(self._more_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self.button, 1)
        row.addWidget(self.more)

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Offer these steps, the next one first."""
        self._steps = steps
        self.setVisible(bool(steps))
        if steps:
            text, icon = BUTTONS[steps[0]]
            self.button.set_text_source(text)
            self.button.set_icon(icon)
        self.more.setVisible(len(steps) > 1)
        self.retranslate()

    def action(self, step: Step) -> QAction:
        """The entry of a step that is not the next one."""
        return self.menu.actions()[self._steps.index(step) - 1]

    def retranslate(self) -> None:
        self.menu.clear()
        for step in self._steps[1:]:
            self.menu.addAction(_(_TEXTS[step])).triggered.connect(partial(self._tell, step))

    def _next_clicked(self) -> None:
        self._tell(self._steps[0])

    def _tell(self, step: Step, _checked: object = None) -> None:
        self.step_requested.emit(step)

    def _more_clicked(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
