from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.documents.fonts import FONTS_FOLDER, Face, check_glyphs, runs, width_of
from app.foundation.errors import Trouble
from app.foundation.sentences import sentence

FILES = [FONTS_FOLDER / "NotoSansSC-Regular.ttf", FONTS_FOLDER / "NotoSansSC-Bold.ttf"]
NOT_IN_NOTO = {"≒"}


def characters_of(encoding: str) -> set[str]:
    pairs = (
        bytes((first, second)) for first in range(0x81, 0xFF) for second in (*range(0x40, 0x7F), *range(0x80, 0xFF))
    )
    return {
        text for text in (pair.decode(encoding, "ignore") for pair in pairs) if len(text) == 1 and text > "~"
    } - NOT_IN_NOTO


def coverage(file: Path) -> set[str]:
    with TTFont(file) as font:
        return set(map(chr, font.getBestCmap()))


def test_regular_covers_gbk_bold_gb2312_and_regular_whatever_bold_has() -> None:
    regular, bold = map(coverage, FILES)
    assert len(characters_of("gbk")) > 21_000
    assert characters_of("gbk") <= regular
    assert characters_of("gb2312") <= bold
    assert bold <= regular


def test_letters_of_the_north_and_signs_of_papers_are_in_both_fonts() -> None:
    for file in FILES:
        assert set("æøåÆØÅéüß€£–—…·°²□✓→") <= coverage(file)


def test_the_two_fonts_have_names_of_their_own_so_that_a_pdf_keeps_them_apart() -> None:
    names = set()
    for file in FILES:
        with TTFont(file) as font:
            names.add(font["name"].getDebugName(6))
    assert names == {"NotoSansSC-Regular-GBK", "NotoSansSC-Bold-GB2312"}


def test_a_character_that_bold_lacks_comes_from_regular() -> None:
    assert runs("王喆 A", Face.BOLD) == [(Face.BOLD, "王"), (Face.REGULAR, "喆"), (Face.BOLD, " A")]
    assert runs("堃镕玥赟", Face.BOLD) == [(Face.REGULAR, "堃镕玥赟")]
    assert runs("王喆", Face.REGULAR) == [(Face.REGULAR, "王喆")]


def test_rare_names_of_the_general_standard_can_be_printed() -> None:
    check_glyphs("䶮 㛃 𬭎 𫖮 𬱟")


def test_widths_grow_with_the_size_and_chinese_is_as_wide_as_it_is_high() -> None:
    assert width_of("国际交流", Face.BOLD, 10) == pytest.approx(40)
    assert width_of("王喆", Face.BOLD, 10) == pytest.approx(20)
    assert width_of("iii", Face.REGULAR, 10) < width_of("WWW", Face.REGULAR, 10)


def test_what_no_font_has_is_refused_by_name_before_anything_is_printed() -> None:
    with pytest.raises(Trouble) as raised:
        check_glyphs("办公室 😀 한 😀")
    assert raised.value.code == "glyphs_missing"
    assert raised.value.params["characters"] == "😀 한"
    assert "“办公室 😀 한 😀”" in sentence(raised.value)
    assert "😀 한." in sentence(raised.value)
