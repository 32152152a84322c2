"""A mail server on loopback: a real one (aiosmtpd), which keeps what it takes."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

logging.getLogger("mail.log").setLevel(logging.ERROR)  # it warns of what the tests want: a login inside of TLS

LOGIN, PASSWORD = "desk", "pass word"


@dataclass
class MailHost:
    """Takes mails on a thread of its own. `answers` are replies to give to the next mails in place of 250."""

    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    with_login: bool = False
    answers: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            self._loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=self.tls)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=SMTP_POLICY)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        return "250 OK"

    def _protocol(self) -> SMTP:
        options: dict[str, Any] = {"hostname": "localhost", "loop": self._loop, "auth_exclude_mechanism": ["LOGIN"]}
        if self.starttls:
            options |= {"tls_context": self.starttls, "require_starttls": True}
        if self.with_login:
            options |= {"authenticator": _admit, "auth_required": True, "auth_require_tls": self.tls is None}
        return SMTP(self, **options)

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _admit(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: Any) -> AuthResult:
    known = isinstance(told, LoginPassword) and (told.login, told.password) == (LOGIN.encode(), PASSWORD.encode())
    return AuthResult(success=known)
