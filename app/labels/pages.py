"""PDFs of labels: rolls, where each label is a page, and sheets that are printed from any free place on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.documents.paper import Paper
from app.foundation.translation import _
from app.labels.rules.designs import Design
from app.labels.rules.sheets import Order, Sheet
from app.labels.setting import LabelFacts, set_label

ROLL_DOTS_PER_MM = 8.0
"""203 dpi, as nearly all label printers have."""
SHEET_DOTS_PER_MM = 300 / 25.4
"""Office printers have this or a multiple of it."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a printer must be corrected by: millimetres to the right and down, and how much wider and higher."""

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0


@dataclass(frozen=True, slots=True)
class SheetUse:
    """How labels are laid on sheets; `taken` are the places of the first sheet that are used up."""

    sheet: Sheet
    taken: Collection[int] = field(default_factory=frozenset)
    order: Order = Order.BY_ROW
    calibration: Calibration = Calibration()


def roll_pdf(
    design: Design,
    labels: Sequence[LabelFacts],
    *,
    logo: bytes | None = None,
    dots_per_mm: float = ROLL_DOTS_PER_MM,
) -> bytes:
    """A PDF of one label a page, at least one.

    :raises Trouble: as `set_label`
    """
    paper = _paper(design.width, design.height, labels)
    for label in labels:
        set_label(design, label, dots_per_mm, logo).draw(paper, 0, 0)
        paper.end_page()
    return paper.content()


def sheet_pdf(design: Design, labels: Sequence[LabelFacts], job: SheetUse, *, logo: bytes | None = None) -> bytes:
    """A PDF of sheets, at least one label; the design takes the size of the sheet's labels.

    :raises Trouble: as `set_label`
    :raises Rejection: ``label_sheet_used_up``
    """
    sheet, calibration = job.sheet, job.calibration
    design = design.resized(sheet.label_width, sheet.label_height)
    paper = _paper(sheet.page_width, sheet.page_height, labels)
    placed = zip(sheet.free_places(job.taken, job.order), labels, strict=False)
    for _page, on_page in groupby(placed, key=lambda pair: pair[0][0]):
        with paper.calibrated(calibration.dx, calibration.dy, calibration.sx, calibration.sy):
            for (_number, place), label in on_page:
                set_label(design, label, SHEET_DOTS_PER_MM, logo).draw(paper, *sheet.corner(place))
        paper.end_page()
    return paper.content()


def _paper(width: float, height: float, labels: Sequence[LabelFacts]) -> Paper:
    title = _("Labels {first} – {last}") if len(labels) > 1 else _("Label {first}")
    return Paper(width, height, title=title.format(first=labels[0].code, last=labels[-1].code), author="Paigong")
