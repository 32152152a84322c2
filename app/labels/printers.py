"""Label printers that take dots: on the network at port 9100, or as a device file."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.labels.dots import Dots
from app.labels.languages import DIALECTS, FAULT_NAMES, Dialect, Language, PrinterFault, Standing

PORT = 9100
PATIENCE_SECONDS = 10.0
"""So long a printer may take to let itself be reached, for a label, or to say how it stands."""
ASKING_SECONDS = 0.1
_ADDRESS = re.compile(
    r"(?P<language>zpl|tspl)://(?:(?P<host>[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\])(?::(?P<port>[0-9]{1,5}))?|(?P<device>/\S+))"
)
_ANSWER_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Printer:
    """Where a printer is and what it speaks. A device file is written to and never asked."""

    language: Language
    host: str = ""
    port: int = PORT
    device: str = ""

    @classmethod
    def parse(cls, address: str) -> Printer:
        """Read `zpl://10.0.0.7`, `tspl://printer:9100` or `zpl:///dev/usb/lp0`.

        :raises Rejection: ``printer_address_unknown``
        """
        match = _ADDRESS.fullmatch(address)
        if match is None:
            raise Rejection("printer_address_unknown", address=address)
        host, port = (match["host"] or "").strip("[]"), int(match["port"] or PORT)
        return cls(Language(match["language"]), host, port, match["device"] or "")

    def __str__(self) -> str:
        return self.device or f"{self.host}:{self.port}"


class _Line(Protocol):
    """A way to a printer."""

    def send(self, content: bytes) -> None: ...

    def standing(self, dialect: Dialect) -> Standing | None:
        """How the printer says that it stands; None where it says nothing."""


def print_labels(
    printer: Printer,
    labels: Sequence[Dots],
    dots_per_mm: float,
    *,
    told: Callable[[int], None] = lambda _printed: None,
    is_unwanted: Callable[[], bool] = lambda: False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> int:
    """Print one label after the other, each when the one before it is out; tells how many are out.

    A printer that never says how it stands gets all labels one after the other.

    :param told: is told after each label how many are out
    :param is_unwanted: is asked before each label whether somebody has stopped the job
    :raises Trouble: ``printer_not_reached``; ``printer_stopped`` with `printed`: the job can go on from there
    """
    dialect, printed = DIALECTS[printer.language], 0
    with _line(printer, patience_seconds) as line:
        try:
            can_say = line.standing(dialect)
            _check(printer, can_say, printed)
            for dots in labels:
                if is_unwanted():
                    break
                line.send(dialect.label(dots, dots_per_mm))
                if can_say:
                    _wait_until_out(printer, line, printed, patience_seconds)
                printed += 1
                told(printed)
        except OSError as error:
            raise _stopped(printer, PrinterFault.SILENT, printed) from error
    return printed


def _wait_until_out(printer: Printer, line: _Line, printed: int, patience_seconds: float) -> None:
    """Wait until the label that was given to the printer is out.

    :raises Trouble: ``printer_stopped``
    """
    since = time.monotonic()
    while time.monotonic() - since < patience_seconds:
        standing = line.standing(DIALECTS[printer.language])
        if standing is None:
            break
        _check(printer, standing, printed)
        if not standing.waiting:
            return
        time.sleep(ASKING_SECONDS)
    raise _stopped(printer, PrinterFault.SILENT, printed)


def _check(printer: Printer, standing: Standing | None, printed: int) -> None:
    if standing is not None and standing.fault is not None:
        raise _stopped(printer, standing.fault, printed)


def _stopped(printer: Printer, fault: PrinterFault, printed: int) -> Trouble:
    return Trouble("printer_stopped", printer=str(printer), reason=_(FAULT_NAMES[fault]), printed=printed)


@contextmanager
def _line(printer: Printer, patience_seconds: float) -> Iterator[_Line]:
    """The way to a printer, for as long as it is needed.

    :raises Trouble: ``printer_not_reached``
    """
    try:
        line = (
            _Device(printer.device)
            if printer.device
            else _Network(socket.create_connection((printer.host, printer.port), patience_seconds))
        )
    except (OSError, UnicodeError) as error:  # a name that no network knows is not even looked for
        detail = getattr(error, "strerror", None) or str(error)
        raise Trouble("printer_not_reached", printer=str(printer), detail=detail) from error
    try:
        yield line
    finally:
        line.close()


class _Network:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, content: bytes) -> None:
        self._connection.sendall(content)

    def standing(self, dialect: Dialect) -> Standing | None:
        self._connection.sendall(dialect.question)
        answer = b""
        while (standing := dialect.standing(answer)) is None:
            try:
                more = self._connection.recv(_ANSWER_BYTES)
            except TimeoutError:
                return None
            if not more:
                return None
            answer += more
        return standing

    def close(self) -> None:
        self._connection.close()


class _Device:
    def __init__(self, path: str) -> None:
        self._file = Path(path).open("wb", buffering=0)  # noqa: SIM115 - closed by `close`

    def send(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]

    def standing(self, dialect: Dialect) -> Standing | None:  # noqa: ARG002 - a device file is never asked
        return None

    def close(self) -> None:
        self._file.close()


declare(
    {
        "printer_address_unknown": N_(
            "“{address}” is no printer. Write zpl:// or tspl:// and its name or address, or the path of its device "
            "file: zpl://10.0.0.7, tspl://printer:9100, zpl:///dev/usb/lp0."
        ),
        "printer_not_reached": N_(
            "The printer {printer} could not be reached ({detail}). Switch it on, look at its cable and its address, "
            "and print again."
        ),
        "printer_stopped": N_(
            "The printer {printer} stopped after {printed} labels: {reason}. Put it right and go on from the next one."
        ),
    }
)
