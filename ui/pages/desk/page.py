"""The page of the desk: a caller is found, told what is known, logged, and told his number, all by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.messages.rules import Moment
from app.workorders.calls import Caller, Found
from ui.pages.desk.call_form import CallForm
from ui.pages.desk.caller_field import CallerField
from ui.pages.desk.day_end_part import DayEndPart
from ui.pages.desk.mail_desk import MailDesk
from ui.pages.desk.reading import read_caller, read_sender
from ui.pages.desk.situation_panel import SituationPanel
from ui.pages.desk.told_card import COPY_KEYS, COPY_TEXT_KEYS, ToldCard
from ui.pages.desk.update_card import SKIP_KEYS
from ui.pages.permitted import Permitted
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.mails import WaitingMail

_NEXT_KEYS, _DEVICES_KEYS, _DAY_END_KEYS, _LOG_KEYS = "F2", "F4", "F8", "Ctrl+Return"
_LEAST_CALL, _LEAST_BESIDE, _MOST_BESIDE = 560, 280, 400


class DeskPage(Translated, QWidget):
    """Left the call, right what stands before it; once it is logged its number takes the place of the form."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work = work
        self._at_hand = ""
        self.banner = NoticeBanner(compact=True)
        self.caller = CallerField(work, self._customer_at_hand)
        self.form, self.told = CallForm(work, wall), ToldCard(work, wall)
        self.situation, self.day_end = SituationPanel(work, wall), DayEndPart(work, wall)
        self.mails, self._beside = MailDesk(work, wall), QWidget()
        self.log, self.anew = Button(N_("Log the call"), kind="primary"), Button(N_("Start over"), kind="quiet")
        self.open_day_end = Button(N_("Callers to tell at the end of the day…"), icon="phone")
        self._forbidden = EmptyState("phone", N_("You may not log calls here. Ask whoever gives the rights out."))
        self._connect()
        self._lay_out()
        self._add_shortcuts()
        self.setFocusProxy(self.caller)
        self.retranslate()
        Permitted(work, Permission.LOG_ORDERS, self).told.connect(self._permission_told)

    def retranslate(self) -> None:
        keys = QKeySequence(_LOG_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.log.setToolTip(_("Log the call. ({keys})").format(keys=keys))
        self.open_day_end.setToolTip(_DAY_END_KEYS)

    def next_call(self) -> None:
        """Put the keyboard where the next caller is found; what is half filled in stays."""
        self._show_part(self._call)
        self.caller.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.caller.line.selectAll()

    def tell_caller(self, order_id: str, moment: Moment | None = None) -> None:
        """Show the number of an order, and what its caller is told."""
        self._show_part(self.told)
        self.told.show_order(order_id, moment)
        self.told.next_call.setFocus(Qt.FocusReason.TabFocusReason)

    def tell_callers(self) -> None:
        """Show the callers who are to be told at the end of the day how it stands."""
        if self._layers.currentWidget() is not self._forbidden:
            self._show_part(self.day_end)
            self.day_end.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _customer_at_hand(self) -> str:
        caller = self.form.caller
        return caller.customer_id if caller else self._at_hand

    def _found(self, found: Found) -> None:
        self._at_hand = found.customer_id
        self._work.run_query(partial(read_caller, found), self._caller_known, self._refuse)

    def _caller_known(self, caller: Caller) -> None:
        self.banner.dismiss()
        self.form.begin(caller)

    def _mail_taken_up(self, waiting: WaitingMail) -> None:
        self.form.take_up(waiting.mail)
        known = partial(self._sender_known, waiting.mail.id)
        self._work.run_query(partial(read_sender, waiting.mail), known, self._refuse)

    def _sender_known(self, mail_id: str, caller: Caller | None) -> None:
        if mail_id != self.form.mail_id:
            return
        if caller is None:
            self.caller.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._caller_known(caller)

    def _call_changed(self) -> None:
        self.situation.show_call(self.form.asked, self.form.linked_id)
        self.mails.show_call(self.form.mail_id, is_begun=self.form.is_begun)
        self.anew.setVisible(self.form.is_begun)

    def _logged(self, order_id: str) -> None:
        self.banner.dismiss()
        self.tell_caller(order_id, Moment.LOGGED)

    def _refuse(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _device_chosen(self, code: str) -> None:
        self.form.asset.set_value(code)
        self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_anew(self) -> None:
        self.form.begin_anew()
        self.caller.clear()
        self.banner.dismiss()
        self.next_call()

    def _pressed(self, *deeds: tuple[QWidget, Callable[[], None]]) -> None:
        """Keys mean what they mean on the part that is shown."""
        for part, deed in deeds:
            if self._layers.currentWidget() is part:
                deed()

    def _permission_told(self, is_held: bool) -> None:
        self._show_part(self._call if is_held else self._forbidden)

    def _show_part(self, part: QWidget) -> None:
        self._layers.setCurrentWidget(part)
        self._beside.setVisible(part not in (self._forbidden, self.day_end))

    def _connect(self) -> None:
        self.caller.chosen.connect(self._found)
        self.caller.begun.connect(self.form.note_begun)
        self.form.call_changed.connect(self._call_changed)
        self.form.logged.connect(self._logged)
        self.form.refused.connect(self._refuse)
        self.mails.taken_up.connect(self._mail_taken_up)
        self.mails.settled.connect(self._begin_anew)
        self.mails.refused.connect(self._refuse)
        self.situation.situation_known.connect(self.form.show_situation)
        self.situation.device_chosen.connect(self._device_chosen)
        self.situation.order_requested.connect(self.tell_caller)
        self.situation.suppliers.order_requested.connect(self.order_requested)
        self.situation.link_requested.connect(self.form.link_with)
        self.told.next_call_requested.connect(self.next_call)
        self.told.order_requested.connect(self.order_requested)
        self.open_day_end.clicked.connect(self.tell_callers)
        self.day_end.left.connect(self.next_call)
        self.day_end.order_requested.connect(self.order_requested)
        self.log.clicked.connect(self.form.submit)
        self.anew.clicked.connect(self._begin_anew)

    def _add_shortcuts(self) -> None:
        card = self.day_end.card
        finish = partial(self._pressed, (self._call, self.form.submit), (self.day_end, card.tell_caller))
        copy_text = partial(self._pressed, (self.told, self.told.copy_the_text), (self.day_end, card.copy_the_text))
        for keys, slot in (
            (_NEXT_KEYS, self.next_call),
            (_DEVICES_KEYS, self.situation.focus_devices),
            (_DAY_END_KEYS, self.tell_callers),
            (_LOG_KEYS, finish),
            ("Ctrl+Enter", finish),
            (SKIP_KEYS, partial(self._pressed, (self.day_end, card.skip_caller))),
            (COPY_KEYS, partial(self._pressed, (self.told, self.told.copy_the_number))),
            (COPY_TEXT_KEYS, copy_text),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _lay_out(self) -> None:
        fields = ScrollColumn()
        fields.body.setContentsMargins(0, 0, SPACE.md, 0)
        fields.body.addWidget(self.form)
        fields.body.addStretch()
        buttons = QHBoxLayout()
        buttons.addWidget(self.anew)
        buttons.addWidget(self.open_day_end)
        buttons.addStretch()
        buttons.addWidget(self.log)
        card = Card()
        card.body.addWidget(self.banner)
        card.body.addWidget(fields, 1)
        card.body.addLayout(buttons)
        self._call = QWidget()
        column = QVBoxLayout(self._call)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addWidget(self.caller)
        column.addWidget(card, 1)
        left = QWidget()
        left.setMinimumWidth(_LEAST_CALL)  # the end of the day wants more, but then nothing stands beside it
        self._layers = QStackedLayout(left)
        for part in (self._call, self.told, self.day_end, self._forbidden):
            self._layers.addWidget(part)
        self.anew.hide()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE.md)
        beside.addWidget(self.mails)
        beside.addWidget(self.situation, 1)
        self._beside.setMinimumWidth(_LEAST_BESIDE)
        self._beside.setMaximumWidth(_MOST_BESIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.lg, SPACE.lg, SPACE.lg, SPACE.md)
        row.setSpacing(SPACE.md)
        row.addWidget(left, 3)
        row.addWidget(self._beside, 2)
