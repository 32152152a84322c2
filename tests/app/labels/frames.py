"""Frames of a camera before which labels and barcodes are held."""

from __future__ import annotations

from typing import Any

import PIL.Image
import pypdfium2
import zxingcpp

from app.labels.pages import roll_pdf
from app.labels.rules.designs import design_of
from app.labels.setting import LabelFacts

LABEL = "KJC-COM-1234"
_SIZE = (1280, 720)
_DESK = 120
"""How dark the ground is that things lie on."""


def label_picture() -> PIL.Image.Image:
    """A label of 50 × 30 mm, some 600 pixels wide."""
    pdf = roll_pdf(design_of("50x30"), [LabelFacts(LABEL, {})], dots_per_mm=8)
    document = pypdfium2.PdfDocument(pdf)
    picture: PIL.Image.Image = document[0].render(scale=4, grayscale=True).to_pil()
    document.close()
    return picture


def barcode(text: str, kind: str) -> PIL.Image.Image:
    """A barcode as a maker prints it; `kind` is one of ``zxingcpp.BarcodeFormat``."""
    made: Any = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=2)
    height, width = made.shape
    return PIL.Image.frombytes("L", (width, height), bytes(memoryview(made)))


def frame_of(*held: PIL.Image.Image) -> PIL.Image.Image:
    """What the camera sees of these, below each other or in the middle."""
    frame = PIL.Image.new("L", _SIZE, _DESK)
    above = _SIZE[1] // (len(held) + 1)
    for place, each in enumerate(held, 1):
        frame.paste(each, ((_SIZE[0] - each.width) // 2, place * above - each.height // 2))
    return frame
