"""The journal's file: what was appended is given back, and after damage all but what was hit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.safekeeping.journal import MARK, Contents, Journal, Record

KEY = bytes(range(32))
RECORDS = 60


def entry(number: int) -> dict[str, object]:
    return {
        "id": f"command-{number}",
        "sequence": number,
        "body": '{"title": "打印机卡纸"}' * (number % 7),
        "code": None,
    }


def record(number: int) -> Record:
    return Record({"count:outbox_sequence": str(number)}, [entry(number)])


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "workspace.journal", KEY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal of many records, as it lies on the disk."""
    made = Journal(tmp_path_factory.mktemp("whole") / "workspace.journal", KEY)
    for number in range(1, RECORDS + 1):
        made.append(record(number))
    return made.path.read_bytes()


def test_what_was_appended_is_given_back_in_its_order(journal: Journal) -> None:
    for number in (1, 2, 3):
        journal.append(record(number))
    contents = journal.read()
    assert list(contents.entries.values()) == [entry(1), entry(2), entry(3)]
    assert contents.facts == {"count:outbox_sequence": "3"}
    assert contents.damaged == 0


def test_a_journal_that_is_not_there_is_empty(journal: Journal) -> None:
    assert journal.read() == Contents()
    assert journal.read().is_empty


def test_a_later_entry_stands_in_place_of_an_earlier_one_and_counters_go_only_forward(journal: Journal) -> None:
    journal.append(Record({"count:x": "7", "server_url": "a"}, [{"id": "one", "body": "old"}]))
    journal.append(Record({"count:x": "5", "server_url": "b"}, [{"id": "one", "body": "new"}]))
    contents = journal.read()
    assert contents.entries == {"one": {"id": "one", "body": "new"}}
    assert contents.facts == {"count:x": "7", "server_url": "b"}


def test_it_is_for_its_owner_only_and_tells_nothing_to_who_has_no_key(journal: Journal) -> None:
    journal.append(Record({"device_token": "secret-token"}, [entry(3)]))
    content = journal.path.read_bytes()
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert b"secret-token" not in content
    assert "打印机".encode() not in content
    assert Journal(journal.path, bytes(32)).read().is_empty


def test_two_processes_append_without_harm(journal: Journal) -> None:
    other = Journal(journal.path, KEY)
    for number in range(1, 20, 2):
        journal.append(record(number))
        other.append(record(number + 1))
    journal.rewrite([record(1)])
    other.append(record(2))
    assert list(journal.read().entries) == ["command-1", "command-2"]


def given_back(whole: bytes, content: bytes, path: Path) -> int:
    """How many records are read out of `content`; none of them is another one than was written."""
    path.write_bytes(content)
    contents = Journal(path, KEY).read()
    numbers = [found["sequence"] for found in contents.entries.values()]
    assert [entry(number) for number in numbers] == list(contents.entries.values())
    assert contents.damaged > 0 or content == whole[: len(content)]
    return len(numbers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=12))
def test_random_damage_costs_no_more_than_the_records_it_hits(
    whole: bytes, tmp_path: Path, places: list[tuple[float, int]]
) -> None:
    content = bytearray(whole)
    for place, flip in places:
        content[int(place * len(content))] ^= flip
    assert given_back(whole, bytes(content), tmp_path / "damaged") >= RECORDS - len(places)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(begin=st.floats(0, 1), length=st.integers(1, 3000), filling=st.sampled_from([b"", b"\0", MARK, b"\xff"]))
def test_a_stretch_that_is_cut_out_or_overwritten_costs_only_what_lay_there(
    whole: bytes, tmp_path: Path, begin: float, length: int, filling: bytes
) -> None:
    at = int(begin * len(whole))
    content = whole[:at] + (filling * length)[:length] + whole[at + length :]
    smallest = min(len(part) for part in whole.split(MARK)[1:]) + len(MARK)
    lost = min(length, len(whole) - at) // smallest + 2
    if content != whole:
        assert given_back(whole, content, tmp_path / "damaged") >= RECORDS - lost


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(length=st.floats(0, 1))
def test_a_torn_end_costs_the_last_record_only_and_what_is_appended_then_is_read(
    whole: bytes, tmp_path: Path, length: float
) -> None:
    content = whole[: int(length * len(whole))]
    path = tmp_path / "torn"
    path.write_bytes(content)
    complete = sum(1 for at in _ends(whole) if at <= len(content))
    journal = Journal(path, KEY)
    journal.append(record(RECORDS + 1))
    assert len(journal.read().entries) == complete + 1


def _ends(whole: bytes) -> list[int]:
    ends, at = [], 0
    while (at := whole.find(MARK, at + 1)) > 0:
        ends.append(at)
    return [*ends, len(whole)]


@settings(max_examples=100)
@given(content=st.binary(max_size=400))
def test_any_file_at_all_is_read_without_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "workspace.journal"
    path.write_bytes(content + MARK + content)
    assert Journal(path, KEY).read().is_empty


def test_a_write_in_part_is_an_error(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.append(record(1))
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:20]))
    with pytest.raises(OSError, match=r".*"):
        journal.append(record(2))
    monkeypatch.undo()
    journal.append(record(3))
    assert list(journal.read().entries) == ["command-1", "command-3"]
