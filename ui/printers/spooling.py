"""The printers of this computer, through Qt: which there are, what they leave white, and pages handed over to them.

Each function is called in a process of its own (`ui.printers.aside`): printing systems hang, and drivers crash. Pages
go as dots, so that what was checked is what is printed, on every system in the same way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.documents.text import MILLIMETRE
from app.foundation.errors import Trouble
from app.labels.dots import Dots, pages_in_dots, size_of_pages
from app.labels.rules.sheets import Margins

RESOLUTION = 600
"""Dots an inch of the paper that Qt paints on."""
_FINE_DOTS_PER_MM = 24
"""About so fine are pages sent: in a whole multiple of the dots that their symbols are made of, so that no edge is
blurred on a printer that has just those.
"""
_BLACK, _WHITE = 0xFF000000, 0xFFFFFFFF
_TURNED = bytes(255 - byte for byte in range(256))
_SAME_MILLIMETRES = 1.0
"""So near two sizes of paper are the same one."""


@dataclass(frozen=True, slots=True)
class _Size:
    """Of a page, in millimetres."""

    width: float
    height: float

    def is_near(self, other: QSizeF) -> bool:
        return max(abs(self.width - other.width()), abs(self.height - other.height())) < _SAME_MILLIMETRES


def printer_names() -> list[str]:
    """What this computer calls its printers, the usual one first."""
    _start_qt()
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))


def printer_margins(name: str, width_mm: float, height_mm: float) -> Margins:
    """What a printer leaves white of a paper of this size.

    :raises Trouble: ``system_printer_gone``, ``system_printer_paper``
    """
    margins = _printer(_known(name), _Size(width_mm, height_mm)).pageLayout().minimumMargins()
    edges = (margins.left(), margins.top(), margins.right(), margins.bottom())
    return Margins(*(round(edge / MILLIMETRE, 1) for edge in edges))


def hand_over(name: str, pdf: bytes, dots_per_mm: float) -> None:
    """Give the pages of a PDF to a printer, exactly in their size, with nothing moved for its margins.

    The printing system has all of them then, and goes on by itself.

    :param dots_per_mm: the dots that symbols on the pages are made of
    :raises Trouble: ``system_printer_gone``, ``system_printer_paper``, ``system_printer_stopped``,
        ``system_printer_refuses``
    """
    info = _known(name)
    if info.state() == QPrinter.PrinterState.Error:
        raise Trouble("system_printer_stopped", name=name)
    if not _takes_jobs(name):
        raise Trouble("system_printer_refuses", name=name)
    width, height = size_of_pages(pdf)
    printer, painter = _printer(info, _Size(width, height)), QPainter()
    printer.setDocName("Paigong")
    fine = round(_FINE_DOTS_PER_MM / dots_per_mm) * dots_per_mm
    is_taken = painter.begin(printer)
    painter.scale(RESOLUTION / 25.4 / fine, RESOLUTION / 25.4 / fine)
    for number, page in enumerate(pages_in_dots(pdf, width, height, fine)):
        is_taken = is_taken and (number == 0 or printer.newPage())
        if not is_taken:
            break
        painter.drawImage(0, 0, _image(page))
    if not (is_taken and painter.end()) or printer.printerState() == QPrinter.PrinterState.Error:
        printer.abort()
        raise Trouble("system_printer_refuses", name=name)


def _takes_jobs(name: str) -> bool:
    """Whether CUPS lets the queue take jobs: Qt does not tell of those that it refuses, so labels would be lost."""
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return True
    asked = [lpstat, f"-a{name}"]  # a name that begins with a dash is no option
    said = subprocess.run(asked, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False)  # noqa: S603 - a printer that Qt knows
    return "not accepting" not in said.stdout


def _start_qt() -> None:
    if QGuiApplication.instance() is None:
        QGuiApplication(["paigong", "-platform", "offscreen"])


def _known(name: str) -> QPrinterInfo:
    _start_qt()
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise Trouble("system_printer_gone", name=name, known=QPrinterInfo.availablePrinterNames() or "–")
    return info


def _printer(info: QPrinterInfo, size: _Size) -> QPrinter:
    if not _takes(info, size):
        raise Trouble(
            "system_printer_paper", name=info.printerName(), width=f"{size.width:g}", height=f"{size.height:g}"
        )
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    unit, fuzzy = QPageSize.Unit.Millimeter, QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(QSizeF(size.width, size.height), unit, "", fuzzy))
    return printer


def _takes(info: QPrinterInfo, size: _Size) -> bool:
    """Whether a printer has this paper; one that names none is believed to."""
    papers = info.supportedPageSizes()
    has = any(size.is_near(paper.size(QPageSize.Unit.Millimeter)) for paper in papers)
    return has or not papers or info.supportsCustomPageSizes()


def _image(page: Dots) -> QImage:
    """Qt sends a picture in black and white with one bit a dot where 1 is white."""
    rows = page.rows.translate(_TURNED)
    image = QImage(rows, page.width, page.height, page.bytes_per_row, QImage.Format.Format_Mono)
    image.setColorTable([_BLACK, _WHITE])
    return image.copy()  # it owns its dots then
