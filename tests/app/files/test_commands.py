from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.accounts.rules import Grant, Grants, Role
from app.files.commands import AttachFile, WithdrawFile
from app.files.queries import RecordFiles, files_waiting, held_contents, record_files
from app.files.rules import MOST_ON_A_RECORD, MOST_TRIES, Whereabouts, may_leave
from app.files.tables import Attachment, FileReceipt, FileTransfer
from app.files.transfers import due_transfers, keep_failure, keep_progress, keep_sent, settle_transfers, try_again
from app.files.vault import Vault
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.ids import new_id
from app.storage.images import ServerImage
from app.storage.outbox import OutboxEntry
from app.storage.schema import spec_of
from tests.app.files.samples import a_vault, attach, attaching, picture, taken_in
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace


class Record:
    """A work order in a workspace, and a vault beside it."""

    def __init__(self, workspace: Workspace, vault: Vault) -> None:
        self.workspace, self.vault = workspace, vault
        self.customer_id = workspace.add_customer()
        self.order_id = workspace.add_order(self.customer_id)

    def command(self, content: bytes = b"", called: str = "photo.jpg", **fields: Any) -> AttachFile:
        taken = taken_in(self.vault, content or picture(), called)
        return attaching(taken, self.customer_id, ("work_orders", self.order_id), **fields)

    def attach(self, content: bytes = b"", called: str = "photo.jpg") -> str:
        self.workspace.clock.advance(seconds=1)
        return attach(self.workspace.store, self.workspace.runner, self.command(content, called))

    def files(self) -> RecordFiles:
        with self.workspace.store.read() as reader:
            return record_files(reader, self.vault, self.customer_id, "work_orders", self.order_id)

    def whereabouts(self) -> list[Whereabouts]:
        return [file.whereabouts for file in self.files().files]

    def due(self) -> list[FileTransfer]:
        """As if the server had judged every command."""
        self.workspace.store.write(lambda unit: unit.apply(spec_of(ServerImage), (), removed=self._images()))
        with self.workspace.store.read() as reader:
            return due_transfers(reader, self.workspace.clock.now())

    def _images(self) -> list[str]:
        return [image.id for image in self.workspace.all(ServerImage)]

    def fail(self, transfer: FileTransfer, error: PaigongError) -> None:
        now = self.workspace.clock.now()
        self.workspace.store.write(lambda unit: keep_failure(unit, transfer.id, error, now))

    def receipt(self, digest: str, customer_id: str = "") -> None:
        """The server says that it has it."""
        row = FileReceipt(
            id=new_id(),
            customer_id=customer_id or self.customer_id,
            digest=digest,
            size=1,
            received_at=self.workspace.clock.now(),
        )
        self.workspace.store.write(lambda unit: unit.put(row))


@pytest.fixture
def record(workspace: Workspace, tmp_path: Path) -> Record:
    return Record(workspace, a_vault(tmp_path))


def test_a_file_is_attached_to_a_record_and_read_again(record: Record, clock: FakeClock) -> None:
    attachment_id = record.attach()
    found = record.files()
    (file,) = found.files
    assert found.may_attach
    assert (file.attachment.id, file.attachment.name) == (attachment_id, "photo.jpg")
    assert (file.attachment.added_by_id, file.attachment.added_at) == (OWNER_ID, clock.now())
    assert file.thumbnail_held
    assert (file.whereabouts, found.uploaded) == (Whereabouts.ONLY_HERE, 0)


@pytest.mark.parametrize(
    "table", ["work_orders", "customers", "people", "device_types", "drafts", "outbox_entries", "no_such_table"]
)
def test_a_file_belongs_to_a_record_of_its_customer(record: Record, table: str) -> None:
    other = record.workspace.add_customer("Another")
    order = record.workspace.add_order(other)
    with pytest.raises(Rejection, match="record_unknown"):
        record.workspace.run(record.command(about_table=table, about_id=order))
    assert not record.workspace.all(Attachment)


def test_a_file_may_be_about_the_customer_himself(record: Record) -> None:
    record.workspace.run(record.command(about_table="customers", about_id=record.customer_id))
    assert len(record.workspace.all(Attachment)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"digest": "A" * 64},
        {"digest": "../" + "a" * 61},
        {"digest": "a" * 64 + "\n"},
        {"size": 0},
        {"size": 2**60},
        {"name": ""},
        {"about_table": "work orders"},
        {"thumbnail_size": -1},
    ],
)
def test_a_command_that_no_program_of_ours_makes_is_malformed(record: Record, fields: dict[str, Any]) -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        record.workspace.run(record.command(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "run.exe"},
        {"name": "../photo.jpg"},
        {"media_type": "text/html"},
        {"thumbnail_digest": None},
        {"thumbnail_size": 0},
    ],
)
def test_a_description_that_does_not_fit_together_is_refused(record: Record, fields: dict[str, Any]) -> None:
    with pytest.raises(Rejection, match="attachment_described_wrong"):
        record.workspace.run(record.command(**fields))


def test_who_may_not_attach_files_here_is_refused(record: Record) -> None:
    command, other = record.command(), record.workspace.add_customer("Another")
    record.workspace.grants = Grants.of([Grant(Role.ENGINEER, other)])
    with pytest.raises(Rejection, match="not_permitted"):
        record.workspace.run(command)


def test_a_withdrawn_file_is_seen_no_more_and_that_it_was_there_is_known(record: Record, clock: FakeClock) -> None:
    attachment_id = record.attach()
    at = clock.advance(minutes=5)
    record.workspace.run(WithdrawFile(attachment_id=attachment_id))
    clock.advance(minutes=5)
    record.workspace.run(WithdrawFile(attachment_id=attachment_id))
    assert record.files().files == ()
    assert record.workspace.get(Attachment, attachment_id).withdrawn_at == at


def test_a_record_takes_no_more_files_than_people_can_look_through(record: Record) -> None:
    content = b"same"
    record.workspace.run(*(record.command(content, "a.txt") for _number in range(MOST_ON_A_RECORD)))
    with pytest.raises(Rejection, match="too_many_attachments"):
        record.workspace.run(record.command(content, "a.txt"))


def test_thumbnails_are_sent_before_anything_else(record: Record, clock: FakeClock) -> None:
    record.attach(picture(colour="red"))
    clock.advance(seconds=1)
    record.attach(b"text", "a.txt")
    clock.advance(seconds=1)
    record.attach(picture(colour="blue"))
    files = [file.attachment for file in record.files().files]
    expected = [files[0].thumbnail_digest, files[2].thumbnail_digest, *(file.digest for file in files)]
    assert [transfer.digest for transfer in record.due()] == expected


def test_a_receipt_ends_the_upload_and_counts(record: Record, clock: FakeClock) -> None:
    record.attach(b"one", "1.txt")
    record.attach(b"two", "2.txt")
    first, second = record.due()
    record.receipt(first.digest)
    record.receipt(second.digest, customer_id="another")
    assert record.due() == [second]
    assert record.files().uploaded == 1
    assert record.whereabouts() == [Whereabouts.HERE_AND_THERE, Whereabouts.ONLY_HERE]
    with record.workspace.store.read() as reader:
        assert files_waiting(reader) == (1, 0)


def test_a_laptop_keeps_what_it_sent_for_a_month_and_then_lets_it_go(record: Record, clock: FakeClock) -> None:
    record.attach(b"one", "1.txt")
    record.attach(b"two", "2.txt")
    first, second = record.due()
    record.receipt(first.digest)
    far_off = timedelta(days=100)
    for days, leaving in ((0, []), (29, []), (31, [first.digest])):
        clock.set(first.queued_at + timedelta(days=days))
        record.workspace.store.write(lambda unit: settle_transfers(unit, clock.now()))
        with record.workspace.store.read() as reader:
            held = held_contents(reader, record.vault)
        assert {one.digest for one in held} == {first.digest, second.digest}
        assert may_leave(held, datetime.now(UTC) + far_off) == leaving


def test_what_was_sent_is_offered_again_where_no_receipt_comes(record: Record, clock: FakeClock) -> None:
    record.attach(b"one", "1.txt")
    (transfer,) = record.due()
    record.workspace.store.write(lambda unit: keep_progress(unit, transfer.id, 2))
    assert record.whereabouts() == [Whereabouts.UPLOADING]
    record.workspace.store.write(lambda unit: keep_sent(unit, transfer, clock.now()))
    assert record.due() == []
    clock.advance(minutes=2)
    assert [one.digest for one in record.due()] == [transfer.digest]


def test_a_failure_waits_longer_each_time_and_is_parked_at_last(record: Record, clock: FakeClock) -> None:
    record.attach(b"one", "1.txt")
    trouble = Trouble("server_failed", url="http://x")
    for _failure in range(MOST_TRIES):
        (transfer,) = record.due()
        record.fail(transfer, trouble)
        assert record.due() == []
        clock.advance(hours=2)
    assert record.due() == []
    (file,) = record.files().files
    assert (file.whereabouts, file.code, file.params) == (Whereabouts.PARKED, "server_failed", {"url": "http://x"})
    record.workspace.store.write(lambda unit: try_again(unit, file.transfer_id))
    assert len(record.due()) == 1


def test_what_the_server_refuses_is_parked_at_once_and_the_rest_goes_on(record: Record, clock: FakeClock) -> None:
    record.attach(b"one", "1.txt")
    record.attach(b"two", "2.txt")
    first, second = record.due()
    refusal = Rejection("attachment_type_refused", name="1.txt")
    record.fail(first, refusal)
    assert record.due() == [second]
    with record.workspace.store.read() as reader:
        assert files_waiting(reader) == (2, 1)


def test_what_was_withdrawn_before_it_was_sent_is_not_sent(record: Record, clock: FakeClock) -> None:
    record.workspace.run(WithdrawFile(attachment_id=record.attach()))
    assert record.due() == []
    record.workspace.store.write(lambda unit: settle_transfers(unit, clock.now()))
    assert not record.workspace.all(FileTransfer)


def test_a_file_whose_command_was_refused_waits_for_it_to_be_given_again(record: Record, clock: FakeClock) -> None:
    attachment_id = record.attach(b"one", "1.txt")
    record.workspace.store.write(lambda unit: unit.remove(Attachment, attachment_id))
    record.workspace.store.write(lambda unit: settle_transfers(unit, clock.now()))
    assert record.due() == []
    assert len(record.workspace.all(FileTransfer)) == 1
    clock.advance(days=400)
    record.workspace.store.write(lambda unit: settle_transfers(unit, clock.now()))
    assert len(record.workspace.all(FileTransfer)) == 1
    given_up = [entry.id for entry in record.workspace.all(OutboxEntry)]
    record.workspace.store.write(lambda unit: unit.apply(spec_of(OutboxEntry), (), removed=given_up))
    record.workspace.store.write(lambda unit: settle_transfers(unit, clock.now()))
    assert not record.workspace.all(FileTransfer)


def test_a_transfer_that_was_laid_by_does_not_wait_for_a_clock_that_was_set_back(
    record: Record, clock: FakeClock
) -> None:
    record.attach()
    clock.advance(days=400)
    for transfer in record.due():
        record.fail(transfer, Trouble("server_failed"))
    assert not record.due()
    clock.advance(days=-400)
    assert record.due()
