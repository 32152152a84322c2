"""A label printer that reads what it is sent and keeps it as dots, as a real one would print it."""

from __future__ import annotations

import re
import socket
import threading
import zlib
from base64 import b64decode
from binascii import crc_hqx
from collections.abc import Iterator
from contextlib import contextmanager

from app.labels.dots import Dots
from app.labels.languages import Language

_ZPL = re.compile(
    rb"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),\3,(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS\^PQ1\^XZ\n"
)
_TSPL = re.compile(rb"SIZE ([\d.]+) mm,([\d.]+) mm\r\nCLS\r\nBITMAP 0,0,(\d+),(\d+),0,")
_QUESTION = {Language.ZPL: b"~HS\n", Language.TSPL: b"\x1b!?"}
_DROP = {Language.ZPL: b"~JA\n", Language.TSPL: b"\x1b!."}
SOUND = {
    Language.ZPL: (
        b"\x02030,0,0,0240,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
    ),
    Language.TSPL: b"\x00",
}
NO_PAPER = {Language.ZPL: SOUND[Language.ZPL].replace(b"030,0,0", b"030,1,0"), Language.TSPL: b"\x04"}
PAUSED = {Language.ZPL: SOUND[Language.ZPL].replace(b"030,0,0", b"030,0,1"), Language.TSPL: b"\x10"}
HEAD_OPEN = {Language.ZPL: SOUND[Language.ZPL].replace(b"001,0,0", b"001,0,1"), Language.TSPL: b"\x01"}
HALF = SOUND[Language.ZPL][:30]
STUCK = {Language.ZPL: NO_PAPER[Language.ZPL].replace(b"0240,000", b"0240,001"), Language.TSPL: b"\x24"}
"""Out of paper with a label begun, which comes out whole once there is paper, unless it is dropped."""
BUSY = {Language.ZPL: SOUND[Language.ZPL].replace(b"0240,000", b"0240,001"), Language.TSPL: b"\x20"}


class FakePrinter:
    """Answers each question with the next of `answers`, the last one again and again; an empty one is silence.

    `width` is what its labels have in dots. It drops the line in the middle of a label, once, when it has come to
    `breaks_at` bytes; what it was given and has not printed is lost then.
    """

    def __init__(self, language: Language, answers: list[bytes], width: int, breaks_at: int | None = None) -> None:
        self.language, self.answers = language, answers
        self.width = width
        self.printed: list[Dots] = []
        self._held: list[Dots] = []
        self._breaks_at = breaks_at
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    @property
    def address(self) -> str:
        return f"{self.language}://127.0.0.1:{self._server.getsockname()[1]}"

    @contextmanager
    def on(self) -> Iterator[FakePrinter]:
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            with connection:
                self._read(connection)

    def _read(self, connection: socket.socket) -> None:
        came, heard = b"", 0
        while more := connection.recv(65536):
            heard += len(more)
            if self._breaks_at is not None and heard >= self._breaks_at:
                self._breaks_at = None
                return
            came = self._understand(came + more, connection)

    def _understand(self, came: bytes, connection: socket.socket) -> bytes:
        question = _QUESTION[self.language]
        while came:
            if came.startswith(question):
                came = came[len(question) :]
                self._answer(connection)
                continue
            if came.startswith(_DROP[self.language]):
                came = came[len(_DROP[self.language]) :]
                self._held.clear()
                continue
            label = self._label(came)
            if label is None:
                return came
            dots, length = label
            self.printed.append(dots)
            came = came[length:]
        return came

    def _answer(self, connection: socket.socket) -> None:
        answer = self.answers[0]
        self.answers = self.answers[1:] or self.answers
        if answer == STUCK[self.language] and not self._held:
            self._held.append(self.printed.pop())
        elif answer == SOUND[self.language]:
            self.printed += self._held
            self._held.clear()
        connection.sendall(answer)

    def _label(self, came: bytes) -> tuple[Dots, int] | None:
        return _zpl_label(came) if self.language is Language.ZPL else _tspl_label(came, self.width)


def _zpl_label(came: bytes) -> tuple[Dots, int] | None:
    match = _ZPL.match(came)
    if match is None:
        return None
    width, height, size, row, packed, checksum = match.groups()
    assert int(checksum, 16) == crc_hqx(packed, 0)
    rows = zlib.decompress(b64decode(packed))
    assert len(rows) == int(size) == int(row) * int(height)
    return Dots(int(width), int(height), rows), match.end()


def _tspl_label(came: bytes, width: int) -> tuple[Dots, int] | None:
    match = _TSPL.match(came)
    if match is None:
        return None
    row, height = int(match[3]), int(match[4])
    end = match.end() + row * height
    tail = b"\r\nPRINT 1,1\r\n"
    if len(came) < end + len(tail):
        return None
    assert came[end : end + len(tail)] == tail
    return Dots(width, height, bytes(byte ^ 0xFF for byte in came[match.end() : end])), end + len(tail)
