"""Texts that a spreadsheet program would run as formulas, guarded by the apostrophe that such programs know."""

from __future__ import annotations

import re

_GUARD = "'"
_STARTS = frozenset("=+-@\t\r")
_NUMBER = re.compile(r"[-+]?[\d.,' ]*\d", re.ASCII)


def guarded(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return _GUARD + text if text[:1] in _STARTS and text and not _NUMBER.fullmatch(text) else text


def without_guard(text: str) -> str:
    """The text that was guarded; any other text as it is."""
    return text[1:] if text[:1] == _GUARD and text[1:2] in _STARTS and text[1:] else text
