"""Texts and codes without what nobody can see: control characters, marks of invisible width, slips of the keyboard."""

from __future__ import annotations

import re
import unicodedata

from app.foundation.texts import visible

_JOINERS = re.compile(r"[\u200c\u200d]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘⁃〜～", "-"))


def clean_text(text: str) -> str:
    """`text` with one kind of line end, without invisible characters and without space around it."""
    return visible(text).strip()


def clean_code(text: str) -> str:
    """`text` as a code on one line: full-width letters, digits and all dashes in their plain form."""
    plain = unicodedata.normalize("NFKC", clean_text(text).translate(_DASHES)).translate(_DASHES)
    return " ".join(_JOINERS.sub("", plain).split())
