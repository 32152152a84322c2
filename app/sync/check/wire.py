"""Check: whether both sides hold the same rows, compared a stretch of one table at a time, by count and digest."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.sync.pull.wire import Standpoint, TableRows
from app.sync.wire import Message, Place, Word

CHECK = "check"
"""The path of the step."""

MOST_ROWS = 1000
"""Of a stretch, on either side."""

_MOST_COLUMNS = 200
_MOST_NAMED = 10 * MOST_ROWS

_RowId = Annotated[str, Meta(max_length=2000, pattern=r"\A[^\x00]*\Z")]
_Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]


class CheckRequest(Standpoint, frozen=True, kw_only=True):
    """Compare the rows of a table whose ids follow `after`, up to and with `until` (empty: to the end).

    `columns` are those that the laptop knows. `named` are the laptop's rows there with the digest of each: then the
    reply brings what differs.
    """

    table: Word
    columns: Annotated[list[Word], Meta(max_length=_MOST_COLUMNS)]
    after: _RowId = ""
    until: _RowId = ""
    named: Annotated[dict[_RowId, _Digest], Meta(max_length=_MOST_NAMED)] | None = None


class _Compared(Message, frozen=True, kw_only=True):
    """How many rows the device gets there, and the digest of them by `columns`, which both sides know.

    Not `comparable` is what was asked from another place than the newest: pull first. The stretch may end before the
    `until` that was asked for. No columns: the server does not know the table. `differences` counts the rows that the
    reply sets right.
    """

    comparable: bool
    columns: list[str]
    until: str = ""
    count: Place = 0
    digest: str = ""
    differences: Place = 0


class CheckReply(_Compared, frozen=True, kw_only=True):
    """A reply as it is read. `tables` are rows that the laptop does not have so, and those that it gets no more."""

    tables: list[TableRows]


class PackedCheck(_Compared, frozen=True, kw_only=True):
    """A reply as it is written: its tables are JSON already."""

    tables: msgspec.Raw = msgspec.Raw(b"[]")
