"""Files between laptops and a real server over real HTTP, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.accounts.tables import RoleGrant
from app.bootstrap import create_workspace, open_server
from app.directory.commands import AddCustomer
from app.files.commands import WithdrawFile
from app.files.rules import KEPT_WITHDRAWN, MOST_TRIES, Whereabouts
from app.files.tables import Attachment, FileReceipt, FileTransfer
from app.files.transfers import queue_download, queue_thumbnail
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.ticker import Ticker
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.units import UnitOfWork
from app.sync.files.laptop import FileSync
from app.sync.files.server import KEPT_UNFINISHED, FileDesk, FileUpload, clear_away
from app.workorders.commands import LogOrder
from tests.app.files.samples import PDF, PROGRAM, attach, attaching, picture, taken_in
from tests.app.files.test_vault import FullDisk
from tests.app.sync.conftest import Headquarters
from tests.app.sync.files.conftest import Desk, desk_at
from tests.fakes import FakeClock

MANY = random.Random(7).randbytes(20_000).hex().encode()
"""A text of 40,000 bytes."""


def want(desk: Desk, *, thumbnail: bool = False) -> None:
    """Somebody opens every file on this laptop, or sees their thumbnails."""
    queue, now = queue_thumbnail if thumbnail else queue_download, desk.headquarters.clock.now()

    def work(unit: UnitOfWork) -> None:
        for file in desk.files():
            queue(unit, file.attachment, now)

    desk.laptop.workspace.store.write(work)


def remove_all(desk: Desk, row_type: type[Any]) -> None:
    """The server loses all rows of a table."""

    def work(unit: UnitOfWork) -> None:
        for row in unit.find(row_type):
            unit.remove(row_type, row.id)

    desk.headquarters.server.store.write(work)


def test_a_photo_goes_up_and_comes_down_on_another_laptop(desk: Desk) -> None:
    content = picture(size=(1200, 900))
    digest = desk.attach(content, "机房.jpg")
    assert desk.whereabouts() == [Whereabouts.ONLY_HERE]
    desk.laptop.synchronise()
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert other.whereabouts() == [Whereabouts.NOT_THERE_YET]
    desk.synchronise()
    assert desk.whereabouts() == [Whereabouts.HERE_AND_THERE]
    assert desk.found().uploaded == 1
    assert desk.held_by_server(digest) == content
    other.laptop.synchronise()
    assert other.whereabouts() == [Whereabouts.ON_SERVER]
    want(other)
    assert other.whereabouts() == [Whereabouts.DOWNLOADING]
    other.laptop.files.synchronise()
    assert other.whereabouts() == [Whereabouts.HERE_AND_THERE]
    assert other.read(digest) == content
    want(other, thumbnail=True)
    other.laptop.files.synchronise()
    assert all(file.thumbnail_held for file in other.files())
    desk.headquarters.clock.advance(days=31)
    desk.laptop.files.synchronise()
    assert not desk.laptop.all(FileTransfer)


def test_what_the_server_keeps_in_its_folder_is_sealed(desk: Desk) -> None:
    desk.attach(b"confidential " * 5000)
    desk.synchronise()
    kept = [path for path in desk.headquarters.home.files_folder.rglob("*") if path.is_file()]
    if not kept:  # on PostgreSQL the home is another folder
        kept = [path for path in desk.headquarters._folder.rglob("server/files/**/*") if path.is_file()]
    assert len(kept) == 1
    assert b"confidential" not in kept[0].read_bytes()


def test_nothing_is_sent_before_the_server_has_heard_of_it(desk: Desk) -> None:
    desk.attach(MANY)
    desk.harm(lambda _method, _path: "").synchronise()
    assert desk.sent == []
    desk.synchronise()
    assert len(desk.receipts()) == 1


def test_a_thumbnail_overtakes_a_large_file_between_two_chunks(desk: Desk) -> None:
    large = desk.attach(MANY)
    desk.laptop.synchronise()
    attached: list[str] = []

    def attach_meanwhile(method: str, _path: str) -> str:
        if method == "PATCH" and not attached:
            attached.append(desk.attach(picture(), "a.jpg"))
            desk.laptop.synchronise()
        return ""

    desk.harm(attach_meanwhile, chunk=10_000).synchronise()
    lengths = [size for method, _path, size in desk.sent if method == "PATCH"]
    assert lengths[0] == 10_000
    assert lengths[1] < 10_000
    desk.laptop.synchronise()
    assert desk.held_by_server(large) == MANY
    assert desk.whereabouts() == [Whereabouts.HERE_AND_THERE] * 2


@pytest.mark.parametrize("harm", ["lost", "reply lost", "twice"])
def test_whatever_happens_to_a_message_the_file_arrives_whole(desk: Desk, harm: str) -> None:
    digest = desk.attach(MANY)
    desk.laptop.synchronise()
    dice = random.Random(harm)
    files = desk.harm(lambda _method, _path: harm if dice.random() < 0.3 else "", chunk=3000)
    for _round in range(60):
        with suppress(Trouble):
            files.synchronise()
        desk.headquarters.clock.advance(seconds=1)
        if desk.receipts():
            break
        desk.headquarters.clock.advance(minutes=20)
    assert desk.held_by_server(digest) == MANY
    assert desk.receipts() == {(desk.customer_id, digest)}


def test_after_a_cut_only_what_is_missing_is_sent(desk: Desk) -> None:
    desk.attach(MANY)
    desk.laptop.synchronise()
    left = iter([""] * 6 + ["reply lost"])
    files = desk.harm(lambda _method, _path: next(left, ""), chunk=4000)
    with pytest.raises(Trouble, match="server_unreachable"):
        files.synchronise()
    assert desk.files()[0].whereabouts is Whereabouts.UPLOADING
    files.synchronise()
    assert sum(size for method, _path, size in desk.sent if method == "PATCH") == len(MANY)


def test_a_chunk_that_is_spoilt_on_its_way_is_not_taken(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.laptop.synchronise()
    left = iter(["", "", "spoilt"])
    desk.harm(lambda _method, _path: next(left, ""), chunk=15_000).synchronise()
    assert desk.receipts() == set()
    assert desk.laptop.all(FileTransfer)[0].failures == 1
    desk.headquarters.clock.advance(minutes=1)
    desk.laptop.files.synchronise()
    assert desk.held_by_server(digest) == MANY


def test_a_file_that_the_server_refuses_is_parked_and_the_rest_goes_on(desk: Desk) -> None:
    vault = desk.laptop.workspace.vault
    with vault.coming_in([PROGRAM]) as incoming:  # as a program of ours would never do
        vault.keep(incoming)
    lying = attaching(taken_in(vault, PDF, "a.pdf"), desk.customer_id, ("work_orders", desk.order_id))
    lying = replace(lying, digest=incoming.digest, size=incoming.size)
    attach(desk.laptop.workspace.store, desk.laptop.workspace.runner, lying)
    good = desk.attach(b"good")
    desk.synchronise()
    states = {file.attachment.digest: file for file in desk.files()}
    assert states[good].whereabouts is Whereabouts.HERE_AND_THERE
    refused = states[incoming.digest]
    assert (refused.whereabouts, refused.code) == (Whereabouts.PARKED, "attachment_type_refused")
    assert desk.held_by_server(incoming.digest) == b""
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert {file.whereabouts for file in other.files()} == {Whereabouts.ON_SERVER, Whereabouts.NOT_THERE_YET}


def test_a_file_that_is_damaged_here_is_parked_with_its_reason(desk: Desk) -> None:
    digest = desk.attach(MANY)
    (path,) = [path for path in desk.laptop.workspace.home.files_folder.rglob("*") if path.is_file()]
    stored = bytearray(path.read_bytes())
    stored[100] ^= 1
    path.write_bytes(stored)
    desk.synchronise()
    (file,) = desk.files()
    assert (file.whereabouts, file.code) == (Whereabouts.PARKED, "attachment_damaged")
    assert desk.held_by_server(digest) == b""


def test_a_server_that_fails_on_one_file_is_asked_again_and_not_for_ever(desk: Desk) -> None:
    desk.attach(MANY)
    desk.laptop.synchronise()

    def failing(method: str, _path: str) -> str:
        if method == "PATCH":
            raise Trouble("server_failed")
        return ""

    for _round in range(MOST_TRIES + 3):
        desk.harm(failing).synchronise()
        desk.headquarters.clock.advance(hours=2)
    (transfer,) = desk.laptop.all(FileTransfer)
    assert (transfer.code, transfer.failures) == ("server_failed", MOST_TRIES)


def test_a_server_whose_disk_is_full_takes_it_when_there_is_room_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    digest = desk.attach(MANY)
    desk.laptop.synchronise()
    files = desk.harm(lambda _method, _path: "", chunk=10_000)
    with monkeypatch.context() as patch:
        patch.setattr(desk.headquarters.server.contents, "_open_new", lambda path: FullDisk(path, 5000))
        files.synchronise()
    assert "disk_full" in expected_log.text
    assert desk.held_by_server(digest) == b""
    assert desk.files()[0].whereabouts is Whereabouts.ONLY_HERE
    desk.headquarters.clock.advance(minutes=1)
    files.synchronise()
    assert desk.held_by_server(digest) == MANY


def test_two_laptops_that_attach_the_same_file_have_it_kept_once(desk: Desk) -> None:
    desk.headquarters.add_user("zhao", Role.ENGINEER)
    other = desk.on(desk.headquarters.new_laptop("zhao"))
    assert desk.attach(MANY) == other.attach(MANY)
    desk.laptop.synchronise()
    other.laptop.synchronise()
    desk.harm(lambda _method, _path: "").synchronise()
    other.harm(lambda _method, _path: "").synchronise()
    assert [method for method, _path, _size in other.sent] == ["POST"]
    desk.laptop.synchronise()
    other.laptop.synchronise()
    assert other.whereabouts() == desk.whereabouts() == [Whereabouts.HERE_AND_THERE] * 2
    assert len(desk.receipts()) == 1


def second_customer(desk: Desk, role: Role = Role.ENGINEER) -> Desk:
    """Another customer, whom somebody else serves who sees nothing of the first one."""
    customer_id, order_id = new_id(), new_id()
    desk.laptop.run(
        AddCustomer(id=customer_id, name="Other"), LogOrder(id=order_id, customer_id=customer_id, title="x")
    )
    desk.laptop.synchronise()
    desk.headquarters.add_user("wang", role, customer_id)
    return Desk(desk.headquarters, desk.headquarters.new_laptop("wang"), customer_id, order_id)


def test_what_is_there_for_one_customer_is_sent_again_for_another_so_that_nobody_learns_of_it(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    other = second_customer(desk)
    other.attach(MANY)
    other.laptop.synchronise()
    other.harm(lambda _method, _path: "", chunk=10**6).synchronise()
    assert [size for method, _path, size in other.sent if method == "PATCH"] == [len(MANY)]
    assert desk.receipts() == {(desk.customer_id, digest), (other.customer_id, digest)}


def test_whoever_names_a_digest_that_he_does_not_have_reads_nothing(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    other = second_customer(desk)
    command = other.command(b"mine", "notes.txt")
    other.laptop.run(replace(command, digest=digest, size=len(MANY)))
    other.laptop.synchronise()
    want(other)
    other.laptop.files.synchronise()
    assert not other.laptop.workspace.vault.holds(digest)
    assert other.laptop.all(FileTransfer)[0].failures == 1
    desk.synchronise()  # a laptop that has it sends it only for the customer whom it was attached for
    assert desk.receipts() == {(desk.customer_id, digest)}


def test_who_may_see_it_for_one_customer_sends_no_bytes_for_another(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    other = second_customer(desk)
    here = Desk(desk.headquarters, desk.laptop, other.customer_id, other.order_id)
    here.attach(MANY)
    here.laptop.synchronise()
    here.harm(lambda _method, _path: "").synchronise()
    assert [method for method, _path, _size in here.sent] == ["POST"]
    assert (other.customer_id, digest) in desk.receipts()


def test_whose_attaching_was_refused_sends_nothing_until_it_is_given_again(desk: Desk) -> None:
    other = second_customer(desk)
    stranger = Desk(desk.headquarters, other.laptop, desk.customer_id, desk.order_id)
    command = stranger.command(MANY, "notes.txt")
    with pytest.raises(Rejection, match="not_permitted"):
        other.laptop.run(command)
    other.attach(MANY)
    remove_all(desk, RoleGrant)
    other.laptop.synchronise()
    other.harm(lambda _method, _path: "").synchronise()
    assert other.sent == []
    assert {entry.state for entry in other.laptop.all(OutboxEntry)} == {OutboxState.REJECTED}
    assert len(other.laptop.all(FileTransfer)) == 1


def test_a_restored_server_that_forgot_a_receipt_gets_the_file_again(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    remove_all(desk, FileReceipt)
    desk.laptop.synchronise()
    assert desk.found().uploaded == 0
    desk.headquarters.clock.advance(minutes=2)
    desk.synchronise()
    assert desk.whereabouts() == [Whereabouts.HERE_AND_THERE]
    assert desk.held_by_server(digest) == MANY


def test_a_withdrawn_file_is_read_no_more_and_leaves_the_server_after_a_month(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    server, clock = desk.headquarters.server, desk.headquarters.clock
    other = desk.on(desk.headquarters.new_laptop("li"))
    want(other)
    desk.laptop.run(WithdrawFile(attachment_id=desk.files()[0].attachment.id))
    desk.laptop.synchronise()
    other.laptop.files.synchronise()
    assert not other.laptop.workspace.vault.holds(digest)
    ticker = Ticker(server)
    ticker.tick()
    assert desk.held_by_server(digest) == MANY
    clock.advance(days=KEPT_WITHDRAWN.days + 1)
    ticker.tick()
    assert desk.held_by_server(digest) == b""
    assert desk.receipts() == set()


def test_what_one_customer_withdrew_stays_for_another(desk: Desk) -> None:
    digest = desk.attach(MANY)
    desk.synchronise()
    other = second_customer(desk)
    other.attach(MANY)
    other.synchronise()
    desk.laptop.run(WithdrawFile(attachment_id=desk.files()[0].attachment.id))
    desk.laptop.synchronise()
    server = desk.headquarters.server
    desk.headquarters.clock.advance(days=31)
    assert clear_away(FileDesk(server.store, server.contents), desk.headquarters.clock.now()) == 1
    assert desk.held_by_server(digest) == MANY
    assert desk.receipts() == {(other.customer_id, digest)}


def test_an_upload_that_nobody_goes_on_with_is_forgotten_after_a_week(desk: Desk) -> None:
    desk.attach(MANY)
    desk.laptop.synchronise()
    left = iter(["", ""])
    with pytest.raises(Trouble):
        desk.harm(lambda _method, _path: next(left, "lost")).synchronise()
    server, clock = desk.headquarters.server, desk.headquarters.clock
    files = FileDesk(server.store, server.contents)
    assert clear_away(files, clock.now()) == 0
    clock.advance(days=KEPT_UNFINISHED.days + 1)
    assert clear_away(files, clock.now()) == 1
    with server.store.read() as reader:
        assert not reader.find(FileUpload)
    desk.harm(lambda _method, _path: "").synchronise()
    assert len(desk.receipts()) == 1


def test_what_a_lone_workspace_attached_is_sent_once_it_has_a_server(desk: Desk) -> None:
    attachment = desk.attach(MANY)
    desk.headquarters.add_user("zhao", Role.DISPATCHER)
    desk.laptop.synchronise()
    desk.laptop.enrol(desk.headquarters.url, "li")
    desk.synchronise()
    assert desk.receipts() == {(desk.customer_id, attachment)}


def test_with_a_store_that_speaks_s3_it_is_the_same(tmp_path: Path, clock: FakeClock, s3_environment: str) -> None:
    server = open_server(Home(tmp_path / "server"), "", clock, f"s3://{s3_environment}/team")
    headquarters = Headquarters(server, tmp_path, clock)
    desk = desk_at(headquarters)
    digest = desk.attach(MANY)
    desk.laptop.synchronise()
    desk.harm(lambda _method, _path: "", chunk=9000).synchronise()
    other = desk.on(headquarters.new_laptop("li"))
    want(other)
    other.laptop.files.synchronise()
    assert other.read(digest) == MANY
    desk.laptop.run(WithdrawFile(attachment_id=desk.files()[0].attachment.id))
    desk.laptop.synchronise()
    clock.advance(days=31)
    assert clear_away(FileDesk(server.store, server.contents), clock.now()) == 1
    assert desk.held_by_server(digest) == b""
    headquarters.close()


def test_a_round_without_a_server_moves_nothing(tmp_path: Path) -> None:
    workspace = create_workspace(Home(tmp_path / "alone"), "Li")
    files = FileSync(workspace.store, workspace.vault, workspace.runner.clock)
    assert files.synchronise() is False
    files.close()
    workspace.close()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    size=st.integers(1, 30_000),
    chunk=st.integers(500, 12_000),
    harms=st.lists(st.sampled_from(["", "", "", "lost", "reply lost", "twice"]), max_size=25),
)
def test_any_cutting_and_resuming_ends_with_the_same_bytes(
    one_desk: Desk, size: int, chunk: int, harms: list[str]
) -> None:
    content = hashlib.sha256(f"{size} {chunk} {harms}".encode()).hexdigest().encode() * (size // 64 + 1)
    digest = one_desk.attach(content[:size])
    one_desk.laptop.synchronise()
    left = iter(harms)
    files = one_desk.harm(lambda _method, _path: next(left, ""), chunk=chunk)
    for _round in range(len(harms) + 2):
        one_desk.headquarters.clock.advance(hours=2)
        with suppress(Trouble):
            files.synchronise()
    assert one_desk.held_by_server(digest) == content[:size]
    one_desk.laptop.run(WithdrawFile(attachment_id=one_desk.laptop.all(Attachment, digest=digest)[0].id))
