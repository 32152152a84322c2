"""What becomes of a field that two people have changed apart from each other."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Merge(Enum):
    """Who decides about a field when somebody else has changed it too. Declared beside the column."""

    DESK = auto()
    """The desk: what is planned and promised."""
    DEVICE = auto()
    """Whoever was there: what was found and done."""
    PERSON = auto()
    """Nobody but a person who reads both: words."""


class Fate(Enum):
    """What becomes of one field of an edit."""

    APPLIED = auto()
    """Nobody else had changed it."""
    SAME = auto()
    """It stands already as it was wanted."""
    WON = auto()
    """What somebody else had put there gives way."""
    YIELDED = auto()
    """What somebody else has put there stands."""
    ASKED = auto()
    """What somebody else has put there stands until the person who wanted another value has chosen."""


def fate(merge: Merge, *, seen: object, wanted: object, stands: object, by_desk: bool) -> Fate:
    """Merge one field three ways: `seen` is what stood when the edit was made, `stands` what stands now.

    `by_desk` tells on whose side the edit was made: at the desk, or by whoever was there.
    """
    if wanted == stands:
        return Fate.SAME
    if seen == stands:
        return Fate.APPLIED
    if merge is Merge.PERSON:
        return Fate.ASKED
    return Fate.WON if by_desk == (merge is Merge.DESK) else Fate.YIELDED


_GIVING_WAY = (Fate.ASKED, Fate.YIELDED)


def together(fates: Mapping[str, Fate], groups: Mapping[str, str]) -> dict[str, Fate]:
    """The same fates, but fields of one group all give way where one of them does.

    So no sum is put together from the amount of one person and the currency of another.
    """
    given = {
        groups[name]: met for met in reversed(_GIVING_WAY) for name in fates if fates[name] is met and groups[name]
    }
    return {name: given.get(groups[name], met) for name, met in fates.items()}
