"""The two bundled fonts: how wide a text is, which font has a character, and what neither of them can print.

Bold holds the characters of GB 2312 only, so a name like 王喆 takes its second character from Regular, which holds all
that Bold holds and more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

FONTS_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
EM = 1000
"""What reportlab's widths are measured in: thousandths of the type size."""

declare(
    {
        "glyphs_missing": N_(
            "“{text}” cannot be printed: no font here has the characters {characters}. "
            "Write it without them and print again. Nothing was printed."
        )
    }
)


class Face(Enum):
    """A bundled font, by the name under which reportlab knows it."""

    REGULAR = "PaigongSans-Regular"
    BOLD = "PaigongSans-Bold"


_FILES = {Face.REGULAR: "NotoSansSC-Regular.ttf", Face.BOLD: "NotoSansSC-Bold.ttf"}


class _EmbeddedFont(TTFont):
    """A font whose text can be copied out of the PDF again, rare characters included."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the subsets; reportlab names what lies beyond U+FFFF by five digits where PDF wants UTF-16."""
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = re.sub(r" <([0-9A-F]{5})>", _in_utf16, stream.content)


def _in_utf16(match: re.Match[str]) -> str:
    return f" <{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


def load_fonts() -> None:
    """Make both fonts known to reportlab; done once, when the first paper needs them."""
    _widths()


@cache
def _widths() -> Mapping[Face, Mapping[str, float]]:
    """The width of every character that a face has, in thousandths of the type size."""
    widths = {}
    for face, file in _FILES.items():
        font = _EmbeddedFont(face.value, FONTS_FOLDER / file)
        pdfmetrics.registerFont(font)
        codes = (code for code, glyph in font.face.charToGlyph.items() if glyph)
        widths[face] = {chr(code): font.face.charWidths[code] for code in codes}
    return widths


@cache
def _widths_with_fallback(face: Face) -> Mapping[str, float]:
    return {**_widths()[Face.REGULAR], **_widths()[face]}


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """`text` cut into stretches with the face that has their characters: `face` where it can, else Regular.

    Raises `Trouble("glyphs_missing", characters=…, text=…)` when neither face has a character.
    """
    check_glyphs(text)
    own = _widths()[face]
    return [
        (face if is_own else Face.REGULAR, "".join(characters))
        for is_own, characters in groupby(text, key=own.__contains__)
    ]


def width_of(text: str, face: Face, size: float) -> float:
    """How wide `text` is when it is set in `face` at `size` points, in points.

    Raises `Trouble("glyphs_missing", characters=…, text=…)` when neither face has a character.
    """
    try:
        return sum(map(_widths_with_fallback(face).__getitem__, text)) * size / EM
    except KeyError:
        check_glyphs(text)
        raise


def missing_glyphs(text: str) -> dict[str, None]:
    """The characters of `text` that neither face has, each once, as they come."""
    regular = _widths()[Face.REGULAR]
    return dict.fromkeys(character for character in text if character != "\n" and character not in regular)


def check_glyphs(text: str) -> None:
    """Raise `Trouble("glyphs_missing", characters=…, text=…)` when a character of `text` would print as a box."""
    regular = _widths()[Face.REGULAR]
    if any(character not in regular for character in text):
        raise Trouble("glyphs_missing", characters=" ".join(missing_glyphs(text)), text=text)
