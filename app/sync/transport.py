"""How a laptop asks the server, and how what the network does wrong becomes a `Trouble`.

`requests` is loaded only where there is a server to ask: it takes a tenth of the time of a start.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from app.foundation.errors import Rejection, Trouble
from app.sync.trust import check_secrecy, not_reached, trusting
from app.sync.wire import LARGEST_MESSAGE, MEDIA_TYPE, Message, MessageT, Refusal, pack, unpack

if TYPE_CHECKING:
    import requests

_TIMEOUT = (5.0, 30.0)
"""Seconds to connect, and between two bytes."""


class Line(Protocol):
    """A line to one server."""

    @property
    def url(self) -> str:
        """Where the server is."""

    @property
    def authority(self) -> str:
        """The only authority (PEM) that the server's certificate may come from; empty: any that the system trusts."""

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        """Send a message to a step of the protocol and return the reply."""

    def close(self) -> None:
        """Hang up."""


class Transport:
    """Asks one server over HTTP. `token` is the device's; without it only enrolment is possible."""

    def __init__(self, url: str, token: str = "", authority: str = "", session: requests.Session | None = None) -> None:
        """`authority` is as for `Line`.

        :raises Trouble: ``server_address_invalid``, ``server_address_insecure``
        """
        import requests

        self.url = checked_address(url)
        check_secrecy(self.url)
        self.authority = authority
        self._token = token
        self._session = session or requests.Session()
        self._session.mount("https://", trusting(authority))
        self._headers = {
            "Content-Type": MEDIA_TYPE,
            "Content-Encoding": "zstd",
            "Accept-Encoding": "zstd, gzip",
        }

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        """Send a message to a step of the protocol and return the reply.

        :raises Rejection: the server says no (a wrong password)
        :raises Trouble: ``server_unreachable``, ``certificate_refused``, ``server_nonsense``, ``device_unknown`` …
        """
        import requests
        import urllib3

        try:
            response = self._session.post(
                f"{self.url}/v1/{step}",
                data=pack(message, zstd=True),
                headers=self._headers,
                auth=self._identify,
                timeout=_TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            content = response.raw.read(LARGEST_MESSAGE, decode_content=False)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise not_reached(self.url, error) from error
        return self._understood(response, content, reply_type)

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _identify(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Give our token. Given as a plain header it would yield to a password for this host in the user's .netrc."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _understood(self, response: requests.Response, content: bytes, reply_type: type[MessageT]) -> MessageT:
        if response.headers.get("Content-Type", "") != MEDIA_TYPE:
            code = "server_failed" if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "server_nonsense"
            raise Trouble(code, url=self.url, status=response.status_code)
        encoding = response.headers.get("Content-Encoding", "")
        try:
            if response.status_code == HTTPStatus.OK:
                return unpack(content, encoding, reply_type)
            refusal = unpack(content, encoding, Refusal)
        except Trouble as trouble:
            raise Trouble("server_nonsense", url=self.url, detail=trouble.params.get("detail")) from trouble
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise Rejection(refusal.code, **refusal.params)
        raise Trouble(refusal.code, **refusal.params)


def checked_address(url: str) -> str:
    """A server's address without a slash at its end; names and passwords do not belong into it.

    :raises Trouble: ``server_address_invalid``
    """
    try:
        parts = urlsplit(url.strip())
        strange = parts.port == 0 or parts.username is not None or parts.query or parts.fragment
    except ValueError as error:
        raise Trouble("server_address_invalid", url=url) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or strange:
        raise Trouble("server_address_invalid", url=url)
    return url.strip().rstrip("/")
