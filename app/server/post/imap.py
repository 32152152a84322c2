"""Looking into a mailbox by IMAP: opened for reading only, so that nothing in it is ever marked, moved or removed."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from app.foundation.errors import Trouble
from app.messages.settings import IMAP_PASSWORD, Mailbox, Security, secret
from app.server.post.encryption import encryption
from app.server.post.outcome import WayClosed

TIMEOUT_SECONDS = 60.0
LARGEST_MAIL = 64 * 1024 * 1024
"""Bytes; of a larger one only the beginning is fetched."""
_HEAD_BYTES = 64 * 1024
_WINDOW = 50_000
"""Numbers that are asked about at once: an answer is one line, and the library takes none of more than 1 MB."""
_LATER = re.compile(rb"\[(?:UNAVAILABLE|INUSE|LIMIT|EXPIRED)\]")
"""How a server says that it cannot just now (RFC 5530)."""
_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_RECEIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it lies in the mailbox; `is_whole` is false where only its beginning was fetched, or nothing."""

    uid: int
    received_at: datetime
    content: bytes
    is_whole: bool


class _Refused(imaplib.IMAP4.error):
    """The server does not do this, however often it is asked."""


def look_into(mailbox: Mailbox) -> OpenMailbox:
    """Open a mailbox.

    :raises WayClosed: nobody answers there, does not prove who he is, does not let us in, or has no such folder
    """
    try:
        return _opened(mailbox)
    except (OSError, ValueError, imaplib.IMAP4.error, Trouble) as error:  # a password may not be ASCII
        raise WayClosed(type(error).__name__) from error


def _opened(mailbox: Mailbox) -> OpenMailbox:
    port = mailbox.port or _PORTS[mailbox.security]
    context = encryption(mailbox)
    client: imaplib.IMAP4
    if context and mailbox.security is Security.TLS:
        client = imaplib.IMAP4_SSL(mailbox.host, port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    else:
        client = imaplib.IMAP4(mailbox.host, port, timeout=TIMEOUT_SECONDS)
    try:
        if context and mailbox.security is Security.STARTTLS:
            client.starttls(ssl_context=context)
        client.login(mailbox.login, secret(IMAP_PASSWORD))
        _done(client.select(f'"{mailbox.folder}"', readonly=True))
        return OpenMailbox(client, _number(client, "UIDVALIDITY"), _number(client, "UIDNEXT"))
    except BaseException:
        with suppress(OSError):
            client.shutdown()
        raise


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A mailbox that is open. Numbers of mails (UIDs) mean something as long as its `validity` stays (RFC 3501)."""

    client: imaplib.IMAP4
    validity: int
    next_uid: int

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.client.logout()
        except (OSError, imaplib.IMAP4.error):  # it is broken: what is open of it is closed
            with suppress(OSError):
                self.client.shutdown()

    def after(self, uid: int) -> Iterator[int]:
        """The mails behind this one that lay there when it was opened, the oldest first."""
        return self._found(uid + 1)

    def since(self, instant: datetime) -> Iterator[int]:
        """The mails that came since the day before an instant, the oldest first: servers count days by their clocks."""
        day = (instant - timedelta(days=1)).astimezone(UTC)
        return self._found(1, f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def fetch(self, uids: list[int], now: datetime) -> Iterator[Fetched]:
        """These mails, as far as they are still there. One that the server cannot read out is empty, and came `now`.

        :raises WayClosed: the connection broke meanwhile
        """
        for uid in uids:
            try:
                mail = self._fetch(uid)
            except _Refused:
                mail = Fetched(uid, now, b"", is_whole=False)
            except (OSError, imaplib.IMAP4.error) as error:
                raise WayClosed(type(error).__name__) from error
            if mail is not None:
                yield mail

    def _found(self, first: int, *conditions: str) -> Iterator[int]:
        for begin in range(first, self.next_uid, _WINDOW):
            window = f"UID {begin}:{min(begin + _WINDOW, self.next_uid) - 1}"
            try:
                found = _done(self.client.uid("SEARCH", window, *conditions))
            except (OSError, imaplib.IMAP4.error) as error:
                raise WayClosed(type(error).__name__) from error
            yield from sorted(int(uid) for uid in (found[0] or b"").split())

    def _fetch(self, uid: int) -> Fetched | None:
        told = b" ".join(_lines(_done(self.client.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))))
        size, received = _SIZE.search(told), _RECEIVED.search(told)
        if size is None or received is None:
            return None
        is_whole = int(size[1]) <= LARGEST_MAIL
        part = "(BODY.PEEK[])" if is_whole else f"(BODY.PEEK[]<0.{_HEAD_BYTES}>)"
        parts = _done(self.client.uid("FETCH", str(uid), part))
        content = next((each[1] for each in parts if isinstance(each, tuple)), None)
        if content is None:
            return None
        return Fetched(uid, _instant(received[1]), content, is_whole)


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status == "OK":
        return data
    said = b" ".join(_lines(data))
    raise imaplib.IMAP4.error(status) if status != "NO" or _LATER.search(said) else _Refused(status)


def _lines(data: list[Any]) -> Iterator[bytes]:
    for each in data:
        if each is not None:
            yield each[0] if isinstance(each, tuple) else each


def _number(client: imaplib.IMAP4, name: str) -> int:
    """What the server said of the folder when it was opened.

    :raises imaplib.IMAP4.error: it says nothing, as no server of our time does
    """
    value = client.response(name)[1][0]
    if value is None:
        raise imaplib.IMAP4.error(name)
    return int(value)


def _instant(written: bytes) -> datetime:
    """``30-Nov-2026 15:01:58 +0100``, whose month is English whatever the language of this process."""
    day, month, rest = written.decode("ascii").strip().split("-", 2)
    return datetime.strptime(f"{int(day)} {_MONTHS.index(month) + 1} {rest}", "%d %m %Y %H:%M:%S %z").astimezone(UTC)
