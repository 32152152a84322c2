"""What a camera sees, or a picture shows: codes of all kinds, however they lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import PIL.Image
import zxingcpp

from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_

_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.PDF417,
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.Code93,
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
        zxingcpp.BarcodeFormat.UPCA,
        zxingcpp.BarcodeFormat.UPCE,
    ]
)
"""What devices and their boxes carry. Others (ITF, Codabar) are found in any row of lines."""
_LONGEST = 4_000
_MOST_PIXELS = 50_000_000
_SHARPEST = 3_000
"""Pixels of the longer side of a picture; more of them make a code no more readable."""
_KINDS_OF_PICTURES = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")


def codes_in_frame(pixels: bytes, width: int, height: int, stride: int) -> tuple[str, ...]:
    """The codes in the frame of a camera, of four bytes a pixel (BGRA); `stride` is how many bytes a line takes."""
    return _read(zxingcpp.ImageView(pixels, width, height, zxingcpp.ImageFormat.BGRA, stride))


def codes_in_picture(file: Path) -> tuple[str, ...]:
    """The codes in a picture.

    :raises Trouble: ``picture_unreadable``, ``picture_without_code``
    """
    try:
        with PIL.Image.open(file, formats=_KINDS_OF_PICTURES) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Trouble("picture_unreadable", file=file.name)
            picture.draft("L", (_SHARPEST, _SHARPEST))
            gray = picture.convert("L")
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError) as error:
        raise Trouble("picture_unreadable", file=file.name) from error
    gray.thumbnail((_SHARPEST, _SHARPEST))
    found = _read(gray)
    if not found:
        raise Trouble("picture_without_code", file=file.name)
    return found


def _read(image: object) -> tuple[str, ...]:
    found: Iterable[zxingcpp.Barcode] = zxingcpp.read_barcodes(image, formats=_FORMATS)
    return tuple(dict.fromkeys(each.text[:_LONGEST] for each in found if each.text.strip()))


declare(
    {
        "picture_unreadable": N_(
            "{file} is no picture that can be read here. Take a JPEG or PNG: a phone can send its HEIC as one."
        ),
        "picture_without_code": N_(
            "No code was found in {file}. Take a sharper picture with the whole code and a white edge around it."
        ),
    }
)
