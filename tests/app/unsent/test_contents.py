"""Photos and documents go with unsent work: what the server has not received is sent from the other laptop."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from app.files.tables import FileTransfer
from app.foundation.errors import Rejection, Trouble
from app.storage.outbox import waiting_count
from app.unsent.export import Exported, export_unsent
from app.unsent.takeover import TakenOver
from tests.app.files.samples import attach, picture
from tests.app.safekeeping.conftest import QUICK
from tests.app.safekeeping.mishaps import flip, scribble_over
from tests.app.sync.files.conftest import Desk
from tests.app.unsent.conftest import PASSWORD, taken_over
from tests.fakes import FakeClock

NOTES = b"what was said on the telephone"


def exported(desk: Desk, file: Path, clock: FakeClock) -> Exported:
    return export_unsent(desk.laptop.workspace.home, file, PASSWORD, clock.now(), QUICK)


@pytest.mark.parametrize("is_dead", [False, True])
def test_a_photo_that_was_attached_off_line_reaches_the_server_by_way_of_another_laptop(
    desk: Desk, file: Path, clock: FakeClock, is_dead: bool
) -> None:
    photo = picture()
    digest = desk.attach(photo, "photo.jpg")
    home = desk.laptop.workspace.home
    desk.laptop.close()
    if is_dead:
        scribble_over(home.database, 0, home.database.stat().st_size)
    assert export_unsent(home, file, PASSWORD, clock.now(), QUICK) == Exported(entries=1, files=1, missing=0)
    assert photo not in file.read_bytes()
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert taken_over(other.laptop.workspace, file) == TakenOver(entries=1, files=1)
    assert taken_over(other.laptop.workspace, file) == TakenOver(entries=0, files=0)
    assert other.read(digest) == photo
    other.synchronise()
    assert other.held_by_server(digest) == photo
    (attached,) = other.files()
    thumbnail = attached.attachment.thumbnail_digest
    assert thumbnail
    assert other.held_by_server(thumbnail)


def test_a_file_of_which_the_server_has_heard_is_carried_where_it_was_not_received(
    desk: Desk, file: Path, clock: FakeClock
) -> None:
    digest = desk.attach(NOTES)
    desk.laptop.synchronise()
    assert exported(desk, file, clock) == Exported(entries=0, files=1, missing=0)
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert taken_over(other.laptop.workspace, file) == TakenOver(entries=0, files=1)
    other.synchronise()
    assert other.held_by_server(digest) == NOTES
    assert taken_over(other.laptop.workspace, file) == TakenOver(entries=0, files=0)
    desk.laptop.synchronise()
    with pytest.raises(Rejection) as caught:
        exported(desk, file, clock)
    assert caught.value.code == "export_empty"


def test_a_file_that_cannot_be_read_is_told_and_keeps_nothing_else_back(
    desk: Desk, file: Path, clock: FakeClock
) -> None:
    desk.attach(NOTES)
    kept = desk.attach(b"another one")
    (spoilt,) = (one for one in _sealed(desk) if one.stat().st_size == _size_of(desk, NOTES))
    flip(spoilt, spoilt.stat().st_size - 1)
    assert exported(desk, file, clock) == Exported(entries=2, files=1, missing=1)
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert taken_over(other.laptop.workspace, file) == TakenOver(entries=2, files=1)
    assert other.read(kept) == b"another one"


def _sealed(desk: Desk) -> list[Path]:
    return [path for path in (desk.laptop.workspace.home.files_folder / "whole").rglob("*") if path.is_file()]


def _size_of(desk: Desk, content: bytes) -> int:
    around = 8 + 16 + 16  # the mark, the salt, the tag of the only piece
    return around + len(content)


def test_where_a_content_does_not_fit_on_the_disk_nothing_is_taken_over(
    desk: Desk, file: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.attach(NOTES)
    exported(desk, file, clock)
    other = desk.headquarters.new_laptop("li")

    def full(*_: object) -> None:
        raise Trouble("disk_full", path="x")

    monkeypatch.setattr("app.files.folder.SealedFolder.put", full)
    with pytest.raises(Trouble) as caught:
        taken_over(other.workspace, file)
    assert caught.value.code == "disk_full"
    with other.workspace.store.read() as reader:
        assert waiting_count(reader) == 0
        assert reader.count(FileTransfer) == 0


def test_large_files_are_never_in_memory(desk: Desk, file: Path, clock: FakeClock) -> None:
    content = bytes(range(256)) * 4096 * 12  # 12 MiB
    command = desk.command(b"ID3" + content, "call.mp3")
    attach(desk.laptop.workspace.store, desk.laptop.workspace.runner, command)
    other = desk.headquarters.new_laptop("li")
    del content
    tracemalloc.start()
    try:
        assert exported(desk, file, clock).files == 1
        assert taken_over(other.workspace, file).files == 1
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert file.stat().st_size > 12 * 2**20
    assert most < 6 * 2**20
