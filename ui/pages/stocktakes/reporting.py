"""The report of a stocktake goes where a person says: as PDF, or its lists as a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.foundation.translation import _, language
from app.stocktakes.tables import Stocktake
from ui.pages.stocktakes.reading import report_facts, write_lists, write_report
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

if TYPE_CHECKING:
    from app.documents.stocktake_report import StocktakeReportFacts

_PDF, _PAPERS = "pdf", "PDF (*.pdf);;CSV (*.csv);;Excel (*.xlsx)"


class Reporting(QObject):
    """Asks for the file, reads what it says, and writes it where nobody waits for it."""

    paper_made = Signal(str)
    """With the path of the file."""

    def __init__(self, work: Work, wall: WallClock, over: QWidget) -> None:
        super().__init__(over)
        self._work, self._wall, self._over = work, wall, over

    def choose_file(self, stocktake: Stocktake) -> None:
        """Ask where the report is to be written."""
        chooser = QFileDialog(self._over, _("Report…"), f"{stocktake.reference}.{_PDF}", _PAPERS)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(_PDF)
        chooser.fileSelected.connect(partial(self.save, stocktake))
        chooser.open()

    def save(self, stocktake: Stocktake, path: str) -> None:
        """Write the report (PDF) or the lists (CSV, Excel) to a file."""
        zone = ZoneInfo(self._wall.zone_name)
        if Path(path).suffix.casefold() == f".{_PDF}":
            self._work.run_query(partial(report_facts, stocktake.id), partial(self._facts_known, Path(path), zone))
        else:
            self._work.run_query(partial(write_lists, Path(path), stocktake, zone), self.paper_made.emit)

    def _facts_known(self, path: Path, zone: ZoneInfo, facts: StocktakeReportFacts) -> None:
        self._work.compute(write_report, path, facts, zone, language(), done=self.paper_made.emit)
