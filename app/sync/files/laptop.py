"""The laptop's half of files: rounds of their own, so that a large file holds up no command.

What is most urgent goes first, and takes the place of what is less so between two chunks: thumbnails, what somebody
waits for, the rest. How far a transfer is, the server knows (uploads) or is lost with the process (downloads).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from app.files.queries import held_contents, known_digests
from app.files.rules import may_leave
from app.files.tables import Direction, FileTransfer
from app.files.transfers import (
    due_transfers,
    keep_failure,
    keep_fetched,
    keep_progress,
    keep_sent,
    queue_forgotten,
    settle_transfers,
)
from app.files.vault import Vault
from app.foundation.clock import Clock
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.storage.facts import RESCUED, fact
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.connection import Connect, Connection
from app.sync.files.wire import (
    CHUNK_TYPE,
    CONTENTS,
    LARGEST_CHUNK,
    TUS,
    UPLOADS,
    UploadWish,
    answered_range,
    checksum,
    number_of,
    range_header,
)
from app.sync.transport import FileLine, Transport

_SMALLEST_CHUNK = 64 * 1024
_FIRST_CHUNK = 512 * 1024
_QUICK_SECONDS, _SLOW_SECONDS = 2.0, 8.0
_TRIES_OF_A_CHUNK = 3

_ITS_OWN = frozenset(
    {
        *("server_failed", "disk_full", "file_not_writable", "content_damaged", "content_unknown"),
        *("upload_unknown", "upload_out_of_step", "upload_damaged", "chunk_damaged", "too_many_uploads"),
        "upload_unmentioned",
    }
)
"""What may go wrong with one transfer while the others go on, and may go right later."""
_HOPELESS = frozenset({"attachment_damaged", "attachment_missing"})
"""What goes wrong with one transfer for good."""


class Pace:
    """How many bytes to move at a time: much where it is quick, little where it is slow or breaks off."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock = clock
        self._begun = 0.0
        self.chunk = _FIRST_CHUNK

    def begin(self) -> None:
        """A chunk is on its way from now on."""
        self._begun = self._clock()

    def arrived(self) -> None:
        """It has arrived."""
        seconds = self._clock() - self._begun
        if seconds < _QUICK_SECONDS:
            self.chunk = min(LARGEST_CHUNK, 2 * self.chunk)
        elif seconds > _SLOW_SECONDS:
            self.broke_off()

    def broke_off(self) -> None:
        """It did not arrive."""
        self.chunk = max(_SMALLEST_CHUNK, self.chunk // 2)


class FileSync:
    """Sends what was attached here, and fetches what somebody wants to see."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        clock: Clock,
        connect: Connect[FileLine] = Transport,
        *,
        is_ending: Callable[[], bool] = bool,
        pace: Pace | None = None,
    ) -> None:
        """`is_ending` tells whether to stop after the chunk that is under way."""
        self._store = store
        self._vault = vault
        self._clock = clock
        self._connection = Connection(store, connect)
        self._is_ending = is_ending
        self._pace = pace or Pace()
        self._is_tidy = False

    def synchronise(self) -> bool:
        """Move everything that is due; tells whether there is a server at all.

        What is wrong with one file keeps no other from being moved.

        :raises Trouble: what stands between here and the server; all that is to be moved stays so
        """
        now = self._clock.now()
        if not self._is_tidy:
            self._is_tidy = tidy(self._store, self._vault, now)
        if self._connection.line() is None:
            return False
        self._store.write(lambda unit: settle_transfers(unit, now))
        tried: set[str] = set()
        while not self._is_ending() and (transfer := self._next(tried)) is not None:
            if self._attempt(transfer):
                tried.add(transfer.id)
        return True

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()

    def _next(self, tried: set[str]) -> FileTransfer | None:
        with self._store.read() as reader:
            due = due_transfers(reader, self._clock.now())
        return next((transfer for transfer in due if transfer.id not in tried), None)

    def _attempt(self, transfer: FileTransfer) -> bool:
        """Move one content; False where it made room for a more urgent one, and is to be gone on with."""
        move = self._send if transfer.direction is Direction.UP else self._fetch
        try:
            return move(transfer)
        except PaigongError as error:
            failure = _judged(error)
            if failure is None:
                self._pace.broke_off()
                raise
            self._write(lambda unit: keep_failure(unit, transfer.id, failure, self._clock.now()))
        return True

    def _send(self, transfer: FileTransfer) -> bool:
        wish = UploadWish(transfer.customer_id, transfer.digest, transfer.size)
        begun = self._line().exchange("POST", f"/v1/{UPLOADS}", _TUS | wish.headers())
        location, offset = begun.headers.get("Location", ""), _offset(begun.headers.get("Upload-Offset", ""))
        if not location.startswith(f"/v1/{UPLOADS}/"):
            raise Trouble("server_nonsense", url=self._line().url)
        with self._vault.open(transfer.digest) as reader:
            if reader.size != transfer.size:  # the server would wait for bytes that there are not
                raise Trouble("attachment_damaged", path=str(self._vault.folder))
            while offset < transfer.size:
                reader.seek(offset)
                chunk = b"".join(_exactly(reader.read, min(self._pace.chunk, transfer.size - offset)))
                offset = self._send_chunk(location, offset, chunk)
                self._keep_progress(transfer, offset)
                if offset < transfer.size and (self._is_ending() or self._is_outranked(transfer)):
                    return False
        self._write(lambda unit: keep_sent(unit, transfer, self._clock.now()))
        return True

    def _send_chunk(self, location: str, offset: int, chunk: bytes) -> int:
        said = {"Content-Type": CHUNK_TYPE, "Upload-Offset": str(offset), "Upload-Checksum": checksum(chunk)}
        self._pace.begin()
        answer = self._line().exchange("PATCH", location, _TUS | said, chunk)
        self._pace.arrived()
        reached = _offset(answer.headers.get("Upload-Offset", ""))
        if reached != offset + len(chunk):
            raise Trouble("server_nonsense", url=self._line().url)
        return reached

    def _fetch(self, transfer: FileTransfer) -> bool:
        if not self._vault.holds(transfer.digest):
            moved = partial(self._keep_progress, transfer)
            fetch(self._line, self._vault, transfer.digest, transfer.size, self._pace, moved)
        self._write(lambda unit: keep_fetched(unit, transfer))
        return True

    def _is_outranked(self, transfer: FileTransfer) -> bool:
        with self._store.read() as reader:
            due = due_transfers(reader, self._clock.now())
        return bool(due) and due[0].urgency < transfer.urgency

    def _line(self) -> FileLine:
        """Asked for before each message: the token may have been replaced meanwhile."""
        line = self._connection.line()
        if line is None:
            raise Trouble("server_unreachable")
        return line

    def _keep_progress(self, transfer: FileTransfer, moved: int) -> None:
        self._write(lambda unit: keep_progress(unit, transfer.id, moved))

    def _write(self, job: Callable[[UnitOfWork], None]) -> None:
        self._store.write(job)


def fetch(
    line: Callable[[], FileLine],
    vault: Vault,
    digest: str,
    size: int,
    pace: Pace,
    moved: Callable[[int], None] = lambda _bytes: None,
) -> None:
    """Fetch a content into the vault. `moved` hears how many bytes have come.

    :raises Trouble: ``content_unknown``, ``content_damaged``, what stands between here and the server, a full disk
    """

    def chunks() -> Iterator[bytes]:
        start = 0
        while start < size:
            chunk = _fetch_chunk(line, digest, start, size, pace)
            start += len(chunk)
            yield chunk
            moved(start)

    with vault.coming_in(chunks()) as incoming:
        if incoming.digest != digest:
            raise Trouble("content_damaged")
        vault.keep(incoming)


def _fetch_chunk(line: Callable[[], FileLine], digest: str, start: int, size: int, pace: Pace) -> bytes:
    """A chunk that breaks off is asked for again, smaller: what has come before it is not lost for that."""
    for tries_left in reversed(range(_TRIES_OF_A_CHUNK)):
        stop = min(start + pace.chunk, size)
        pace.begin()
        try:
            answer = line().exchange("GET", f"/v1/{CONTENTS}/{digest}", range_header(start, stop))
        except Trouble as trouble:
            pace.broke_off()
            if trouble.code != "server_unreachable" or not tries_left:
                raise
            continue
        if answered_range(answer.headers.get("Content-Range", "")) != (start, start + len(answer.content), size):
            raise Trouble("content_damaged")
        pace.arrived()
        return answer.content
    raise AssertionError


def tidy(store: Store, vault: Vault, now: datetime) -> bool:
    """Remove what crashes have left, and let go of what the server has and nobody has used for long.

    Tells whether it was done: a workspace that was rescued does not know yet what is wanted.
    """
    with store.read() as reader:
        if fact(reader, RESCUED):
            return False
        known, leaving = known_digests(reader), may_leave(held_contents(reader, vault), now)
    store.write(lambda unit: queue_forgotten(unit, vault.holds, now))
    vault.sweep(known, now)
    for digest in leaving:
        vault.let_go(digest)
    return True


def _judged(error: PaigongError) -> PaigongError | None:
    """An error as one transfer's own, for good (a rejection) or for now; None where it stands in the way of all."""
    if error.code in _ITS_OWN:
        return Trouble(error.code, **error.params)
    if isinstance(error, Rejection) or error.code in _HOPELESS:
        return Rejection(error.code, **error.params)
    return None


_TUS = {"Tus-Resumable": TUS}


def _offset(text: str) -> int:
    return number_of("Upload-Offset", text)


def _exactly(read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
    while size and (part := read(size)):
        size -= len(part)
        yield part
