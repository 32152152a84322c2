"""Pull: what changed since a cursor, and the verdicts, from one snapshot of the server's database."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.sync.enrolment.wire import GrantNote
from app.sync.history.wire import HistoryHead, RememberedHead
from app.sync.wire import Message, Place, Word

LARGEST_PULL = 5000
"""Stamps in one message."""
LARGEST_ROWS = 16 * 1024 * 1024
"""Bytes of the rows in one message; where they come to more, fewer are sent."""


class Standpoint(Message, frozen=True):
    """Where a laptop stands: how far it has pulled, in which life of the server, and what the reply called its scopes.

    `horizon` is the one by which it has pruned, where it keeps a window.
    """

    protocol: Word
    epoch: Word
    cursor: Place
    scopes: Word
    horizon: Place = 0


class PullRequest(Standpoint, frozen=True, kw_only=True):
    """`settled_sequence` is the last verdict that a reply brought; `filling_to` is of the last reply."""

    settled_sequence: Place
    history: RememberedHead = RememberedHead()
    filling_to: Place = 0


_Value = str | Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | bool | None


class TableRows(Message, frozen=True):
    """Rows of one table, column by column; `left` are rows that are gone or that the device may not see any more."""

    name: str
    columns: list[str]
    values: list[list[_Value]]
    left: list[str]


DUPLICATE = "duplicate"


class Verdict(Message, frozen=True):
    """What became of a command of this device.

    ``applied``, ``duplicate`` (it had been applied when it came before), ``merged`` (some of its fields were not
    applied; `params` names them) or ``rejected``.
    """

    command_id: str
    sequence: int
    verdict: str
    code: str
    params: dict[str, str]


class _Page(Message, frozen=True, kw_only=True):
    """The next page. `anew` begins a pull of everything: what it does not bring by its end is not there any more.

    Verdicts come with the last page only (`more` is false), when all rows that they speak of are here. With it counts
    `judged_sequence`, the last entry of the device's outbox that the server has judged: what follows waits.
    `row_count` tells how many rows the page is about.

    A laptop with a `horizon` (an instant as it is stored) keeps a window only: a first load, up to the place
    `filling_to`, is without what is outside; what comes later it gets, whole, and prunes by itself.
    """

    epoch: str
    cursor: int
    scopes: str
    anew: bool
    more: bool
    verdicts: list[Verdict]
    judged_sequence: Place
    grants: list[GrantNote]
    row_count: Place = 0
    history: HistoryHead = HistoryHead()
    filling_to: Place = 0
    horizon: Place = 0


class PullReply(_Page, frozen=True, kw_only=True):
    """A page as it is read."""

    tables: list[TableRows]


class PackedReply(_Page, frozen=True, kw_only=True):
    """A page as it is written: its tables are JSON already."""

    tables: msgspec.Raw
