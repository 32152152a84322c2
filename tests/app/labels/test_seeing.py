"""What a camera reads: labels held askew, out of focus, in the dark; makers' barcodes; and pictures of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from PIL import ImageChops, ImageEnhance, ImageFilter

from app.foundation.errors import Trouble
from app.labels.seeing import codes_in_frame, codes_in_picture
from tests.app.labels.frames import LABEL, barcode, frame_of, label_picture


def read(frame: PIL.Image.Image) -> set[str]:
    return set(codes_in_frame(frame.convert("RGBA").tobytes("raw", "BGRA"), *frame.size, 4 * frame.width))


def skewed(frame: PIL.Image.Image) -> PIL.Image.Image:
    width, height = frame.size
    corners = (0, 0, 60, height, width - 60, height - 40, width, 40)
    return frame.transform(frame.size, PIL.Image.Transform.QUAD, corners, PIL.Image.Resampling.BILINEAR)


def in_the_dark(frame: PIL.Image.Image) -> PIL.Image.Image:
    dark = ImageEnhance.Brightness(frame).enhance(0.25)
    return ImageChops.add(dark, PIL.Image.effect_noise(frame.size, 25).point(lambda value: max(value - 128, 0)))


CONDITIONS: dict[str, Callable[[PIL.Image.Image], PIL.Image.Image]] = {
    "as it is": lambda frame: frame,
    "turned": lambda frame: frame.rotate(37, fillcolor=128, resample=PIL.Image.Resampling.BILINEAR),
    "upside down": lambda frame: frame.rotate(180),
    "out of focus": lambda frame: frame.filter(ImageFilter.GaussianBlur(2)),
    "askew": skewed,
    "in the dark": in_the_dark,
    "far away": lambda frame: frame_of(label_picture().resize((200, 120))),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_label_is_read(condition: str) -> None:
    assert read(CONDITIONS[condition](frame_of(label_picture()))) == {LABEL}


def test_all_codes_in_sight_are_read_and_a_frame_without_one_says_nothing() -> None:
    texts = {"S/N:PF2ABCDE": "Code128", "PF2ABC": "Code39", "4006381333931": "EAN13", "1SPF2ABCDE": "DataMatrix"}
    assert read(frame_of(*(barcode(text, kind) for text, kind in texts.items()))) == set(texts)
    assert read(PIL.Image.effect_noise((640, 480), 60)) == set()


def test_a_picture_file_is_read_or_it_is_said_why_not(tmp_path: Path) -> None:
    file = tmp_path / "label.jpg"
    frame_of(label_picture()).save(file)
    assert codes_in_picture(file) == (LABEL,)
    PIL.Image.new("L", (40, 40)).save(file)
    with pytest.raises(Trouble, match="picture_without_code"):
        codes_in_picture(file)
    for content in (b"\0\0\0\x18ftypheic", b"", b"GIF89a\xff\xff\xff\xff", b"BM" + b"\xff" * 60):
        file.write_bytes(content)
        with pytest.raises(Trouble, match="picture_unreadable"):
            codes_in_picture(file)
    PIL.Image.new("1", (10_000, 6_000)).save(tmp_path / "huge.png")
    with pytest.raises(Trouble, match="picture_unreadable"):
        codes_in_picture(tmp_path / "huge.png")
