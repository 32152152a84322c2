"""Remake the two font files under `resources/fonts` from the full Noto Sans SC fonts.

    python installer/fonts.py FOLDER

`FOLDER` is the unpacked npm package `@expo-google-fonts/noto-sans-sc` (`npm pack`, then `tar xf`), whose static
TrueType files reportlab can embed; the OpenType files of the Noto project have CFF outlines, which it cannot. The
program needs fonttools, which comes with the requirements of the tests. The same input gives the same bytes.

Regular covers GBK and the General Standard Chinese Characters of 2013 (people's names are written with them), so that
it can stand in, character by character, for Bold, which covers GB 2312 only. Python's two encodings take one dot of
GB 2312 for different characters, so Regular covers both: it must have whatever Bold has.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "fonts"
POSTSCRIPT_NAME_ID = 6

FIRST_CJK_RADICAL = "\u2e80"
FIRST_OF_THE_UNIFIED_BLOCK, LAST_OF_THE_UNIFIED_BLOCK = "\u4e00", "\u9fff"
FIRST_SUPPLEMENTARY = "\U00010000"
GENERAL_STANDARD_IN_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡"
    "䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def main(arguments: list[str]) -> int:
    """Write both fonts and their licence from the folder named in `arguments`."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    package = Path(arguments[0])
    FONTS_FOLDER.mkdir(parents=True, exist_ok=True)
    _make(
        package / "400Regular" / "NotoSansSC_400Regular.ttf", "NotoSansSC-Regular", ("gb2312", "gbk"), rare_names=True
    )
    _make(package / "700Bold" / "NotoSansSC_700Bold.ttf", "NotoSansSC-Bold", ("gb2312",), rare_names=False)
    shutil.copyfile(package / "LICENSE_FONT", FONTS_FOLDER / "OFL.txt")
    return 0


def _make(source: Path, name: str, encodings: tuple[str, ...], *, rare_names: bool) -> None:
    """Cut the font at `source` down to what `encodings` can write, Latin and symbols, and save it under `name`."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.drop_tables += ["BASE", "GlyphOrder", "STAT", "vhea", "vmtx"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(
            unicodes=[
                code
                for code in font.getBestCmap()
                if _is_written_in(encodings, chr(code)) or (rare_names and _is_in_rare_names(chr(code)))
            ]
        )
        subsetter.subset(font)
        # Two subsets with one PostScript name replace each other silently in a PDF.
        font["name"].setName(f"{name}-{encodings[-1].upper()}", POSTSCRIPT_NAME_ID, 3, 1, 0x409)
        font.save(FONTS_FOLDER / f"{name}.ttf")


def _is_written_in(encodings: tuple[str, ...], character: str) -> bool:
    return character < FIRST_CJK_RADICAL or any(_can_write(encoding, character) for encoding in encodings)


def _can_write(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_in_rare_names(character: str) -> bool:
    """Whether the General Standard may hold it though GBK does not; a few dozen more do no harm."""
    return (
        FIRST_OF_THE_UNIFIED_BLOCK <= character <= LAST_OF_THE_UNIFIED_BLOCK
        or character >= FIRST_SUPPLEMENTARY
        or character in GENERAL_STANDARD_IN_EXTENSION_A
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
