"""What the server says to whoever speaks tus to it, well or badly."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.accounts.rules import Role
from app.files.rules import LARGEST_FILE
from app.foundation.ids import new_id
from app.sync.files.server import MOST_UPLOADED, FileUpload
from app.sync.files.wire import LARGEST_CHUNK, checksum
from tests.app.sync.files.conftest import Desk
from tests.app.sync.files.tus_client import CONTENT, Client, code_of


@pytest.fixture
def desk(one_desk: Desk) -> Desk:
    """With a server on SQLite: what is asked here is the same on each database."""
    return one_desk


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    made = Client(desk)
    yield made
    made.session.close()


@pytest.fixture
def digest(desk: Desk) -> str:
    """Of a file that the server knows of and does not have."""
    found = desk.attach(CONTENT)
    desk.laptop.synchronise()
    return found


@pytest.fixture
def location(client: Client, digest: str) -> str:
    """Where it is to be sent."""
    return client.create(digest).headers["Location"]


def test_the_server_says_what_it_can(client: Client) -> None:
    response = client.ask("OPTIONS", "files")
    assert response.status_code == 204
    assert response.headers["Tus-Version"] == "1.0.0"
    assert response.headers["Tus-Extension"] == "creation,checksum"
    assert response.headers["Tus-Max-Size"] == str(LARGEST_FILE)


def test_an_upload_in_two_parts(client: Client, digest: str) -> None:
    created = client.create(digest)
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "0")
    location = created.headers["Location"]
    first = client.patch(location, 0, CONTENT[:5], Upload_Checksum=checksum(CONTENT[:5]))
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "5")
    head = client.ask("HEAD", location.removeprefix("/v1/"))
    assert (head.status_code, head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (200, "5", "12")
    assert head.headers["Cache-Control"] == "no-store"
    assert client.create(digest).headers["Upload-Offset"] == "5"
    last = client.patch(location, 5, CONTENT[5:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, "12")
    assert client.ask("HEAD", location.removeprefix("/v1/")).status_code == 404
    assert client.create(digest).headers["Upload-Offset"] == "12"
    part = client.ask("GET", f"contents/{digest}", Range="bytes=3-99")
    assert (part.status_code, part.content) == (206, CONTENT[3:])
    assert part.headers["Content-Range"] == "bytes 3-11/12"


@pytest.mark.parametrize(
    ("offset", "content", "headers", "refusal"),
    [
        (5, b"x", {}, (409, "upload_out_of_step")),
        (0, CONTENT + b"more", {}, (409, "upload_out_of_step")),
        (0, b"x", {"Upload_Checksum": checksum(b"y")}, (460, "chunk_damaged")),
        (0, b"x", {"Upload_Checksum": "crc32 AAAA"}, (400, "message_malformed")),
        (0, b"x", {"Upload_Offset": "-1"}, (400, "message_malformed")),
        (0, b"x", {"Upload_Offset": "٣"}, (400, "message_malformed")),
        (0, b"x", {"Upload_Offset": ""}, (400, "message_malformed")),
        (0, b"x", {"Content_Type": "text/plain"}, (400, "message_malformed")),
        (0, bytes(LARGEST_CHUNK + 1), {}, (400, "message_malformed")),
        (0, b"x", {"Tus_Resumable": "0.2.2"}, (412, "protocol_unknown")),
        (0, b"another file", {}, (460, "upload_damaged")),
    ],
)
def test_a_chunk_that_does_not_fit_changes_nothing(
    client: Client, digest: str, offset: int, content: bytes, headers: dict[str, Any], refusal: tuple[int, str]
) -> None:
    headers = {name: value.encode() if not value.isascii() else value for name, value in headers.items()}
    refused = client.patch(client.create(digest).headers["Location"], offset, content, **headers)
    assert (refused.status_code, code_of(refused)) == refusal
    assert client.create(digest).headers["Upload-Offset"] == "0"
    assert client.patch(client.create(digest).headers["Location"], 0, CONTENT).status_code == 204


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"size": LARGEST_FILE + 1}, 413, "attachment_too_large"),
        ({"size": 11}, 422, "upload_unmentioned"),
        ({"digest": "0" * 64}, 422, "upload_unmentioned"),
        ({"digest": "../" + "0" * 61}, 400, "message_malformed"),
        ({"customer_id": "elsewhere"}, 422, "upload_unmentioned"),
        ({"customer_id": "a b"}, 400, "message_malformed"),
    ],
)
def test_what_no_file_mentions_gets_no_room(
    client: Client, digest: str, wish: dict[str, Any], status: int, code: str
) -> None:
    refused = client.create(**{"digest": digest, **wish})
    assert (refused.status_code, code_of(refused)) == (status, code)
    with client.desk.headquarters.server.store.read() as reader:
        assert not reader.find(FileUpload)


@pytest.mark.parametrize("metadata", ["", "customer", "sha256 !!!", "customer YQ==,sha256 /w==", "\u00e9"])
def test_metadata_that_is_none_is_refused(client: Client, metadata: str) -> None:
    refused = client.ask("POST", "files", Upload_Length="1", Upload_Metadata=metadata.encode("latin-1"))  # type: ignore[arg-type]
    assert (refused.status_code, code_of(refused)) == (400, "message_malformed")


def test_operators_see_how_much_goes_over_whatever_it_is(client: Client, location: str, digest: str) -> None:
    client.patch(location, 0, CONTENT[:10])
    begun = client.desk.headquarters.figures()
    assert "paigong_unfinished_uploads 1.0" in begun
    assert "paigong_unfinished_upload_bytes 10.0" in begun
    client.patch(location, 10, CONTENT[10:])
    client.ask("GET", f"contents/{digest}", Range="bytes=0-5")
    client.ask("GET", "contents/a/b", Range="bytes=0-5")
    shown = client.desk.headquarters.figures()
    for step in ("files", "contents", "unknown"):
        assert f'step="{step}"' in shown
    assert digest not in shown
    assert "paigong_unfinished_uploads 0.0" in shown


def test_a_device_sees_only_its_own_uploads(client: Client, location: str) -> None:
    other = Client(client.desk.on(client.desk.headquarters.new_laptop("li")))
    path = location.removeprefix("/v1/")
    assert other.ask("HEAD", path).status_code == 404
    assert code_of(other.patch(location, 0, CONTENT)) == "upload_unknown"
    other.session.close()


def test_without_a_token_there_is_nothing(client: Client, location: str, digest: str) -> None:
    del client.session.headers["Authorization"]
    for method, path in (("POST", "files"), ("PATCH", location.removeprefix("/v1/")), ("GET", f"contents/{digest}")):
        assert client.ask(method, path).status_code == 401


def test_who_serves_another_customer_reads_and_sends_nothing_and_cannot_tell_whether_it_is_there(
    client: Client, location: str, digest: str
) -> None:
    client.patch(location, 0, CONTENT)
    desk = client.desk
    desk.headquarters.add_user("wang", Role.ENGINEER, "elsewhere")
    other = Client(desk.on(desk.headquarters.new_laptop("wang")))
    there = other.ask("GET", f"contents/{digest}", Range="bytes=0-5")
    nowhere = other.ask("GET", f"contents/{'0' * 64}", Range="bytes=0-5")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert code_of(other.create(digest)) == code_of(other.create("0" * 64)) == "not_permitted"
    assert other.ask("GET", "contents/..%2f..%2fworkspace.db", Range="bytes=0-5").status_code == 404
    other.session.close()


@pytest.mark.parametrize("asked", ["", "bytes=12-13", "bytes=5-3", "bytes=-5", "bytes=0-1,3-4", "lines=0-1"])
def test_a_range_that_is_none_is_refused(client: Client, location: str, digest: str, asked: str) -> None:
    client.patch(location, 0, CONTENT)
    refused = client.ask("GET", f"contents/{digest}", Range=asked)
    assert (refused.status_code, code_of(refused)) == (400, "message_malformed")


def test_a_device_gets_no_free_room_for_uploads_that_it_never_finishes(client: Client) -> None:
    size = MOST_UPLOADED // 5
    digests = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(6)]
    mention(client.desk, digests, size)
    answers = [client.create(digest, size) for digest in digests]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert code_of(answers[-1]) == "too_many_uploads"


def mention(desk: Desk, digests: list[str], size: int) -> None:
    """Files that are said to be this large."""
    base = replace(desk.command(b"x", "a.txt"), name="a.mp4", media_type="video/mp4", size=size)
    desk.laptop.run(*(replace(base, id=new_id(), digest=digest) for digest in digests))
    desk.laptop.synchronise()
