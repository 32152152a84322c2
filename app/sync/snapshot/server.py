"""The server's half of snapshots: files of whole scopes, made on demand, and again when they are old.

A file costs the work of a first pull once; from then on it costs a laptop's first load no more than sending bytes.
It holds what the scope's rows were, sealed with a key that follows from a secret in the database: the disk that it lies
on is worth nothing without that. None lives longer than a day, so what was erased does not live on in one.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
import zstandard

from app.accounts.tables import User
from app.accounts.users import grants_of
from app.foundation.errors import Trouble
from app.foundation.files import write_atomically
from app.foundation.keys import derived_key
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.columns import instant_from_stored, instant_to_stored
from app.storage.facts import WorkspaceFact
from app.storage.schema import all_specs, spec_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.storage.windows import horizon_at
from app.sync.pull.rows import Sight, page_of
from app.sync.pull.server import DeviceScopes
from app.sync.pull.wire import LARGEST_PULL
from app.sync.snapshot.wire import MOST_FILES, PackedPiece, SnapshotOffer, SnapshotReply, nonce_of
from app.sync.stamps import SyncStamp, epoch_of, last_sequence

_STAMPS = spec_of(SyncStamp).name

_LONGEST_LIFE = timedelta(days=1)
_TOLERATED_CHANGES = 1000
_TOLERATED_SHARE = 10
"""A file is as good as new while fewer rows than this, or than one in so many, have changed since."""
_PATIENCE_SECONDS = 5.0
"""So long a laptop waits for one answer while files are being made."""
_SECRET = "snapshot_key"  # noqa: S105 - the name of the fact
_LEVEL = 9
"""Of compression: it is done once and saves bytes every time."""

declare(
    {
        "snapshot_unknown": N_(
            "The prepared file for the first load is not there any more. Nothing was lost; everything is fetched in "
            "another way."
        ),
    }
)


def snapshot_key(unit: UnitOfWork) -> bytes:
    """What a server's snapshots are sealed with; it is in the database, so that several processes share it."""
    return bytes.fromhex(unit.ensure(WorkspaceFact(id=_SECRET, value=secrets.token_hex(32))).value)


class _Label(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a file. `rows` are counted as the stamps that it was made from."""

    name: str
    scope: str
    keeps_window: bool
    epoch: str
    layout: str
    sequence: int
    horizon: int
    made_at: int
    rows: int
    pieces: list[int]


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A file that is there: where, where its pieces begin, how large it is, and what it says of itself."""

    path: Path
    start: int
    size: int
    label: _Label


@dataclass(frozen=True, slots=True)
class Found:
    """Files that are read as if they were one."""

    files: list[SnapshotFile]

    @property
    def size(self) -> int:
        """The bytes of all of them."""
        return sum(file.size for file in self.files)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to before `stop`.

        :raises Trouble: ``snapshot_unknown`` where a file was tidied away meanwhile
        """
        parts = []
        for file in self.files:
            try:
                with file.path.open("rb") as opened:
                    opened.seek(max(start, 0))
                    parts.append(opened.read(max(min(stop, file.size) - max(start, 0), 0)))
            except OSError as error:
                raise Trouble("snapshot_unknown") from error
            start, stop = start - file.size, stop - file.size
        return b"".join(parts)


class SnapshotShelf:
    """The snapshots of a server, in a folder that may be emptied at any time."""

    def __init__(self, store: Store, folder: Path, key: bytes, least: int = LARGEST_PULL) -> None:
        """Fewer stamps than `least` are not worth a file: a pull is as quick."""
        self._least = least
        self._store = store
        self._folder = folder
        self._key = key
        self._making = threading.Lock()

    def offer(self, user: User, at: datetime) -> SnapshotReply:
        """What there is for a person's device that has nothing yet; nothing where a pull is as quick."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        self._tidy(at)
        with self._making, self._store.read() as reader:
            scopes = DeviceScopes(grants_of(reader, user.id), user.person_id)
            condition, values = scopes.condition(reader.plain.mark)
            wanted = _worthwhile_scopes(reader, condition, values, self._least)
            offers: list[SnapshotOffer] = []
            for scope in wanted:
                if offers and time.monotonic() > deadline:
                    break
                offers.append(self._offer_of(self._fresh(reader, scope, at, keeps_window=scopes.keeps_window)))
            more = len(offers) < len(wanted)
            return SnapshotReply(epoch=epoch_of(reader), scopes=scopes.digest, more=more, offers=offers)

    def find(self, user: User, names: Sequence[str]) -> Found:
        """The files of these names.

        :raises Trouble: ``snapshot_unknown`` where one is not there, or not for this person
        """
        with self._store.read() as reader:
            scopes = DeviceScopes(grants_of(reader, user.id), user.person_id)
        there = {
            file.label.name: file
            for path in self._folder.glob("*.snapshot")
            if path.stem.partition("-")[2] in names
            for file in _read([path])
            if scopes.include(file.label.scope) and scopes.keeps_window == file.label.keeps_window
        }
        if not there.keys() >= set(names) or len(names) > MOST_FILES:
            raise Trouble("snapshot_unknown")
        return Found([there[name] for name in names])

    def _offer_of(self, file: SnapshotFile) -> SnapshotOffer:
        label = file.label
        return SnapshotOffer(
            name=label.name,
            sequence=label.sequence,
            horizon=label.horizon,
            key=self._key_of(label.name).hex(),
            start=file.start,
            pieces=label.pieces,
        )

    def _fresh(self, reader: Reader, scope: str, at: datetime, *, keeps_window: bool) -> SnapshotFile:
        """The file of a scope, made now where there is none or it is old."""
        shelfmark = _shelfmark(scope, keeps_window=keeps_window)
        for file in _read(self._folder.glob(f"{shelfmark}-*.snapshot")):
            if _is_fresh(reader, file.label, scope):
                return file
        return self._make(reader, scope, horizon_at(at) if keeps_window else None, at)

    def _make(self, reader: Reader, scope: str, horizon: int | None, at: datetime) -> SnapshotFile:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        name = secrets.token_hex(16)
        cipher, rows = AESGCM(self._key_of(name)), 0
        pieces: list[bytes] = []
        for count, piece in _pieces(reader, scope, horizon):
            rows += count
            pieces.append(cipher.encrypt(nonce_of(len(pieces)), piece, None))
        label = _Label(
            name=name,
            scope=scope,
            keeps_window=horizon is not None,
            epoch=epoch_of(reader),
            layout=_layout(),
            sequence=last_sequence(reader),
            horizon=horizon or 0,
            made_at=instant_to_stored(at),
            rows=rows,
            pieces=[len(piece) for piece in pieces],
        )
        line = msgspec.json.encode(label) + b"\n"
        path = self._folder / f"{_shelfmark(scope, keeps_window=label.keeps_window)}-{name}.snapshot"
        write_atomically(path, line + b"".join(pieces), mode=0o600)
        return SnapshotFile(path, len(line), path.stat().st_size, label)

    def _tidy(self, at: datetime) -> None:
        """Remove what has lived long enough."""
        for file in list(_read(self._folder.glob("*.snapshot"))):
            if not timedelta() <= at - instant_from_stored(file.label.made_at) < _LONGEST_LIFE:
                file.path.unlink(missing_ok=True)

    def _key_of(self, name: str) -> bytes:
        return derived_key(self._key, "snapshot", bytes.fromhex(name))


def _read(paths: Iterable[Path]) -> Iterator[SnapshotFile]:
    """What these files say of themselves; one that cannot be read is as good as none."""
    for path in paths:
        try:
            with path.open("rb") as file:
                line = file.readline()
            yield SnapshotFile(path, len(line), path.stat().st_size, msgspec.json.decode(line, type=_Label))
        except (OSError, msgspec.MsgspecError):
            continue


def _worthwhile_scopes(reader: Reader, condition: str, values: list[str], least: int) -> list[str]:
    """The scopes with rows that somebody sees; none where there are few."""
    count = f"SELECT count(*) FROM (SELECT 1 FROM {_STAMPS} WHERE {condition} LIMIT {least}) AS first_ones"  # noqa: S608
    if reader.plain.value(count, values) < least:
        return []
    rows = reader.plain.rows(f"SELECT DISTINCT scope FROM {_STAMPS} WHERE {condition} ORDER BY scope", values)  # noqa: S608
    return [str(row[0]) for row in rows]


def _pieces(reader: Reader, scope: str, horizon: int | None) -> Iterator[tuple[int, bytes]]:
    """All rows of a scope, page by page, compressed; and from how many stamps each was made."""
    compressor, since, more = zstandard.ZstdCompressor(level=_LEVEL), 0, True
    sight = Sight(lambda one: one == scope, horizon, filling_to=last_sequence(reader), hears_what_left=False)
    while more:
        page = page_of(reader, sight, f"scope = {reader.plain.mark}", [scope], since)
        more = page.more
        if page.stamps:
            since = page.stamps[-1].sequence
            yield len(page.stamps), compressor.compress(msgspec.json.encode(PackedPiece(tables=page.tables)))


def _is_fresh(reader: Reader, label: _Label, scope: str) -> bool:
    if (label.epoch, label.layout) != (epoch_of(reader), _layout()) or label.sequence > last_sequence(reader):
        return False
    mark = reader.plain.mark
    sql = f"SELECT count(*) FROM {_STAMPS} WHERE scope = {mark} AND sequence > {mark}"  # noqa: S608 - names of ours
    changed: int = reader.plain.value(sql, [scope, label.sequence])
    return changed < max(_TOLERATED_CHANGES, label.rows // _TOLERATED_SHARE)


def _shelfmark(scope: str, *, keeps_window: bool) -> str:
    """Where the files of a scope stand: no name of a file comes from outside."""
    return hashlib.sha256(f"{scope} {keeps_window}".encode()).hexdigest()[:32]


@cache
def _layout() -> str:
    """Names the columns of all tables that are sent: with other ones an old file is of no use."""
    columns = [[spec.name, spec.columns] for spec in all_specs() if spec.scope is not None]
    return hashlib.sha256(msgspec.json.encode(sorted(columns))).hexdigest()[:16]
