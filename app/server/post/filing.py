"""What a mail brings along becomes files of the order that the mail was put to, by the rules for all files.

The whole text of a mail is such a file too, where not all of it stands where it is read.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.files.commands import AttachFile
from app.files.contents import content_name
from app.files.examination import Examined, examine
from app.files.receipts import confirm_receipt
from app.files.tables import Attachment
from app.foundation.errors import Rejection, Trouble
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.messages.commands import tell
from app.messages.reading.mail import MailFile, ReadMail, read_mail
from app.messages.rules import MailKind, MailState, one_line
from app.messages.tables import IncomingMail
from app.server.authority import Server
from app.server.post.outcome import blames_mail
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.files.server import place_of
from app.workorders.mail_filing import whom_it_concerns
from app.workorders.tables import WorkOrder

_AT_ONCE = 50
_REFUSED = "notice_mail_file_refused"
_NOTICES = {"attachment_too_large": "notice_mail_file_too_large"}
_GONE = frozenset({"attachment_missing", "attachment_damaged"})

_log = logging.getLogger(__name__)


def mail_name(mail_id: str) -> str:
    """Where a whole mail lies among the contents, until its files are filed."""
    return f"mails/{mail_id}"


@dataclass(frozen=True, slots=True)
class _Laid:
    """A content that lies among the server's."""

    digest: str
    size: int


class MailFiler:
    """Files what the mails bring along that were settled since the last round, and lets go of them."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def go_round(self) -> None:
        """Who dies amid a mail begins it anew: what was attached is known by its id. No mail keeps the others."""
        column = columns_of(IncomingMail)
        with self._server.store.read() as reader:
            settled = reader.find(
                IncomingMail,
                column.state != MailState.WAITING,
                column.filed_at.is_(None),
                order_by=[column.received_at],
                limit=_AT_ONCE,
            )
        for mail in settled:
            try:
                self._settle(mail)
            except Exception as error:  # noqa: BLE001 - whatever it was, the others come through
                _log.warning("the files of mail %s cannot be filed: %s", mail.id, type(error).__name__)
                if blames_mail(error):
                    self._give_up(mail)

    def _settle(self, mail: IncomingMail) -> None:
        if mail.state is MailState.FILED and mail.kind is not MailKind.UNREADABLE:
            self._file(mail)
        self._server.store.write(partial(self._let_go, mail.id))
        self._server.contents.remove(mail_name(mail.id))

    def _give_up(self, mail: IncomingMail) -> None:
        """The mail stays among the contents, for whoever looks into what was wrong with it."""
        if mail.order_id is not None:
            self._tell(mail, mail.id, "notice_mail_not_filed", mail.subject or mail.sender)
        self._server.store.write(partial(self._let_go, mail.id))

    def _file(self, mail: IncomingMail) -> None:
        try:
            read = read_mail(b"".join(self._server.contents.read(mail_name(mail.id), 0, mail.size)))
        except Trouble as trouble:
            if trouble.code not in _GONE:
                raise
            _log.warning("the files of a mail are not here any more: %s", trouble)
            self._tell(mail, mail.id, "notice_mail_gone", mail.subject or mail.sender)
            return
        for at, file in enumerate(_files(mail, read)):
            attachment_id = derive_id("attachment_of_mail", mail.id, str(at))
            try:
                examined = examine(io.BytesIO(file.content), file.name, len(file.content))
                self._attach(mail, attachment_id, examined, file.content)
            except Rejection as rejection:
                self._tell(mail, attachment_id, _NOTICES.get(rejection.code, _REFUSED), file.name)

    def _attach(self, mail: IncomingMail, attachment_id: str, examined: Examined, content: bytes) -> None:
        laid = self._lay(content)
        thumbnail = self._lay(examined.thumbnail) if examined.thumbnail else None

        def attach(unit: UnitOfWork) -> None:
            if unit.get(Attachment, attachment_id) is not None:
                return
            order = unit.require(WorkOrder, str(mail.order_id))
            self._server.run_in(
                unit,
                AttachFile(
                    id=attachment_id,
                    customer_id=order.customer_id,
                    about_table="work_orders",
                    about_id=order.id,
                    name=examined.name,
                    media_type=examined.media_type,
                    size=laid.size,
                    digest=laid.digest,
                    thumbnail_digest=thumbnail.digest if thumbnail else None,
                    thumbnail_size=thumbnail.size if thumbnail else 0,
                ),
            )
            for one in filter(None, (laid, thumbnail)):
                unit.lock(place_of(one.digest))  # nobody clears it away meanwhile
                if not self._server.contents.holds(content_name(one.digest)):
                    raise Trouble("attachment_missing", path=one.digest)
                confirm_receipt(unit, order.customer_id, one.digest, one.size, self._server.clock.now())

        self._server.store.write(attach)

    def _lay(self, content: bytes) -> _Laid:
        laid = _Laid(hashlib.sha256(content).hexdigest(), len(content))
        self._server.contents.put(content_name(laid.digest), [content])
        return laid

    def _tell(self, mail: IncomingMail, about: str, notice: str, name: str) -> None:
        """Who works on the order hears of what was not taken: once, however often this is begun anew."""
        context = replace(self._server.own_context(), command_id=about)

        def say(unit: UnitOfWork) -> None:
            order = unit.require(WorkOrder, str(mail.order_id))
            facts = {"name": one_line(name), "number": order.number}
            for person_id in sorted(whom_it_concerns(unit, order)):
                tell(unit, context, person_id, notice, facts, ("work_orders", order.id))

        self._server.store.write(say)

    def _let_go(self, mail_id: str, unit: UnitOfWork) -> None:
        mail = unit.require(IncomingMail, mail_id)
        unit.put(replace(mail, filed_at=self._server.clock.now()))


def _files(mail: IncomingMail, read: ReadMail) -> Iterator[MailFile]:
    """What was attached, and the whole text where the order tells less of it."""
    yield from read.files
    if read.text != mail.text:
        head = "\n".join(filter(None, (f"{read.sender_name} <{read.sender}>", read.subject)))
        yield MailFile(f"{read.subject or 'mail'}.txt", f"{head}\n\n{read.text}\n".encode())


declare(
    {
        "notice_mail_file_too_large": N_(
            "“{name}” came by e-mail for {number} and is larger than a file may be. It is still in the mailbox."
        ),
        "notice_mail_gone": N_(
            "What the e-mail “{name}” brought along for {number} is not on the server any more. It is still in the "
            "mailbox."
        ),
        "notice_mail_not_filed": N_(
            "What the e-mail “{name}” brought along for {number} could not be put to it. It is still in the mailbox."
        ),
        "notice_mail_file_refused": N_(
            "“{name}” came by e-mail for {number} and is no file that Paigong keeps. It is still in the mailbox."
        ),
    }
)
