"""The service report: what was wrong, what was done, when and how long, for the customer to sign and to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from app.documents.paper import Paper
from app.documents.sheets import GAP, PICTURE_HEIGHT, SIGNATURE_HEIGHT, Head, Sheets
from app.documents.text import moment
from app.foundation.translation import N_, Language, _, language, speaking

TITLE = N_("Service report")
_PAUSE_WIDTHS = (62, 116)
_POINT_WIDTHS = (8, 96, 74)
_PART_WIDTHS = (26, 78, 74)


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One visit: what happened when (words and instant), and what it took (``1:05``)."""

    engineer: str
    steps: tuple[tuple[str, datetime], ...]
    travel: str
    work: str


@dataclass(frozen=True, slots=True)
class PauseFacts:
    """Why work stood still, from when until when; without an end it still does."""

    reason: str
    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """A checklist: of each point a mark, what is to be done, and what was answered."""

    name: str
    points: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who has signed and when. `picture` is a PNG, None where it is not on this computer."""

    signer: str
    at: datetime
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class ServiceReportFacts:
    """What one service report says; what is empty is left out.

    `number` also stands as a QR symbol (ASCII only). `clocks` are lines, ready to be read; `photos` are PNG or JPEG,
    each with its name; of each part there is how much, what, and what else is known. Instants are aware. All words
    are in `language`, in which the report is written; None is the language shown now.
    """

    number: str
    issued_by: str
    customer: str
    caller: str
    phone: str
    place: str
    asset: str
    system: str
    kind: str
    reported_at: datetime
    title: str
    description: str
    resolution: str
    visits: tuple[VisitFacts, ...]
    travel: str
    work: str
    pauses: tuple[PauseFacts, ...]
    clocks: tuple[str, ...]
    photos: tuple[tuple[bytes, str], ...]
    signature: SignatureFacts | None
    checklists: tuple[ChecklistFacts, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()
    language: Language | None = None


def write_service_report(path: Path, facts: ServiceReportFacts, zone: tzinfo) -> None:
    """Write the report to `path`, wholly or not at all, with the times of `zone`.

    Raises `Trouble`: `text_does_not_fit`, `code_not_ascii`, `code_too_long`, `file_not_writable`, `disk_full`.
    """
    with speaking(facts.language or Language(language())):
        _report(facts, zone).save(path)


def service_report(facts: ServiceReportFacts, zone: tzinfo) -> bytes:
    """The same as the content of a file."""
    with speaking(facts.language or Language(language())):
        return _report(facts, zone).content()


def _report(facts: ServiceReportFacts, zone: tzinfo) -> Paper:
    sheets = Sheets(Head(_(TITLE), facts.number, facts.issued_by))
    _order(sheets, facts, zone)
    sheets.heading(_("What was wrong"))
    sheets.text("\n".join(filter(None, (facts.title, facts.description))))
    sheets.heading(_("What was done"))
    sheets.text(facts.resolution)
    _work(sheets, facts)
    _times(sheets, facts, zone)
    if facts.clocks:
        sheets.heading(_("Service levels"))
        sheets.text("\n".join(facts.clocks))
    if facts.photos:
        sheets.heading(_("Photos"), keep_mm=PICTURE_HEIGHT + GAP * 2)
        sheets.pictures(facts.photos)
    _signature(sheets, facts.signature, zone)
    return sheets.paper()


def _work(sheets: Sheets, facts: ServiceReportFacts) -> None:
    """What was used, and what was ticked."""
    if facts.parts:
        sheets.heading(_("Parts used"))
    for part in facts.parts:
        sheets.row(part, _PART_WIDTHS)
    for checklist in facts.checklists:
        sheets.heading(_("Checklist: {name}").format(name=checklist.name))
        for point in checklist.points:
            sheets.row(point, _POINT_WIDTHS)


def _order(sheets: Sheets, facts: ServiceReportFacts, zone: tzinfo) -> None:
    sheets.facts(
        (
            (_("Customer"), facts.customer),
            (_("Reported at"), moment(facts.reported_at, zone)),
            (_("Caller"), facts.caller),
            (_("Phone"), facts.phone),
            (_("Place"), facts.place),
            (_("Kind"), facts.kind),
            (_("Asset"), facts.asset),
            (_("System"), facts.system),
        )
    )


def _times(sheets: Sheets, facts: ServiceReportFacts, zone: tzinfo) -> None:
    for visit in facts.visits:
        sheets.heading(_("Visit of {engineer}").format(engineer=visit.engineer))
        steps = tuple((words, moment(at, zone)) for words, at in visit.steps)
        sheets.facts((*steps, (_("Travel time"), visit.travel), (_("Time worked"), visit.work)))
    if len(facts.visits) > 1:
        sheets.heading(_("All visits together"))
        sheets.facts(((_("Travel time"), facts.travel), (_("Time worked"), facts.work)))
    if facts.pauses:
        sheets.heading(_("Interruptions"))
    for pause in facts.pauses:
        ends = moment(pause.ends, zone) or _("still")
        sheets.row((f"{moment(pause.begins, zone)} – {ends}", pause.reason), _PAUSE_WIDTHS)


def _signature(sheets: Sheets, signature: SignatureFacts | None, zone: tzinfo) -> None:
    sheets.heading(_("Customer's signature"), keep_mm=SIGNATURE_HEIGHT + GAP * 2)
    if signature is None:
        sheets.signature(None, _("Name and date"))
    else:
        sheets.signature(signature.picture, f"{signature.signer}, {moment(signature.at, zone)}")
