"""Whatever lies in a file of unsent work: it is taken over, or refused in our words with nothing changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import begin_alone, create_empty_workspace, create_workspace
from app.directory.commands import AddCustomer
from app.files.sealed import seal
from app.foundation.errors import PaigongError, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.foundation.sentences import declared_codes, sentence
from app.rescue import take_in
from app.safekeeping.passwords import key_of_password
from app.storage.commands import Envelope
from app.storage.outbox import OutboxEntry, pending_entries
from app.storage.schema import spec_of
from app.unsent.file import opened_unsent
from app.workspace import Workspace
from tests.app.safekeeping.conftest import QUICK
from tests.fakes import FakeClock

PASSWORD = "出工 2026 年"
CONTENT = os.urandom(600_000)
"""Of three pieces."""
DIGEST = hashlib.sha256(CONTENT).hexdigest()
tried = settings(deadline=None, max_examples=40)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=20) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@dataclass
class Place:
    """Another laptop of the person whose unsent work a file holds; `listed` is what it holds, as it is sealed."""

    file: Path
    other: Workspace
    listed: dict[str, Any]

    def read(self) -> int:
        """Take the file over, and see that nothing is changed where it is refused; tells how many entries were new."""
        before = self.waiting()
        try:
            with opened_unsent(self.file, PASSWORD) as work:
                return take_in(self.other, work).entries
        except PaigongError as error:
            refused = error
        assert refused.code in declared_codes()
        assert "…" not in sentence(refused)
        assert self.waiting() == before
        raise refused

    def waiting(self) -> tuple[list[OutboxEntry], list[str]]:
        with self.other.store.read() as reader:
            files = sorted(path.name for path in self.other.home.files_folder.rglob("*") if path.is_file())
            return pending_entries(reader), files

    def write(self, listed: object, *contents: bytes, length: int | None = None) -> None:
        """As somebody may who knows the password."""
        told = msgspec.msgpack.encode(listed)
        salt = os.urandom(16)
        head = msgspec.msgpack.encode({"cost": QUICK, "salt": salt})
        with self.file.open("wb") as file:
            file.write(b"PGWORK2\n" + bytes([len(head)]) + head)
            begin = (len(told) if length is None else length).to_bytes(8, "big", signed=False)
            seal([begin, told, *contents], file, key_of_password(PASSWORD, salt, QUICK))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, clock = tmp_path_factory.mktemp("unsent"), FakeClock()
    dead = create_workspace(Home(folder / "dead"), "王建国", clock)
    dead.runner.run(AddCustomer(id=new_id(), name="师范大学"))
    with dead.store.read() as reader:
        (entry,) = pending_entries(reader)
    dead.close()
    other = create_empty_workspace(Home(folder / "other"), clock)
    begin_alone(other, "王建国", entry.actor_id)
    spec = spec_of(OutboxEntry)
    listed = {
        "person_id": entry.actor_id,
        "device_code": "3KX",
        "made_at": clock.now(),
        "entries": [dict(zip(spec.columns, spec.to_values(entry), strict=True))],
        "contents": [],
    }
    yield Place(folder / "unsent.paigong-work", other, listed)
    other.close()


def content(digest: str, size: int, **fields: Any) -> dict[str, Any]:
    return {"customer_id": "c", "digest": digest, "size": size, "is_thumbnail": False, **fields}


@tried
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_one_that_is_torn_or_flipped_anywhere_is_refused(place: Place, at: float, flip: int, cut: bool) -> None:
    place.write({**place.listed, "contents": [content(DIGEST, len(CONTENT))]}, CONTENT)
    whole = bytearray(place.file.read_bytes())
    where = int(at * len(whole))
    whole[where] ^= flip
    place.file.write_bytes(whole[:where] if cut else whole)
    with pytest.raises(Trouble):
        place.read()


@tried
@given(rubbish=st.binary(max_size=300), marked=st.booleans())
def test_any_file_at_all_is_refused(place: Place, rubbish: bytes, marked: bool) -> None:
    place.file.write_bytes((b"PGWORK2\n" if marked else b"") + rubbish)
    with pytest.raises(Trouble) as caught:
        place.read()
    assert caught.value.code == "export_unreadable"


def test_what_is_no_file_is_refused(place: Place, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Trouble) as caught:
            replace(place, file=path).read()
        assert caught.value.code == "export_unreadable"


@pytest.mark.parametrize(
    "cost", [{"rounds": 100}, {"memory_kib": 2**21}, {"memory_kib": 2**40}, {"lanes": 255}, {"rounds": 0}]
)
def test_a_file_cannot_ask_for_hours_or_for_all_memory(place: Place, cost: dict[str, int]) -> None:
    head = msgspec.msgpack.encode({"cost": {"rounds": 1, "memory_kib": 64, "lanes": 1, **cost}, "salt": bytes(16)})
    place.file.write_bytes(b"PGWORK2\n" + bytes([len(head)]) + head + bytes(100))
    with pytest.raises(Trouble) as caught:
        place.read()
    assert caught.value.code == "export_unreadable"


@pytest.mark.parametrize("length", [0, 3, 10**6, 2**63, 2**64 - 1])
def test_a_length_that_is_claimed_is_no_room_that_is_taken(place: Place, length: int) -> None:
    place.write(place.listed, length=length)
    with pytest.raises(Trouble) as caught:
        place.read()
    assert caught.value.code == "export_unreadable"


@pytest.mark.parametrize(
    "contents",
    [
        [content("0" * 64, 9)],
        [content("0" * 64, 2**50)],
        [content("0" * 64, 0)],
        [content("0" * 64, -9)],
        [content("../" + "0" * 61, 9)],
        [content("0" * 64, 9, customer_id="a b")],
        [content("0" * 64, 4), content("1" * 64, 4)],
        [content("0" * 64, 4), content("0" * 64, 9, customer_id="d")],
        [content("0" * 64, 9), content("0" * 64, 9)],
        [],
    ],
)
def test_contents_that_are_not_what_the_list_says_are_refused(place: Place, contents: list[dict[str, Any]]) -> None:
    place.write({**place.listed, "contents": contents}, b"something")
    with pytest.raises(Trouble) as caught:
        place.read()
    assert caught.value.code == "export_unreadable"


@tried
@given(told=plain | st.dictionaries(st.sampled_from(["person_id", "entries", "contents", "made_at"]), plain))
def test_a_list_of_anything_is_refused_or_taken_over(place: Place, told: object) -> None:
    place.write({**place.listed, **told} if isinstance(told, dict) else told)
    with suppress(PaigongError):
        place.read()


@tried
@given(fields=st.dictionaries(st.sampled_from(spec_of(OutboxEntry).columns), plain, min_size=1))
def test_an_entry_of_anything_never_stands_in_the_way_of_others(place: Place, fields: dict[str, object]) -> None:
    own = place.listed["entries"][0]
    place.write({**place.listed, "entries": [own, {**own, "id": new_id(), **fields}]})
    with suppress(PaigongError):
        place.read()
    for entry in place.waiting()[0]:
        msgspec.convert(msgspec.to_builtins(entry.envelope()), Envelope)


def test_what_is_not_known_here_waits_for_the_server_and_nobody_else_is_named(place: Place) -> None:
    own = {**place.listed["entries"][0], "actor_id": "somebody-else"}
    odd = [{**own, "id": new_id(), **fields} for fields in ({}, {"name": "of.the_future"}, {"body": "{}"})]
    place.write({**place.listed, "entries": odd + odd})
    assert place.read() == 3
    entries = place.waiting()[0][-3:]
    assert [entry.name for entry in entries] == ["directory.add_customer", "of.the_future", "directory.add_customer"]
    assert {entry.actor_id for entry in entries} == {place.listed["person_id"]}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "applied"},  # nothing waits
        {"id": "a b"},
        {"name": "Directory.add"},
        {"version": 0},
        {"body": "[]"},
        {"body": "{"},
        {"body": "[" * 100_000},
        {"occurred_at": 2**62},
        {"sequence": 0},
    ],
)
def test_what_could_not_be_offered_to_a_server_is_refused(place: Place, fields: dict[str, object]) -> None:
    own = place.listed["entries"][0]
    place.write({**place.listed, "entries": [own, {**own, **fields}]})
    with pytest.raises(Trouble) as caught:
        place.read()
    assert caught.value.code == "export_unreadable"
