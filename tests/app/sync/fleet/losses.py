"""What must be true of contents, and of laptops that were lost, when all is quiet."""

from __future__ import annotations

import pytest

from app.accounts.rules import DeviceState
from app.accounts.tables import Device
from app.bootstrap import open_workspace
from app.files.commands import ATTACH
from app.files.contents import content_name
from app.files.receipts import receipt_id
from app.files.tables import Attachment, Direction, FileReceipt, FileTransfer
from app.files.transfers import id_of_transfer
from app.foundation.errors import Trouble
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.sync.push.server import JudgedCommand
from tests.app.sync.fleet.laptop import FleetLaptop
from tests.app.sync.fleet.story import Fleet

_MAY_BE_REFUSED = {"not_permitted", "upload_unmentioned"}
"""What stands in the way of a file for good: its person has lost a role, or the file was withdrawn."""


def check_contents(fleet: Fleet, there: Reader) -> None:
    """What the server says it has, it has, byte by byte; and so it is with the laptops."""
    contents = fleet.server.file_desk.contents
    for receipt in there.find(FileReceipt):
        kept = b"".join(contents.read(content_name(receipt.digest), 0, receipt.size))
        assert kept == fleet.contents[receipt.digest], receipt
    for laptop in fleet.laptops:
        for digest, content in fleet.contents.items():
            assert not laptop.workspace.vault.holds(digest) or laptop.files.content(digest) == content


def check_attached(fleet: Fleet, laptop: FleetLaptop, here: Reader, there: Reader) -> None:
    """Of what was attached here, the server has the content, or this laptop has it and wants to send it."""
    for entry in here.find(OutboxEntry, columns_of(OutboxEntry).name == ATTACH):
        said = entry.body_fields()
        attachment = there.get(Attachment, said["id"])
        if entry.state is not OutboxState.APPLIED or attachment is None or attachment.withdrawn_at is not None:
            continue
        is_out_of_sight = here.get(Attachment, attachment.id) is None
        for digest in filter(None, (attachment.digest, attachment.thumbnail_digest)):
            if there.get(FileReceipt, receipt_id(attachment.customer_id, digest)) is None:
                wish = here.get(FileTransfer, id_of_transfer(Direction.UP, attachment.customer_id, digest))
                may_wait = wish is not None and (is_out_of_sight or wish.code in _MAY_BE_REFUSED)
                is_kept = may_wait and laptop.workspace.vault.holds(digest)
                assert is_kept or fleet.server.was_restored_too_late, (laptop.login, attachment, wish)


def check_lost(fleet: Fleet, there: Reader) -> None:
    """A laptop that was revoked has offered nothing since, what it had done stands, and nobody opens it any more."""
    for device_id, by_then in fleet.server.revoked.items():
        now = {one.command_id for one in there.find(JudgedCommand, columns_of(JudgedCommand).device_id == device_id)}
        assert now <= by_then
        assert fleet.server.was_restored or by_then <= {one.command_id for one in there.find(JudgedCommand)}
    for laptop in fleet.lost:
        device = None if laptop.is_shredded else there.get(Device, laptop.device_id)
        assert device is None or device.state is not DeviceState.REVOKED
        if laptop.is_shredded:
            with pytest.raises(Trouble, match="workspace_shredded"):
                open_workspace(laptop.workspace.home, laptop.clock)
            assert not laptop.workspace.home.key_file.exists()
