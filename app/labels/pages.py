"""PDFs of labels: rolls, where each label is a page, and sheets that are printed from any free place on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.documents.fonts import Face
from app.documents.paper import Area, Paper
from app.documents.text import flow
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.settings import Calibration
from app.foundation.translation import N_, _
from app.labels.rules.designs import Design
from app.labels.rules.sheets import Order, Sheet
from app.labels.setting import LabelFacts, SetLabel, set_label

ROLL_DOTS_PER_MM = 8.0
"""203 dpi, as nearly all label printers have."""
SHEET_DOTS_PER_MM = 300 / 25.4
"""Office printers have this or a multiple of it."""
UNCORRECTED = Calibration()
_RULER, _HAIR = 100, 0.1

declare(
    {
        "label_refused": N_(
            "The label of {code} cannot be printed: “{text}” does not fit into “{field}”, not even in small type. "
            "Shorten it and print again. Nothing was printed."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class SheetUse:
    """How labels are laid on sheets; `taken` are the places of the first sheet that are used up.

    With `framed` the edge of each label is drawn, for looking at it.
    """

    sheet: Sheet
    taken: Collection[int] = field(default_factory=frozenset)
    order: Order = Order.BY_ROW
    framed: bool = False


def roll_pdf(
    design: Design,
    labels: Sequence[LabelFacts],
    *,
    dots_per_mm: float = ROLL_DOTS_PER_MM,
    calibration: Calibration = UNCORRECTED,
) -> bytes:
    """A PDF of one label a page, at least one.

    :raises Trouble: ``label_refused``, and as `set_label`
    """
    paper = _paper(design.width, design.height, labels)
    for label in labels:
        with paper.calibrated(calibration.dx, calibration.dy, calibration.sx, calibration.sy):
            _set(design, label, dots_per_mm).draw(paper, 0, 0)
        paper.end_page()
    return paper.content()


def sheet_pdf(
    design: Design, labels: Sequence[LabelFacts], use: SheetUse, *, calibration: Calibration = UNCORRECTED
) -> bytes:
    """A PDF of sheets, at least one label; the design takes the size of the sheet's labels.

    :raises Trouble: ``label_refused``, and as `set_label`
    :raises Rejection: ``label_sheet_used_up``
    """
    sheet = use.sheet
    design = design.resized(sheet.label_width, sheet.label_height)
    paper = _paper(sheet.page_width, sheet.page_height, labels)
    placed = zip(sheet.free_places(use.taken, use.order), labels, strict=False)
    for _page, on_page in groupby(placed, key=lambda pair: pair[0][0]):
        with paper.calibrated(calibration.dx, calibration.dy, calibration.sx, calibration.sy):
            for (_number, place), label in on_page:
                _set(design, label, SHEET_DOTS_PER_MM).draw(paper, *sheet.corner(place))
                if use.framed:
                    _frame(paper, sheet, place)
        paper.end_page()
    return paper.content()


def calibration_page(sheet: Sheet, calibration: Calibration) -> bytes:
    """A page to be printed on plain paper and held against a sheet: the edge of each place, and two rulers.

    Where the edges lie beside the labels, that is what the printer must be corrected by; where 100 mm are shorter or
    longer, by how much.
    """
    paper = Paper(sheet.page_width, sheet.page_height, title=_("Calibration page"), author="Paigong")
    with paper.calibrated(calibration.dx, calibration.dy, calibration.sx, calibration.sy):
        for place in range(sheet.places):
            _frame(paper, sheet, place)
        x, y = sheet.page_width / 2 + sheet.pitch_x / 4, sheet.page_height / 2 + sheet.pitch_y / 4  # beside the edges
        _ruler(paper, (sheet.page_width - _RULER) / 2, y, across=True)
        _ruler(paper, x, (sheet.page_height - _RULER) / 2, across=False)
        words = _("Hold it against a sheet of {name}: each frame is the edge of a label. Each ruler is 100 mm long.")
        told = flow(words.format(name=sheet.name), Face.REGULAR, 9, 1.3, width_mm=_RULER / 2)
        paper.write(told, (sheet.page_width - _RULER) / 2, y + _RULER / 20)
    paper.end_page()
    return paper.content()


def _set(design: Design, label: LabelFacts, dots_per_mm: float) -> SetLabel:
    """A label of many: what does not fit is refused with the code of its device, by which it is found."""
    try:
        return set_label(design, label, dots_per_mm)
    except Trouble as refused:
        if refused.code != "text_does_not_fit":
            raise
        raise Trouble("label_refused", code=label.code, **refused.params) from refused


def _frame(paper: Paper, sheet: Sheet, place: int) -> None:
    """The edge of a label."""
    left, top = sheet.corner(place)
    area = Area(left, top, sheet.label_width, sheet.label_height)
    paper.frame(area, thick_mm=_HAIR, radius_mm=sheet.radius)


def _ruler(paper: Paper, x: float, y: float, *, across: bool) -> None:
    """A line of 100 mm with a mark at each millimetre, longer at each ten."""
    for millimetre in range(_RULER + 1):
        length = 4 if millimetre % 10 == 0 else 2
        at_x, at_y = (x + millimetre, y) if across else (x, y + millimetre)
        paper.line(at_x, at_y, at_x + (0 if across else length), at_y + (length if across else 0), thick_mm=_HAIR)
    paper.line(x, y, x + (_RULER if across else 0), y + (0 if across else _RULER), thick_mm=_HAIR)


def _paper(width: float, height: float, labels: Sequence[LabelFacts]) -> Paper:
    title = _("Labels {first} – {last}") if len(labels) > 1 else _("Label {first}")
    return Paper(width, height, title=title.format(first=labels[0].code, last=labels[-1].code), author="Paigong")
