"""One caller who is told how it stands: the text, the way to him, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import LANGUAGE_NAMES, N_, Language, _, language
from app.messages.rules import Moment
from app.messages.wording import ready_text, sentences
from app.workorders.rules import ANSWER_WAY_NAMES, AnswerWay
from ui.pages.desk.told_card import COPY_TEXT_KEYS
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.day_end import CallerUpdate

TOLD_KEYS, SKIP_KEYS = "Ctrl+Return", "Ctrl+Backspace"
_BY_SERVER = N_("The server adds greeting and signature and sends it, where it was set up to.")
_BY_HAND = N_("Without a server nothing is sent: copy the text, send it yourself, then mark the caller as told.")


class UpdateCard(Translated, Card):
    """What was changed in the text is what the caller is told; another caller, way or language begins it anew."""

    done = Signal(str)
    """The caller of the order with this id was told, or passed over for a reason."""
    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(margin=SPACE.lg)
        self._work, self._wall = work, wall
        self._update: CallerUpdate | None = None
        self._has_server = False
        self._written = ""
        self.banner = NoticeBanner(compact=True)
        self.caller, self.about = Label(role="subtitle", wrapped=True), Label(role="muted", wrapped=True)
        self.open_order = Button(N_("Open the order"), kind="quiet")
        self.way, self.tongue = ChoiceField(), ChoiceField()
        self.text, self.note = TextField(), LineField()
        self._hint = TranslatedLabel("", "caption", wrapped=True)
        self._note_row = FormRow(N_("What the caller said, or why he is not told"), self.note)
        self.copy_text = Button(N_("Copy the text"), icon="copy")
        self.skip, self.tell = Button(N_("Leave out")), Button(N_("Told by phone"), kind="primary")
        self.tongue.set_choices(tuple((str(one), name) for one, name in LANGUAGE_NAMES.items()))
        self._connect()
        self._lay_out()
        self.retranslate()
        self.hide()

    def show_update(self, update: CallerUpdate | None, *, has_server: bool) -> None:
        """Show another caller; None where nobody is left. What is entered for the one who is shown stays."""
        self._has_server = has_server
        is_another = update is None or self._update is None or update.order.id != self._update.order.id
        self._update = update
        self.setVisible(update is not None)
        if update is None:
            return
        self.caller.setText(" · ".join(filter(None, (update.caller or _("Nobody named"), update.phone))))
        self.about.setText(f"{update.order.number} · {update.order.title} · {update.customer}")
        if is_another:
            self.banner.dismiss()
            self.note.set_value("")
            self.tongue.set_value(update.language or language())
            self.way.set_value(AnswerWay.PHONE)
            self._offer_ways()
            self._write_text()

    @property
    def edited_update(self) -> CallerUpdate | None:
        """The caller of whom something was entered that was not given yet."""
        is_edited = self.text.value() != self._written or bool(self.note.value())
        return self._update if is_edited else None

    def copy_the_text(self) -> None:
        """Put on the clipboard what the caller is told."""
        QGuiApplication.clipboard().setText(self.text.value())

    def retranslate(self) -> None:
        self.way.setAccessibleName(_("How the caller is told"))
        self.tongue.setAccessibleName(_("The caller's language"))
        self.text.setAccessibleName(_("What the caller is told"))
        for button, keys in ((self.copy_text, COPY_TEXT_KEYS), (self.tell, TOLD_KEYS), (self.skip, SKIP_KEYS)):
            button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        if self._update is not None:
            self._offer_ways()

    def tell_caller(self) -> None:
        """The caller is told, or will be by the server: it stands in the order's history."""
        if self._update is None or not self.tell.isEnabled():
            return
        from app.workorders.answer_commands import AnswerCaller

        said = "\n".join(filter(None, (self.text.value(), self.note.value())))
        if said:
            self._give(AnswerCaller(order_id=self._update.order.id, way=AnswerWay(self.way.value()), text=said))

    def skip_caller(self) -> None:
        """The caller is not told today; why stands in the order's history."""
        if self._update is None or not self.tell.isEnabled():
            return
        from app.workorders.answer_commands import SkipUpdate

        reason = self.note.value()
        self._note_row.show_error("" if reason else _("Say why the caller is not told today."))
        if reason:
            self._give(SkipUpdate(order_id=self._update.order.id, reason=reason))
        else:
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, command: object) -> None:
        self._allow(is_allowed=False)
        self._work.run_command(command, done=self._given, failed=self._refuse)

    def _given(self, _nothing: None) -> None:
        self._allow(is_allowed=True)
        self._note_row.show_error("")
        self._written = self.text.value()
        self.note.set_value("")
        if self._update is not None:
            self.done.emit(self._update.order.id)

    def _refuse(self, error: Exception) -> None:
        self._allow(is_allowed=True)
        self.banner.show_notice(notice_of(error))

    def _allow(self, *, is_allowed: bool) -> None:
        for button in (self.tell, self.skip):
            button.setEnabled(is_allowed)

    def _offer_ways(self) -> None:
        ways = self._update.ways if self._update else ()
        self.way.set_choices(tuple((str(way), _(ANSWER_WAY_NAMES[way])) for way in ways))

    def _way_chosen(self) -> None:
        by_phone = self.way.value() == AnswerWay.PHONE
        self._hint.set_text_source(_BY_SERVER if self._has_server else _BY_HAND)
        self._hint.setHidden(by_phone)
        sends = N_("Send") if self._has_server else N_("Mark as told")
        self.tell.set_text_source(N_("Told by phone") if by_phone else sends)
        self._write_text()

    def _write_text(self) -> None:
        """A mail's greeting and signature are the server's: what is written here is what it says between them."""
        if self._update is None:
            return
        told, tongue = self._update.told(ZoneInfo(self._wall.zone_name)), Language(self.tongue.value())
        by_phone = self.way.value() == AnswerWay.PHONE
        spoken, sent = ready_text(Moment.DAY_END, None, tongue, told), sentences(Moment.DAY_END, tongue, told)
        self._written = spoken if by_phone else sent
        self.text.set_value(self._written)

    def _open(self) -> None:
        if self._update is not None:
            self.order_requested.emit(self._update.order.id)

    def _connect(self) -> None:
        self.open_order.clicked.connect(self._open)
        self.copy_text.clicked.connect(self.copy_the_text)
        self.tell.clicked.connect(self.tell_caller)
        self.skip.clicked.connect(self.skip_caller)
        self.way.edited.connect(self._way_chosen)
        self.tongue.edited.connect(self._write_text)

    def _lay_out(self) -> None:
        head, words, choices, buttons = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        words.setSpacing(2)
        for label in (self.caller, self.about):
            words.addWidget(label)
        head.addLayout(words, 1)
        head.addWidget(self.open_order, 0, Qt.AlignmentFlag.AlignTop)
        choices.setSpacing(SPACE.sm)
        choices.addWidget(TranslatedLabel(N_("Tell the caller"), "strong"), 1)
        choices.addWidget(self.way)
        choices.addWidget(self.tongue)
        buttons.setSpacing(SPACE.sm)
        for button in (self.copy_text, self.skip):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.tell)
        self.body.addWidget(self.banner)
        for part in (head, choices):
            self.body.addLayout(part)
        for widget in (self.text, self._hint, self._note_row):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.body.addStretch()
