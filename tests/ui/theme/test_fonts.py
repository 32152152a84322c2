from __future__ import annotations

import pytest
from PySide6.QtGui import QTextLayout

from ui.theme.fonts import BOLD_CHINESE_FAMILY, CHINESE_FAMILY, Weight, font, metrics

BUNDLED = {"Inter", CHINESE_FAMILY, BOLD_CHINESE_FAMILY}
NAMES = "王喆 李堃 张珺玥 朱镕 欧阳修 Ørjan Åsheim"


def families_and_glyphs(text: str, weight: Weight) -> tuple[set[str], list[int]]:
    """Which families draw `text`, and which of their glyphs; 0 is the box of a missing one."""
    layout = QTextLayout(text, font(13, weight))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    return {run.rawFont().familyName() for run in runs}, [glyph for run in runs for glyph in run.glyphIndexes()]


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_rare_characters_of_names_come_from_the_bundled_fonts(weight: Weight) -> None:
    families, glyphs = families_and_glyphs(NAMES, weight)
    assert families <= BUNDLED
    assert 0 not in glyphs


def test_strong_chinese_comes_from_the_bold_file() -> None:
    families, _glyphs = families_and_glyphs("工单", 600)
    assert families == {BOLD_CHINESE_FAMILY}


def test_tabular_figures_all_have_one_width() -> None:
    width = metrics(13, tabular=True).horizontalAdvance
    assert width("1111") == width("8888") == width("0000")
    assert metrics(13).horizontalAdvance("1111") != metrics(13).horizontalAdvance("8888")


def test_a_font_is_made_once() -> None:
    assert font(13, 600) is font(13, 600)
