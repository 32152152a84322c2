"""Phrases that an engineer puts into notes with one touch. They are his own: they never leave this workspace."""

from __future__ import annotations

from collections.abc import Iterable

from app.foundation.translation import N_, _
from app.storage.facts import fact, set_fact
from app.storage.units import Reader, UnitOfWork

_FACT = "quick_phrases"
_SHIPPED = (
    N_("Checked on site, the fault shows as described."),
    N_("Restarted, works again."),
    N_("Cables checked and seated anew."),
    N_("Part replaced, tested together with the user."),
    N_("Data backed up before the work."),
    N_("Nobody there, will come again."),
    N_("The user has tried it out and agrees."),
)
LONGEST, MOST = 200, 50
"""Characters of a phrase; phrases."""


def phrases(reader: Reader) -> tuple[str, ...]:
    """The phrases kept here, else those that the program brings, in the language shown now."""
    kept = tuple(filter(None, fact(reader, _FACT).split("\n")))
    return kept or tuple(_(phrase) for phrase in _SHIPPED)


def keep_phrases(wanted: Iterable[str], unit: UnitOfWork) -> None:
    """Keep these phrases, one a line; with none the program's own are back."""
    lines = [" ".join(phrase.split())[:LONGEST] for phrase in wanted]
    set_fact(unit, _FACT, "\n".join(list(dict.fromkeys(filter(None, lines)))[:MOST]))
