"""Taking unsent work over on another laptop of the same person: it is done here, and sent from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from app.files.receipts import receipt_id
from app.files.tables import FileReceipt
from app.files.transfers import is_queued, queue_content
from app.files.vault import Vault
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage import facts
from app.storage.outbox import OutboxEntry, next_sequence
from app.storage.schema import spec_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.unsent.file import UnsentWork

declare(
    {
        "export_of_other": N_(
            "The unsent work in this file is of somebody else than the person who has signed in here. Nothing was "
            "changed. Sign in as that person first."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many entries and files were new here."""

    entries: int
    files: int


def take_over(
    store: Store, vault: Vault, do: Callable[[UnitOfWork, OutboxEntry], None], work: UnsentWork, at: datetime
) -> TakenOver:
    """Put contents into the vault, then entries into the outbox behind what waits here already, and `do` what is new.

    Whatever is wrong with the file, nothing is changed: every content has been read to its end before.

    :raises Rejection: ``export_of_other``
    :raises Trouble: ``export_unreadable``, ``disk_full``, ``file_not_writable``
    """
    with store.read() as reader:
        _require_same_person(reader, work)
    with _contents(vault, work):
        return store.write(lambda unit: _take_over(unit, do, work, at))


@contextmanager
def _contents(vault: Vault, work: UnsentWork) -> Iterator[None]:
    """Keep all contents, once all of them have come in."""
    missing = [digest for digest in dict.fromkeys(one.digest for one in work.contents) if not vault.holds(digest)]
    with ExitStack() as coming:
        incoming = [coming.enter_context(vault.coming_in(work.read(digest))) for digest in missing]
        for one in incoming:
            vault.keep(one)
        yield


def _take_over(
    unit: UnitOfWork, do: Callable[[UnitOfWork, OutboxEntry], None], work: UnsentWork, at: datetime
) -> TakenOver:
    _require_same_person(unit, work)
    known = unit.values_of(spec_of(OutboxEntry), [entry.id for entry in work.entries])
    new = {entry.id: entry for entry in work.entries if entry.id not in known}
    for entry in new.values():
        placed = replace(entry, sequence=next_sequence(unit), actor_id=work.person_id)
        unit.put(placed)
        do(unit, placed)
    to_send = [
        one
        for one in work.contents
        if not is_queued(unit, one) and not unit.get(FileReceipt, receipt_id(one.customer_id, one.digest))
    ]
    for content in to_send:
        queue_content(unit, content, at)
    return TakenOver(len(new), sum(not content.is_thumbnail for content in to_send))


def _require_same_person(reader: Reader, work: UnsentWork) -> None:
    if work.person_id != facts.fact(reader, facts.PERSON_ID):
        raise Rejection("export_of_other")
