"""The ways to a label printer: a connection to its port, or a device file. Neither ever waits long for a printer."""

from __future__ import annotations

import errno
import os
import select
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, _

ASKING_SECONDS = 0.1
STOPPING_SECONDS = 1.0
"""So long a printer still gets for what it is at once somebody has stopped the job."""
_ANSWER_BYTES = 1024


class NoPatienceError(Exception):
    """The printer took nothing, or said nothing, for too long; `came` is what of an answer came."""

    def __init__(self, came: bytes = b"") -> None:
        super().__init__(came)
        self.came = came


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer is waited for: `seconds`, and hardly at all once nobody wants the job any more."""

    seconds: float
    is_unwanted: Callable[[], bool]

    def check(self, since: float, came: bytes = b"") -> None:
        """See whether it may still be waited for what was waited for since an instant of the monotonic clock.

        :raises NoPatienceError: it may not
        """
        limit = min(self.seconds, STOPPING_SECONDS) if self.is_unwanted() else self.seconds
        if time.monotonic() - since > limit:
            raise NoPatienceError(came)


class Line(Protocol):
    """A way to a printer. Both may raise OSError: it is gone."""

    def take(self, content: memoryview) -> int:
        """Send what the printer takes within a moment; says how many bytes that are."""

    def hear(self) -> bytes | None:
        """What the printer says within a moment; None where it says nothing."""


def send(line: Line, content: bytes, patience: Patience) -> None:
    """Send all of it.

    :raises NoPatienceError: the printer takes nothing any more
    :raises OSError: it is gone
    """
    rest, since = memoryview(content), time.monotonic()
    while rest:
        taken = line.take(rest)
        if taken:
            rest, since = rest[taken:], time.monotonic()
        else:
            patience.check(since)


@contextmanager
def connected(host: str, port: int, patience: Patience) -> Iterator[Line]:
    """A printer's port, for as long as it is needed.

    :raises Trouble: ``printer_not_reached``, ``printer_refuses``
    """
    name = f"{host}:{port}"
    try:
        connection = _connect(host, port, patience)
    except ConnectionRefusedError as error:
        raise Trouble("printer_refuses", printer=name) from error
    except NoPatienceError as error:
        raise Trouble("printer_not_reached", printer=name, detail=_("it does not answer")) from error
    except (OSError, UnicodeError) as error:  # a name that no network knows is not even looked for
        raise Trouble("printer_not_reached", printer=name, detail=_detail(error)) from error
    with connection:
        yield _Network(connection)


@contextmanager
def opened_device(path: str) -> Iterator[Line]:
    """A printer's device file, for as long as it is needed.

    :raises Trouble: ``printer_not_there``, ``printer_not_yours``, ``printer_not_reached``; ``printer_is_file`` where
        labels would be written over what somebody has in a file
    """
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        missing, forbidden = {errno.ENOENT, errno.ENODEV, errno.ENXIO}, {errno.EACCES, errno.EPERM}
        if error.errno in missing:
            raise Trouble("printer_not_there", printer=path) from error
        if error.errno in forbidden:
            raise Trouble("printer_not_yours", printer=path) from error
        raise Trouble("printer_not_reached", printer=path, detail=_detail(error)) from error
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise Trouble("printer_is_file", printer=path)
        yield _Device(handle)
    finally:
        os.close(handle)


class _Network:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        connection.settimeout(ASKING_SECONDS)
        # else a question after a label waits 40 ms for the printer to acknowledge the label's end
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def take(self, content: memoryview) -> int:
        try:
            return self._connection.send(content)
        except TimeoutError:
            return 0

    def hear(self) -> bytes | None:
        try:
            said = self._connection.recv(_ANSWER_BYTES)
        except TimeoutError:
            return None
        if not said:
            raise ConnectionResetError
        return said


class _Device:
    """Is written to and never asked: a parallel or USB device file gives no answer that could be relied on."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def take(self, content: memoryview) -> int:
        try:
            return os.write(self._handle, content)
        except BlockingIOError:
            time.sleep(ASKING_SECONDS)
            return 0

    def hear(self) -> bytes | None:
        return None


def _connect(host: str, port: int, patience: Patience) -> socket.socket:
    """Try the addresses of a name, one after the other."""
    refused: OSError = ConnectionRefusedError()
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        connection = socket.socket(family, kind, protocol)
        try:
            _reach(connection, address, patience)
        except OSError as error:
            refused = error
            connection.close()
        except NoPatienceError:
            connection.close()
            raise
        else:
            return connection
    raise refused


def _reach(connection: socket.socket, address: object, patience: Patience) -> None:
    connection.setblocking(False)  # noqa: FBT003 - the name of the standard library says what it is
    since = time.monotonic()
    with suppress(BlockingIOError):
        connection.connect(address)  # type: ignore[arg-type] # of the family that it was looked up for
    while not any(select.select([], [connection], [connection], ASKING_SECONDS)):
        patience.check(since)
    status = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if status:
        raise OSError(status, os.strerror(status))


def _detail(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


declare(
    {
        "printer_not_reached": N_(
            "The printer {printer} could not be reached ({detail}). Switch it on, look at its cable and its address, "
            "and print again."
        ),
        "printer_refuses": N_(
            "The printer {printer} is there, but takes no labels at this port. Look whether another computer prints on "
            "it, and which port it is set to; 9100 is usual."
        ),
        "printer_not_there": N_("There is no device {printer}. Plug the printer in, switch it on, and print again."),
        "printer_is_file": N_(
            "{printer} is a file and no printer: nothing was written to it. Name the printer's device file, often "
            "/dev/usb/lp0."
        ),
        "printer_not_yours": N_(
            "You may not print on {printer}. Ask your administrator to put you into the group that may, often lp."
        ),
    }
)
