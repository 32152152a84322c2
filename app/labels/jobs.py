"""A job of labels: which ones, on which roll or sheet; made as pages, and checked before anything is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.assets.label_commands import MOST_LABELS, RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.settings import Calibration
from app.foundation.translation import N_
from app.labels.checking import Checked, check_pages
from app.labels.dots import Dots, pages_in_dots, picture_of_first_page
from app.labels.pages import ROLL_DOTS_PER_MM, SHEET_DOTS_PER_MM, UNCORRECTED, SheetUse, roll_pdf, sheet_pdf
from app.labels.rules.designs import Design, Shape, design_of
from app.labels.setting import LabelFacts

ON_SHEETS = design_of("50x30")
"""What stands on the labels of sheets, in their size."""


@dataclass(frozen=True, slots=True)
class LabelJob:
    """Labels for a roll (`design` says its size) or, with `sheet`, for sheets; `copies` of each follow each other."""

    design: Design
    labels: Sequence[LabelFacts]
    sheet: SheetUse | None = None
    copies: int = 1
    dots_per_mm: float = ROLL_DOTS_PER_MM
    calibration: Calibration = UNCORRECTED

    @property
    def medium(self) -> str:
        """The name of the roll, or of the sheet and of another design than sheets usually have."""
        if self.sheet is None:
            return self.design.medium
        sheet = self.sheet.sheet.medium
        return sheet if self.design == ON_SHEETS else f"{sheet} {self.design.medium}"

    @property
    def dots_of_symbols(self) -> float:
        """So many dots a millimetre symbols are made of."""
        return self.dots_per_mm if self.sheet is None else SHEET_DOTS_PER_MM

    def label_at(self, out: int) -> LabelFacts:
        """The label that comes next once so many are out, the last one where all are."""
        return self.labels[min(out // self.copies, len(self.labels) - 1)]

    def picture(self) -> bytes:
        """The first page as a PNG.

        :raises Trouble: as `app.labels.setting.set_label`
        :raises Rejection: ``label_sheet_used_up``
        """
        first = replace(self, labels=self.labels[: self.sheet.sheet.places if self.sheet else 1])
        return picture_of_first_page(first.pdf())

    def pdf(self) -> bytes:
        """The pages.

        :raises Trouble: as `app.labels.setting.set_label`
        :raises Rejection: ``label_sheet_used_up``
        """
        labels = [label for label in self.labels for _copy in range(self.copies)]
        if self.sheet is not None:
            return sheet_pdf(self.design, labels, self.sheet, calibration=self.calibration)
        return roll_pdf(self.design, labels, dots_per_mm=self.dots_per_mm, calibration=self.calibration)

    def check(self, pdf: bytes) -> Checked:
        """Read the pages back.

        :raises Trouble: ``labels_unreadable``
        :raises Rejection: ``labels_doubled``
        """
        symbols = 2 if self.design.shape is Shape.FLAG else 1
        return check_pages(pdf, [label.code for label in self.labels], symbols * self.copies)

    def dots(self, pdf: bytes) -> list[Dots]:
        """The pages in the dots of a label printer.

        :raises Rejection: ``label_printer_needs_roll``
        """
        if self.sheet is not None:
            raise Rejection("label_printer_needs_roll")
        return list(pages_in_dots(pdf, self.design.width, self.design.height, self.dots_per_mm))


def records(assets: Iterable[Asset], medium: str, reason: str) -> list[RecordLabels]:
    """What is to be written down once labels of these devices were printed."""
    told = []
    for customer_id, of_customer in groupby(sorted(assets, key=_customer), key=_customer):
        ids = [asset.id for asset in of_customer]
        told += [
            RecordLabels(
                customer_id=customer_id,
                asset_ids=tuple(ids[start : start + MOST_LABELS]),
                kind=LabelEventKind.PRINTED,
                medium=medium,
                reason=reason,
            )
            for start in range(0, len(ids), MOST_LABELS)
        ]
    return told


def _customer(asset: Asset) -> str:
    return asset.customer_id


declare(
    {
        "label_printer_needs_roll": N_(
            "Sheets go to a file or a printer of this computer. Choose a roll for a label printer."
        ),
    }
)
