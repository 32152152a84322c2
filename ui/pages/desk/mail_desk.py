"""The mails of the desk's page: the queue while nobody calls, and the one that was taken up beside its call."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.desk.mail_queue import MailCard, MailQueue
from ui.pages.desk.reading import read_order_id
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.work.work import Work


class MailDesk(QWidget):
    """What becomes of a mail without a call: it is put to an order that stands, or aside."""

    taken_up = Signal(object)
    """With the `WaitingMail` that a call is to be made of."""
    settled = Signal()
    """Nothing is left to be done about the mail that was taken up."""
    refused = Signal(object)
    """With the error."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work = work
        self.queue, self.card = MailQueue(work, wall), MailCard(work, wall)
        self.queue.opened.connect(self.taken_up)
        self.card.put_requested.connect(self._put)
        self.card.aside_requested.connect(self._set_aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addWidget(self.card)
        column.addWidget(self.queue)

    def show_call(self, mail_id: str, *, is_begun: bool) -> None:
        """Show the mail that a call is made of, or what waits where nothing was begun."""
        self.card.show_mail(mail_id)
        self.queue.setVisible(not is_begun)

    def _put(self, mail_id: str, number: str) -> None:
        self._work.run_query(partial(read_order_id, number), partial(self._file, mail_id), self.refused.emit)

    def _file(self, mail_id: str, order_id: str) -> None:
        from app.workorders.mail_commands import FileMail

        self._run(FileMail(mail_id=mail_id, order_id=order_id))

    def _set_aside(self, mail_id: str) -> None:
        from app.workorders.mail_commands import SetMailAside

        self._run(SetMailAside(mail_id=mail_id))

    def _run(self, command: object) -> None:
        self._work.run_command(command, done=lambda _changes: self.settled.emit(), failed=self.refused.emit)
