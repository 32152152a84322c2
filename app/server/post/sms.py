"""Sending texts by an HTTP gateway, as its administrator has written down (`app.messages.settings.SmsGateway`)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import requests

from app.foundation.errors import Trouble
from app.messages.settings import SMS_SECRET, SmsGateway, secret
from app.messages.tables import OutgoingMessage
from app.server.post.outcome import NotTaken, WayClosed
from app.sync.trust import check_secrecy, read_authority, trusting

TIMEOUT_SECONDS = 30.0
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class SmsSender:
    """By which gateway."""

    gateway: SmsGateway

    def send(self, message: OutgoingMessage) -> None:
        """Hand one text over.

        :raises NotTaken: the gateway refused it
        :raises WayClosed: nobody answers there, does not prove who he is, or does not let us in
        """
        try:
            status = self._ask(message)
        except (OSError, Trouble) as error:  # those of requests are OSErrors
            raise WayClosed(type(error).__name__) from error
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise WayClosed(str(status))
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            for_good = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _LATER
            raise NotTaken(f"HTTP {status}", for_good=for_good)

    def _ask(self, message: OutgoingMessage) -> int:
        gateway = self.gateway
        values = {"number": message.recipient, "text": message.text, "id": message.id, "secret": secret(SMS_SECRET)}
        url = gateway.url.format(**{name: quote(value, safe="") for name, value in values.items()})
        check_secrecy(url)
        with requests.Session() as session:
            session.trust_env = False
            session.mount("https://", trusting(read_authority(Path(gateway.authority)) if gateway.authority else ""))
            return session.request(
                "POST" if gateway.form else "GET",
                url,
                data={name: value.format(**values) for name, value in gateway.form.items()} or None,
                headers={name: value.format(**values) for name, value in gateway.headers.items()},
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            ).status_code
