"""A label in exactly the dots of a printer, each black or white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from app.documents.text import MILLIMETRE

_DARK = 128
"""What is darker than half becomes black."""
_PICTURE_PIXELS = 1400
_WHITE = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of dots from the top: eight in a byte, the leftmost first, 1 is black; each row begins with a new byte."""

    width: int
    height: int
    rows: bytes

    @property
    def bytes_per_row(self) -> int:
        return (self.width + 7) // 8

    def image(self) -> Image.Image:
        """As a picture in black and white."""
        return Image.frombytes("1", (self.width, self.height), self.rows, "raw", "1;I")


def pages_in_dots(pdf: bytes, width_mm: float, height_mm: float, dots_per_mm: float) -> Iterator[Dots]:
    """Each page of a PDF of labels as the printer prints it, one after the other: a sheet takes megabytes.

    Renderers round the size of a page by themselves, which blurs symbols; so it is told in whole dots.
    """
    width, height = round(width_mm * dots_per_mm), round(height_mm * dots_per_mm)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield _dots(page, width, height)
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def size_of_pages(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page, and so of all, in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[0].get_size()
    finally:
        document.close()
    return round(width / MILLIMETRE, 2), round(height / MILLIMETRE, 2)


def picture_of_first_page(pdf: bytes) -> bytes:
    """A PNG for looking at, not for printing."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        content = BytesIO()
        scale = _PICTURE_PIXELS / max(document[0].get_size())
        document[0].render(scale=scale).to_pil().save(content, "PNG")
        return content.getvalue()
    finally:
        document.close()


def _dots(page: pypdfium2.PdfPage, width: int, height: int) -> Dots:
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    bitmap.fill_rect(_WHITE, 0, 0, width, height)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    black_and_white = bitmap.to_pil().point(lambda level: 255 * (level >= _DARK), mode="1")
    return Dots(width, height, black_and_white.tobytes("raw", "1;I"))
