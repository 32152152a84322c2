"""The mails that wait for the desk, and the one that is taken up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.foundation.translation import N_, _, ngettext
from app.messages.rules import MAIL_KIND_NAMES, MailKind
from ui.pages.assets.history import HistoryPart
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.fields import LineField
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workorders.queries.mails import WaitingMail, WaitingMails

_TABLES = ("incoming_mails", "customers")
_COLUMNS = ColumnPlan(widths=(0, 96), stretched=0, least=0)
_TEXT_HEIGHT = 200


class MailQueue(LivePage):
    """Seen as long as mails wait: what waits longest stands first."""

    opened = Signal(object)
    """With the `WaitingMail` that somebody takes up."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.list = HistoryPart(N_("E-mails that wait"), N_("No e-mail waits."), _COLUMNS)
        self.list.rows.row_opened.connect(self._opened)
        self._card = Card()
        self.more = Label(role="muted")
        for part in (self.list, self.more):
            self._card.body.addWidget(part)
        self._card.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)

    def question(self) -> Callable[[Reader], WaitingMails]:
        return _read_waiting

    def show_answer(self, answer: WaitingMails) -> None:
        self.list.show_rows(tuple(self._row(each) for each in answer.first))
        self.more.setText(_("and {count} more").format(count=answer.more))
        self.more.setVisible(answer.more > 0)
        self._card.setVisible(bool(answer.first))

    def _row(self, waiting: WaitingMail) -> ListRow:
        mail = waiting.mail
        kind = "" if mail.kind is MailKind.MESSAGE else _(MAIL_KIND_NAMES[mail.kind])
        detail = " · ".join(filter(None, (mail.sender_name or mail.sender, waiting.customer, files_text(mail.files))))
        return ListRow(
            mail.id,
            (TwoLineCell(mail.subject or kind or mail.sender, detail), TextCell(self._wall.text(mail.received_at))),
        )

    def _opened(self, mail_id: str) -> None:
        self.opened.emit(next(each for each in self._answer.first if each.mail.id == mail_id))


class MailCard(LivePage):
    """A mail beside the call that it becomes; or it is put to an order that stands already, or aside."""

    put_requested = Signal(str, str)
    """With the mail's id, and the number of the order that it belongs to."""
    aside_requested = Signal(str)
    """With the mail's id."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._mail_id = ""
        self.subject, self.written_by = Label(role="subtitle", wrapped=True), Label(role="muted", wrapped=True)
        self.files, self.kind = Label(role="muted", wrapped=True), Label(role="error", wrapped=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.number = LineField()
        self.put, self.aside = Button(N_("Put to this order")), Button(N_("Nothing to do"), kind="quiet")
        self.put.clicked.connect(self._put)
        self.number.returnPressed.connect(self._put)
        self.aside.clicked.connect(self._aside)
        self._lay_out()
        self.retranslate()
        self.hide()

    def show_mail(self, mail_id: str) -> None:
        """Show another mail; nothing where the id is empty."""
        if mail_id != self._mail_id:
            self._mail_id, self._answer = mail_id, None
            self.number.clear()
            self.setVisible(bool(mail_id))
            self.refresh()

    def question(self) -> Callable[[Reader], WaitingMail | None] | None:
        return partial(_read_one, self._mail_id) if self._mail_id else None

    def show_answer(self, answer: WaitingMail) -> None:
        mail = answer.mail
        self.subject.setText(mail.subject)
        self.written_by.setText(
            " · ".join(filter(None, (answer.sender, answer.customer, self._wall.text(mail.received_at))))
        )
        self.kind.setText(_(MAIL_KIND_NAMES[mail.kind]))
        self.kind.setVisible(mail.kind is not MailKind.MESSAGE)
        self.files.setText(" · ".join(filter(None, (files_text(mail.files), ", ".join(mail.files)))))
        self.files.setVisible(bool(mail.files))
        if self.text.toPlainText() != mail.text:
            self.text.setPlainText(mail.text)

    def retranslate(self) -> None:
        self.text.setAccessibleName(_("What the e-mail says"))
        self.number.setAccessibleName(_("Number of the order"))
        self.number.setPlaceholderText(_("Number of the order"))
        super().retranslate()

    def _put(self) -> None:
        if self.number.value():
            self.put_requested.emit(self._mail_id, self.number.value())

    def _aside(self) -> None:
        self.aside_requested.emit(self._mail_id)

    def _lay_out(self) -> None:
        self.text.setFixedHeight(_TEXT_HEIGHT)
        belongs = QHBoxLayout()
        belongs.setSpacing(SPACE.sm)
        belongs.addWidget(self.number, 1)
        belongs.addWidget(self.put)
        card = Card()
        for part in (self.subject, self.written_by, self.kind, self.text, self.files):
            card.body.addWidget(part)
        card.body.addLayout(belongs)
        card.body.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)


def files_text(files: tuple[str, ...]) -> str:
    """How many files came with a mail; empty where none did."""
    return ngettext("{count} file", "{count} files", len(files)).format(count=len(files)) if files else ""


def _read_waiting(reader: Reader) -> WaitingMails:
    from app.workorders.queries.mails import waiting_mails

    return waiting_mails(reader)


def _read_one(mail_id: str, reader: Reader) -> WaitingMail | None:
    from app.workorders.queries.mails import waiting_mail

    return waiting_mail(reader, mail_id)
