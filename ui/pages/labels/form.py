"""What labels are printed on: the roll or sheet with its used places, the printer with its corrections, the copies."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout

from app.foundation.errors import Rejection
from app.foundation.settings import Calibration, LabelChoices
from app.foundation.translation import N_, _
from app.labels.rules.sheets import ORDER_NAMES, Order, Sheet
from ui.pages.labels.calibration_field import CalibrationField
from ui.pages.labels.medium_field import Medium, MediumField
from ui.pages.labels.places_field import PlacesField
from ui.pages.labels.printer_field import PrinterField
from ui.printers import system
from ui.widgets.button import Button
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.form_row import FormRow
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.jobs import LabelJob
    from app.labels.keeping import KeptJob
    from app.labels.rules.designs import Design
    from app.labels.rules.sheets import Margins
    from app.labels.setting import LabelFacts

_MOST_COPIES, _WIDTH = 99, 400
_BESIDE_PLACES, _PLACE_OF_FORMATS, _PLACE_OF_PLACES = frozenset({"order", "copies"}), 1, 3


class LabelForm(Translated, ScrollColumn):
    """Fields that follow each other: a sheet has places, a printer has corrections of its own."""

    edited = Signal()
    """The labels look otherwise now, or stand elsewhere."""
    page_requested = Signal()
    formats_requested = Signal(str)
    """With the code of the roll or the sheet that is chosen."""
    warned = Signal(object)
    """With the `Rejection` that tells which labels the printer cannot print whole."""
    failed = Signal(object)
    """With the exception: the computer does not tell of its printers."""

    def __init__(self, work: Work, choices: LabelChoices) -> None:
        super().__init__()
        self._work, self._choices = work, choices
        self._margins_of: tuple[str, str] | None = None
        self._rest: KeptJob | None = None
        self._wanted_design = choices.sheet_design
        self.medium, self.order, self.printer = MediumField(), ChoiceField(), PrinterField(work)
        self.design, self.formats = ChoiceField(), Button(N_("Designs and sheets…"), icon="pencil", kind="link")
        self.sheet_printer, self.reason = LineField(), LineField()
        self.calibration, self.places = CalibrationField(), PlacesField()
        self.copies = QSpinBox(minimum=1, maximum=_MOST_COPIES)
        self._rows = {
            "medium": FormRow(N_("Labels"), self.medium),
            "design": FormRow(N_("Design"), self.design),
            "places": FormRow(N_("Used places of the first sheet"), self.places),
            "order": FormRow(N_("Order of the places"), self.order),
            "printer": FormRow(N_("Printer"), self.printer),
            "sheet_printer": FormRow(
                N_("Printer of the sheets"),
                self.sheet_printer,
                hint_source=N_("A name; its corrections are kept."),
            ),
            "calibration": FormRow(N_("Corrections"), self.calibration),
            "copies": FormRow(N_("Copies of each"), self.copies),
            "reason": FormRow(N_("Why they are printed again"), self.reason),
        }
        self._lay_out()
        self.retranslate()
        self.medium.set_value(choices.medium)
        self.sheet_printer.set_value(choices.sheet_printer)
        self._connect()
        self._medium_chosen()

    def retranslate(self) -> None:
        self.medium.retranslate()
        self._offer_designs()
        self.order.set_choices(tuple((order, _(name)) for order, name in ORDER_NAMES.items()))

    @property
    def sheet(self) -> Sheet | None:
        """The sheet; None where a roll is chosen."""
        medium = self.medium.chosen
        return medium if isinstance(medium, Sheet) else None

    def show_media(self, media: tuple[Medium, ...]) -> None:
        """Offer these rolls and sheets, and the designs among them for sheets."""
        before = self.medium.chosen
        with QSignalBlocker(self):  # nobody has edited anything
            self.medium.show_media(media)
            self._offer_designs()
            if self.medium.chosen != before:
                self._medium_chosen()

    def job(self, labels: tuple[LabelFacts, ...]) -> LabelJob:
        """These labels, as is chosen."""
        from app.labels.jobs import ON_SHEETS, LabelJob
        from app.labels.pages import SheetUse

        medium, copies, calibration = self.medium.chosen, self.copies.value(), self.calibration.calibration
        if isinstance(medium, Sheet):
            use = SheetUse(medium, self.places.taken, Order(self.order.value()))
            return LabelJob(self._design or ON_SHEETS, labels, use, copies, calibration=calibration)
        corrections = calibration if self._corrected else Calibration()
        return LabelJob(medium, labels, copies=copies, calibration=corrections)

    def show_again(self, *, is_again: bool) -> None:
        """Whether some labels were printed before, and a reason is due."""
        self._rows["reason"].setVisible(is_again)

    def show_rest_of(self, job: KeptJob | None) -> None:
        """The rest of a job that stopped goes where the job went."""
        self._rest = job
        for field in (self.medium, self.printer, self.copies):
            field.setDisabled(job is not None)
        if job is None:
            return
        with QSignalBlocker(self):  # nobody has edited anything
            self.copies.setValue(job.copies)
            self.medium.set_value(job.medium)
            self._medium_chosen()

    def choices_after(self, count: int) -> LabelChoices:
        """What to begin with the next time, once so many labels are printed."""
        name, printer, sheet = self._corrected, self.printer.value(), self.sheet
        calibrations = {**self._choices.calibrations, **({name: self.calibration.calibration} if name else {})}
        choices = replace(
            self._choices,
            medium=self.medium.value(),
            sheet_design=self.design.value(),
            sheet_printer=self.sheet_printer.value(),
            calibrations=calibrations,
        )
        if sheet is None:
            self._choices = replace(choices, printer=printer)
        else:
            taken = sheet.taken_after(count, self.places.taken, Order(self.order.value()))
            places = {**choices.taken_places, sheet.code: tuple(sorted(taken))}
            self._choices = replace(choices, printer_of_sheets=printer, taken_places=places)
        return self._choices

    @property
    def _design(self) -> Design | None:
        """What stands on the labels of a sheet, where it is not what usually does."""
        return next((one for one in self.medium.own_designs if one.code == self.design.value()), None)

    def _offer_designs(self) -> None:
        own, wanted = self.medium.own_designs, self._wanted_design
        self.design.set_choices((("", _("As sheets usually have it")), *((one.code, one.name) for one in own)))
        self.design.set_value(wanted)
        self._rows["design"].setVisible(self.sheet is not None and bool(own))

    @property
    def _corrected(self) -> str:
        """By which name the corrections are known; empty where none are made."""
        if self.printer.is_address:
            return ""
        return self.printer.value() or (self.sheet_printer.value() if self.sheet else "")

    def _medium_chosen(self) -> None:
        sheet = self.sheet
        for name in ("places", "order"):
            self._rows[name].setVisible(sheet is not None)
        self._offer_designs()
        self.calibration.page.setVisible(sheet is not None)
        if sheet is not None:
            self.places.show_sheet(sheet, frozenset(self._choices.taken_places.get(sheet.code, ())))
        self.printer.offer_addresses(offered=sheet is None)
        usual = self._choices.printer if sheet is None else self._choices.printer_of_sheets
        self.printer.set_value(self._rest.printer if self._rest is not None else usual)
        self.edited.emit()

    def _printer_chosen(self) -> None:
        """Corrections are those of this printer; see which labels of a sheet it cannot print whole."""
        sheet, name = self.sheet, self.printer.value()
        self._rows["sheet_printer"].setVisible(sheet is not None and not name)
        self._rows["calibration"].setVisible(sheet is not None or bool(self._corrected))
        self._corrections_named()
        if sheet is not None and name and self._margins_of != (sheet.code, name):
            self._margins_of = sheet.code, name
            ask = partial(system.margins, name, sheet.page_width, sheet.page_height)
            self._work.keep_safe(ask, self._margins_known, self.failed.emit)

    def _margins_known(self, margins: Margins) -> None:
        name = self.printer.value()
        if self.sheet is None or self._margins_of != (self.sheet.code, name):
            return
        try:
            self.sheet.check_margins(name, margins)
        except Rejection as cut:
            self.warned.emit(cut)

    def _corrections_named(self) -> None:
        known = self._choices.calibrations.get(self._corrected)
        if known is not None:
            self.calibration.show_calibration(known)

    def _connect(self) -> None:
        self.medium.activated.connect(self._medium_chosen)
        self.design.activated.connect(self._design_chosen)
        self.formats.clicked.connect(self._formats_clicked)
        for changed in (self.order.activated, self.places.edited, self.copies.valueChanged, self.calibration.edited):
            changed.connect(self.edited)
        self.printer.edited.connect(self._printer_chosen)
        self.printer.failed.connect(self.failed)
        self.sheet_printer.edited.connect(self._corrections_named)
        self.calibration.page_requested.connect(self.page_requested)

    def _design_chosen(self) -> None:
        self._wanted_design = self.design.value()
        self.edited.emit()

    def _formats_clicked(self) -> None:
        self.formats_requested.emit(self.medium.chosen.code)

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH)
        beside, beside_places = QHBoxLayout(), QVBoxLayout()
        for name, row in self._rows.items():
            (beside_places if name in _BESIDE_PLACES else self.body).addWidget(row)
        beside_places.addStretch()
        beside.addWidget(self._rows["places"], 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(beside_places, 1)
        self.body.insertWidget(_PLACE_OF_FORMATS, self.formats, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.insertLayout(_PLACE_OF_PLACES, beside)
        self.body.addStretch(1)
