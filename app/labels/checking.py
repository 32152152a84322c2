"""Before labels are printed: every code is read back from the very pages, as a scanner would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

from app.documents.text import POINTS_PER_INCH
from app.foundation.errors import Rejection, Trouble
from app.foundation.sentences import declare
from app.foundation.translation import N_, ngettext

CHECKED_DPI = 203
"""As coarse as printers are: what is read here is read from any of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found before printing."""

    labels: int

    def __str__(self) -> str:
        """One line for the person who prints."""
        return ngettext(
            "{labels} label checked: its code was read back.",
            "{labels} labels checked: every code was read back, none stands twice.",
            self.labels,
        ).format(labels=self.labels)


def check_pages(pdf: bytes, codes: Sequence[str], symbols_a_label: int = 1) -> Checked:
    """Read every page of a PDF of labels; each of `codes` is to be found so often as its label has symbols.

    :raises Rejection: ``labels_doubled``
    :raises Trouble: ``labels_unreadable``
    """
    doubled = [code for code, count in Counter(codes).items() if count > 1]
    if doubled:
        raise Rejection("labels_doubled", codes=doubled)
    document = pypdfium2.PdfDocument(pdf)
    try:
        images = (page.render(scale=CHECKED_DPI / POINTS_PER_INCH, grayscale=True).to_pil() for page in document)
        found = Counter(code for image in images for code in codes_in(image))
    finally:
        document.close()
    wanted = Counter(dict.fromkeys(codes, symbols_a_label))
    if found != wanted:
        raise Trouble("labels_unreadable", codes=sorted((wanted - found) | (found - wanted)))
    return Checked(len(codes))


def codes_in(image: Image.Image) -> list[str]:
    """What a scanner reads in a picture of printed labels, which stand upright."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(image, formats=formats, try_rotate=False, try_downscale=False, try_invert=False)
    return [code.text for code in found]


declare(
    {
        "labels_doubled": N_(
            "Nothing was printed: {codes} would stand on two labels. Leave it on the list once, and print again."
        ),
        "labels_unreadable": N_(
            "Nothing was printed: {codes} could not be read back. Choose a larger label, and print again."
        ),
    }
)
