"""A notice that stays until somebody has read it: what happened, what to do, the details to pass on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMargins, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE
from ui.widgets.button import Button
from ui.widgets.labels import IconLabel, Label
from ui.widgets.painting import smooth
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton

_COPY, _COPIED, _OPEN = N_("Copy details"), N_("Copied"), N_("Open")
_MAY_NEED_ROOM = {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show}
_ICONS = {Tone.WARN: "triangle-alert"}
"""Where the tone's own icon speaks of time."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says, its texts ready to be shown; `details` are for whoever helps.

    `action_source` names, untranslated, what can be done about it with one click.
    """

    tone: Tone
    sentence: str
    advice: str = ""
    details: str = ""
    action_source: str = ""


class NoticeBanner(QFrame):
    """Shows one notice at a time; hidden while there is none."""

    dismissed = Signal()
    action_requested = Signal(object)
    """With the notice, which is hidden by then."""

    def __init__(self, *, room: QMargins | None = None, compact: bool = False, lasting: bool = False) -> None:
        """`room` is left free around the banner, only while it is shown; a `compact` one fits into narrow forms.

        A `lasting` one cannot be dismissed: there is nothing but it to be seen.
        """
        super().__init__()
        self.setContentsMargins(room or QMargins())
        self._notice: Notice | None = None
        self._icon = IconLabel("info", size=20)
        self._sentence = Label(role="strong", wrapped=True)
        self._advice = Label(role="muted", wrapped=True)
        self._copy = Button(_COPY, icon="copy")
        self._copy.clicked.connect(self.copy_details)
        self._action = Button(_OPEN)
        self._action.clicked.connect(self._act)
        self._close = ToolButton("x", N_("Dismiss"))
        self._close.clicked.connect(self.dismiss)
        if lasting:
            self._close.hide()
        self._lay_out(compact=compact)
        self.hide()

    def dismiss_notice(self, notice: Notice) -> None:
        """Hide this notice, unless another one is shown by now."""
        if self._notice is notice:
            self.dismiss()

    def show_notice(self, notice: Notice) -> None:
        """Show `notice` in place of what was shown."""
        self._notice = notice
        self._icon.set_icon(_ICONS.get(notice.tone, notice.tone.look.icon), notice.tone.look.soft_text)
        self._sentence.setText(notice.sentence)
        self._advice.setText(notice.advice)
        self._advice.setVisible(bool(notice.advice))
        self._copy.set_text_source(_COPY)
        self._copy.setVisible(bool(notice.details))
        self._action.set_text_source(notice.action_source or _OPEN)
        self._action.setVisible(bool(notice.action_source))
        self.setAccessibleName(f"{notice.sentence} {notice.advice}".rstrip())
        self.show()
        self.update()

    def dismiss(self) -> None:
        """Hide the notice."""
        self._notice = None
        self.hide()
        self.dismissed.emit()

    def copy_details(self) -> None:
        """Put the notice and its details on the clipboard."""
        if self._notice is None:
            return
        parts = (self._notice.sentence, self._notice.advice, self._notice.details)
        QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))
        self._copy.set_text_source(_COPIED)

    def event(self, event: QEvent) -> bool:
        """A wrapped text is the higher the narrower it is: a window that is shown already must make room for it."""
        handled = super().event(event)
        if event.type() in _MAY_NEED_ROOM and self.isVisible():
            self.setMinimumHeight(self.heightForWidth(self.width()))
        return handled

    def _act(self) -> None:
        notice = self._notice
        self.dismiss()
        self.action_requested.emit(notice)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._notice is None:
            return
        look = self._notice.tone.look
        painter = smooth(QPainter(self))
        painter.setPen(QPen(theme.color(look.strong), 1))
        painter.setBrush(theme.color(look.soft))
        painter.drawRoundedRect(QRectF(self.contentsRect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.card, RADIUS.card)

    def _lay_out(self, *, compact: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.lg, SPACE.md, SPACE.md, SPACE.md)
        row.setSpacing(SPACE.md)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop if compact else Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        if compact:
            words.addSpacing(SPACE.xs)
            for button in (self._copy, self._action):
                words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        else:
            row.addWidget(self._copy)
            row.addWidget(self._action)
            row.addWidget(self._close)
