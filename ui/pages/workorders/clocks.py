"""The clocks of an order: how each stands, its time as a band, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.sla.rules.clock import CLOCK_STATE_NAMES, ClockState
from app.sla.rules.promises import METRIC_NAMES
from app.sla.rules.timeline import StretchKind
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.clock_band import BandKind, BandPart, ClockBand
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

if TYPE_CHECKING:
    from app.workorders.explanations import Explanation

_TONES = {
    ClockState.MET: Tone.OK,
    ClockState.RUNNING: Tone.OK,
    ClockState.MISSED: Tone.BREACH,
    ClockState.PAUSED: Tone.WARN,
}
_KINDS = {
    StretchKind.COUNTED: BandKind.FULL,
    StretchKind.STOOD_STILL: BandKind.HATCHED,
    StretchKind.OUTSIDE_HOURS: BandKind.THIN,
}
_SIZE = QSize(820, 520)


class ClocksStrip(QWidget):
    """Nothing where nothing is promised."""

    why_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.why = ToolButton("info", N_("Why? Every stretch of time, and who changed it"))
        self.why.clicked.connect(self.why_requested)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE.xs)
        self._shown: list[QWidget] = []
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("Service levels"), "strong"))
        head.addStretch()
        head.addWidget(self.why)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(head)
        outer.addLayout(self._rows)
        self.hide()

    def set_clocks(self, clocks: tuple[Explanation, ...]) -> None:
        """Show these clocks in place of those that were shown."""
        for widget in self._shown:
            self._rows.removeWidget(widget)
            widget.deleteLater()
        self._shown = [part for clock in clocks for part in _row_of(clock)]
        for widget in self._shown:
            self._rows.addWidget(widget)
        self.setVisible(bool(clocks))


class ExplanationDialog(Translated, QDialog):
    """Tells in lines of text why the clocks of an order say what they say; it can be copied into a mail."""

    def __init__(self, number: str, clocks: tuple[Explanation, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._number, self._clocks = number, clocks
        self.text = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy, close = Button(N_("Copy")), Button(N_("Close"), kind="primary")
        self.copy.clicked.connect(self._copy_clicked)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.copy)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
        self.resize(_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        from app.workorders.telling_clocks import lines

        title = _("Why: {number}").format(number=self._number)
        self.setWindowTitle(title)
        self.text.setAccessibleName(title)
        self.text.setPlainText("\n\n".join("\n".join(lines(clock)) for clock in self._clocks))

    def _copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def _row_of(clock: Explanation) -> tuple[QWidget, QWidget]:
    from app.workorders.telling_clocks import headline

    words = Label(role="muted", wrapped=True)
    words.setText(headline(clock))
    band = ClockBand()
    parts = tuple(
        BandPart(_KINDS[part.kind], part.begins.timestamp(), part.ends.timestamp()) for part in clock.stretches
    )
    band.set_parts(parts, _TONES.get(clock.reading.state, Tone.IDLE))
    name, state = _(METRIC_NAMES[clock.metric]), _(CLOCK_STATE_NAMES[clock.reading.state])
    band.setAccessibleName(f"{name}: {state}")
    return words, band
