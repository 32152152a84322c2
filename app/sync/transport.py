"""How a laptop asks the server, and how what the network does wrong becomes a `Trouble`.

`requests` is loaded only where there is a server to ask: it takes a tenth of the time of a start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from app.foundation.errors import PaigongError, Rejection, Trouble
from app.sync.clocks.laptop import ServerTime
from app.sync.clocks.wire import TIME_HEADER
from app.sync.event_stream import EventStream, broken
from app.sync.trust import check_secrecy, not_reached, trusting
from app.sync.wire import (
    LARGEST_MESSAGE,
    MEDIA_TYPE,
    PROTOCOL,
    PROTOCOL_HEADER,
    STREAM_TYPE,
    Message,
    MessageT,
    Refusal,
    pack,
    unpack,
)

if TYPE_CHECKING:
    import requests

_CONNECT_SECONDS = 5.0

# A head that is cut off is the network's doing: it is told by what follows from it, and tried again.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of an exchange that was not refused."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class FileLine(Line, Protocol):
    """A line that contents go over, too."""

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """Send bytes with headers to a path of the server and return the answer."""


class Listening(Protocol):
    """What a server says for as long as it says something."""

    def __iter__(self) -> Iterator[bytes]:
        """Whatever has come, as soon as it comes."""

    def hang_up(self) -> None:
        """Hear nothing more, also in another thread that waits for the next word."""


class LiveLine(Line, Protocol):
    """A line that one can listen at, too."""

    def listen(self, step: str, first_seconds: float, silence_seconds: float) -> Listening:
        """Begin to listen; the line is dead when its first word, or later another one, does not come for so long."""


class Transport:
    """Asks one server over HTTP. `token` is the device's; without it only enrolment is possible."""

    def __init__(
        self,
        url: str,
        token: str = "",
        authority: str = "",
        session: requests.Session | None = None,
        answer_seconds: float = 30.0,
        server_time: ServerTime | None = None,
    ) -> None:
        """`authority` is as for `Line`; `answer_seconds` may pass between two bytes of an answer.

        `server_time` hears what time it is at the server.

        :raises Trouble: ``server_address_invalid``, ``server_address_insecure``
        """
        import requests

        self.url = checked_address(url)
        check_secrecy(self.url)
        self.authority = authority
        self._token = token
        self._answer_seconds = answer_seconds
        self._server_time = server_time or ServerTime()
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
        response, content = self._sent("POST", f"/v1/{step}", self._headers, pack(message, zstd=True))
        return self._understood(response, content, reply_type)

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """Send bytes with headers to a path of the server and return the answer.

        :raises Rejection: the server says no
        :raises Trouble: as `ask`, or what the server says went wrong (``upload_unknown`` …)
        """
        response, received = self._sent(method, path, headers, content)
        if response.ok:
            return Answer(response.status_code, response.headers, received)
        raise self._refused(response, received)

    def listen(self, step: str, first_seconds: float, silence_seconds: float) -> EventStream:
        """Begin to listen to a stream of the server.

        :raises Trouble: as `ask`; ``server_nonsense`` where what answers is no stream
        """
        headers = {
            "Accept": STREAM_TYPE,
            "Accept-Encoding": "identity",
            "Cache-Control": "no-store",
            PROTOCOL_HEADER: PROTOCOL,
        }
        response = self._begun("GET", f"/v1/{step}", headers, b"", first_seconds)
        if response.ok and response.headers.get("Content-Type", "").startswith(STREAM_TYPE):
            return EventStream(self.url, response, silence_seconds)
        raise self._refused(response, self._read(response))

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _sent(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> tuple[requests.Response, bytes]:
        response = self._begun(method, path, headers, content, self._answer_seconds)
        return response, self._read(response)

    def _begun(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes, patience_seconds: float
    ) -> requests.Response:
        """The beginning of an answer; `patience_seconds` may pass between two bytes."""
        asked = self._server_time.boot_clock.since_boot()
        try:
            response = self._session.request(
                method,
                f"{self.url}{path}",
                data=content,
                headers=headers,
                auth=self._identify,
                timeout=(_CONNECT_SECONDS, patience_seconds),
                allow_redirects=False,
                stream=True,
            )
        except broken() as error:
            raise not_reached(self.url, error) from error
        self._server_time.answered(asked, response.headers.get(TIME_HEADER, ""))
        return response

    def _read(self, response: requests.Response) -> bytes:
        try:
            content: bytes = response.raw.read(LARGEST_MESSAGE, decode_content=False)
        except broken() as error:
            raise not_reached(self.url, error) from error
        return content

    def _identify(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Give our token. Given as a plain header it would yield to a password for this host in the user's .netrc."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _understood(self, response: requests.Response, content: bytes, reply_type: type[MessageT]) -> MessageT:
        if response.status_code != HTTPStatus.OK or response.headers.get("Content-Type", "") != MEDIA_TYPE:
            raise self._refused(response, content)
        return self._unpacked(response, content, reply_type)

    def _refused(self, response: requests.Response, content: bytes) -> PaigongError:
        """Why there is no reply."""
        if response.headers.get("Content-Type", "") != MEDIA_TYPE:
            code = "server_failed" if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "server_nonsense"
            return Trouble(code, url=self.url, status=response.status_code)
        refusal = self._unpacked(response, content, Refusal)
        says_no = response.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
        return (Rejection if says_no else Trouble)(refusal.code, **refusal.params)

    def _unpacked(self, response: requests.Response, content: bytes, message_type: type[MessageT]) -> MessageT:
        try:
            return unpack(content, response.headers.get("Content-Encoding", ""), message_type)
        except Trouble as trouble:
            raise Trouble("server_nonsense", url=self.url, detail=trouble.params.get("detail")) from trouble


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
