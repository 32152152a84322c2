"""What stands on a paper for characters that no font here has: a mark, and one line that says for what."""

from __future__ import annotations

import unicodedata

from app.documents.fonts import missing_glyphs
from app.documents.text import printable
from app.foundation.translation import _

STAND_IN = "〓"
"""Printers have always set it for a type that they did not have."""
_MOST_NAMED = 4


class StandIns:
    """Puts the marks in, and remembers for what. A label does without: what it says must be right or not be printed."""

    def __init__(self) -> None:
        self._missing: dict[str, None] = {}

    def __call__(self, text: str) -> str:
        """`text` as it can be printed."""
        text = printable(text)
        missing = missing_glyphs(text)
        self._missing.update(missing)
        return text.translate(dict.fromkeys(map(ord, missing), STAND_IN))

    @property
    def note(self) -> str:
        """The line that says it; empty where everything could be printed."""
        if not self._missing:
            return ""
        named = [_named(character) for character in list(self._missing)[:_MOST_NAMED]]
        more = ["…"] if len(self._missing) > _MOST_NAMED else []
        says = _("{mark} stands for characters that no font here has: {characters}.")
        return says.format(mark=STAND_IN, characters=", ".join(named + more))


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
