"""Where a server keeps contents: a folder and, over HTTP, a store that speaks S3; both behave alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.files.contents import Contents, content_name, open_contents, piece_name, pieces_of
from app.files.rules import MEGABYTE
from app.files.s3 import S3Contents
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import sentence
from tests.app.files.samples import KEY


@pytest.fixture(params=["folder", "s3"])
def contents(request: pytest.FixtureRequest, tmp_path: Path) -> Contents:
    if request.param == "folder":
        return open_contents(str(tmp_path / "files"), KEY)
    return open_contents(f"s3://{request.getfixturevalue('s3_environment')}/team/a", KEY)


def whole(contents: Contents, name: str) -> bytes:
    return b"".join(contents.read(name, 0, 10**9))


@pytest.mark.parametrize("size", [1, 5 * MEGABYTE, 17 * MEGABYTE + 3])
def test_what_is_put_is_read_from_any_place(contents: Contents, size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    content = content[:size]
    name = content_name("ab" * 32)
    assert not contents.holds(name)
    contents.put(name, (content[at : at + MEGABYTE] for at in range(0, size, MEGABYTE)))
    assert contents.holds(name)
    assert whole(contents, name) == content
    assert b"".join(contents.read(name, size // 2, size // 2 + 1000)) == content[size // 2 : size // 2 + 1000]


@pytest.mark.parametrize("after", [10, 9 * MEGABYTE])
def test_a_content_that_proves_wrong_at_its_end_is_never_there(contents: Contents, after: int) -> None:
    def chunks() -> Iterator[bytes]:
        yield bytes(after)
        raise Rejection("upload_damaged")

    with pytest.raises(Rejection, match="upload_damaged"):
        contents.put("contents/x", chunks())
    assert not contents.holds("contents/x")


def test_removing_one_leaves_the_others_and_removing_twice_does_no_harm(contents: Contents) -> None:
    for piece in ("0-1", "1-2"):
        contents.put(piece_name("one", piece), [b"x"])
    contents.put(piece_name("one-more", "0-1"), [b"y"])
    contents.remove(piece_name("one", "0-1"))
    contents.remove(piece_name("one", "0-1"))
    assert contents.holds(piece_name("one", "1-2"))
    assert sorted(contents.names("uploads")) == [piece_name("one-more", "0-1"), piece_name("one", "1-2")]
    contents.remove_all(pieces_of("one"))
    assert not contents.holds(piece_name("one", "1-2"))
    assert whole(contents, piece_name("one-more", "0-1")) == b"y"


def test_what_is_not_there_is_told(contents: Contents) -> None:
    with pytest.raises(Trouble, match="attachment_missing"):
        whole(contents, "contents/none")


def test_two_prefixes_of_one_bucket_know_nothing_of_each_other(s3_environment: str) -> None:
    one, other = (open_contents(f"s3://{s3_environment}{prefix}", KEY) for prefix in ("/one", ""))
    one.put("x", [b"1"])
    assert not other.holds("x")
    assert whole(other, "one/x") == b"1"


def test_a_bucket_that_is_not_there_is_told_when_the_server_starts(s3_environment: str) -> None:
    with pytest.raises(Trouble, match="bucket_unreachable") as told:
        open_contents("s3://another-bucket/x", KEY)
    assert "another-bucket" in sentence(told.value)


@pytest.mark.parametrize("place", ["s3://", "ftp://x/y", "http://x"])
def test_a_place_of_no_kind_that_we_know_is_told(place: str) -> None:
    with pytest.raises(Trouble, match="files_place_unknown"):
        open_contents(place, KEY)


class Gone:
    """A store that answers nobody."""

    def __getattr__(self, _name: str) -> Any:
        from botocore.exceptions import EndpointConnectionError

        def fail(*_args: object, **_given: object) -> None:
            raise EndpointConnectionError(endpoint_url="http://store")

        return fail


def test_a_store_that_is_away_is_a_trouble_and_no_missing_file() -> None:
    contents = S3Contents("bucket", "", Gone(), Gone())  # type: ignore[arg-type]  # a double
    for ask in (
        contents.check,
        lambda: contents.holds("x"),
        lambda: contents.put("x", [b"1"]),
        lambda: whole(contents, "x"),
    ):
        with pytest.raises(Trouble, match="bucket_unreachable"):
            ask()
