"""The report of a stocktake: how much was found, by department and room; what was not; who counted, and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.documents.sheets import GAP, SIGNATURE_HEIGHT, WIDTH, Head, Sheets
from app.documents.text import moment
from app.foundation.translation import N_, _
from app.stocktakes.findings import FoundDevice, UnknownText
from app.stocktakes.queries import Counter, Summary
from app.stocktakes.rules import (
    DECISION_NAMES,
    FINDING_NAMES,
    STOCKTAKE_EVENT_NAMES,
    Finding,
    StocktakeEventKind,
)

TITLE = N_("Stocktake report")
_SUMMARY_WIDTHS = (70, 54, 54)
_COUNT_WIDTHS = (86, 23, 23, 23, 23)
_LIST_WIDTHS = (10, 36, 52, 44, 36)
_COUNTER_WIDTHS = (60, 28, 45, 45)


@dataclass(frozen=True, slots=True)
class StocktakeEventFacts:
    """What happened to a stocktake, when (aware), by whom, and why."""

    kind: StocktakeEventKind
    at: datetime
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class StocktakeReportFacts:
    """What a report says; `rooms` and `departments` have a name, how many were expected, and how many found."""

    reference: str
    name: str
    customer: str
    part: str
    issued_by: str
    summary: Summary
    departments: tuple[tuple[str, int, int], ...]
    rooms: tuple[tuple[str, int, int], ...]
    devices: tuple[FoundDevice, ...]
    unknown: tuple[UnknownText, ...]
    counters: tuple[Counter, ...]
    events: tuple[StocktakeEventFacts, ...]


def share_text(part: int, whole: int) -> str:
    """How much of the whole it is; 100 % is all of it, and nothing less."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "—"


def stocktake_report(facts: StocktakeReportFacts, zone: tzinfo) -> bytes:
    """The report as PDF, in the language shown now and with the times of `zone`.

    Raises `Trouble`: `text_does_not_fit`, `code_not_ascii`, `code_too_long`.
    """
    sheets = Sheets(Head(_(TITLE), facts.reference, facts.issued_by))
    sheets.facts(((_("Stocktake"), facts.name), (_("Customer"), facts.customer), (_("Counted part"), facts.part)))
    _summary(sheets, facts.summary)
    _counts(sheets, _("By department"), facts.departments)
    _counts(sheets, _("By room"), facts.rooms)
    _lists(sheets, facts)
    _who(sheets, facts, zone)
    for words in (_("Counted by: name and date"), _("Confirmed by: name and date")):
        sheets.heading(_("Signature"), keep_mm=SIGNATURE_HEIGHT + GAP * 2)
        sheets.signature(None, words)
    return sheets.paper().content()


def _summary(sheets: Sheets, summary: Summary) -> None:
    sheets.heading(_("Summary"))
    for name, count in (
        (_("To be found"), summary.expected),
        (_("Found"), summary.found),
        (_("Missing"), summary.missing),
    ):
        sheets.row((name, f"{count:,}", share_text(count, summary.expected)), _SUMMARY_WIDTHS)
    others = (
        (_(FINDING_NAMES[Finding.ELSEWHERE]), summary.elsewhere),
        (_(FINDING_NAMES[Finding.BESIDES]), summary.besides),
        (_(FINDING_NAMES[Finding.GONE]), summary.gone),
        (_(FINDING_NAMES[Finding.UNKNOWN]), summary.unknown),
        (_("Scans that came in after the end"), summary.late),
    )
    for name, count in others:
        sheets.row((name, f"{count:,}", ""), _SUMMARY_WIDTHS)


def _counts(sheets: Sheets, title: str, counts: Sequence[tuple[str, int, int]]) -> None:
    sheets.heading(title)
    sheets.row(("", _("To be found"), _("Found"), _("Missing"), _("Found in percent")), _COUNT_WIDTHS)
    for name, expected, found in counts:
        cells = (name or "—", f"{expected:,}", f"{found:,}", f"{expected - found:,}", share_text(found, expected))
        sheets.row(cells, _COUNT_WIDTHS)


def _lists(sheets: Sheets, facts: StocktakeReportFacts) -> None:
    """What was not found where it was expected; what was is only counted."""
    missing = [device for device in facts.devices if device.is_expected and device.at is None]
    _devices(sheets, _("Missing"), sorted(missing, key=lambda device: (device.expected_in, device.code)))
    for finding in (Finding.ELSEWHERE, Finding.GONE, Finding.BESIDES):
        found = [device for device in facts.devices if device.finding is finding]
        _devices(sheets, _(FINDING_NAMES[finding]), found)
    if facts.unknown:
        sheets.heading(_counted(_(FINDING_NAMES[Finding.UNKNOWN]), len(facts.unknown)))
    for number, unknown in enumerate(facts.unknown, start=1):
        registered = _("Registered as {code}").format(code=unknown.registered_as) if unknown.registered_as else ""
        decided = _(DECISION_NAMES[unknown.decided]) if unknown.decided else ""
        became = ": ".join(filter(None, (registered or decided, unknown.note)))
        sheets.row((f"{number}", unknown.text, unknown.by, unknown.place, became), _LIST_WIDTHS)


def _devices(sheets: Sheets, title: str, devices: Sequence[FoundDevice]) -> None:
    if devices:
        sheets.heading(_counted(title, len(devices)))
    for number, device in enumerate(devices, start=1):
        name = " · ".join(filter(None, (device.name, device.model)))
        where = " → ".join(filter(None, (device.expected_in, device.found_in)))
        decided = _(DECISION_NAMES[device.decided]) if device.decided else ""
        became = ": ".join(filter(None, (decided, device.note)))
        late = _("late") if device.is_late else ""
        sheets.row((f"{number}", device.code, name, where, " · ".join(filter(None, (late, became)))), _LIST_WIDTHS)


def _counted(title: str, count: int) -> str:
    return _("{name}: {text}").format(name=title, text=f"{count:,}")


def _who(sheets: Sheets, facts: StocktakeReportFacts, zone: tzinfo) -> None:
    sheets.heading(_("Who counted when"))
    for counter in facts.counters:
        times = (moment(counter.since, zone), moment(counter.until, zone))
        sheets.row((counter.name, f"{counter.count:,}", *times), _COUNTER_WIDTHS)
    sheets.heading(_("Course"))
    for event in facts.events:
        told = " · ".join(filter(None, (event.actor, event.note)))
        sheets.row((moment(event.at, zone), f"{_(STOCKTAKE_EVENT_NAMES[event.kind])} · {told}"), (40, WIDTH - 40))
