"""The postman: sends what callers are to be told, in rounds, where it is this process's turn.

What is taken is marked so in a transaction of its own. Who dies between the two sends it once more: at least once, by
one Message-ID (or ``{id}`` at a gateway), by which a double is recognised.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from app.foundation.logging import log_event
from app.messages.outgoing import due_messages, keep_failed, keep_sent
from app.messages.rules import MessageWay
from app.messages.settings import MessageSettings
from app.messages.tables import OutgoingMessage
from app.server.authority import Server
from app.server.post.outcome import NotTaken, WayClosed
from app.server.post.sms import SmsSender
from app.server.post.smtp import MailSender
from app.server.rounds import Rounds
from app.server.turn import POSTING, Turn

POST_SECONDS = 5.0
"""Between two rounds."""
_AT_ONCE = 200
"""Messages of a round; the next round takes the next ones."""

_log = logging.getLogger(__name__)


class Postman:
    """Goes round with what is due."""

    def __init__(self, server: Server, settings: MessageSettings, every_seconds: float) -> None:
        self._server = server
        self._mail = MailSender(settings, settings.smtp) if settings.smtp else None
        self._sms = SmsSender(settings.sms) if settings.sms else None
        self._rounds = Rounds("postman", Turn(server.store, POSTING), self.go_round, every_seconds)

    def start(self) -> None:
        """Begin his rounds."""
        self._rounds.start()

    def stop(self) -> None:
        """End them, after the message that is under way."""
        self._rounds.stop()

    def go_round(self) -> None:
        """Send what is due; where a way is closed, what goes by it waits, or is given up where it waited too long."""
        with self._server.store.read() as reader:
            due = due_messages(reader, self._server.clock.now(), _AT_ONCE)
        for way, send in ((MessageWay.MAIL, self._send_mails), (MessageWay.SMS, self._send_texts)):
            messages = [message for message in due if message.way is way]
            if messages:
                self._unless_closed(messages, send)

    def _unless_closed(self, messages: list[OutgoingMessage], send: Callable[[list[OutgoingMessage]], None]) -> None:
        try:
            send(messages)
        except WayClosed as closed:
            _log.warning("%s cannot be sent just now: %s", messages[0].way, closed)
            for message in messages:
                self._failed(message, str(closed))

    def _send_mails(self, messages: list[OutgoingMessage]) -> None:
        if self._mail is None:
            raise WayClosed("not set up")
        with self._mail.connect() as connection:
            for message in messages:
                self._send(message, partial(connection.send, message, self._server.clock.now()))

    def _send_texts(self, messages: list[OutgoingMessage]) -> None:
        if self._sms is None:
            raise WayClosed("not set up")
        for message in messages:
            self._send(message, partial(self._sms.send, message))

    def _send(self, message: OutgoingMessage, hand_over: Callable[[], None]) -> None:
        try:
            hand_over()
        except NotTaken as refusal:
            self._failed(message, refusal.detail, for_good=refusal.for_good)
            return
        self._server.store.write(lambda unit: keep_sent(unit, message.id, self._server.clock.now()))
        log_event(_log, "sent", way=message.way, message_id=message.id)

    def _failed(self, message: OutgoingMessage, detail: str, *, for_good: bool = False) -> None:
        context = self._server.own_context()
        self._server.store.write(lambda unit: keep_failed(unit, message.id, detail, context, for_good=for_good))
