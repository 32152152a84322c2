"""Whatever lies in the journal's file: what waits is neither lost nor doubled, and nothing is read through twice."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import create_workspace
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.backups import list_backups
from app.safekeeping.care import Care
from app.safekeeping.journal import MARK, Journal, Record
from app.safekeeping.salvage import salvage
from app.storage.outbox import OutboxEntry, pending_entries
from app.storage.schema import spec_of
from app.workspace import Workspace
from tests.app.safekeeping.mishaps import scribble_over

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
tried = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "workspace.journal", KEY)


def record(number: int) -> Record:
    return Record({"count:outbox_sequence": str(number)}, [{"id": f"command-{number}", "sequence": number}])


def sealed(journal: Journal, *records: Record) -> list[bytes]:
    """Each record as it lies in the file."""
    parts = []
    for one in records:
        journal.rewrite([one])
        parts.append(journal.path.read_bytes())
    return parts


def test_torn_at_any_byte_what_is_whole_is_given_back(journal: Journal) -> None:
    parts = sealed(journal, *map(record, range(3)))
    content = b"".join(parts)
    ends = [sum(map(len, parts[:number])) for number in range(1, 4)]
    for length in range(len(content)):
        journal.path.write_bytes(content[:length])
        found = journal.read()
        whole = sum(end <= length for end in ends)
        assert list(found.entries) == [f"command-{number}" for number in range(whole)]
        assert found.damaged == (length not in {0, *ends})


@tried
@given(seed=st.integers(), times=st.integers(1, 4), rubbish=st.binary(max_size=50))
def test_doubled_shuffled_and_foreign_records_change_nothing(
    journal: Journal, seed: int, times: int, rubbish: bytes
) -> None:
    own = sealed(journal, *map(record, range(4)))
    foreign = sealed(Journal(journal.path, OTHER_KEY), record(7))
    parts = [*own * times, *foreign, rubbish, MARK]
    random.Random(seed).shuffle(parts)
    journal.path.write_bytes(b"".join(parts))
    found = journal.read()
    assert found.entries == {f"command-{n}": {"id": f"command-{n}", "sequence": n} for n in range(4)}
    assert found.facts == {"count:outbox_sequence": "3"}
    assert found.noted == 4 * times


@pytest.mark.parametrize("length", [0, 2**31, 2**32 - 1, 64 * 2**20, 100_000, 500])
def test_lengths_that_are_claimed_cost_no_more_than_the_file(
    journal: Journal, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (MARK + struct.pack("<II", length, 0) + bytes(20)) * 20_000
    journal.path.write_bytes(content)
    summed = 0
    crc32 = zlib.crc32

    def counted(part: bytes) -> int:
        nonlocal summed
        summed += len(part)
        return crc32(part)

    monkeypatch.setattr(zlib, "crc32", counted)
    assert journal.read().is_empty
    assert summed <= len(content)


@tried
@given(facts=st.dictionaries(st.just("count:x") | st.text(max_size=9), st.text(max_size=9)), entry=plain)
def test_a_record_of_anything_under_the_right_key_is_taken_or_counts_as_damaged(
    journal: Journal, facts: dict[str, str], entry: object
) -> None:
    before, after = sealed(journal, record(1), record(2))
    odd = Unchecked(facts, [entry])
    journal.path.write_bytes(before + sealed(journal, odd)[0] + after)  # type: ignore[arg-type]
    found = journal.read()
    assert {"command-1", "command-2"} <= set(found.entries)


class Unchecked(dict[str, Any]):
    """What another program may have sealed in the place of a record."""

    def __init__(self, facts: object, entries: object) -> None:
        super().__init__(facts=facts, entries=entries)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """In which two entries wait."""
    made = create_workspace(Home(tmp_path_factory.mktemp("journal") / "home"), "王建国")
    made.runner.run(*(AddCustomer(id=new_id(), name=f"客户 {number}") for number in range(2)))
    yield made
    made.close()


@settings(parent=tried, max_examples=25)
@given(rubbish=st.binary(max_size=300), at=st.floats(0, 1), keeps=st.booleans())
def test_a_workspace_mends_its_journal_whatever_lies_there(
    workspace: Workspace, rubbish: bytes, at: float, keeps: bool
) -> None:
    path = workspace.journaling.journal.path
    content = path.read_bytes()
    place = int(at * len(content))
    path.write_bytes(content[:place] + rubbish + (content[place:] if keeps else b""))
    with workspace.store.read() as reader:
        waiting = pending_entries(reader)
    workspace.journaling.catch_up(workspace.store)
    workspace.journaling.catch_up(workspace.store)
    found = workspace.journaling.journal.read()
    assert found.damaged == 0
    assert set(found.entries) == {entry.id for entry in waiting}
    assert salvage(workspace.home).pending == waiting


@pytest.mark.usefixtures("expected_log")  # that it could not be written
def test_what_cannot_be_read_at_all_is_said_and_stops_neither_work_nor_the_backup(home: Home) -> None:
    workspace = create_workspace(home, "王建国")
    home.journal_file.unlink()
    home.journal_file.mkdir()
    workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))
    care = Care(home, workspace.store, workspace.journaling, workspace.ballast)
    with pytest.raises(Trouble) as caught:
        care.look(workspace.runner.clock.now())
    assert caught.value.code == "journal_unreadable"
    assert list_backups(home)
    workspace.close()
    with pytest.raises(Trouble) as caught:
        salvage(home)
    assert caught.value.code == "journal_unreadable"


@tried
@given(fields=st.dictionaries(st.sampled_from(spec_of(OutboxEntry).columns), plain))
def test_entries_of_another_version_cost_no_other_entry_when_the_database_is_dead(
    tmp_path: Path, fields: dict[str, object]
) -> None:
    home = Home(tmp_path / "dead")
    if not home.exists:
        made = create_workspace(home, "王建国")
        made.runner.run(AddCustomer(id="kept", name="师范大学"))
        made.close()
        scribble_over(home.database, 0, home.database.stat().st_size)
    content = home.journal_file.read_bytes()
    journal = Journal(home.journal_file, home.read_key())
    own = journal.read().entries
    odd = sealed(journal, Unchecked({}, [{**next(iter(own.values())), "id": "odd", **fields}]))[0]  # type: ignore[arg-type]
    home.journal_file.write_bytes(content + odd)
    found = salvage(home)
    home.journal_file.write_bytes(content)
    assert own.keys() <= {entry.id for entry in found.pending}
    assert found.entries == msgspec.convert(msgspec.to_builtins(found.entries), list[OutboxEntry])
