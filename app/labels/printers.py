"""Label printers that take dots: on the network at port 9100, or as a device file."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.labels.dots import Dots
from app.labels.languages import DIALECTS, FAULT_NAMES, Dialect, Language, PrinterFault, Standing
from app.labels.lines import ASKING_SECONDS, Line, NoPatienceError, Patience, connected, opened_device, send

PORT = 9100
_NO_PAPER = frozenset({errno.ENOSPC})
"""What the drivers of device files say when there is none."""
_PORTS = range(1, 2**16)
_LONGEST_ANSWER = 4096
"""Bytes: many times what a printer says of itself. What says more is none, or another one's port."""
PATIENCE_SECONDS = 10.0
"""So long a printer may take to let itself be reached, for a label, or to say how it stands."""
_ADDRESS = re.compile(
    r"(?P<language>zpl|tspl)://"
    r"(?:(?P<host>[^\s/:?\[\]]+|\[[0-9a-fA-F:.]+\])(?::(?P<port>[0-9]{1,5}))?|(?P<device>/[^\s?]+))"
    r"(?:\?dpi=(?P<dpi>203|300|600))?"
)
_DOTS_PER_MM = {203: 8.0, 300: 300 / 25.4, 600: 600 / 25.4}
"""What is called 203 dpi has 8 dots a millimetre."""
_USUAL_DPI = 203


@dataclass(frozen=True, slots=True)
class Printer:
    """Where a printer is, what it speaks and how fine it prints. A device file is written to and never asked."""

    language: Language
    host: str = ""
    port: int = PORT
    device: str = ""
    dpi: int = _USUAL_DPI

    @property
    def dots_per_mm(self) -> float:
        """How fine it prints, in other words."""
        return _DOTS_PER_MM[self.dpi]

    @classmethod
    def parse(cls, address: str) -> Printer:
        """Read `zpl://10.0.0.7`, `tspl://printer:9100?dpi=300` or `zpl:///dev/usb/lp0`.

        :raises Rejection: ``printer_address_unknown``
        """
        match = _ADDRESS.fullmatch(address)
        port = int(match["port"] or PORT) if match else 0
        if match is None or port not in _PORTS:
            raise Rejection("printer_address_unknown", address=address)
        host = (match["host"] or "").strip("[]")
        return cls(Language(match["language"]), host, port, match["device"] or "", int(match["dpi"] or _USUAL_DPI))

    def __str__(self) -> str:
        return self.device or f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Printed:
    """How many labels are out; unless `is_sure`, the printer took them and never said so."""

    out: int
    is_sure: bool


def is_address(text: str) -> bool:
    """Whether a text is meant as the address of a label printer, and not as the name of a printer of this computer."""
    return "://" in text


def print_labels(
    printer: Printer,
    labels: Sequence[Dots],
    dots_per_mm: float,
    *,
    told: Callable[[int], None] = lambda _printed: None,
    is_unwanted: Callable[[], bool] = lambda: False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Printed:
    """Print one label after the other, each when the one before it is out.

    A printer that never says how it stands gets all labels one after the other.

    :param told: is told after each label how many are out
    :param is_unwanted: is asked again and again whether somebody has stopped the job
    :raises Trouble: as `app.labels.lines`; ``printer_stopped`` and ``printer_in_doubt`` with `printed`: the job can go
        on from there, but whether the next label is out already is not known in the second case
    """
    patience = Patience(patience_seconds, is_unwanted)
    with _line(printer, patience) as line:
        job = _Job(printer, line, DIALECTS[printer.language], patience)
        job.begin()
        for dots in labels:
            if is_unwanted():
                break
            job.print_one(dots, dots_per_mm)
            told(job.out)
    return Printed(job.out, job.can_say)


def _line(printer: Printer, patience: Patience) -> AbstractContextManager[Line]:
    if printer.device:
        return opened_device(printer.device)
    return connected(printer.host, printer.port, patience)


class _Job:
    """Labels on their way to one printer."""

    def __init__(self, printer: Printer, line: Line, dialect: Dialect, patience: Patience) -> None:
        self._printer, self._line, self._dialect, self._patience = printer, line, dialect, patience
        self.can_say = False
        self.out = 0

    def begin(self) -> None:
        """Find out whether the printer says how it stands, and let it finish what it was given before."""
        if self._printer.device:
            return
        try:
            standing = self._standing()
            self.can_say = True
            self._wait_until_out(standing)
        except _StandsStillError as error:
            raise self._stopped(error.fault) from error
        except NoPatienceError as error:
            if self.can_say or error.came:
                raise self._stopped(self._impatience(error)) from error
        except OSError as error:
            raise self._stopped(PrinterFault.GONE) from error

    def print_one(self, dots: Dots, dots_per_mm: float) -> None:
        """Print the next label."""
        try:
            send(self._line, self._dialect.label(dots, dots_per_mm), self._patience)
            if self.can_say:
                self._wait_until_out(self._standing())
        except _StandsStillError as error:
            raise self._stopped(error.fault, in_doubt=not self._has_dropped(error)) from error
        except NoPatienceError as error:
            raise self._stopped(self._impatience(error), in_doubt=True) from error
        except OSError as error:
            fault = PrinterFault.OUT_OF_PAPER if error.errno in _NO_PAPER else PrinterFault.GONE
            raise self._stopped(fault, in_doubt=True) from error
        self.out += 1

    def _standing(self) -> Standing:
        """How the printer says that it stands."""
        send(self._line, self._dialect.question, self._patience)
        answer, since = b"", time.monotonic()
        while (standing := self._dialect.standing(answer)) is None:
            self._patience.check(since, answer)
            if len(answer) > _LONGEST_ANSWER:
                raise NoPatienceError(answer)
            answer += self._line.hear() or b""
        return standing

    def _wait_until_out(self, standing: Standing) -> None:
        """Wait until nothing is left in the printer."""
        since = time.monotonic()
        while True:
            if standing.fault is not None:
                raise _StandsStillError(standing.fault, standing.waiting)
            if not standing.waiting:
                return
            self._patience.check(since)
            time.sleep(ASKING_SECONDS)
            standing = self._standing()

    def _has_dropped(self, stands: _StandsStillError) -> bool:
        """Let the printer drop the label it holds, else it comes out by itself and again; whether that one is not out.

        A printer that holds none may have stopped after it: that was the last one of the roll.
        """
        try:
            send(self._line, self._dialect.drop, self._patience)
            return stands.holds_label and not self._standing().waiting
        except (OSError, NoPatienceError):
            return False

    def _impatience(self, error: NoPatienceError) -> PrinterFault:
        if self._patience.is_unwanted():
            return PrinterFault.GIVEN_UP
        return PrinterFault.GARBLED if error.came else PrinterFault.SILENT

    def _stopped(self, fault: PrinterFault, *, in_doubt: bool = False) -> Trouble:
        code = "printer_in_doubt" if in_doubt else "printer_stopped"
        return Trouble(code, printer=str(self._printer), reason=_(FAULT_NAMES[fault]), printed=self.out)


class _StandsStillError(Exception):
    """The printer says why it stands still, and whether it still holds a label."""

    def __init__(self, fault: PrinterFault, waiting: int) -> None:
        super().__init__(fault)
        self.fault, self.holds_label = fault, waiting > 0


declare(
    {
        "printer_address_unknown": N_(
            "“{address}” is no printer. Write zpl:// or tspl:// and its name or address, or the path of its device "
            "file: zpl://10.0.0.7, tspl://printer:9100?dpi=300, zpl:///dev/usb/lp0."
        ),
        "printer_stopped": N_(
            "The printer {printer} stopped after {printed} labels: {reason}. Put it right and go on from the next one."
        ),
        "printer_in_doubt": N_(
            "The printer {printer} stopped after {printed} labels: {reason}. Put it right, and look which label "
            "came out last before you go on."
        ),
    }
)
