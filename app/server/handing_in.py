"""Handing in on the server what a dead laptop's person could not send, from a file of unsent work.

It is judged as if its person had pushed it: with that person's rights, each command once under its own id, and what is
refused lies in that person's inbox. It counts as sent by a device of its own, which nobody can speak as: so the laptop
may come to life again, and offer the same, at its own places in its own queue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.accounts.devices import device_of_file
from app.accounts.tables import Device, User
from app.accounts.users import user_named
from app.files.transfers import ContentToSend
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.server.authority import Server
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.units import UnitOfWork
from app.sync.files.server import Chunk, FileDesk, begin, take
from app.sync.files.wire import LARGEST_CHUNK, UploadWish
from app.sync.push.server import judged_by_command, receive
from app.sync.push.wire import LARGEST_PUSH, PushRequest
from app.sync.stamps import epoch_of
from app.sync.wire import PROTOCOL
from app.unsent.file import UnsentWork

declare(
    {
        "export_of_stranger": N_(
            "The unsent work in this file is not that of {login}. Nothing was changed. Check whose laptop it is from, "
            "and which server that belongs to."
        ),
        "export_of_closed_account": N_(
            "The account of {login} is closed, and nothing is carried out for it. Nothing was changed. Open the "
            "account and hand the file in again."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of it: how many commands got which verdict, and were judged before; files that came, or not."""

    verdicts: Counter[OutboxState]
    judged_before: int
    received: int
    refused: list[Rejection]
    """Why files were not taken."""


def hand_in(server: Server, login: str, work: UnsentWork) -> HandedIn:
    """Judge what waits in the file and was not judged yet, then take the contents that the server lacks.

    Nothing proves who has written the file: so whoever hands it in says whose it is, and whose rights it is judged by.

    :raises Rejection: ``user_unknown``, ``export_of_stranger``, ``export_of_closed_account``
    :raises Trouble: ``export_unreadable``; what was judged by then stands, and the same file may be handed in again
    """
    user, device = server.store.write(lambda unit: _sender(server, unit, login, work))
    with server.store.read() as reader:
        judged = judged_by_command(reader, user, [entry.id for entry in work.entries])
        epoch = epoch_of(reader)
    new = [entry for entry in work.entries if entry.id not in judged]
    for portion in _portions(new, device.last_sequence):
        commands = [entry.envelope() for entry in portion]
        request = PushRequest(protocol=PROTOCOL, epoch=epoch, commands=commands)
        receive(server.store, server.runner.perform, device, user, request, server.clock.now())
    with server.store.read() as reader:
        verdicts = judged_by_command(reader, user, [entry.id for entry in new])
    received, refused = _take_contents(server, device, user, work)
    return HandedIn(Counter(verdicts.values()), len(judged), received, refused)


def _sender(server: Server, unit: UnitOfWork, login: str, work: UnsentWork) -> tuple[User, Device]:
    """Whose it is, and the device that it counts as sent by: the same one whenever the same file is handed in."""
    user = user_named(unit, login)
    if user.person_id != work.person_id:
        raise Rejection("export_of_stranger", login=login)
    if not user.active:
        raise Rejection("export_of_closed_account", login=login)
    device_id = derive_id("device", "file", user.id, work.device_code, work.made_at.isoformat())
    return user, device_of_file(unit, user, device_id, work.device_code, server.clock.now())


def _portions(entries: list[OutboxEntry], after: int) -> Iterator[list[OutboxEntry]]:
    """The entries behind a place in the queue, without a gap, as many as one message holds."""
    placed = [replace(entry, sequence=after + number) for number, entry in enumerate(entries, 1)]
    for start in range(0, len(placed), LARGEST_PUSH):
        yield placed[start : start + LARGEST_PUSH]


def _take_contents(server: Server, device: Device, user: User, work: UnsentWork) -> tuple[int, list[Rejection]]:
    desk = FileDesk(server.store, server.contents)
    received, refused = 0, []
    for content in work.contents:
        try:
            _take(server, desk, device, user, content, work)
        except Rejection as rejection:
            if not content.is_thumbnail:
                refused.append(rejection)
        else:
            received += not content.is_thumbnail
    return received, refused


def _take(server: Server, desk: FileDesk, device: Device, user: User, content: ContentToSend, work: UnsentWork) -> None:
    wish = UploadWish(content.customer_id, content.digest, content.size)
    progress, offset = begin(desk, device, user, wish, server.clock.now()), 0
    for part in _in_chunks(work.read(content.digest)):
        if offset == progress.received:
            chunk = Chunk(offset, part, "")
            progress = take(desk, device, user, progress.upload_id, chunk, server.clock.now())
        offset += len(part)


def _in_chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= LARGEST_CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
