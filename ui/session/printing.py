"""Printing papers: made as PDF in another process, then opened in the system's viewer."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.foundation.files import file_name
from app.foundation.translation import language, set_language
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.documents.dispatch_ticket import TicketFacts
    from app.documents.service_report import ServiceReportFacts
    from app.storage.units import Reader
    from ui.pages.survey.dialog import FormWanted


_EMPTY_PAGES = 4
"""Of a form for 60 devices; more are printed as copies."""


class Printing(QObject):
    """Prints into `folder`; a paper that is printed again replaces its file."""

    paper_made = Signal(str)
    """With the path of the PDF."""

    def __init__(self, work: Work, folder: Path, wall_clock: WallClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._folder = folder
        self._wall_clock = wall_clock

    def print_ticket(self, order_id: str) -> None:
        """Print the dispatch ticket of an order."""
        self._work.run_query(partial(_ticket_facts, order_id), self._ticket_known)

    def print_service_report(self, order_id: str) -> None:
        """Print the service report of an order."""
        read = partial(_service_report_facts, self._work, order_id, self._wall_clock.now())
        self._work.run_query(read, self._service_report_known)

    def print_survey_form(self, wanted: FormWanted) -> None:
        """Print a form on which a survey is written down."""
        path = self._folder / file_name(f"survey-{wanted.customer}", "pdf")
        self._work.compute(_write_survey_form, path, wanted, language(), done=self._made)

    def show_paper(self, path: str) -> None:
        """Open a paper in the system's viewer."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _ticket_known(self, facts: TicketFacts) -> None:
        path = self._folder / file_name(facts.number, "pdf")
        self._work.compute(
            _write_ticket, path, facts, ZoneInfo(self._wall_clock.zone_name), language(), done=self._made
        )

    def _service_report_known(self, facts: ServiceReportFacts) -> None:
        path = self._folder / file_name(f"{facts.number}-report", "pdf")
        zone = ZoneInfo(self._wall_clock.zone_name)
        self._work.compute(_write_service_report, path, facts, zone, language(), done=self._made)

    def _made(self, path: Path) -> None:
        self.paper_made.emit(str(path))


def _ticket_facts(order_id: str, reader: Reader) -> TicketFacts:
    from app.documents.queries import ticket_facts

    return ticket_facts(reader, order_id, issued_by="")


def _service_report_facts(work: Work, order_id: str, now: datetime, reader: Reader) -> ServiceReportFacts:
    from app.documents.report_queries import service_report_facts

    return service_report_facts(reader, work.vault, order_id, issued_by="", now=now)


def _write_ticket(path: Path, facts: TicketFacts, zone: tzinfo, spoken: str) -> Path:
    from app.documents.dispatch_ticket import write_dispatch_ticket

    set_language(spoken)
    write_dispatch_ticket(path, facts, zone)
    return path


def _write_service_report(path: Path, facts: ServiceReportFacts, zone: tzinfo, spoken: str) -> Path:
    from app.documents.service_report import write_service_report

    set_language(spoken)
    write_service_report(path, facts, zone)
    return path


def _write_survey_form(path: Path, wanted: FormWanted, spoken: str) -> Path:
    from app.documents.survey_form import SurveyFacts, write_survey_form

    set_language(spoken)
    pages = 0 if wanted.codes else _EMPTY_PAGES
    write_survey_form(path, SurveyFacts(wanted.customer, wanted.site, wanted.codes, wanted.types, pages))
    return path
