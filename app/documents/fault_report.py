"""The fault handling and analysis report (故障处理及分析报告, `domain.md` §3): a document per incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.documents.sheets import GAP, SIGNATURE_HEIGHT, Head, Sheets
from app.documents.text import moment
from app.foundation.translation import N_, Language, _, speaking

_TIME_WIDTHS = (36, 142)
_TITLE = N_("Fault handling and analysis report")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the engineer says: the fault, its cause as far as it is known, the fix, and what is to follow."""

    fault: str
    cause_known: bool
    cause: str
    temporary: bool
    fix: str
    measures: str
    next_steps: str


@dataclass(frozen=True, slots=True)
class FaultReportFacts:
    """What the rows say about an incident. `levels` and `timeline` are words with their instants, which are aware.

    `number` also stands as a QR symbol (ASCII only); `clocks` are lines, ready to be read. All words are in `language`,
    in which the report is to be written.
    """

    language: Language

    number: str
    issued_by: str
    customer: str
    caller: str
    asset: str
    system: str
    affected: str
    engineer: str
    reported_at: datetime
    restored_at: datetime | None
    resolved_at: datetime | None
    levels: tuple[tuple[datetime, str], ...]
    timeline: tuple[tuple[datetime, str], ...]
    clocks: tuple[str, ...]


def fault_report(facts: FaultReportFacts, findings: Findings, zone: tzinfo) -> bytes:
    """The report as PDF, in the language of its facts and with the times of `zone`.

    Raises `Trouble`: `text_does_not_fit`, `code_not_ascii`, `code_too_long`.
    """
    with speaking(facts.language):
        return _written(facts, findings, zone)


def fault_report_title(facts: FaultReportFacts) -> str:
    """What the report is called, in its language."""
    with speaking(facts.language):
        return f"{facts.number} {_(_TITLE)}"


def _written(facts: FaultReportFacts, findings: Findings, zone: tzinfo) -> bytes:
    sheets = Sheets(Head(_(_TITLE), facts.number, facts.issued_by))
    _incident(sheets, facts, zone)
    _said(sheets, _("Description of the fault"), findings.fault)
    _happened(sheets, _("Time line"), facts.timeline, zone)
    _happened(sheets, _("Level and how it rose"), facts.levels, zone)
    cause = _("The cause is known.") if findings.cause_known else _("The cause is not known yet.")
    _said(sheets, _("Cause"), cause, findings.cause)
    fix = _("This is a temporary fix.") if findings.temporary else _("This is the final fix.")
    _said(sheets, _("Fix"), fix, findings.fix)
    _said(sheets, _("Measures"), findings.measures)
    _said(sheets, _("Next steps"), findings.next_steps)
    if facts.clocks:
        _said(sheets, _("Service levels"), *facts.clocks)
    sheets.heading(_("Received by the customer"), keep_mm=SIGNATURE_HEIGHT + GAP * 2)
    sheets.signature(None, _("Name and date"))
    return sheets.paper().content()


def _incident(sheets: Sheets, facts: FaultReportFacts, zone: tzinfo) -> None:
    sheets.facts(
        (
            (_("Customer"), facts.customer),
            (_("Caller"), facts.caller),
            (_("System"), facts.system),
            (_("Asset"), facts.asset),
            (_("Interrupted service"), facts.affected),
            (_("Engineer"), facts.engineer),
            (_("Reported at"), moment(facts.reported_at, zone)),
            (_("Service restored"), moment(facts.restored_at, zone)),
            (_("Resolved"), moment(facts.resolved_at, zone)),
        )
    )


def _said(sheets: Sheets, heading: str, *texts: str) -> None:
    sheets.heading(heading)
    sheets.text("\n".join(filter(None, texts)))


def _happened(sheets: Sheets, heading: str, happened: tuple[tuple[datetime, str], ...], zone: tzinfo) -> None:
    sheets.heading(heading)
    for at, words in happened:
        sheets.row((moment(at, zone), words), _TIME_WIDTHS)
