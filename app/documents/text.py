"""What fits where: one line if it can be, smaller type if it must be, then several lines, then a refusal by name.

Text here is plain text: nothing in it is markup, and nothing is ever cut off. Lines break as Chinese and Latin readers
expect: between Chinese characters but for closing punctuation at the start of a line and opening punctuation at its
end, and in Latin between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from math import ceil

from app.documents.fonts import Face, width_of
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

POINTS_PER_INCH = 72
MILLIMETRE = POINTS_PER_INCH / 25.4
"""Points in a millimetre."""
SIZE_STEP = 0.25
"""Type sizes are tried from the largest down in these steps, in points."""
EM_ABOVE_BASELINE = 0.88
"""The share of the square of a Chinese character that stands above the baseline (in both bundled fonts)."""

_OPENING = r"(\[{“‘（［｛《〈「『【〔〖￥"
_CLOSING = r")\]}”’）］｝》〉」』】〕〗、。，．：；？！·…—～％℃,.:;?!%"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WORD = rf"[^\s{_WIDE}{_OPENING}]++(?:[{_OPENING}]++[^\s{_WIDE}{_OPENING}]++)*+"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*+(?:[{_WIDE}]|{_WORD})[{_CLOSING}]*+|[{_OPENING}]+")
"""What stays on one line: spaces, a Chinese character or a Latin word with the punctuation that clings to it."""
_AFTER_HYPHEN = re.compile(r"(?<=[-/_.@&])")

declare(
    {
        "text_does_not_fit": N_(
            "“{text}” does not fit into “{field}”, not even in small type. Shorten it and print again. "
            "Nothing was printed."
        )
    }
)


@dataclass(frozen=True)
class Type:
    """How a text may be set: sizes in points, the distance between baselines as a multiple of the size."""

    face: Face
    largest: float
    smallest: float
    leading: float = 1.25


@dataclass(frozen=True)
class Block:
    """Lines that were found to fit, ready to be put on paper; size and heights in points and millimetres.

    Lines whose numbers, from 0, are in `bold` are set in bold.
    """

    lines: tuple[str, ...]
    face: Face
    size: float
    leading: float
    bold: frozenset[int] = frozenset()

    def face_of(self, line: int) -> Face:
        """What a line is set in."""
        return Face.BOLD if line in self.bold else self.face

    @property
    def line_height_mm(self) -> float:
        return self.size * self.leading / MILLIMETRE

    @property
    def height_mm(self) -> float:
        return len(self.lines) * self.line_height_mm

    @property
    def first_baseline_mm(self) -> float:
        """From the block's upper edge: characters stand in the middle of their line."""
        return self.size * ((self.leading - 1) / 2 + EM_ABOVE_BASELINE) / MILLIMETRE


def moment(instant: datetime | None, zone: tzinfo) -> str:
    """An instant by the clock on the wall of `zone`; nothing where there is none."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}" if instant else ""


def printable(text: str) -> str:
    """`text` as it is printed: accents joined to their letters, exotic spaces made plain, invisible signs dropped."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join("".join(map(_printable_character, line)) for line in lines)


@cache
def _printable_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    is_variation_selector = unicodedata.name(character, "").startswith("VARIATION SELECTOR")
    return "" if category in {"Cc", "Cf"} or is_variation_selector else character


def fit(text: str, setting: Type, *, width_mm: float, height_mm: float, field: str) -> Block:
    """`text` as one paragraph in a box; `field` is the box's name as the reader knows it.

    Raises `Trouble("text_does_not_fit", field=…, text=…)` and `Trouble("glyphs_missing", characters=…, text=…)`.
    """
    return fit_all([text], setting, width_mm=width_mm, height_mm=height_mm, field=field)


def fit_all(
    texts: Sequence[str],
    setting: Type,
    *,
    width_mm: float,
    height_mm: float,
    field: str,
    bold: Collection[int] = (),
) -> Block:
    """`texts` under each other in one box and one size; those whose numbers, from 0, are in `bold` in bold.

    Each stands on a line of its own where a size allows it, else all are wrapped in the smallest size. Raises as `fit`
    does, and names the longest of `texts`.
    """
    plain = ((" ".join(printable(text).split()), number in bold) for number, text in enumerate(texts))
    paragraphs = [(paragraph, Face.BOLD if is_bold else setting.face) for paragraph, is_bold in plain if paragraph]
    if not paragraphs:
        return Block((), setting.face, setting.smallest, setting.leading)
    width = width_mm * MILLIMETRE
    widths = [width_of(paragraph, face, 1) for paragraph, face in paragraphs]
    longest = max(widths) or 1  # marks that stand above a letter, without one, take no room
    largest = min(width / longest, height_mm * MILLIMETRE / len(paragraphs) / setting.leading)
    if largest >= setting.smallest:
        return _block(paragraphs, setting, _stepped(setting, largest))
    lines = [
        (line, face) for paragraph, face in paragraphs for line in _balanced(paragraph, face, setting.smallest, width)
    ]
    wrapped = _block(lines, setting, setting.smallest)
    widest = max(width_of(line, face, setting.smallest) for line, face in lines)
    if wrapped.height_mm <= height_mm and widest <= width:
        return wrapped
    raise Trouble("text_does_not_fit", field=field, text=paragraphs[widths.index(max(widths))][0])


def _block(lines: Sequence[tuple[str, Face]], setting: Type, size: float) -> Block:
    bold = frozenset(number for number, (_line, face) in enumerate(lines) if face is not setting.face)
    return Block(tuple(line for line, _face in lines), setting.face, size, setting.leading, bold)


def flow(text: str, face: Face, size: float, leading: float, *, width_mm: float) -> Block:
    """`text` with its own line ends in as many lines as it takes.

    Raises `Trouble("glyphs_missing", characters=…, text=…)`.
    """
    paragraphs = printable(text).strip().split("\n")
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, face, size, width_mm * MILLIMETRE)]
    return Block(tuple(lines), face, size, leading)


def wrap(paragraph: str, face: Face, size: float, width: float) -> list[str]:
    """The lines of `paragraph` at `size` points, none wider than `width` points."""
    lines = []
    line, line_width = "", 0.0
    for piece in _pieces(paragraph, face, size, width):
        piece_width = width_of(piece, face, size)
        if line and line_width + width_of(piece.rstrip(), face, size) > width:
            lines.append(line.rstrip())
            line, line_width = "", 0.0
        if line or not piece.isspace():
            line, line_width = line + piece, line_width + piece_width
    return [*lines, line.rstrip()]


def _pieces(paragraph: str, face: Face, size: float, width: float) -> list[str]:
    """`paragraph` cut where a line may end.

    A word that is wider than a line is cut after its hyphens and the like, and what is still wider between any two
    characters.
    """
    pieces: list[str] = []
    for piece in _PIECE.findall(paragraph):
        parts = [piece] if width_of(piece, face, size) <= width else _AFTER_HYPHEN.split(piece)
        for part in parts:
            pieces += [part] if width_of(part, face, size) <= width else list(part)
    return pieces


def _balanced(paragraph: str, face: Face, size: float, width: float) -> list[str]:
    """The lines of `paragraph`, as few as `wrap` needs, but equally long: no last line of one character."""
    lines = wrap(paragraph, face, size, width)
    widest_piece = max(width_of(piece, face, size) for piece in _pieces(paragraph, face, size, width))
    narrowest = max(width_of(paragraph, face, size) / len(lines), widest_piece)
    while narrowest < width and len(wrap(paragraph, face, size, narrowest)) > len(lines):
        narrowest += size / 2
    return wrap(paragraph, face, size, min(narrowest, width))


def _stepped(setting: Type, most: float) -> float:
    """The largest size of `setting`, by its steps, that is at most `most` points."""
    steps = ceil(max(0, setting.largest - most) / SIZE_STEP)
    return max(setting.smallest, setting.largest - steps * SIZE_STEP)
