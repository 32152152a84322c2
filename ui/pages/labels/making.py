"""How a job of labels goes on behind its dialog: read, set, check, print, write down, each off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.assets.filters import AssetFilter
from app.foundation.errors import PaigongError
from app.foundation.translation import language
from ui.pages.labels import delivering
from ui.pages.labels.delivering import Delivered, Made, Wanted
from ui.pages.labels.resuming import Resuming
from ui.pages.wall_clock import WallClock
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.foundation.settings import Calibration
    from app.labels.formats import Medium
    from app.labels.jobs import LabelJob
    from app.labels.queries import Labels
    from app.labels.rules.sheets import Sheet
    from app.storage.units import Reader

_LOOKED_BACK = 100
"""Of so many devices it is found out what their labels were printed on before."""


@dataclass(frozen=True, slots=True)
class BlankCodes:
    """The codes of a customer's labels that wait for their devices."""

    customer_id: str
    codes: tuple[str, ...]


Which = str | tuple[str, ...] | AssetFilter | BlankCodes
"""Which devices get labels: the one with this id, those with these, those that a list shows, those not known yet."""


class Stage(Enum):
    """How far a job has come."""

    READING = auto()
    READY = auto()
    SETTING = auto()
    """The pages are made, and every code is read back from them."""
    PRINTING = auto()
    STOPPING = auto()
    """Nobody wants the rest; the printer still has a moment for the label that it is at."""
    OVER = auto()


class LabelMaking(QObject):
    """One job after the other; what was asked before is dropped when something new is asked."""

    changed = Signal()
    """Another stage, other labels, or another picture of the first page."""
    labels_read = Signal()
    over = Signal(object)
    """All labels are out, as `Delivered` says, and written down."""
    failed = Signal(object)
    """With the exception."""
    printed = Signal(int)
    """With how many labels are out so far."""
    paper_made = Signal(str)
    """With the path of a PDF."""

    def __init__(self, work: Work, wall_clock: WallClock, papers: Path, parent: QObject) -> None:
        """:param papers: the folder for PDFs"""
        super().__init__(parent)
        self._work, self._wall_clock, self._papers = work, wall_clock, papers
        self._asked: Reply | None = None
        self._unwanted = Event()
        self._wanted: Wanted | None = None
        self._page_printer = ""
        self.resuming = Resuming(work, self)
        self.stage = Stage.READING
        self.labels: Labels | None = None
        self.again: tuple[str, ...] = ()
        """Codes of labels that were printed before."""
        self.media: tuple[Medium, ...] = ()
        """What labels can be printed on, with the older versions that these were printed by."""
        self.picture = b""
        self.checked = ""
        self.printed.connect(self.resuming.count)
        work.closing.connect(self._close)

    def read(self, which: Which) -> None:
        """Find what the labels say."""
        self.labels, self.again, self.picture = None, (), b""
        self._begin(Stage.READING)
        self._asked = self._work.run_query(partial(_read, which), self._read, self._fail)

    def show(self, job: LabelJob) -> None:
        """Make a picture of the first page."""
        self._begin(Stage.READY)
        self._asked = self._work.compute(delivering.picture, job, language(), done=self._pictured, failed=self._fail)

    def make(self, job: LabelJob, printer: str, reason: str, *, goes_on: bool) -> None:
        """Set and check all labels, then print them; `goes_on`: they are the rest of the job that had stopped."""
        stopped = self.resuming.job
        copies_out = stopped.copies_out if goes_on and stopped is not None else 0
        self._wanted = Wanted.of(job, printer, self._papers, reason, copies_out)
        self._begin(Stage.SETTING)
        for_label_printer = self._wanted.on_label_printer
        self._asked = self._work.compute(
            delivering.make, job, for_label_printer, language(), done=self._made, failed=self._fail
        )

    def make_calibration_page(self, sheet: Sheet, calibration: Calibration, printer: str) -> None:
        """Print a page to be held against a sheet."""
        self._page_printer = printer
        self._work.compute(
            delivering.make_calibration_page,
            *(sheet, calibration, language()),
            done=self._page_made,
            failed=self._fail,
        )

    def stop(self) -> None:
        """Give up what is under way; labels that are out are written down."""
        self._unwanted.set()
        self._begin(Stage.READY if self.stage is Stage.SETTING else Stage.STOPPING)

    def _close(self) -> None:
        """The program ends; the job goes on when it is next opened."""
        self._unwanted.set()

    def _begin(self, stage: Stage) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        self.stage = stage
        self.changed.emit()

    def _read(self, answer: tuple[Labels, tuple[str, ...], tuple[Medium, ...]]) -> None:
        self.labels, self.again, self.media = answer
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
        self._unwanted = Event()
        self._begin(Stage.PRINTING)
        if wanted.on_label_printer and self.labels is not None and self.labels.assets:
            self._keep(wanted)
        told, is_unwanted = partial(self._tell, wanted.copies_out), self._unwanted.is_set
        deliver = partial(delivering.deliver, wanted, made, told, is_unwanted)
        self._work.keep_safe(deliver, self._delivered, self._not_delivered)

    def _keep(self, wanted: Wanted) -> None:
        from app.labels.keeping import KeptJob, Progress

        assets = self.labels.assets if self.labels is not None else ()
        job = KeptJob(
            asset_ids=tuple(asset.id for asset in assets),
            medium=wanted.job.medium,
            printer=wanted.printer,
            copies=wanted.job.copies,
            reason=wanted.reason,
            begun_at=self._wall_clock.clock.now(),
            progress=Progress(out=wanted.copies_out),
        )
        self.resuming.begin(job)

    def _tell(self, before: int, out: int) -> None:
        """Called by the thread that prints."""
        self.printed.emit(before + out)

    def _delivered(self, delivered: Delivered) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        if wanted.on_label_printer:
            self.resuming.end(wanted.copies_out + delivered.out, is_sure=True)
        else:
            self._write_down(wanted)
        if delivered.path is not None:
            self.paper_made.emit(str(delivered.path))
        if self.stage is Stage.STOPPING:
            self._begin(Stage.READY)
            return
        self._begin(Stage.OVER)
        self.over.emit(delivered)

    def _not_delivered(self, error: Exception) -> None:
        """Only the others are left then."""
        wanted = self._wanted
        if wanted is not None and wanted.on_label_printer and isinstance(error, PaigongError):
            out = wanted.copies_out + int(str(error.params.get("printed", 0)))
            self.resuming.end(out, is_sure=error.code != "printer_in_doubt")
        self._fail(error)

    def _write_down(self, wanted: Wanted) -> None:
        from app.labels.jobs import records

        if self.labels is not None:
            self._work.run_command(*records(self.labels.assets, wanted.job.medium, wanted.reason))

    def _page_made(self, pdf: bytes) -> None:
        deliver = partial(delivering.deliver_page, self._page_printer, self._papers, "calibration", pdf)
        self._work.keep_safe(deliver, self._page_delivered, self._fail)

    def _page_delivered(self, path: Path | None) -> None:
        if path is not None:
            self.paper_made.emit(str(path))

    def _fail(self, error: Exception) -> None:
        self._begin(Stage.READY)
        self.failed.emit(error)


def _read(which: Which, reader: Reader) -> tuple[Labels, tuple[str, ...], tuple[Medium, ...]]:
    from app.assets.label_commands import last_printed_on, printed_before
    from app.assets.queries import ids_in_care
    from app.labels.formats import offered_media
    from app.labels.keeping import kept_job
    from app.labels.queries import blank_labels_of, labels_of

    if isinstance(which, BlankCodes):
        return blank_labels_of(reader, which.customer_id, which.codes), (), offered_media(reader)
    ids = (which,) if isinstance(which, str) else which if isinstance(which, tuple) else ids_in_care(reader, which)
    labels = labels_of(reader, ids)
    job = kept_job(reader)
    then = [*last_printed_on(reader, labels.assets[:_LOOKED_BACK]), *([job.medium] if job else [])]
    return labels, tuple(printed_before(reader, labels.assets)), offered_media(reader, then)
