"""Sending mails by SMTP."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from typing import Any, Self

from app.foundation.errors import Trouble
from app.messages.rules import one_line
from app.messages.settings import SMTP_PASSWORD, MailServer, MessageSettings, Security, secret
from app.messages.tables import OutgoingMessage
from app.server.post.encryption import encryption
from app.server.post.outcome import NotTaken, WayClosed

TIMEOUT_SECONDS = 30.0
_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
_REFUSED_FOR_GOOD = 500


@dataclass(frozen=True, slots=True)
class MailSender:
    """Who we write as, and by which server."""

    settings: MessageSettings
    server: MailServer

    @property
    def domain(self) -> str:
        """That the ids of our mails stand in."""
        return self.settings.address.rpartition("@")[2]

    def mail(self, message: OutgoingMessage, now: datetime) -> EmailMessage:
        """A message as it goes out. Its id tells that it is the same one, where it comes twice."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(one_line(self.settings.service), addr_spec=self.settings.address)
        mail["To"] = Address(one_line(message.recipient_name), addr_spec=message.recipient)
        mail["Subject"] = one_line(message.subject)
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{message.id}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
        mail.set_content(message.text, cte="base64")  # which passes through servers of any age
        return mail

    def connect(self) -> MailConnection:
        """A connection for some mails.

        :raises WayClosed: nobody answers there, does not prove who he is, or does not let us in
        """
        try:
            return MailConnection(self, self._logged_in())
        except (OSError, ValueError, smtplib.SMTPException, Trouble) as error:  # a password may not be ASCII
            raise WayClosed(type(error).__name__) from error

    def _logged_in(self) -> smtplib.SMTP:
        server = self.server
        port = server.port or _PORTS[server.security]
        options: dict[str, Any] = {"local_hostname": self.domain, "timeout": TIMEOUT_SECONDS}
        context = encryption(server)
        if context and server.security is Security.TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, port, **options, context=context)
        else:
            client = smtplib.SMTP(server.host, port, **options)
        try:
            if context and server.security is Security.STARTTLS:
                client.starttls(context=context)
            if server.login:
                client.login(server.login, secret(SMTP_PASSWORD))
        except BaseException:
            client.close()
            raise
        return client


@dataclass(frozen=True, slots=True)
class MailConnection:
    """Mails go out one after the other while it is open."""

    sender: MailSender
    client: smtplib.SMTP

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self.client.quit()
        self.client.close()

    def send(self, message: OutgoingMessage, now: datetime) -> None:
        """Hand one mail over.

        :raises NotTaken: it cannot be written, was refused, or the connection broke meanwhile
        """
        try:
            content = self.sender.mail(message, now).as_bytes()
        except Exception as error:  # the library raises whatever it stumbles over
            raise NotTaken(type(error).__name__, for_good=True) from error
        try:
            self.client.sendmail(self.sender.settings.address, [message.recipient], content)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(*error.recipients[message.recipient]) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(type(error).__name__, for_good=False) from error


def _refused(code: int, said: bytes | str) -> NotTaken:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return NotTaken(f"{code} {one_line(words)}"[:200], for_good=code >= _REFUSED_FOR_GOOD)
