"""The two bundled families: Inter for Latin letters and figures, Noto Sans SC for Chinese.

All are named explicitly and system families stand behind them, because Qt's own fallback may choose a font that lacks
a character or looks of another kind.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from ui.theme.tokens import TYPE

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
LATIN_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
CHINESE_FILE = "NotoSansSC-Regular.ttf"
BOLD_CHINESE_FILE = "NotoSansSC-Bold.ttf"

CHINESE_FAMILY = "Noto Sans SC"
BOLD_CHINESE_FAMILY = "Noto Bold SC"
_LAST_RESORTS = (
    "Segoe UI",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
FAMILIES = ("Inter", CHINESE_FAMILY, *_LAST_RESORTS)
STRONG_FAMILIES = ("Inter", BOLD_CHINESE_FAMILY, CHINESE_FAMILY, *_LAST_RESORTS)
"""For weights from 600 on: what the smaller bold file lacks (喆, 堃 in names) comes from the regular one."""
STRONG_WEIGHT = 600

Weight = Literal[400, 500, 600, 700]


def load_fonts() -> None:
    """Make the bundled families known to Qt; some 8 ms. A file that is missing leaves its place to the next family."""
    for name in (*LATIN_FILES, CHINESE_FILE):
        path = FONT_FOLDER / name
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))
    bold = FONT_FOLDER / BOLD_CHINESE_FILE
    if bold.exists():
        QFontDatabase.addApplicationFontFromData(QByteArray(_named_apart(bold.read_bytes())))


def _named_apart(font_file: bytes) -> bytes:
    """`font_file` as a family of its own.

    Within one family Qt chooses one file for a weight and takes what that file lacks from another family, never from
    the family's regular file. Both names have one length, so nothing in the file moves.
    """
    return font_file.replace(CHINESE_FAMILY.encode("utf-16-be"), BOLD_CHINESE_FAMILY.encode("utf-16-be"))


@functools.lru_cache(maxsize=64)
def font(size: int = TYPE.body, weight: Weight = 400, *, tabular: bool = False) -> QFont:
    """The window's font, `size` device-independent pixels high; `tabular` gives all figures one width.

    The answer is shared: copy it before changing it.
    """
    made = QFont()
    made.setFamilies(STRONG_FAMILIES if weight >= STRONG_WEIGHT else FAMILIES)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@functools.lru_cache(maxsize=64)
def metrics(size: int = TYPE.body, weight: Weight = 400, *, tabular: bool = False) -> QFontMetricsF:
    """How wide and high texts in `font(size, weight, tabular=tabular)` are."""
    return QFontMetricsF(font(size, weight, tabular=tabular))
