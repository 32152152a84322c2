"""What the search index holds of a text, and what is asked of it for what a person typed: pure cutting of words.

A run of letters, digits, characters and hyphens is cut into overlapping pairs, plus its last single. What may be typed
for Chinese (`app.foundation.pinyin.spellings`) follows as it is, each behind a mark that no word has, so that a
beginning of it decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.foundation.pinyin import spellings

_RUNS = re.compile(r"[\w-]+")
_PAIRS = re.compile(r"(?=([\w-][\w-]?))")
"""Finds a pair at every place in a run, and at its end the last single."""
_SPELLED = re.compile("[a-z]{2,}")
_MARK = "·"


def pairs(texts: Iterable[str | None]) -> str:
    """What is indexed of a row's searched texts: pairs of neighbours and the last single of every run."""
    return " ".join(_PAIRS.findall(" ".join(filter(None, texts)).casefold()))


def entry(texts: Sequence[str | None], spelled: Iterable[str | None]) -> str:
    """All that is indexed of a row: its searched texts, and how those that are `spelled` are typed."""
    typed = {spelling for text in spelled if text for spelling in spellings(text)}
    return " ".join((pairs(texts), *(f"{_MARK}{spelling}" for spelling in sorted(typed))))


def is_spelling(word: str) -> bool:
    """Whether a word may be pinyin; a single letter is none, since it begins too much."""
    return _SPELLED.fullmatch(word.casefold()) is not None


def is_decided_by_index(word: str) -> bool:
    """One character or two are found by the index exactly as LIKE would; pairs of a longer word may stand apart."""
    return re.fullmatch(r"[\w-]{1,2}", word.casefold()) is not None


def spelling_expression(word: str) -> str:
    """The FTS5 query for the rows that are spelled so."""
    return f'"{_MARK}{word.casefold()}"*'


def match_expression(words: Iterable[str], *, spelled: bool = False) -> str:
    """The FTS5 query for all these words, as pinyin too where `spelled`; empty where there is nothing to ask for."""
    return " AND ".join(dict.fromkeys(filter(None, (_of_word(word, spelled=spelled) for word in words))))


def _of_word(word: str, *, spelled: bool) -> str:
    terms: list[str] = []
    for run in _RUNS.findall(word.casefold()):
        if len(run) == 1:
            terms.append(f'"{run}"*')
        terms += [f'"{run[at : at + 2]}"' for at in range(len(run) - 1)]
    asked = " AND ".join(dict.fromkeys(terms))
    return f"({asked} OR {spelling_expression(word)})" if spelled and is_spelling(word) else asked
