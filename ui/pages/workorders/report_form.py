"""Which report the engineer hands over: the service report, made now, or one that is on the order already."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _, language, set_language
from ui.pages.files.attaching import attaching_command, queue_upload_of
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.documents.service_report import ServiceReportFacts
    from app.files.intake import TakenIn
    from app.files.tables import Attachment
    from app.files.vault import Vault
    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail

MADE_NOW, PAPER = "made_now", "paper"


class ReportForm(StepForm):
    """What is handed over stays on the order as a file, and its history names it."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Report handed over"), N_("It is handed over")
        super().__init__(work, wall, detail, parent, form="report", title=title, submit=submit)
        self._wall = wall
        self._files: tuple[Attachment, ...] = ()
        self.file = self.add(
            "file", N_("Report"), ChoiceField(), hint_source=N_("The order's history names what was handed over.")
        )
        self.file.set_value(MADE_NOW)
        work.run_query(partial(_read_files, detail.order.id), self._files_known)

    def command(self) -> object:
        from app.workorders.report_commands import ReportVisit

        chosen = self.file.value()
        return ReportVisit(visit_id=self.detail.own_visit_id or "", digest=None if chosen == PAPER else chosen)

    def give(self) -> None:
        if self.file.value() != MADE_NOW:
            super().give()
            return
        ask = partial(_read_facts, self._work, self.detail.order.id, self._wall.now())
        self._work.run_query(ask, self._facts_known, self.refuse)

    def retranslate(self) -> None:
        super().retranslate()
        made, paper = (MADE_NOW, _("The service report, made now")), (PAPER, _("On paper, without a file"))
        self.file.set_choices((made, *((file.digest, file.name) for file in self._files), paper))

    def _files_known(self, files: tuple[Attachment, ...]) -> None:
        """Whoever has made a report already hands that over."""
        self._files = files
        with self.filling_in():
            self.retranslate()
            if files:
                self.file.set_value(files[0].digest)

    def _facts_known(self, facts: ServiceReportFacts) -> None:
        zone = ZoneInfo(self._wall.zone_name)
        given = (self._work.vault, facts, zone, language())
        self._work.compute(make_service_report, *given, done=self._made, failed=self.refuse)

    def _made(self, taken: TakenIn) -> None:
        from app.workorders.report_commands import ReportVisit

        order = self.detail.order
        attach = attaching_command(taken, (order.customer_id, "work_orders", order.id))
        report = ReportVisit(visit_id=self.detail.own_visit_id or "", digest=attach.digest)
        self.carry_out(attach, report, and_write=partial(queue_upload_of, attach, self._wall.clock))


def make_service_report(vault: Vault, facts: ServiceReportFacts, zone: tzinfo, spoken: str) -> TakenIn:
    """Make the report and take it in; called in another process."""
    from app.documents.service_report import TITLE, service_report
    from app.files.intake import take_in

    set_language(spoken)
    return take_in(vault, io.BytesIO(service_report(facts, zone)), f"{facts.number} {_(TITLE)}.pdf")


def _read_files(order_id: str, reader: Reader) -> tuple[Attachment, ...]:
    from app.workorders.queries.report_files import report_files

    return report_files(reader, order_id)


def _read_facts(work: Work, order_id: str, now: datetime, reader: Reader) -> ServiceReportFacts:
    from app.documents.report_queries import service_report_facts

    return service_report_facts(reader, work.vault, order_id, issued_by="", now=now)
