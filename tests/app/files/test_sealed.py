from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.sealed import PIECE, SealedReader, seal
from app.foundation.errors import Trouble
from app.foundation.keys import derived_key

KEY = bytes(range(32))


def sealed(content: bytes, *, chunk: int = 100_000) -> bytes:
    sink = io.BytesIO()
    seal((content[at : at + chunk] for at in range(0, len(content), chunk)), sink, KEY)
    return sink.getvalue()


def opened(stored: bytes, key: bytes = KEY) -> SealedReader:
    return SealedReader(io.BytesIO(stored), key, "vault/x")


@given(
    size=st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 17]),
    chunk=st.sampled_from([1 << 12, 100_000, PIECE, 3 * PIECE]),
    starts=st.lists(st.integers(0, 3 * PIECE), max_size=4),
)
def test_what_was_sealed_is_read_from_any_place(size: int, chunk: int, starts: list[int]) -> None:
    content = bytes(at * 7 % 251 for at in range(size))
    with opened(sealed(content, chunk=chunk)) as reader:
        assert reader.size == size
        assert reader.readall() == content
        for start in starts:
            reader.seek(start)
            assert reader.readall() == content[start:]


def test_nothing_of_the_content_is_seen_and_nothing_repeats() -> None:
    content = b"confidential " * 40_000
    first, second = sealed(content), sealed(content)
    assert b"confidential" not in first
    assert first != second


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored[:-1],
        lambda stored: stored[: 24 + PIECE + 16],
        lambda stored: stored[:24] + stored[24 + PIECE + 16 :],
        lambda stored: stored[:24] + stored[24 + PIECE + 16 : 24 + 2 * (PIECE + 16)] + stored[24 : 24 + PIECE + 16],
        lambda stored: stored[:5000] + bytes([stored[5000] ^ 1]) + stored[5001:],
        lambda stored: stored + b"\0",
        lambda stored: stored[:10],
        lambda stored: b"",
        lambda stored: b"P" * 100,
    ],
    ids=["cut", "cut at a piece", "piece left out", "pieces swapped", "bit", "longer", "head", "empty", "other"],
)
def test_what_was_changed_is_damaged_and_never_half_believed(spoil: object) -> None:
    stored = sealed(bytes(2 * PIECE + 100))
    assert callable(spoil)
    with pytest.raises(Trouble, match="attachment_damaged"), opened(spoil(stored)) as reader:
        reader.readall()


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Trouble, match="attachment_damaged"), opened(sealed(b"x"), derived_key(KEY, "other")) as reader:
        reader.readall()
