"""The dialog in which labels are printed: which devices, on what, from which place on, and how the first page looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.assets.filters import AssetFilter
from app.foundation.errors import PaigongError, Rejection
from app.foundation.sentences import declare
from app.foundation.settings import LabelChoices
from app.foundation.translation import N_, _, ngettext
from app.labels.rules.designs import DESIGNS
from app.labels.rules.sheets import ORDER_NAMES, SHEETS, Order, Sheet
from ui.pages.labels.calibration_field import CalibrationField
from ui.pages.labels.making import LabelMaking, Stage, Wanted, Which
from ui.pages.labels.places_field import PlacesField
from ui.pages.labels.sticking_dialog import StickingDialog
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.jobs import LabelJob

_WIDTH, _HEIGHT, _CHOICES_WIDTH = 980, 720, 340
_MOST_COPIES = 99
_BESIDE_PLACES, _PLACE_OF_PLACES = frozenset({"order", "copies"}), 2
_THIS, _LISTED, _UNLABELLED = "this", "listed", "unlabelled"
_DEVICES = {
    _THIS: N_("The marked device"),
    _UNLABELLED: N_("Those of the list without a label"),
    _LISTED: N_("All of the list"),
}
_TITLE = N_("Print labels")
_MEDIA = {medium.code: medium for medium in (*DESIGNS, *SHEETS)}
_BUSY = frozenset({Stage.READING, Stage.SETTING, Stage.PRINTING})
_WORDS = {
    Stage.READING: N_("Reading what the labels say…"),
    Stage.SETTING: N_("Making the pages, and reading every code back…"),
}

declare({"label_reason_missing": N_("Say why these labels are printed again.")})


class LabelDialog(Translated, QDialog):
    """Shows the first page at once, whatever is chosen; nothing is printed before every code was read back."""

    pdf_made = Signal(str, bytes)
    """With a name for the file, and the PDF."""
    chosen = Signal(object)
    """With the `LabelChoices` to begin with the next time."""

    def __init__(
        self, work: Work, parent: QWidget | None, listed: AssetFilter, choices: LabelChoices, *, asset_id: str = ""
    ) -> None:
        """:param listed: what the list of devices shows; `asset_id` is the device that is marked in it, if any"""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._choices = work, choices
        self._whiches: dict[str, Which] = {
            **({_THIS: asset_id} if asset_id else {}),
            _UNLABELLED: replace(listed, unlabelled=True),
            _LISTED: listed,
        }
        self.making = LabelMaking(work, self)
        self.banner = NoticeBanner(compact=True)
        self.devices, self.medium, self.order = ChoiceField(), ChoiceField(), ChoiceField()
        self.printer, self.sheet_printer, self.reason = LineField(), LineField(), LineField()
        self.calibration = CalibrationField()
        self.copies = QSpinBox(minimum=1, maximum=_MOST_COPIES)
        self.places = PlacesField()
        self.preview = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._words = ElidedLabel(role="muted")
        self.stick_button = Button(N_("Stick on…"), kind="quiet")
        self.close_button, self.print_button = Button(N_("Cancel")), Button(_TITLE, icon="printer", kind="primary")
        self._rows = {
            "devices": FormRow(N_("Devices"), self.devices),
            "medium": FormRow(N_("Labels"), self.medium),
            "places": FormRow(N_("Used places of the first sheet"), self.places),
            "order": FormRow(N_("Order"), self.order),
            "sheet_printer": FormRow(
                N_("Printer of the sheets"),
                self.sheet_printer,
                hint_source=N_("A name; its corrections are kept."),
            ),
            "calibration": FormRow(N_("Corrections"), self.calibration),
            "copies": FormRow(N_("Copies of each"), self.copies),
            "printer": FormRow(
                N_("Label printer"), self.printer, hint_source=N_("Left empty: a PDF. Else zpl://10.0.0.7 or tspl://…")
            ),
            "reason": FormRow(N_("Why they are printed again"), self.reason),
        }
        self._lay_out()
        self.retranslate()
        self.medium.set_value(choices.medium)
        self.printer.set_value(choices.printer)
        self.sheet_printer.set_value(choices.sheet_printer)
        self._connect()
        self._printer_named()
        self._medium_chosen()

    def open(self) -> None:
        """Show the dialog and read what the labels say."""
        self._devices_chosen()
        super().open()

    def reject(self) -> None:
        """Stop what is under way; close where nothing is."""
        if self.making.stage in {Stage.SETTING, Stage.PRINTING}:
            self.making.stop()
        else:
            super().reject()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))
        self.devices.set_choices(tuple((which, _(_DEVICES[which])) for which in self._whiches))
        self.medium.set_choices(tuple((medium.code, _(medium.name)) for medium in _MEDIA.values()))
        self.order.set_choices(tuple((order, _(name)) for order, name in ORDER_NAMES.items()))
        self._follow()

    def print_labels(self) -> None:
        """Print, unless something is missing."""
        from app.labels.printers import Printer

        self.banner.dismiss()
        try:
            printer = Printer.parse(self.printer.value()) if self._takes_printer and self.printer.value() else None
            if self.making.again and not self.reason.value():
                raise Rejection("label_reason_missing")
            self.making.make(Wanted(self._job(), printer, self.reason.value()))
        except PaigongError as error:
            self._fail(error)

    @property
    def _sheet(self) -> Sheet | None:
        medium = _MEDIA[self.medium.value()]
        return medium if isinstance(medium, Sheet) else None

    @property
    def _takes_printer(self) -> bool:
        return self._sheet is None

    def _job(self) -> LabelJob:
        from app.labels.jobs import ON_SHEETS, LabelJob
        from app.labels.pages import SheetUse

        medium, labels = _MEDIA[self.medium.value()], self.making.labels
        ready = labels.ready if labels else ()
        if isinstance(medium, Sheet):
            use = SheetUse(medium, self.places.taken, Order(self.order.value()), self.calibration.calibration)
            return LabelJob(ON_SHEETS, ready, use, self.copies.value())
        return LabelJob(medium, ready, copies=self.copies.value())

    def _devices_chosen(self) -> None:
        self.banner.dismiss()
        self.making.read(self._whiches[self.devices.value()])

    def _medium_chosen(self) -> None:
        sheet = self._sheet
        for name in ("places", "order", "sheet_printer", "calibration"):
            self._rows[name].setVisible(sheet is not None)
        self._rows["printer"].setVisible(sheet is None)
        if sheet is not None:
            self.places.show_sheet(sheet, frozenset(self._choices.taken_places.get(sheet.code, ())))
        self._show_page()

    def _printer_named(self) -> None:
        known = self._choices.calibrations.get(self.sheet_printer.value())
        if known is not None:
            self.calibration.show_calibration(known)

    def _make_calibration_page(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            self.making.make_calibration_page(sheet, self.calibration.calibration)

    def _stick_on(self) -> None:
        StickingDialog(self._work, self).open()

    def _show_page(self) -> None:
        if self.making.labels and self.making.labels.ready and self.making.stage in {Stage.READY, Stage.OVER}:
            self.banner.dismiss()
            self.making.show(self._job())

    def _follow(self) -> None:
        """Show how far the job has come."""
        making, labels = self.making, self.making.labels
        count = len(labels.ready) if labels else 0
        self._progress.setVisible(making.stage in _BUSY)
        self._rows["reason"].setVisible(bool(making.again))
        self.print_button.setEnabled(making.stage is Stage.READY and count > 0)
        self.close_button.set_text_source(N_("Close") if making.stage is Stage.OVER else N_("Cancel"))
        words = ngettext("{count} label", "{count} labels", count).format(count=f"{count:,}")
        if making.stage in _WORDS:
            words = _(_WORDS[making.stage])
        elif making.stage is Stage.READY and labels and not count:
            words = _("No device waits for a label.")
        elif making.checked and making.stage in {Stage.PRINTING, Stage.OVER}:
            words = making.checked
        self._words.show_text(words)
        picture = QPixmap()
        picture.loadFromData(making.picture)
        if not picture.isNull():
            shown = self.preview.size() * self.devicePixelRatioF()
            picture = picture.scaled(
                shown, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(picture)

    def _read(self) -> None:
        """Once the labels are known, show the first page, and tell what cannot be printed yet."""
        self._show_page()
        try:
            if self.making.labels is not None:
                self.making.labels.check()
        except Rejection as waiting:
            self.banner.show_notice(replace(notice_of(waiting), tone=Tone.WARN))

    def _printing(self, count: int) -> None:
        self._words.show_text(_("Printed: {count}").format(count=f"{count:,}"))

    def _over(self) -> None:
        """Remember where the next job begins."""
        name = self.sheet_printer.value()
        self._choices = replace(
            self._choices,
            medium=self.medium.value(),
            printer=self.printer.value(),
            taken_places=self._taken_then(),
            sheet_printer=name,
            calibrations={**self._choices.calibrations, **({name: self.calibration.calibration} if name else {})},
        )
        self.chosen.emit(self._choices)
        self.banner.show_notice(Notice(Tone.OK, self.making.checked))

    def _taken_then(self) -> dict[str, tuple[int, ...]]:
        sheet = self._sheet
        if sheet is None:
            return self._choices.taken_places
        count = len(self._job().labels) * self.copies.value()
        taken = sheet.taken_after(count, self.places.taken, Order(self.order.value()))
        return {**self._choices.taken_places, sheet.code: tuple(sorted(taken))}

    def _fail(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _connect(self) -> None:
        self.making.changed.connect(self._follow)
        self.making.labels_read.connect(self._read)
        self.making.over.connect(self._over)
        self.making.failed.connect(self._fail)
        self.making.printed.connect(self._printing)
        self.making.pdf_made.connect(self.pdf_made)
        self.devices.activated.connect(self._devices_chosen)
        self.medium.activated.connect(self._medium_chosen)
        for changed in (self.order.activated, self.places.edited, self.copies.valueChanged):
            changed.connect(self._show_page)
        self.sheet_printer.edited.connect(self._printer_named)
        self.calibration.edited.connect(self._show_page)
        self.calibration.page_requested.connect(self._make_calibration_page)
        self.stick_button.clicked.connect(self._stick_on)
        self.close_button.clicked.connect(self.reject)
        self.print_button.clicked.connect(self.print_labels)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        chooser, shown = ScrollColumn(), Card()
        chooser.setFixedWidth(_CHOICES_WIDTH)
        beside, beside_places = QHBoxLayout(), QVBoxLayout()
        for name, row in self._rows.items():
            (beside_places if name in _BESIDE_PLACES else chooser.body).addWidget(row)
        beside_places.addStretch()
        beside.addWidget(self._rows["places"], 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(beside_places, 1)
        chooser.body.insertLayout(_PLACE_OF_PLACES, beside)
        chooser.body.addStretch()
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        shown.body.addWidget(self.preview, 1)
        body = QHBoxLayout()
        body.setSpacing(SPACE.xl)
        body.addWidget(chooser)
        body.addWidget(shown, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.sm)
        foot.addWidget(self._words, 1)
        foot.addWidget(self.stick_button)
        foot.addWidget(self.close_button)
        foot.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_TITLE, "title"))
        column.addWidget(self.banner)
        column.addLayout(body, 1)
        column.addWidget(self._progress)
        column.addLayout(foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a choice must not print
