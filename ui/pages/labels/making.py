"""How a job of labels goes on behind its dialog: read, set, check, print, write down, each off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.assets.filters import AssetFilter
from app.foundation.translation import language, set_language
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.foundation.settings import Calibration
    from app.labels.dots import Dots
    from app.labels.jobs import LabelJob
    from app.labels.printers import Printer
    from app.labels.queries import Labels
    from app.labels.rules.sheets import Sheet
    from app.storage.units import Reader

Which = str | AssetFilter
"""Which devices get labels: the one with this id, or those that a list shows."""


class Stage(Enum):
    """How far a job has come."""

    READING = auto()
    READY = auto()
    SETTING = auto()
    """The pages are made, and every code is read back from them."""
    PRINTING = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: on a label printer, or without one as PDF; `reason` says why again."""

    job: LabelJob
    printer: Printer | None
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a job: pages, or the dots for a printer, and what the check says."""

    pdf: bytes
    dots: list[Dots]
    checked: str


class LabelMaking(QObject):
    """One job after the other; what was asked before is dropped when something new is asked."""

    changed = Signal()
    """Another stage, other labels, or another picture of the first page."""
    labels_read = Signal()
    over = Signal()
    """All labels are out, and written down."""
    failed = Signal(object)
    """With the exception."""
    printed = Signal(int)
    """With how many labels are out so far."""
    pdf_made = Signal(str, bytes)
    """With the code of the first label."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._asked: Reply | None = None
        self._unwanted = Event()
        self._wanted: Wanted | None = None
        self._out = 0
        self.stage = Stage.READING
        self.labels: Labels | None = None
        self.again: tuple[str, ...] = ()
        """Codes of labels that were printed before."""
        self.picture = b""
        self.checked = ""
        self.printed.connect(self._count)

    def read(self, which: Which) -> None:
        """Find what the labels say."""
        self.labels, self.again, self.picture = None, (), b""
        self._begin(Stage.READING)
        self._asked = self._work.run_query(partial(_read, which), self._read, self._fail)

    def show(self, job: LabelJob) -> None:
        """Make a picture of the first page."""
        self._begin(Stage.READY)
        self._asked = self._work.compute(_picture, job, language(), done=self._pictured, failed=self._fail)

    def make(self, wanted: Wanted) -> None:
        """Set and check all labels, then print them."""
        self._begin(Stage.SETTING)
        self._wanted, self._out = wanted, 0
        for_printer = wanted.printer is not None
        self._asked = self._work.compute(_make, wanted.job, for_printer, language(), done=self._made, failed=self._fail)

    def make_calibration_page(self, sheet: Sheet, calibration: Calibration) -> None:
        """Make a page to be held against a sheet."""
        self._work.compute(
            _calibration_page, sheet, calibration, language(), done=self._calibration_page_made, failed=self._fail
        )

    def stop(self) -> None:
        """Give up what is under way; labels that are out are written down."""
        self._unwanted.set()
        if self.stage is Stage.SETTING:
            self._begin(Stage.READY)

    def _begin(self, stage: Stage) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        self.stage = stage
        self.changed.emit()

    def _read(self, answer: tuple[Labels, tuple[str, ...]]) -> None:
        self.labels, self.again = answer
        self._begin(Stage.READY)
        self.labels_read.emit()

    def _pictured(self, picture: bytes) -> None:
        self.picture = picture
        self.changed.emit()

    def _made(self, made: Made) -> None:
        """Nothing is out before; from here on what is out is counted."""
        wanted = self._wanted
        if wanted is None:
            return
        self.checked = made.checked
        if wanted.printer is None:
            self.pdf_made.emit(wanted.job.labels[0].code, made.pdf)
            self._all_printed(len(wanted.job.labels) * wanted.job.copies)
            return
        self._begin(Stage.PRINTING)
        self._unwanted = Event()
        told, is_unwanted = self.printed.emit, self._unwanted.is_set
        print_all = partial(_print, wanted.printer, made.dots, wanted.job.dots_per_mm, told, is_unwanted)
        self._work.keep_safe(print_all, self._all_printed, self._not_all_printed)

    def _calibration_page_made(self, pdf: bytes) -> None:
        self.pdf_made.emit("calibration", pdf)

    def _count(self, out: int) -> None:
        self._out = out

    def _all_printed(self, out: int) -> None:
        self._out = out
        self._write_down()
        self._begin(Stage.OVER)
        self.over.emit()

    def _not_all_printed(self, error: Exception) -> None:
        """Only the others are left then."""
        self._write_down()
        self._fail(error)

    def _write_down(self) -> None:
        from app.labels.jobs import records

        if self.labels is not None and self._wanted is not None and self._out:
            out = self.labels.assets[: self._out // self._wanted.job.copies]
            self._work.run_command(*records(out, self._wanted.job.medium, self._wanted.reason))

    def _fail(self, error: Exception) -> None:
        self._begin(Stage.READY)
        self.failed.emit(error)


def _read(which: Which, reader: Reader) -> tuple[Labels, tuple[str, ...]]:
    from app.assets.label_commands import printed_before
    from app.assets.queries import ids_in_care
    from app.labels.queries import labels_of

    labels = labels_of(reader, [which] if isinstance(which, str) else ids_in_care(reader, which))
    return labels, tuple(printed_before(reader, labels.assets))


def _picture(job: LabelJob, spoken: str) -> bytes:
    set_language(spoken)
    return job.picture()


def _calibration_page(sheet: Sheet, calibration: Calibration, spoken: str) -> bytes:
    from app.labels.pages import calibration_page

    set_language(spoken)
    return calibration_page(sheet, calibration)


def _make(job: LabelJob, for_printer: bool, spoken: str) -> Made:
    set_language(spoken)
    pdf = job.pdf()
    checked = str(job.check(pdf))
    return Made(b"", job.dots(pdf), checked) if for_printer else Made(pdf, [], checked)


def _print(
    printer: Printer,
    dots: list[Dots],
    dots_per_mm: float,
    told: Callable[[int], None],
    is_unwanted: Callable[[], bool],
) -> int:
    from app.labels.printers import print_labels

    return print_labels(printer, dots, dots_per_mm, told=told, is_unwanted=is_unwanted)
