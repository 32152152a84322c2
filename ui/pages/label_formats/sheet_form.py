"""The form for a sheet: its page, its labels, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from app.labels.rules.designs import SMALLEST_HEIGHT, SMALLEST_WIDTH
from app.labels.rules.sheets import LARGEST_PAGE, MOST_IN_LINE, PAGES, SMALLEST_PAGE, Sheet
from ui.pages.label_formats.form import FormatForm
from ui.pages.label_formats.numbers_field import Number, NumbersField
from ui.widgets.fields import ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.setting import LabelFacts
    from app.labels.tables import LabelFormat

_WIDTH = 1000
_OWN = "own"
_LARGEST_RADIUS = 50.0
_BESIDE = ("counts", "corner", "pitch", "radius")
_COLUMNS, _ROWS = Number(N_("Columns"), 1, MOST_IN_LINE, decimals=0), Number(N_("Rows"), 1, MOST_IN_LINE, decimals=0)
_LEFT, _TOP = Number(N_("From the left"), 0, LARGEST_PAGE, 2), Number(N_("From the top"), 0, LARGEST_PAGE, 2)
_ACROSS, _DOWN = Number(N_("Across"), 0, LARGEST_PAGE, 2), Number(N_("Down"), 0, LARGEST_PAGE, 2)
_PAGE_SIZE = tuple(Number(name, SMALLEST_PAGE, LARGEST_PAGE) for name in (N_("Width"), N_("Height")))
_LABEL_SIZE = (
    Number(N_("Width"), SMALLEST_WIDTH, LARGEST_PAGE, 2),
    Number(N_("Height"), SMALLEST_HEIGHT, LARGEST_PAGE, 2),
)


class SheetForm(FormatForm):
    """All lengths as they stand on the box of the sheets, or as a ruler tells."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        parent: QWidget,
        medium: Sheet,
        devices: tuple[LabelFacts, ...],
        stands: LabelFormat | None = None,
    ) -> None:
        title = N_("Change the sheet") if stands else N_("New sheet")
        super().__init__(work, clock, parent, medium, devices, stands, title)
        self.page = self.add("page", N_("Page"), ChoiceField())
        self.page_size = self.add("page_size", N_("Size of the page, mm"), NumbersField(*_PAGE_SIZE))
        self.label_size = self.add("label_size", N_("Size of a label, mm"), NumbersField(*_LABEL_SIZE))
        self.counts = self.add("counts", N_("Number of labels"), NumbersField(_COLUMNS, _ROWS))
        self.corner = self.add("corner", N_("First label begins, mm"), NumbersField(_LEFT, _TOP))
        self.pitch = self.add(
            "pitch",
            N_("Distance, mm"),
            NumbersField(_ACROSS, _DOWN),
            hint_source=N_("From the edge of a label to the same edge of the next one."),
        )
        self.radius = self.add(
            "radius", N_("Rounded corners, mm"), NumbersField(Number(N_("Rounded corners, mm"), 0, _LARGEST_RADIUS))
        )
        self.retranslate()
        self._show(medium)
        self.page.edited.connect(self._page_chosen)
        self.complete(medium, _BESIDE, _WIDTH)
        self._page_chosen()

    def medium(self) -> Sheet:
        (columns, rows), (left, top), (across, down) = self.counts.figures, self.corner.figures, self.pitch.figures
        (label_width, label_height), (page_width, page_height) = self.label_size.figures, self.page_size.figures
        return Sheet(
            name=self.name.value(),
            columns=int(columns),
            rows=int(rows),
            label_width=label_width,
            label_height=label_height,
            left=left,
            top=top,
            pitch_x=across,
            pitch_y=down,
            page_width=page_width,
            page_height=page_height,
            radius=self.radius.figures[0],
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.page.set_choices((*((name, name) for name in PAGES), (_OWN, _("Another size"))))

    def _show(self, sheet: Sheet) -> None:
        size = sheet.page_width, sheet.page_height
        self.page.set_value(next((name for name, known in PAGES.items() if known == size), _OWN))
        self.page_size.show_figures(*size)
        self.label_size.show_figures(sheet.label_width, sheet.label_height)
        self.counts.show_figures(sheet.columns, sheet.rows)
        self.corner.show_figures(sheet.left, sheet.top)
        self.pitch.show_figures(sheet.pitch_x, sheet.pitch_y)
        self.radius.show_figures(sheet.radius)

    def _page_chosen(self) -> None:
        size = PAGES.get(self.page.value())
        self.page_size.setEnabled(size is None)
        if size is not None:
            self.page_size.show_figures(*size)
