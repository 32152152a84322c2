"""How a check goes through a table, when one is due, and what a person is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.foundation.translation import ngettext

CHECKED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of everything came to; `asked` tells whether a person wanted it now."""

    compared: int
    mended: int
    asked: bool

    def words(self) -> str:
        """The result, for a person, and what to do."""
        if self.mended:
            text = ngettext(
                "{count} record here differed from the server's and was fetched anew; nothing that you did was lost. "
                "If this happens again, tell your administrator.",
                "{count} records here differed from the server's and were fetched anew; nothing that you did was lost. "
                "If this happens again, tell your administrator.",
                self.mended,
            )
            return text.format(count=f"{self.mended:,}")
        text = ngettext(
            "In agreement with the server: {count} record was compared.",
            "In agreement with the server: {count} records were compared.",
            self.compared,
        )
        return text.format(count=f"{self.compared:,}")


def is_due(begun: timedelta, now: timedelta, *, same_boot: bool) -> bool:
    """Whether the next check is to begin, by the clock since the computer's start at the last one's begin and now."""
    return not same_boot or not timedelta() <= now - begun < CHECKED_EVERY


def place_after(after: str, until: str, compared_until: str) -> str:
    """From which id on the next stretch is compared; empty: the table is done.

    The server has gone through its stretch in the order of its own database. Where that sorts other than ours, and
    would lead us back, we go on to where we wanted to: so a check always comes to its end.
    """
    return compared_until if not compared_until or compared_until > after else until
