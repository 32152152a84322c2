"""Taking unsent work out of a laptop, dead or alive: what waits for the server, and contents that it has not got."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.files.commands import ATTACH
from app.files.receipts import receipt_id
from app.files.sealed import PIECE
from app.files.tables import Direction, FileReceipt, FileTransfer
from app.files.transfers import ContentToSend, content_of, contents_of
from app.files.vault import Vault
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.inbox.tables import Settlement, refusal_id_of
from app.safekeeping.passwords import Cost, check_length
from app.safekeeping.salvage import readable_rows, salvage
from app.storage import facts
from app.storage.commands import disclose
from app.storage.outbox import OutboxEntry
from app.unsent.file import UnsentWork, write_unsent

declare(
    {
        "export_empty": N_("Everything that was done here has reached the server. There is nothing to take along."),
    }
)


@dataclass(frozen=True, slots=True)
class Exported:
    """How many entries and files went into the file, and how many files could not be read here."""

    entries: int
    files: int
    missing: int


def export_unsent(home: Home, path: Path, password: str, at: datetime, cost: Cost | None = None) -> Exported:
    """Write what waits for the server, and contents that it has not received, into an encrypted file. `at` is aware.

    It is read from the database and from the journal, whichever of the two can still be read, and from the vault. The
    workspace stays as it is.

    :raises Rejection: ``export_empty``
    :raises Trouble: ``workspace_password_short``, ``disk_full``, ``file_not_writable`` …
    """
    check_length(password)
    found = salvage(home)
    vault = Vault(home.files_folder, home.read_key())
    pending = _not_put_away(home, found.pending)
    wanted = _not_received(home, pending)
    contents = [content for content in wanted if _is_whole(vault, content)]
    if not pending and not contents:
        raise Rejection("export_empty")
    work = UnsentWork(
        person_id=found.facts.get(facts.PERSON_ID, ""),
        device_code=found.facts.get(facts.DEVICE_CODE, ""),
        made_at=at,
        entries=pending,
        contents=contents,
        read=lambda digest: _pieces(vault, digest),
    )
    write_unsent(path, work, password, cost or Cost())
    return Exported(len(pending), count_files(contents), count_files(wanted) - count_files(contents))


def count_files(contents: Iterable[ContentToSend]) -> int:
    """How many files these are for people, who do not count thumbnails."""
    return sum(not content.is_thumbnail for content in contents)


def _not_put_away(home: Home, pending: Iterable[OutboxEntry]) -> list[OutboxEntry]:
    """What was refused once, and put away for good, waits again after a restore, to keep its place only."""
    put_away = {settlement.id for settlement in readable_rows(home, Settlement) if not settlement.done}
    return [entry for entry in pending if refusal_id_of(entry.actor_id, entry.id) not in put_away]


def _not_received(home: Home, pending: Iterable[OutboxEntry]) -> list[ContentToSend]:
    """What is to be sent by the queue, and by commands that wait: of a dead database only these are known."""
    receipts = {receipt.id for receipt in readable_rows(home, FileReceipt)}
    queued = [content_of(one) for one in readable_rows(home, FileTransfer) if one.direction is Direction.UP]
    mentioned = [content for entry in pending if entry.name == ATTACH for content in _mentioned(entry)]
    known = {(one.customer_id, one.digest): one for one in (*queued, *mentioned)}
    return [one for one in known.values() if receipt_id(one.customer_id, one.digest) not in receipts]


def _mentioned(entry: OutboxEntry) -> list[ContentToSend]:
    with suppress(Rejection):  # of an older program, in a form that is not understood any more
        _spec, command = disclose(entry.name, entry.body_fields(), entry.version)
        return contents_of(command)
    return []


def _is_whole(vault: Vault, content: ContentToSend) -> bool:
    """Whether it can be read here from its beginning to its end, and is what its digest says."""
    sha, size = hashlib.sha256(), 0
    try:
        for piece in _pieces(vault, content.digest):
            sha.update(piece)
            size += len(piece)
    except Trouble:
        return False
    return (sha.hexdigest(), size) == (content.digest, content.size)


def _pieces(vault: Vault, digest: str) -> Iterator[bytes]:
    with vault.open(digest) as reader:
        while piece := reader.read(PIECE):
            yield piece
