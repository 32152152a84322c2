"""The files of one laptop: its vault and its queue, and what a person does with them."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from app.assets.tables import Asset
from app.files.intake import TakenIn
from app.files.tables import Attachment, FileTransfer
from app.files.transfers import queue_download, queue_thumbnail, try_again
from app.foundation.errors import Rejection
from app.storage.schema import spec_of
from app.sync.files.laptop import FileSync, Pace
from app.workorders.tables import WorkOrder
from tests.app.files.samples import attach, attaching, taken_in

if TYPE_CHECKING:
    from tests.app.sync.fleet.laptop import FleetLaptop


class FleetFiles:
    """Files as long as one process lives."""

    def __init__(self, laptop: FleetLaptop) -> None:
        self._laptop = laptop
        self._vault = laptop.workspace.vault
        self._sync = FileSync(laptop.store, self._vault, laptop.clock, laptop.line, pace=Pace(lambda: 0.0))

    def take_in(self, content: bytes, name: str) -> tuple[TakenIn, dict[str, bytes]]:
        """Take a file into the vault; tells what is there of it, with the thumbnail, by the digests."""
        taken = taken_in(self._vault, content, name)
        self._date_files()
        thumbnail = taken.thumbnail_digest
        return taken, {taken.digest: content} | ({thumbnail: self.content(thumbnail)} if thumbnail else {})

    def attach(self, taken: TakenIn, record: WorkOrder | Asset) -> None:
        """Attach a file that was taken in to a record."""
        command = attaching(taken, record.customer_id, (spec_of(type(record)).name, record.id))
        with suppress(Rejection):
            attach(self._laptop.store, self._laptop.runner, command)
            self._laptop.acknowledge()

    def content(self, digest: str) -> bytes:
        """What the vault holds."""
        with self._vault.open(digest) as reader:
            return reader.readall()

    def want_one(self, random: Random) -> None:
        """Somebody looks at a record's files, and opens one of them."""
        attachments = self._laptop.all(Attachment)
        if attachments:
            attachment = random.choice(attachments)
            self._laptop.store.write(lambda unit: queue_thumbnail(unit, attachment, self._laptop.clock.now()))
            self._laptop.store.write(lambda unit: queue_download(unit, attachment, self._laptop.clock.now()))

    def move(self) -> None:
        """A round of the files."""
        try:
            self._sync.synchronise()
        finally:
            self._date_files()

    def upload_again(self) -> None:
        """Somebody wants what was given up to be tried once more."""
        for transfer in self._laptop.all(FileTransfer):
            self._laptop.store.write(partial(try_again, transfer_id=transfer.id))

    def _date_files(self) -> None:
        """Files are as old as this laptop's clock says, whenever the tests run."""
        now = self._laptop.clock.now().timestamp()
        for path in self._laptop.workspace.home.files_folder.rglob("*"):
            if path.is_file() and path.stat().st_mtime_ns not in self._laptop.dates_of_files:
                os.utime(path, (now, now))
                self._laptop.dates_of_files.add(path.stat().st_mtime_ns)
