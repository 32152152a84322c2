"""Texts and codes without what nobody can see: control characters, marks of invisible width, slips of the keyboard."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_JOINERS = re.compile(r"[\u200c\u200d]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘⁃", "-"))


def clean_text(text: str) -> str:
    """`text` with one kind of line end, without invisible characters and without space around it."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).strip()


def clean_code(text: str) -> str:
    """`text` as a code on one line: full-width letters, digits and all dashes in their plain form."""
    plain = unicodedata.normalize("NFKC", clean_text(text)).translate(_DASHES)
    return " ".join(_JOINERS.sub("", plain).split())
