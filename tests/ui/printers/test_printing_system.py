"""A sheet comes out of CUPS and an IPP printer in its place and size, measured on what the printer received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pytestqt.qtbot import QtBot

from app.documents.qr import QUIET_ZONE_MODULES
from app.foundation.errors import Trouble
from app.labels.jobs import ON_SHEETS, LabelJob
from app.labels.pages import SHEET_DOTS_PER_MM, SheetUse
from app.labels.rules.designs import design_of
from app.labels.rules.sheets import SHEETS, Margins
from app.labels.setting import set_label
from tests.app.labels.test_pages import LABELS
from tests.ui.printers.printing_system import MISSING, PrintingSystem, pages_of_raster, printing_system
from ui.printers import system

pytestmark = [
    pytest.mark.slow,
    pytest.mark.whole,
    pytest.mark.skipif(bool(MISSING), reason=f"not on this computer: {', '.join(MISSING)}"),
]

SHEET, DPI, PATIENCE = SHEETS[0], 600, 60_000
LABELS_OF_TWO_SHEETS = [replace(LABELS[number % 3], code=f"KJC-COM-{number:04d}") for number in range(SHEET.places + 3)]
JOB = LabelJob(ON_SHEETS, LABELS_OF_TWO_SHEETS, SheetUse(SHEET, taken={1}))


@pytest.fixture
def cups(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintingSystem]:
    kinds = {"pdf": "application/pdf", "raster": "image/pwg-raster"}
    with printing_system(kinds, lambda seen: qtbot.waitUntil(seen, timeout=PATIENCE)) as running:
        monkeypatch.setenv("CUPS_SERVER", running.address)
        yield running


def pages_received(path: Path) -> list[Image.Image]:
    if path.suffix != ".pdf":
        return list(pages_of_raster(path.read_bytes()))
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def corners_read(page: Image.Image) -> dict[str, tuple[float, float]]:
    """Where the symbol of each code begins on a page, in millimetres."""
    corners = {}
    for found in zxingcpp.read_barcodes(page.convert("L")):
        assert found.text not in corners
        corners[found.text] = (found.position.top_left.x / DPI * 25.4, found.position.top_left.y / DPI * 25.4)
    return corners


def corners_wanted() -> list[dict[str, tuple[float, float]]]:
    """By the model, without any page: the corner of the place, and that of the symbol on its label."""
    pages: list[dict[str, tuple[float, float]]] = [{}, {}]
    design = ON_SHEETS.resized(SHEET.label_width, SHEET.label_height)
    for (page, place), label in zip(SHEET.free_places({1}), LABELS_OF_TWO_SHEETS, strict=False):
        placed = set_label(design, label, SHEET_DOTS_PER_MM)
        [(x, y)] = placed.symbols
        left, top = SHEET.corner(place)
        quiet = QUIET_ZONE_MODULES * placed.module
        pages[page][label.code] = (left + x + quiet, top + y + quiet)
    return pages


@pytest.mark.parametrize("queue", ["pdf", "raster"])
def test_every_label_of_a_sheet_comes_out_in_its_place(qtbot: QtBot, cups: PrintingSystem, queue: str) -> None:
    assert sorted(system.names()) == ["pdf", "raster"]
    system.hand_over(queue, JOB.pdf(), JOB.dots_of_symbols)
    qtbot.waitUntil(lambda: bool(cups.received(queue)), timeout=PATIENCE)
    [received] = cups.received(queue)
    pages = pages_received(received)
    assert [page.size for page in pages] == [(4961, 7016)] * 2
    worst = 0.0
    for page, wanted in zip(pages, corners_wanted(), strict=True):
        read = corners_read(page)
        assert read.keys() == wanted.keys()
        worst = max(worst, *(abs(read[code][way] - wanted[code][way]) for code in wanted for way in (0, 1)))
    print(f"{queue}: no symbol is farther than {worst:.3f} mm from its place")
    assert worst < 0.2


def test_what_a_printer_does_not_do_is_told(cups: PrintingSystem) -> None:
    assert system.margins("pdf", SHEET.page_width, SHEET.page_height) == Margins(3.4, 6.3, 3.4, 6.3)
    roll = LabelJob(design_of("50x30"), LABELS_OF_TWO_SHEETS[:1]).pdf()
    with pytest.raises(Trouble, match="system_printer_paper"):
        system.hand_over("pdf", roll, 8)
    cups.run("cupsreject", "pdf")
    with pytest.raises(Trouble, match="system_printer_refuses"):
        system.hand_over("pdf", JOB.pdf(), JOB.dots_of_symbols)
    cups.run("cupsdisable", "pdf")
    with pytest.raises(Trouble, match="system_printer_stopped"):
        system.hand_over("pdf", JOB.pdf(), JOB.dots_of_symbols)
    with pytest.raises(Trouble, match="system_printer_gone"):
        system.hand_over("none", JOB.pdf(), JOB.dots_of_symbols)
    assert cups.received("pdf") == []
