"""Reading a paper back: the dots of a printer, the codes that a scanner finds, the text that a reader copies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

POINTS_PER_INCH = 72


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def codes_on_pages(path: Path, dpi: int) -> list[list[str]]:
    """What a scanner reads on each page as a printer of `dpi` prints it."""
    with opened(path) as document:
        images = [page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil() for page in document]
    return [[found.text for found in zxingcpp.read_barcodes(image)] for image in images]


def lines_on_pages(path: Path) -> list[list[str]]:
    with opened(path) as document:
        return [page.get_textpage().get_text_range().splitlines() for page in document]


def first_page_in_dots(path: Path, width: int, height: int) -> Image.Image:
    """The first page in exactly as many dots as a printer has for it, in black and white without greys between."""
    with opened(path) as document:
        page = document[0]
        # A hair less than the whole, because rounding errors would add a row and a column.
        scale = width / page.get_width() * (1 - 1e-6)
        image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    assert image.size == (width, height)
    return image.point(lambda level: 0 if level < 128 else 255)


def fonts_in(path: Path) -> dict[str, bool]:
    """The fonts that texts of the document are set in, and whether the file carries them."""
    fonts = {}
    with opened(path) as document:
        for page in document:
            for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(text)
                name = (pdfium.c_char * 100)()
                pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
                fonts[name.value.decode()] = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return fonts
