"""Whatever is said in the headers of an upload, or asked of a content: a refusal in our words, and nothing changes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.files.commands import AttachFile
from app.files.contents import content_name
from app.files.receipts import receipt_id
from app.files.tables import Attachment, Direction, FileReceipt, FileTransfer
from app.files.transfers import id_of_transfer, queue_download, try_again
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sentences import declared_codes
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.files.laptop import FileSync
from app.sync.files.server import FileUpload
from app.sync.files.wire import CHUNK_TYPE, LARGEST_CHUNK, checksum
from app.sync.transport import Answer
from app.workorders.commands import LogOrder
from tests.app.files.samples import attach, picture
from tests.app.sync.files.conftest import Desk
from tests.app.sync.files.tus_client import CONTENT, Client, code_of

tried = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])

header = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"]), max_size=40).map(
    str.strip
)
"""Whatever a header can say."""
number = st.one_of(
    st.integers(-3, 20).map(str),
    st.integers().map(str),
    st.sampled_from(["9" * 15, "9" * 16, "9" * 5000, "+1", "1e3", "0x1", "1_0", "1.0", "1,1", "²", ""]),
    header,
)
said_of_chunk = st.one_of(
    st.just(""),
    st.sampled_from(
        [checksum(b"x"), "sha256", "sha256 ", "sha256 ====", "SHA256 x", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="]
    ),
    header,
)
coded = st.binary(max_size=80).map(lambda value: base64.b64encode(value).decode()) | header
metadata = st.lists(
    st.tuples(st.sampled_from(["customer", "sha256", "filename", ""]) | header, coded).map(" ".join), max_size=5
).map(lambda pairs: ",".join(pairs).strip())


@pytest.fixture
def client(one_desk: Desk) -> Iterator[Client]:
    made = Client(one_desk)
    yield made
    made.session.close()


@pytest.fixture
def digest(client: Client) -> str:
    """Of a file that the server knows of and does not have."""
    found = client.desk.attach(CONTENT)
    client.desk.laptop.synchronise()
    return found


def said(value: str) -> str:
    """A header as it goes over the line, where each character is a byte."""
    return value.encode("latin-1")  # type: ignore[return-value]


def assert_refused(answer: requests.Response) -> None:
    """With a sentence for people, and by whoever asked."""
    assert 400 <= answer.status_code < 500, answer.text
    assert not answer.content or code_of(answer) in declared_codes()


@tried
@given(tus=st.just("1.0.0") | header, length=number | st.just("12"), told=metadata)
def test_an_upload_of_anything_is_not_begun(client: Client, tus: str, length: str, told: str) -> None:
    assert_refused(
        client.ask("POST", "files", Tus_Resumable=said(tus), Upload_Length=said(length), Upload_Metadata=said(told))
    )
    assert uploads(client) == []


@tried
@given(
    offset=st.just("0") | number,
    content=st.sampled_from([b"", CONTENT[:3], CONTENT, CONTENT * 2]) | st.binary(max_size=20),
    checked=said_of_chunk,
    kind=st.just(CHUNK_TYPE) | header,
)
def test_a_chunk_of_anything_is_taken_whole_or_changes_nothing(
    client: Client, digest: str, offset: str, content: bytes, checked: str, kind: str
) -> None:
    location = client.create(digest).headers["Location"]
    before = uploads(client)
    headers = {"Upload_Offset": said(offset), "Upload_Checksum": said(checked), "Content_Type": said(kind)}
    answer = client.patch(location, 0, content, **headers)
    if answer.status_code == requests.codes.no_content:
        assert int(answer.headers["Upload-Offset"]) == before[0].received + len(content)
    else:
        assert_refused(answer)
        assert code_of(answer) == "upload_damaged" or uploads(client) == before


def test_what_was_refused_leaves_an_upload_that_can_be_gone_on_with(client: Client, digest: str) -> None:
    location = client.create(digest).headers["Location"]
    client.patch(location, 0, CONTENT[:5])
    for content in (CONTENT, b"", bytes(LARGEST_CHUNK + 1), bytes(3 * LARGEST_CHUNK)):
        assert client.patch(location, 0, content).status_code in {400, 409}
    assert client.patch(location, 5, CONTENT[5:]).status_code == requests.codes.no_content
    assert client.desk.held_by_server(digest) == CONTENT


@tried
@given(asked=st.tuples(number, number).map("bytes={0[0]}-{0[1]}".format) | header)
def test_a_range_of_anything_is_a_part_of_the_content_or_none(client: Client, digest: str, asked: str) -> None:
    if not client.desk.held_by_server(digest):
        client.patch(client.create(digest).headers["Location"], 0, CONTENT)
    answer = client.ask("GET", f"contents/{digest}", Range=said(asked))
    if answer.status_code == requests.codes.partial_content:
        first, last = answer.headers["Content-Range"].removeprefix("bytes ").partition("/")[0].split("-")
        assert answer.content == CONTENT[int(first) : int(last) + 1]
        assert answer.content
    else:
        assert_refused(answer)


@settings(parent=tried, max_examples=10)
@given(name=st.text(min_size=1, max_size=70) | st.sampled_from(["\0", "..", "%00", "a" * 3000, "../../workspace.db"]))
def test_a_path_of_anything_leads_nowhere(desk: Desk, name: str) -> None:
    client = Client(desk)
    for method, room in (("HEAD", "files"), ("PATCH", "files"), ("GET", "contents"), ("GET", "snapshots")):
        place = f"{room}/{quote(name, safe='')}"
        assert_refused(client.ask(method, place, Content_Type=CHUNK_TYPE, Upload_Offset="0", Range="bytes=0-1"))
    client.session.close()


class Babbler:
    """A server that answers anything, and not for ever."""

    def __init__(self, answers: list[Answer]) -> None:
        self.url, self.authority = "http://127.0.0.1", ""
        self.answers = answers

    def exchange(self, _method: str, _path: str, _headers: object, _content: bytes = b"") -> Answer:
        assert self.answers, "it goes on asking"
        return self.answers.pop()

    def ask(self, _step: str, _message: object, _reply: object) -> Any:
        raise AssertionError

    def close(self) -> None:
        pass


answers = st.builds(
    Answer,
    status=st.sampled_from([200, 201, 204, 206]),
    headers=st.fixed_dictionaries(
        {},
        optional={
            "Upload-Offset": number,
            "Location": st.just("/v1/files/x") | header,
            "Content-Range": header | st.tuples(number, number, number).map("bytes {0[0]}-{0[1]}/{0[2]}".format),
        },
    ),
    content=st.sampled_from([b"", CONTENT, CONTENT[:3]]) | st.binary(max_size=20),
)


@tried
@given(said_to_it=st.lists(answers, min_size=20, max_size=20))
def test_whatever_a_server_answers_a_file_that_waits_is_kept_and_no_other_one_takes_its_place(
    client: Client, digest: str, said_to_it: list[Answer]
) -> None:
    workspace = client.desk.laptop.workspace
    elsewhere = replace(client.desk.command(b"elsewhere", "b.txt"), digest="0" * 64, size=len(CONTENT))
    workspace.store.write(lambda unit: wait_for(unit, digest, elsewhere))
    files = FileSync(workspace.store, workspace.vault, workspace.runner.clock, lambda *_known: Babbler(said_to_it))
    with suppress(Trouble):
        files.synchronise()
    assert client.desk.read(digest) == CONTENT
    assert not workspace.vault.holds("0" * 64)
    with workspace.store.read() as reader:
        assert reader.get(FileTransfer, id_of_transfer(Direction.UP, client.desk.customer_id, digest))


def wait_for(unit: UnitOfWork, digest: str, elsewhere: AttachFile) -> None:
    """Let a content wait to be sent, and another one to be fetched."""
    for transfer in unit.find(FileTransfer):
        try_again(unit, transfer.id)
    fetched = unit.first(Attachment, columns_of(Attachment).digest == digest)
    assert fetched
    other = replace(fetched, id="elsewhere", digest=elsewhere.digest, thumbnail_digest=None)
    unit.put(other)
    queue_download(unit, other, other.added_at)


@pytest.mark.parametrize("as_thumbnail", [False, True])
def test_a_digest_that_somebody_plants_elsewhere_draws_nothing_out_of_a_laptop(
    one_desk: Desk, as_thumbnail: bool
) -> None:
    """Also where the file itself is one that the laptop holds."""
    digest = one_desk.attach(CONTENT)
    one_desk.synchronise()
    other = colleague_of(one_desk)
    customer_id, order_id = new_id(), new_id()
    other.laptop.run(AddCustomer(id=customer_id, name="elsewhere"))
    other.laptop.run(LogOrder(id=order_id, customer_id=customer_id, title="elsewhere"))
    planted = replace(one_desk.command(picture(), "a.jpg"), customer_id=customer_id, about_id=order_id)
    if as_thumbnail:
        planted = replace(planted, thumbnail_digest=digest, thumbnail_size=len(CONTENT))
    else:
        planted = replace(planted, digest=digest, size=len(CONTENT))
    other.laptop.run(planted)
    other.laptop.synchronise()
    one_desk.laptop.synchronise()
    begin_again(one_desk)
    assert {transfer.customer_id for transfer in one_desk.laptop.all(FileTransfer)} == {one_desk.customer_id}


def test_a_copy_of_what_the_server_has_lost_is_sent_for_the_only_customer_that_has_it(one_desk: Desk) -> None:
    digest = one_desk.attach(CONTENT)
    one_desk.synchronise()
    other = colleague_of(one_desk)
    server = one_desk.headquarters.server
    fetch_all(other)
    server.store.write(lambda unit: unit.remove(FileReceipt, receipt_id(one_desk.customer_id, digest)))
    server.contents.remove(content_name(digest))
    other.laptop.synchronise()
    begin_again(other)
    assert one_desk.held_by_server(digest) == CONTENT


def colleague_of(desk: Desk) -> Desk:
    """Another dispatcher, who has what the server has."""
    desk.headquarters.add_user("mei", Role.DISPATCHER)
    return desk.on(desk.headquarters.new_laptop("mei"))


def fetch_all(desk: Desk) -> None:
    """Look at every file of the order."""
    (attached,) = (file.attachment for file in desk.files())
    clock = desk.headquarters.clock
    desk.laptop.workspace.store.write(lambda unit: queue_download(unit, attached, clock.now()))
    desk.synchronise()


def begin_again(desk: Desk) -> None:
    """Move files as a window does that was opened anew."""
    workspace = desk.laptop.workspace
    files = FileSync(workspace.store, workspace.vault, workspace.runner.clock)
    files.synchronise()
    files.close()


def test_a_content_that_is_shorter_than_was_said_of_it_is_not_sent_for_ever(one_desk: Desk) -> None:
    workspace = one_desk.laptop.workspace
    command = replace(one_desk.command(CONTENT, "notes.txt"), size=len(CONTENT) + 1)
    attach(workspace.store, workspace.runner, command)
    one_desk.laptop.synchronise()
    one_desk.laptop.files.synchronise()
    assert [transfer.code for transfer in one_desk.laptop.all(FileTransfer)] == ["attachment_damaged"]


def uploads(client: Client) -> list[FileUpload]:
    with client.desk.headquarters.server.store.read() as reader:
        return reader.find(FileUpload)
