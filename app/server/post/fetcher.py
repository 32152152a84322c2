"""The fetcher: takes what callers have written, in rounds, where it is this process's turn.

What a mail causes and how far the mailbox was read are kept in one transaction, so each is taken once, whenever this
process dies. The mail itself is among the contents before: who dies between the two leaves one that nobody names, and
lays it there again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import islice

import msgspec

from app.foundation.ids import derive_id
from app.foundation.logging import log_event
from app.messages.reading.mail import ReadMail, Unreadable, read_mail
from app.messages.settings import Mailbox, MessageSettings
from app.messages.tables import IncomingMail, MailboxPlace
from app.server.authority import Server
from app.server.post.filing import MailFiler, mail_name
from app.server.post.imap import Fetched, OpenMailbox, look_into
from app.server.post.outcome import WayClosed, blames_mail
from app.server.rounds import Rounds
from app.server.turn import FETCHING, Turn
from app.storage.commands import command_spec, disclose
from app.storage.units import UnitOfWork
from app.workorders.receiving_mail import Arrival, id_of_mail, take_back, what_becomes

FETCH_SECONDS = 30.0
"""Between two looks into the mailbox; when a mail came, its server says."""
_AT_ONCE = 200
"""Mails of a round; the next round takes the next ones."""

_log = logging.getLogger(__name__)


class Fetcher:
    """Looks into the mailbox, and puts what came to where it belongs."""

    def __init__(self, server: Server, settings: MessageSettings, mailbox: Mailbox, every_seconds: float) -> None:
        self._server = server
        self._settings = settings
        self._mailbox = mailbox
        self._filer = MailFiler(server)
        self._rounds = Rounds("fetcher", Turn(server.store, FETCHING), self.go_round, every_seconds)

    def start(self) -> None:
        """Begin the rounds."""
        self._rounds.start()

    def stop(self) -> None:
        """End them, after the mail that is under way."""
        self._rounds.stop()

    def go_round(self) -> None:
        """Take what has come, and file what was put to an order since."""
        try:
            with look_into(self._mailbox) as box:
                self._take_new(box)
        except WayClosed as closed:
            _log.warning("the mailbox cannot be looked into just now: %s", closed)
        self._filer.go_round()

    def _take_new(self, box: OpenMailbox) -> None:
        with self._server.store.read() as reader:
            place = reader.get(MailboxPlace, self._place_id)
        if place is None:  # what lies there already was read by people
            self._server.store.write(lambda unit: self._advance(unit, box.validity, box.next_uid - 1))
            return
        is_same = place.validity == box.validity
        uids = list(islice(box.after(place.uid) if is_same else box.since(place.looked_at), _AT_ONCE))
        if not is_same:
            log_event(_log, "the mailbox was made anew")
        for fetched in box.fetch(uids, self._server.clock.now()):
            self._take(fetched, box.validity)
        if not uids:
            self._server.store.write(lambda unit: self._advance(unit, box.validity, box.next_uid - 1))

    def _take(self, fetched: Fetched, validity: int) -> None:
        """Whatever is wrong with one mail, the others come through, and the desk hears that it is there."""
        arrival = _arrival(fetched, self._settings.address)
        try:
            self._keep(arrival, fetched, validity)
        except Exception as error:
            if not blames_mail(error):
                raise
            _log.warning("mail %d cannot be taken as it is: %s", fetched.uid, type(error).__name__)
            self._keep(replace(arrival, mail=_head_of(arrival.mail), is_whole=False), fetched, validity)

    def _keep(self, arrival: Arrival, fetched: Fetched, validity: int) -> None:
        mail_id = id_of_mail(arrival)
        with self._server.store.read() as reader:
            is_new = reader.get(IncomingMail, mail_id) is None
        if is_new:
            self._server.contents.put(mail_name(mail_id), [fetched.content])

        def keep(unit: UnitOfWork) -> None:
            for command in what_becomes(unit, mail_id, arrival):
                given = msgspec.to_builtins(command)
                self._server.run_in(unit, disclose(command_spec(command).name, given)[1])
            take_back(unit, self._server.own_context(), arrival)
            self._advance(unit, validity, fetched.uid)

        self._server.store.write(keep)
        log_event(_log, "received", mail_id=mail_id)

    def _advance(self, unit: UnitOfWork, validity: int, uid: int) -> None:
        now = self._server.clock.now()
        unit.put(MailboxPlace(id=self._place_id, validity=validity, uid=uid, looked_at=now))

    @property
    def _place_id(self) -> str:
        return derive_id("mailbox", self._mailbox.host, self._mailbox.login, self._mailbox.folder)


def _head_of(mail: ReadMail) -> ReadMail:
    """What the desk finds a mail by."""
    return ReadMail(sender=mail.sender, sender_name=mail.sender_name, subject=mail.subject)


def _arrival(fetched: Fetched, address: str) -> Arrival:
    try:
        mail = read_mail(fetched.content) if fetched.content else ReadMail(subject=f"UID {fetched.uid}")
        is_whole = fetched.is_whole
    except Unreadable as error:
        _log.warning("a mail cannot be read: %s", error)
        mail, is_whole = error.head, False
    return Arrival(mail, fetched.received_at, address, size=len(fetched.content), is_whole=is_whole)
