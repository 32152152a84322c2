"""What label printers are told: pictures in ZPL II and TSPL, and how they stand when they are asked.

Both take a label as dots: drivers shift what they print by up to 0.9 mm, dots come out where they were put
(engineering.md, "Labels"). Sources: Zebra's ZPL II programming guide (`^GF`, `~HS`, `~JA`), TSC's TSPL/TSPL2 manual
(`BITMAP`, `<ESC>!?`, `<ESC>!.`).
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from binascii import crc_hqx
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_
from app.labels.dots import Dots


class Language(StrEnum):
    """What a printer understands."""

    ZPL = "zpl"
    TSPL = "tspl"


class PrinterFault(StrEnum):
    """Why a printer stands still, as it says."""

    OUT_OF_PAPER = "out_of_paper"
    OUT_OF_RIBBON = "out_of_ribbon"
    HEAD_OPEN = "head_open"
    PAPER_JAM = "paper_jam"
    PAUSED = "paused"
    SILENT = "silent"
    """It takes nothing any more, or says nothing."""
    GARBLED = "garbled"
    GONE = "gone"
    GIVEN_UP = "given_up"
    """Somebody stopped the job while the printer was not heard of."""
    OTHER = "other"


FAULT_NAMES = {
    PrinterFault.OUT_OF_PAPER: N_("it is out of labels"),
    PrinterFault.OUT_OF_RIBBON: N_("it is out of ribbon"),
    PrinterFault.HEAD_OPEN: N_("its head is open"),
    PrinterFault.PAPER_JAM: N_("the labels are jammed"),
    PrinterFault.PAUSED: N_("it is paused"),
    PrinterFault.SILENT: N_("it does not answer"),
    PrinterFault.GARBLED: N_("its answer broke off"),
    PrinterFault.GONE: N_("the connection to it broke off"),
    PrinterFault.GIVEN_UP: N_("printing was given up"),
    PrinterFault.OTHER: N_("it reports a fault of its own"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a printer stands: what stops it, if anything, and how many labels it has been given but not printed."""

    fault: PrinterFault | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one language is spoken.

    `standing` gives None as long as an answer is not whole; `drop` lets a printer forget what it has not printed.
    """

    label: Callable[[Dots, float], bytes]
    question: bytes
    standing: Callable[[bytes], Standing | None]
    drop: bytes


def _zpl_label(dots: Dots, dots_per_mm: float) -> bytes:  # noqa: ARG001 - ZPL measures in dots
    """A label as a compressed picture (`:Z64:`), with its checksum."""
    packed = b64encode(zlib.compress(dots.rows))
    size = len(dots.rows)
    picture = f"^GFA,{size},{size},{dots.bytes_per_row},:Z64:{packed.decode()}:{crc_hqx(packed, 0):04X}"
    return f"^XA^PW{dots.width}^LL{dots.height}^LH0,0^FO0,0{picture}^FS^PQ1^XZ\n".encode()


def _tspl_label(dots: Dots, dots_per_mm: float) -> bytes:
    """A label as a picture in which 0 is black."""
    size = f"SIZE {dots.width / dots_per_mm:.2f} mm,{dots.height / dots_per_mm:.2f} mm\r\nCLS\r\n"
    picture = f"BITMAP 0,0,{dots.bytes_per_row},{dots.height},0,".encode()
    return size.encode() + picture + bytes(byte ^ 0xFF for byte in dots.rows) + b"\r\nPRINT 1,1\r\n"


_ZPL_LINES = 3
_ZPL_PAPER, _ZPL_PAUSE, _ZPL_FORMATS = 1, 2, 4
_ZPL_HEAD, _ZPL_RIBBON, _ZPL_REMAINING = 2, 3, 8


def _zpl_standing(answer: bytes) -> Standing | None:
    """Reads the answer to `~HS`: three lines, each between STX and ETX."""
    lines = [line.partition(b"\x02")[2].split(b",") for line in answer.split(b"\x03")[:-1]]
    if len(lines) < _ZPL_LINES:
        return None
    try:
        flags = [
            (lines[1][_ZPL_HEAD], PrinterFault.HEAD_OPEN),
            (lines[0][_ZPL_PAPER], PrinterFault.OUT_OF_PAPER),
            (lines[1][_ZPL_RIBBON], PrinterFault.OUT_OF_RIBBON),
            (lines[0][_ZPL_PAUSE], PrinterFault.PAUSED),
        ]
        waiting = int(lines[0][_ZPL_FORMATS]) + int(lines[1][_ZPL_REMAINING])
        return Standing(next((fault for flag, fault in flags if int(flag)), None), waiting)
    except (IndexError, ValueError):
        return Standing(PrinterFault.OTHER, 0)


_TSPL_PRINTING = 0x20
_TSPL_FAULTS = (
    (0x01, PrinterFault.HEAD_OPEN),
    (0x02, PrinterFault.PAPER_JAM),
    (0x04, PrinterFault.OUT_OF_PAPER),
    (0x08, PrinterFault.OUT_OF_RIBBON),
    (0x10, PrinterFault.PAUSED),
    (0x80, PrinterFault.OTHER),
)


def _tspl_standing(answer: bytes) -> Standing | None:
    """Reads the answer to `<ESC>!?`: one byte of flags."""
    if not answer:
        return None
    flags = answer[0]
    fault = next((fault for flag, fault in _TSPL_FAULTS if flags & flag), None)
    return Standing(fault, 1 if flags & _TSPL_PRINTING else 0)


DIALECTS = {
    Language.ZPL: Dialect(_zpl_label, b"~HS\n", _zpl_standing, b"~JA\n"),
    Language.TSPL: Dialect(_tspl_label, b"\x1b!?", _tspl_standing, b"\x1b!."),
}
