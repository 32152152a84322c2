"""Writes how Chinese characters are read: `python -m installer.pinyin`.

The readings are taken from `pypinyin` (MIT) and kept as a file of our own: the library takes 0.2 s and 57 MB to load,
which a program that looks up single characters need not pay. A further reading is kept where it is a usual one, that
is, where at least every twelfth of the library's phrases with the character has it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

from app.foundation.pinyin import FILE

_CHARACTERS = range(0x4E00, 0xA000)
_USUAL_SHARE = 1 / 12
_FEWEST_PHRASES = 2


def readings() -> dict[str, list[str]]:
    """The usual readings of each character of GBK, without tones and with v for ü, the first one first."""
    counted = _counted_in_phrases()
    found: dict[str, list[str]] = {}
    for character in filter(_is_in_gbk, map(chr, _CHARACTERS)):
        (first,) = lazy_pinyin(character, style=Style.NORMAL)
        if first != character:
            counts = counted[character]
            least = max(_FEWEST_PHRASES, _USUAL_SHARE * counts.total())
            further = [reading for reading, count in counts.most_common() if reading != first and count >= least]
            found[character] = [first, *further]
    return found


def _counted_in_phrases() -> defaultdict[str, Counter[str]]:
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in PHRASES_DICT.items():
        for character, (reading, *_others) in zip(phrase, syllables, strict=False):
            counted[character][to_normal(reading)] += 1
    return counted


def _is_in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def lines() -> Iterator[str]:
    """A syllable, the characters that are read so first, and those that are read so too."""
    first, further = defaultdict[str, str](str), defaultdict[str, str](str)
    for character, (usual, *others) in readings().items():
        first[usual] += character
        for other in others:
            further[other] += character
    for syllable in sorted({*first, *further}):
        yield f"{syllable}\t{first[syllable]}\t{further[syllable]}\n"


def main() -> int:
    """Write what the program ships."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines())
    return 0


if __name__ == "__main__":
    sys.exit(main())
