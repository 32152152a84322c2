"""What becomes of checked labels, in a thread that may wait: a file, pages on a printer, or dots on a label printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.foundation.files import file_name, write_atomically
from app.foundation.translation import set_language
from ui.printers import system

if TYPE_CHECKING:
    from app.foundation.settings import Calibration
    from app.labels.dots import Dots
    from app.labels.jobs import LabelJob
    from app.labels.rules.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: into a PDF in `papers` where no printer is named; `reason` says why again.

    Of the first label so many copies as `copies_out` are out already.
    """

    job: LabelJob
    printer: str
    papers: Path
    reason: str
    copies_out: int = 0

    @classmethod
    def of(cls, job: LabelJob, printer: str, papers: Path, reason: str, copies_out: int) -> Wanted:
        """The job, in the dots of a label printer where it goes to one.

        :raises Rejection: ``printer_address_unknown``
        """
        from app.labels.printers import Printer, is_address

        if is_address(printer):
            job = replace(job, dots_per_mm=Printer.parse(printer).dots_per_mm)
        return cls(job, printer, papers, reason, copies_out)

    @property
    def on_label_printer(self) -> bool:
        from app.labels.printers import is_address

        return is_address(self.printer)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a job: pages, or the dots for a label printer, and what the check says."""

    pdf: bytes
    dots: list[Dots]
    checked: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many labels are out; unless `is_sure`, the printer never said so. `path` is that of a PDF."""

    out: int
    is_sure: bool = True
    path: Path | None = None


def picture(job: LabelJob, spoken: str) -> bytes:
    """The first page, in another process."""
    set_language(spoken)
    return job.picture()


def make(job: LabelJob, for_label_printer: bool, spoken: str) -> Made:
    """Set all labels and read every code back, in another process."""
    set_language(spoken)
    pdf = job.pdf()
    checked = str(job.check(pdf))
    return Made(b"", job.dots(pdf), checked) if for_label_printer else Made(pdf, [], checked)


def make_calibration_page(sheet: Sheet, calibration: Calibration, spoken: str) -> bytes:
    """A page to be held against a sheet, in another process."""
    from app.labels.pages import calibration_page

    set_language(spoken)
    return calibration_page(sheet, calibration)


def deliver(wanted: Wanted, made: Made, told: Callable[[int], None], is_unwanted: Callable[[], bool]) -> Delivered:
    """Print; `told` hears after each label of a label printer how many are out.

    :raises Trouble: as `write_atomically`, `ui.printers.system.hand_over` and `app.labels.printers.print_labels`
    """
    count = len(wanted.job.labels) * wanted.job.copies
    if wanted.on_label_printer:
        from app.labels.printers import Printer, print_labels

        printer, dots = Printer.parse(wanted.printer), made.dots[wanted.copies_out :]
        printed = print_labels(printer, dots, wanted.job.dots_per_mm, told=told, is_unwanted=is_unwanted)
        return Delivered(printed.out, printed.is_sure)
    if wanted.printer:
        system.hand_over(wanted.printer, made.pdf, wanted.job.dots_of_symbols, is_unwanted)
        return Delivered(count)
    return Delivered(count, path=keep_paper(wanted.papers, f"{wanted.job.labels[0].code}-labels", made.pdf))


def deliver_page(printer: str, papers: Path, name: str, pdf: bytes) -> Path | None:
    """Print the page of a sheet, or keep it as a PDF.

    :raises Trouble: as `deliver`
    """
    from app.labels.pages import SHEET_DOTS_PER_MM

    if printer:
        system.hand_over(printer, pdf, SHEET_DOTS_PER_MM)
        return None
    return keep_paper(papers, name, pdf)


def keep_paper(papers: Path, name: str, pdf: bytes) -> Path:
    """Keep a PDF among the papers, whole or not at all.

    :raises Trouble: ``disk_full``, ``file_not_writable``
    """
    path = papers / file_name(name, "pdf")
    write_atomically(path, pdf)
    return path
