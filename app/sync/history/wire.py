"""History: each side remembers how the server's audit chain ended, so that it cannot be rewritten unnoticed."""

from __future__ import annotations

from app.sync.wire import Message, Place, Word


class RememberedHead(Message, frozen=True):
    """The entry that a laptop remembers as the last one; what its link was, it does not tell.

    `doubted` reports that this laptop has found the history of this epoch to be another one than before.
    """

    sequence: Place = 0
    doubted: bool = False


class HistoryHead(Message, frozen=True):
    """The chain's last entry and its link, and the link of the entry that was asked for (empty: there is none)."""

    sequence: Place = 0
    link: Word = ""
    remembered: Word = ""
