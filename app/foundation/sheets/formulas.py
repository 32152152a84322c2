"""Texts that a spreadsheet program would run as formulas, guarded by the apostrophe that such programs know."""

from __future__ import annotations

import re
import unicodedata

_GUARD = "'"
_STARTS, _BREAKS = frozenset("=+-@"), frozenset("\t\r\n")
_LOOKED_AT = 100
_NUMBER = re.compile(r"[-+]?[\d.,' ]*\d", re.ASCII)


def guarded(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return _GUARD + text if _is_formula(text) and not _NUMBER.fullmatch(text) else text


def without_guard(text: str) -> str:
    """The text that was guarded; any other text as it is."""
    return text[1:] if text[:1] == _GUARD and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    """Whether it begins like one, also in full width and behind blanks, which some programs take away."""
    return text[:1] in _BREAKS or unicodedata.normalize("NFKC", text[:_LOOKED_AT]).lstrip()[:1] in _STARTS
