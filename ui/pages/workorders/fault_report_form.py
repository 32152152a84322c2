"""What the engineer adds to the fault handling and analysis report; the rest follows from the facts."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from app.workorders.rules import EventKind
from app.workorders.steps import Step
from ui.pages.files.attaching import attaching_command, queue_upload_of
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import YES, CheckField, ChoiceField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.documents.fault_report import FaultReportFacts, Findings
    from app.files.intake import TakenIn
    from app.files.vault import Vault
    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail

_WIDTH, _TEXT_HEIGHT = 860, 76
_SECOND_COLUMN = ("fix", "measures", "next_steps", "handed_over")
_KNOWN, _UNKNOWN = "known", "unknown"
_FINAL, _TEMPORARY = "final", "temporary"


class FaultReportForm(StepForm):
    """Makes the report as a file of the order, and tells that it was handed over: that stops its clock.

    Until then what was entered stays, so that the next version begins with it.
    """

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Fault handling and analysis report"), N_("Make the report")
        super().__init__(work, wall, detail, parent, form="fault_report", title=title, submit=submit)
        self._wall = wall
        self.fault = self._add_text("fault", N_("Description of the fault"), N_("Say what the fault was."))
        self.cause_known = self.add(
            "cause_known", N_("Cause"), ChoiceField(), needed_source=N_("Choose whether the cause is known.")
        )
        self.cause = self._add_text("cause", N_("What the cause is, or what is known of it"))
        self.fix_kind = self.add(
            "fix_kind", N_("Fix"), ChoiceField(), needed_source=N_("Choose whether it is the final fix.")
        )
        self.fix = self._add_text("fix", N_("How the service works again"), N_("Say what was done."))
        self.measures = self._add_text("measures", N_("Measures, so that it does not happen again"))
        self.next_steps = self._add_text("next_steps", N_("Next steps"))
        self.handed_over = self.add(
            "handed_over",
            N_("Hand-over"),
            CheckField(N_("It is handed over to the customer now")),
            hint_source=N_("That stops the clock of the report. It is possible when the visit is done."),
        )
        self.handed_over.setEnabled(Step.REPORT in detail.steps)
        self.put_beside(_SECOND_COLUMN, _WIDTH)
        self.fault.set_value("\n".join(filter(None, (detail.order.title, detail.order.description))))
        self.fix.set_value("\n".join(_done(detail)))

    def give(self) -> None:
        ask = partial(_read_facts, self.detail.order.id, self._wall.now())
        self._work.run_query(ask, self._facts_known, self.refuse)

    def is_done_with(self) -> bool:
        return self._hands_over

    def retranslate(self) -> None:
        super().retranslate()
        none = ("", _("Choose…"))
        known = ((_KNOWN, _("The cause is known.")), (_UNKNOWN, _("The cause is not known yet.")))
        kinds = ((_FINAL, _("This is the final fix.")), (_TEMPORARY, _("This is a temporary fix.")))
        self.cause_known.set_choices((none, *known))
        self.fix_kind.set_choices((none, *kinds))

    @property
    def _hands_over(self) -> bool:
        return self.handed_over.isEnabled() and self.handed_over.value() == YES

    def _facts_known(self, facts: FaultReportFacts) -> None:
        zone = ZoneInfo(self._wall.zone_name)
        given = (self._work.vault, facts, self._findings(), zone)
        self._work.compute(make_fault_report, *given, done=self._made, failed=self.refuse)

    def _findings(self) -> Findings:
        from app.documents.fault_report import Findings

        return Findings(
            fault=self.fault.value(),
            cause_known=self.cause_known.value() == _KNOWN,
            cause=self.cause.value(),
            temporary=self.fix_kind.value() == _TEMPORARY,
            fix=self.fix.value(),
            measures=self.measures.value(),
            next_steps=self.next_steps.value(),
        )

    def _made(self, taken: TakenIn) -> None:
        from app.workorders.report_commands import ReportVisit

        order = self.detail.order
        attach = attaching_command(taken, (order.customer_id, "work_orders", order.id))
        reported = ReportVisit(visit_id=self.detail.own_visit_id or "", digest=attach.digest)
        self.carry_out(
            attach,
            *([reported] if self._hands_over else []),
            and_write=partial(queue_upload_of, attach, self._wall.clock),
        )

    def _add_text(self, key: str, label_source: str, needed_source: str = "") -> TextField:
        field = self.add(key, label_source, TextField(), needed_source=needed_source)
        field.setFixedHeight(_TEXT_HEIGHT)
        return field


def make_fault_report(vault: Vault, facts: FaultReportFacts, findings: Findings, zone: tzinfo) -> TakenIn:
    """Make the report and take it in; called in another process."""
    from app.documents.fault_report import fault_report, fault_report_title
    from app.files.intake import take_in

    return take_in(vault, io.BytesIO(fault_report(facts, findings, zone)), f"{fault_report_title(facts)}.pdf")


def _done(detail: OrderDetail) -> list[str]:
    """How the service was restored, and what solved it."""
    restored = [each.event.note for each in detail.events if each.event.kind is EventKind.RESTORED]
    return [text for text in (*restored, detail.order.resolution) if text]


def _read_facts(order_id: str, now: datetime, reader: Reader) -> FaultReportFacts:
    from app.documents.fault_queries import fault_report_facts

    return fault_report_facts(reader, order_id, issued_by="", now=now)
