"""Logos on labels: pictures that people choose, made black and white, as thermal printers print."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps

from app.foundation.errors import PaigongError, Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

MOST_FILE_BYTES = 5_000_000
MOST_LOGO_BYTES = 16_384
"""It is in every version of a design, on every laptop."""
_MOST_FILE_PIXELS = 16_000_000
_MOST_SIDE = 512
"""Pixels: twice what printers of 300 dpi have for the largest logo on 70 × 50 mm."""
_MOST_PROPORTION = 10
_LEAST_CONTRAST = 32
_SIZE_IN_HEADER = slice(16, 24)
"""Where a PNG says how wide and how high it is."""


def logo_of(content: bytes) -> bytes:
    """The logo that a PNG or JPEG of somebody's makes: black and white, without the white around it.

    What is transparent becomes white. The limit between black and white lies where the picture's own levels part best,
    so that a pale logo is not lost.

    :raises Rejection: ``label_logo_too_large``, ``label_logo_unknown``, ``label_logo_empty``, ``label_logo_too_long``
    """
    if len(content) > MOST_FILE_BYTES:
        raise Rejection("label_logo_too_large", most=MOST_FILE_BYTES // 1_000_000)
    grey = _grey(content)
    box = ImageOps.invert(grey.point(_parted_at(grey))).getbbox()
    levels = [level for level, count in enumerate(grey.histogram()) if count]
    if box is None or levels[-1] - levels[0] < _LEAST_CONTRAST:
        raise Rejection("label_logo_empty")
    grey = grey.crop(box)
    if max(grey.size) > _MOST_PROPORTION * min(grey.size):
        raise Rejection("label_logo_too_long", most=_MOST_PROPORTION)
    side = _MOST_SIDE
    while len(made := _black_and_white(grey, side)) > MOST_LOGO_BYTES:
        side //= 2
    return made


def check_logo(logo: bytes) -> None:
    """See whether these bytes are a logo as `logo_of` makes them; none at all will do.

    :raises Rejection: ``label_logo_unknown``
    """
    if not logo:
        return
    with _decoding(), Image.open(BytesIO(logo), formats=["PNG"]) as image:
        is_small = len(logo) <= MOST_LOGO_BYTES and max(image.size) <= _MOST_SIDE
        is_plain = image.mode == "1" and struct.unpack(">II", logo[_SIZE_IN_HEADER]) == image.size
        if not (is_plain and is_small) or max(image.size) > _MOST_PROPORTION * min(image.size):
            raise Rejection("label_logo_unknown")
        image.load()


@lru_cache(maxsize=16)
def proportion_of(logo: bytes) -> float:
    """How much wider than high a logo is; 1 where there is none."""
    if not logo:
        return 1
    width, height = struct.unpack(">II", logo[_SIZE_IN_HEADER])
    return float(width / height)


def _grey(content: bytes) -> Image.Image:
    with _decoding(), Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as image:
        if image.width * image.height > _MOST_FILE_PIXELS:
            raise Rejection("label_logo_too_large", most=MOST_FILE_BYTES // 1_000_000)
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("L")


@contextmanager
def _decoding() -> Iterator[None]:
    """What the decoders raise over a picture is a refusal of it."""
    try:
        yield
    except (PaigongError, MemoryError):
        raise
    except Exception as error:  # whatever they stumble over
        raise Rejection("label_logo_unknown") from error


def _black_and_white(grey: Image.Image, side: int) -> bytes:
    scaled = grey.copy()
    scaled.thumbnail((side, side), Image.Resampling.LANCZOS)
    content = BytesIO()
    scaled.point(_parted_at(grey), mode="1").save(content, "PNG", optimize=True)
    return content.getvalue()


def _parted_at(grey: Image.Image) -> list[int]:
    """For each level whether it becomes white: parted where the two sides differ most (Otsu)."""
    counts = grey.histogram()
    total, moment = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, best_level, below, moment_below = 0.0, 127, 0, 0
    for level, count in enumerate(counts[:-1]):
        below, moment_below = below + count, moment_below + level * count
        if 0 < below < total:
            difference = moment_below / below - (moment - moment_below) / (total - below)
            if (between := below * (total - below) * difference**2) > best:
                best, best_level = between, level
    return [255 * (level > best_level) for level in range(len(counts))]


declare(
    {
        "label_logo_unknown": N_("This is no picture that can be a logo. Choose a PNG or JPEG file."),
        "label_logo_too_large": N_("This picture is too large for a logo. Choose one of at most {most} MB."),
        "label_logo_empty": N_(
            "In black and white nothing is to be seen of this picture. Choose a logo that is dark on white."
        ),
        "label_logo_too_long": N_(
            "This picture is more than {most} times as long as it is wide. Choose a logo that is less so."
        ),
    }
)
