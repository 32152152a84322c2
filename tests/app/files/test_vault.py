from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from app.files.folder import open_new
from app.files.intake import take_in_file
from app.files.vault import Vault
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import sentence
from tests.app.files.samples import KEY, PROGRAM, a_vault, picture, taken_in

NOW = datetime.now(UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return a_vault(tmp_path)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class FullDisk(io.BytesIO):
    """Takes some bytes, then none."""

    def __init__(self, path: Path, room: int) -> None:
        super().__init__()
        self._file, self._room = open_new(path), room

    def write(self, content: object, /) -> int:
        data = bytes(content)  # type: ignore[call-overload]  # whatever has bytes
        self._room -= len(data)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def fileno(self) -> int:
        return self._file.fileno()

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()
        super().close()


def test_what_is_taken_in_is_read_again_and_lies_sealed_under_a_name_that_tells_nothing(
    vault: Vault, tmp_path: Path
) -> None:
    content = picture()
    taken = taken_in(vault, content)
    assert taken.digest == hashlib.sha256(content).hexdigest()
    with vault.open(taken.digest) as reader:
        assert reader.readall() == content
    assert len(files_in(tmp_path)) == 2  # with the thumbnail
    for path in files_in(tmp_path):
        assert taken.digest[:10] not in str(path)
        assert content[:20] not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_the_same_content_is_kept_once(vault: Vault, tmp_path: Path) -> None:
    assert taken_in(vault, picture(), "a.jpg").digest == taken_in(vault, picture(), "b.jpg").digest
    assert len(files_in(tmp_path)) == 2


def test_a_refused_file_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Rejection, match="attachment_type_refused"):
        taken_in(vault, PROGRAM, "holiday.jpg")
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("room", [0, 10, 300_000])
def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path, room: int) -> None:
    first = taken_in(a_vault(tmp_path), picture())
    before = files_in(tmp_path)

    def on_full_disk(path: Path) -> IO[bytes]:
        return FullDisk(path, room)

    vault = Vault(tmp_path / "files", KEY, on_full_disk)
    with pytest.raises(Trouble, match="disk_full"):
        taken_in(vault, b"words " * 100_000, "log.txt")
    assert files_in(tmp_path) == before
    assert vault.holds(first.digest)


def test_a_source_that_breaks_off_is_told_and_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    class Unplugged(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(errno.EIO, "Input/output error")
            return super().read(5)

    from app.files.intake import take_in

    with pytest.raises(Trouble, match="attachment_unreadable") as told:
        take_in(vault, Unplugged(b"text" * 100), "stick.txt")
    assert "stick.txt" in sentence(told.value)
    assert files_in(tmp_path) == []


def test_a_file_that_is_not_there_is_told_by_its_path(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="attachment_unreadable") as told:
        take_in_file(vault, tmp_path / "gone.pdf")
    assert "gone.pdf" in sentence(told.value)


def test_a_half_written_file_is_never_there(vault: Vault, tmp_path: Path) -> None:
    content = picture()
    digest = hashlib.sha256(content).hexdigest()

    def killed() -> Iterator[bytes]:
        yield content[:100]
        assert not vault.holds(digest)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), vault.coming_in(killed()):
        pass
    assert not vault.holds(digest)
    assert files_in(tmp_path) == []


def age(folder: Path, **how_long: float) -> None:
    then = (NOW - timedelta(**how_long)).timestamp()
    for path in files_in(folder):
        os.utime(path, (then, then))


def test_what_a_killed_process_left_is_removed_after_a_day_and_what_is_mentioned_stays(
    vault: Vault, tmp_path: Path
) -> None:
    mentioned, forgotten = taken_in(vault, b"one", "1.txt"), taken_in(vault, b"two", "2.txt")
    (tmp_path / "files" / "coming").mkdir(exist_ok=True)
    (tmp_path / "files" / "coming" / "abc.12345678.part").write_bytes(b"half")
    (tmp_path / "files" / "coming" / "def").write_bytes(b"whole, but not yet kept")
    age(tmp_path, hours=23)
    assert vault.sweep([mentioned.digest], NOW) == 0
    age(tmp_path, hours=25)
    assert vault.sweep([mentioned.digest], NOW) == 3
    assert vault.holds(mentioned.digest)
    assert not vault.holds(forgotten.digest)


def test_what_somebody_attaches_again_meanwhile_is_not_swept(vault: Vault, tmp_path: Path) -> None:
    old = taken_in(vault, b"one", "1.txt")
    age(tmp_path, hours=25)
    taken_in(vault, b"one", "1.txt")
    assert vault.sweep([], NOW) == 0
    assert vault.holds(old.digest)


def test_opening_counts_as_use(vault: Vault, tmp_path: Path) -> None:
    taken = taken_in(vault, b"one", "1.txt")
    age(tmp_path, days=100)
    vault.open(taken.digest).close()
    assert vault.used_at(taken.digest) > NOW - timedelta(minutes=5)


def test_what_is_not_here_is_told(vault: Vault) -> None:
    with pytest.raises(Trouble, match="attachment_missing"):
        vault.open("0" * 64)


def test_what_is_laid_open_is_for_its_owner_alone_and_is_gone_when_closed_up(vault: Vault) -> None:
    content = picture()
    taken = taken_in(vault, content, "机房.jpg")
    path, again = (vault.lay_open(taken.digest, taken.name) for _time in range(2))
    assert path.name == "机房.jpg"
    assert path != again
    assert path.read_bytes() == content
    assert (path.stat().st_mode | path.parent.stat().st_mode) & 0o077 == 0
    vault.close_up()
    assert not path.exists()
    assert vault.holds(taken.digest)
