"""The laptop's half of snapshots: where nothing is here yet, load what the server has prepared, then pull from there.

How far that went is kept with the rows. Who was interrupted goes on where he was, as long as the server still offers
the same files; else, and where a file is not to be had, everything is pulled anew, which also removes what was loaded
and is not true any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import accumulate, chain

import msgspec

from app.foundation.errors import PaigongError, Trouble
from app.storage import facts
from app.storage.indexes import drop_indexes, make_indexes
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.files.wire import range_header
from app.sync.pull.wire import TableRows
from app.sync.rebase.laptop import Redo, apply_rows, holds_rows
from app.sync.rebase.rows import known_schema, synchronised_specs
from app.sync.snapshot.wire import (
    BETWEEN,
    MOST_FILES,
    SNAPSHOTS,
    SnapshotOffer,
    SnapshotPiece,
    SnapshotReply,
    SnapshotRequest,
    nonce_of,
)
from app.sync.transport import FileLine
from app.sync.wire import PROTOCOL, unpack

_AT_ONCE = 4 * 1024 * 1024
"""Bytes that are fetched with one request, where a single piece has not more."""

_ROWS_AT_ONCE = 20_000
"""Rows that are written in one transaction, if that many have come."""

_OF_THE_FILE = frozenset({"snapshot_unknown", "message_malformed"})
"""What is wrong with a file alone: it was tidied away, lies with another process of the server, or is damaged."""


class _Loading(msgspec.Struct, frozen=True):
    """How far a first load went: how many pieces of each file are here, as a program with this `schema` read them."""

    epoch: str
    scopes: str
    schema: str
    loaded: dict[str, int]


def load(store: Store, line: FileLine, redo: Redo) -> None:
    """Load what the server has prepared, if nothing is here yet or that was interrupted.

    :raises Trouble: what stands between here and the server; what was loaded stays
    """
    with store.read() as reader:
        noted = facts.fact(reader, facts.LOADING)
        if facts.fact(reader, facts.CURSOR, "0") != "0" or (not noted and holds_rows(reader)):
            return
    reply = _offered(line)
    loading = (
        msgspec.json.decode(noted, type=_Loading) if noted else _Loading(reply.epoch, reply.scopes, known_schema(), {})
    )
    if not _is_same(loading, reply):
        store.write(_give_up)
    elif reply.offers:
        try:
            _load(store, line, redo, reply, loading)
        except Trouble as trouble:
            if trouble.code not in _OF_THE_FILE:
                raise
            store.write(_give_up)


def _load(store: Store, line: FileLine, redo: Redo, reply: SnapshotReply, loading: _Loading) -> None:
    store.write(lambda unit: _begin(unit, loading))
    for batch in _batches(line, reply, loading):
        apply_rows(store, redo, batch.tables(), {facts.LOADING: msgspec.json.encode(batch.loading).decode()})
    store.write(lambda unit: _finish(unit, reply))


def _offered(line: FileLine) -> SnapshotReply:
    """All that there is, once all is made."""
    request = SnapshotRequest(protocol=PROTOCOL)
    while (reply := line.ask(SNAPSHOTS, request, SnapshotReply)).more:
        pass
    return reply


def _is_same(loading: _Loading, reply: SnapshotReply) -> bool:
    """Whether what was loaded so far is of what is offered now, and was read as it would be read now."""
    names = {offer.name for offer in reply.offers}
    now = (reply.epoch, reply.scopes, known_schema())
    return (loading.epoch, loading.scopes, loading.schema) == now and loading.loaded.keys() <= names


@dataclass(frozen=True, slots=True)
class _Piece:
    """One piece of a file that is offered."""

    offer: SnapshotOffer
    number: int

    @property
    def size(self) -> int:
        return self.offer.pieces[self.number]

    @property
    def start(self) -> int:
        """Where it begins in its file."""
        return self.offer.start + sum(self.offer.pieces[: self.number])

    def opened(self, sealed: bytes) -> SnapshotPiece:
        """What is in it.

        :raises Trouble: ``message_malformed``
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            content = AESGCM(bytes.fromhex(self.offer.key)).decrypt(nonce_of(self.number), sealed, None)
        except InvalidTag as error:
            raise Trouble("message_malformed", detail=self.offer.name) from error
        return unpack(content, "zstd", SnapshotPiece)


@dataclass(slots=True)
class _Batch:
    """What is written in one transaction: many small pieces together, for each commit writes every index anew."""

    loading: _Loading
    pieces: list[SnapshotPiece] = field(default_factory=list)
    rows: int = 0

    def take(self, name: str, piece: SnapshotPiece) -> None:
        loaded = {**self.loading.loaded, name: self.loading.loaded.get(name, 0) + 1}
        self.loading = msgspec.structs.replace(self.loading, loaded=loaded)
        self.pieces.append(piece)
        self.rows += sum(len(rows.values[0]) for rows in piece.tables if rows.values)

    def tables(self) -> list[TableRows]:
        """The rows of all pieces, each table once."""
        alike: defaultdict[tuple[str, ...], list[TableRows]] = defaultdict(list)
        for piece in self.pieces:
            for rows in piece.tables:
                if rows.values:
                    alike[rows.name, *rows.columns].append(rows)
        return [
            msgspec.structs.replace(
                some[0], values=[list(chain(*parts)) for parts in zip(*(one.values for one in some), strict=True)]
            )
            for some in alike.values()
        ]


def _batches(line: FileLine, reply: SnapshotReply, loading: _Loading) -> Iterator[_Batch]:
    """All that is missing, in what is written at once; where the line breaks, what has come is not fetched again."""
    batch = _Batch(loading)
    try:
        for name, piece in _missing(line, reply, loading):
            batch.take(name, piece)
            if batch.rows >= _ROWS_AT_ONCE:
                yield batch
                batch = _Batch(batch.loading)
    except PaigongError:
        if batch.pieces:
            yield batch
        raise
    if batch.pieces:
        yield batch


def _missing(line: FileLine, reply: SnapshotReply, loading: _Loading) -> Iterator[tuple[str, SnapshotPiece]]:
    pieces = (
        _Piece(offer, number)
        for offer in reply.offers
        for number in range(loading.loaded.get(offer.name, 0), len(offer.pieces))
    )
    for portion in _portions(pieces):
        yield from _fetched(line, portion)


def _portions(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces, as they are fetched together: small ones of many files with one request."""
    portion: list[_Piece] = []
    size, files = 0, set[str]()
    for piece in pieces:
        size += piece.size
        files.add(piece.offer.name)
        if portion and (size > _AT_ONCE or len(files) > MOST_FILES):
            yield portion
            portion, size, files = [], piece.size, {piece.offer.name}
        portion.append(piece)
    if portion:
        yield portion


def _fetched(line: FileLine, portion: list[_Piece]) -> Iterator[tuple[str, SnapshotPiece]]:
    """Pieces that follow each other, in one file or from file to file."""
    sizes = {piece.offer.name: piece.offer.size for piece in portion}
    begins = dict(zip(sizes, accumulate(sizes.values(), initial=0), strict=False))
    starts = [begins[piece.offer.name] + piece.start for piece in portion]
    first = starts[0]
    content = _bytes(line, BETWEEN.join(sizes), first, starts[-1] + portion[-1].size)
    for piece, start in zip(portion, starts, strict=True):
        yield piece.offer.name, piece.opened(content[start - first :][: piece.size])


def _bytes(line: FileLine, names: str, start: int, stop: int) -> bytes:
    """A range of what these files are one after the other; the server may answer with less of it at a time."""
    content = b""
    while len(content) < stop - start:
        ranged = range_header(start + len(content), stop)
        answer = line.exchange("GET", f"/v1/{SNAPSHOTS}/{names}", ranged)
        if answer.status != HTTPStatus.PARTIAL_CONTENT or not answer.content:
            raise Trouble("server_nonsense", url=line.url, status=answer.status)
        content += answer.content
    return content


def _begin(unit: UnitOfWork, loading: _Loading) -> None:
    facts.set_fact(unit, facts.LOADING, msgspec.json.encode(loading).decode())
    drop_indexes(unit, synchronised_specs())


def _give_up(unit: UnitOfWork) -> None:
    """What was loaded stays until a pull of everything has said what of it is true."""
    make_indexes(unit, synchronised_specs())
    facts.set_fact(unit, facts.LOADING, "")


def _finish(unit: UnitOfWork, reply: SnapshotReply) -> None:
    """Everything is here as it stood at the lowest place: whatever changed since is pulled from there on."""
    make_indexes(unit, synchronised_specs())
    place = {
        facts.CURSOR: str(min(offer.sequence for offer in reply.offers)),
        facts.EPOCH: reply.epoch,
        facts.SCOPES: reply.scopes,
        facts.HORIZON: str(max(offer.horizon for offer in reply.offers)),
        facts.LOADING: "",
    }
    for name, value in place.items():
        facts.set_fact(unit, name, value)
