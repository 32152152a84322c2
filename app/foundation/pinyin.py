"""How Chinese is read: pinyin of characters, of whole texts for finding them by keyboard, and of people's names.

The readings are a file (`resources/pinyin/readings.tsv`, made by `installer/pinyin.py`) that is read when it is first
needed, in some milliseconds. Tones are left out, and ü is written v, as people type it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "resources" / "pinyin" / "readings.tsv"

SURNAMES: dict[str, str] = dict(
    re.findall(
        r"(\S+) (\S+)",
        """尉迟 yuchi 万俟 moqi 单于 chanyu 澹台 tantai
        单 shan 曾 zeng 仇 qiu 解 xie 区 ou 查 zha 盖 ge 朴 piao 翟 zhai 乐 yue 缪 miao 种 chong 召 shao 员 yun 秘 bi
        覃 qin 祭 zhai 黑 he 繁 po 句 gou 隗 wei 都 du 洗 xian 折 she 阚 kan 牟 mu 薄 bo 卜 bu 藏 zang 能 nai 适 kuo""",
    )
)
"""Surnames that are read otherwise than the first reading of their characters."""

_CHINESE = re.compile("[\u4e00-\u9fff]+")
_MOST_SPELLINGS = 4
"""Characters with several readings multiply; so many ways to read the rest of a text are enough to find it by."""
_NO_ACCENT = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """The usual readings of each character; a surname's after those of other words."""
    first: dict[str, str] = {}
    further: defaultdict[str, list[str]] = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        syllable, characters, others = line.split("\t")
        first.update(dict.fromkeys(characters, syllable))
        for character in others:
            further[character].append(syllable)
    for surname, reading in SURNAMES.items():
        if len(surname) == 1:
            further[surname].append(reading)
    return {character: tuple(dict.fromkeys((usual, *further[character]))) for character, usual in first.items()}


@lru_cache(maxsize=4096)
def spellings(text: str) -> frozenset[str]:
    """What somebody may type for the Chinese in a text, from each of its characters on: initials, and whole pinyin.

    Of 科技处 these are kjc, jc, c and kejichu, jichu, chu.
    """
    return frozenset(spelling for run in _CHINESE.findall(text) for spelling in _from_each_character(run))


def _from_each_character(run: str) -> Iterator[str]:
    known, initials, whole = readings(), [""], [""]
    for character in reversed(run):
        said = known.get(character, (character,))
        whole = _read_on(said, whole)
        initials = _read_on(tuple(dict.fromkeys(reading[0] for reading in said)), initials)
        yield from whole
        yield from initials


def _read_on(said: tuple[str, ...], rest: list[str]) -> list[str]:
    """What follows, with one more character before it that may be said in these ways; the usual ways come first."""
    return [reading + tail for tail in rest for reading in said][:_MOST_SPELLINGS]


def pinyin_of_name(name: str) -> str:
    """A person's name in small letters from a to z and digits: 单晓东 is shanxiaodong, Amy Baker amybaker."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")
    known = readings()
    rest = "".join(known[character][0] if character in known else character for character in name[len(surname) :])
    letters = (SURNAMES.get(surname, "") + rest).casefold().translate(_NO_ACCENT)
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKD", letters))
