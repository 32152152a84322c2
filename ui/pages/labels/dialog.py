"""The dialog in which labels are printed: which devices, on what, from which place on, and how the first page looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
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
    QVBoxLayout,
    QWidget,
)

from app.assets.filters import AssetFilter
from app.foundation.errors import PaigongError, Rejection
from app.foundation.sentences import declare, sentence
from app.foundation.settings import LabelChoices
from app.foundation.translation import N_, _, ngettext
from ui.pages.labels.form import LabelForm
from ui.pages.labels.making import BlankCodes, LabelMaking, Stage, Which
from ui.pages.labels.sticking_dialog import StickingDialog
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields import ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.keeping import KeptJob
    from app.storage.units import Changes
    from ui.pages.labels.delivering import Delivered

_WIDTH, _HEIGHT = 1040, 720
_REST, _THIS, _LISTED, _UNLABELLED, _BLANK = "rest", "this", "listed", "unlabelled", "blank"
_DEVICES = {
    _BLANK: N_("Blank labels of a survey"),
    _REST: N_("The rest of the job that stopped"),
    _THIS: N_("The marked device"),
    _UNLABELLED: N_("Those of the list without a label"),
    _LISTED: N_("All of the list"),
}
_TITLE = N_("Print labels")
_BUSY = frozenset({Stage.READING, Stage.SETTING, Stage.PRINTING, Stage.STOPPING})
_WORDS = {
    Stage.READING: N_("Reading what the labels say…"),
    Stage.SETTING: N_("Making the pages, and reading every code back…"),
    Stage.STOPPING: N_("Stopping…"),
}

_REST_LEFT = N_("Labels left of the job on {printer}: {count}.")
_IN_DOUBT = N_("Look which label came out last: whether {code} did is not known.")
_NEVER_SAYS = N_("This printer never says what is out: look whether {code} came.")

declare({"label_reason_missing": N_("Say why these labels are printed again.")})


class LabelDialog(Translated, QDialog):
    """Shows the first page at once, whatever is chosen; nothing is printed before every code was read back."""

    paper_made = Signal(str)
    """With the path of the PDF."""
    chosen = Signal(object)
    """With the `LabelChoices` to begin with the next time."""

    def __init__(
        self,
        work: Work,
        wall_clock: WallClock,
        parent: QWidget | None,
        listed: AssetFilter | BlankCodes,
        choices: LabelChoices,
        *,
        papers: Path,
        asset_id: str = "",
    ) -> None:
        """Begins with `choices`.

        :param listed: what the list of devices shows, or labels whose devices are not known yet
        :param asset_id: the device that is marked in the list, if any
        :param papers: the folder for PDFs
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._clock = work, wall_clock.clock
        self._this: dict[str, Which] = {_THIS: asset_id} if asset_id else {}
        self._listed: dict[str, Which] = (
            {_BLANK: listed}
            if isinstance(listed, BlankCodes)
            else {_UNLABELLED: replace(listed, unlabelled=True), _LISTED: listed}
        )
        self.making = LabelMaking(work, wall_clock, papers, self)
        self.banner = NoticeBanner(compact=True)
        self.devices, self.first = ChoiceField(), ChoiceField()
        self.form = LabelForm(work, choices)
        self.preview = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._words = ElidedLabel(role="muted")
        self.stick_button = Button(N_("Stick on…"), kind="quiet")
        self.close_button, self.print_button = Button(N_("Cancel")), Button(_TITLE, icon="printer", kind="primary")
        self._first_row = FormRow(N_("Go on with"), self.first)
        self._lay_out()
        self.retranslate()
        self._connect()

    def open(self) -> None:
        """Show the dialog, and look for a job that stopped; then read what the labels say.

        Blank labels are looked through by whoever has them: no job of theirs is kept.
        """
        self.form.printer.find_printers()
        if _BLANK in self._listed:
            self._devices_chosen()
        else:
            self.making.resuming.look()
        super().open()

    def reject(self) -> None:
        """Stop what is under way; close where nothing is."""
        if self.making.stage in {Stage.SETTING, Stage.PRINTING}:
            self.making.stop()
        else:
            super().reject()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))
        self._offer_devices()
        self._follow()

    def print_labels(self) -> None:
        """Print, unless something is missing."""
        from app.labels.printers import Printer

        self.banner.dismiss()
        printer, reason = self.form.printer.value(), self.form.reason.value()
        try:
            if self.form.printer.is_address:
                Printer.parse(printer)
            if self.making.again and not reason:
                raise Rejection("label_reason_missing")
            job = self.form.job(self.making.labels.ready if self.making.labels else ())
            self.making.make(job, printer, reason, goes_on=self.devices.value() == _REST)
        except PaigongError as error:
            self._fail(error)

    @property
    def _whiches(self) -> dict[str, Which]:
        job = self.making.resuming.job
        return {**({_REST: job.rest} if job else {}), **self._this, **self._listed}

    def _offer_devices(self) -> None:
        self.devices.set_choices(tuple((which, _(_DEVICES[which])) for which in self._whiches))

    def _looked(self) -> None:
        """Offer the rest of a job that stopped, before everything else unless one device was marked for this job."""
        job = self.making.resuming.job
        self._offer_devices()
        if job is not None and (not self._this or self.making.stage is Stage.READY):
            self.devices.set_value(_REST)
        if job is not None and self.banner.isHidden():
            self.banner.show_notice(_notice_of_rest(job, dict(self.making.resuming.devices)))
        self._devices_chosen()

    def _devices_chosen(self) -> None:
        """The rest of a job goes where the job went."""
        job = self.making.resuming.job if self.devices.value() == _REST else None
        self._first_row.setVisible(job is not None)
        self.form.show_rest_of(job)
        if job is not None:
            self.first.set_choices(self.making.resuming.devices)
            self.first.set_value(job.rest[0])
        self.making.read(self._whiches[self.devices.value()])

    def _first_chosen(self) -> None:
        self.making.resuming.begin_with(self.first.value())
        self._chosen_anew()

    def _chosen_anew(self) -> None:
        self.banner.dismiss()
        self._devices_chosen()

    def _give_up_rest(self) -> None:
        self.making.resuming.give_up()
        self._looked()

    def _make_calibration_page(self) -> None:
        form = self.form
        if form.sheet is not None:
            self.making.make_calibration_page(form.sheet, form.calibration.calibration, form.printer.value())

    def _stick_on(self) -> None:
        StickingDialog(self._work, self).open()

    def _show_formats(self, code: str) -> None:
        from ui.pages.label_formats.dialog import FormatsDialog

        FormatsDialog(self._work, self._clock, self, asset_id=str(self._this.get(_THIS, "")), chosen=code).open()

    def _changes_applied(self, changes: Changes) -> None:
        """Somebody has made a design or a sheet: offer it, and print by the newest."""
        if changes.touches("label_formats") and self.making.stage in {Stage.READY, Stage.OVER}:
            self._chosen_anew()

    def _edited(self) -> None:
        self.banner.dismiss()
        self._show_page()

    def _show_page(self) -> None:
        if self.making.labels and self.making.labels.ready and self.making.stage in {Stage.READY, Stage.OVER}:
            self.making.show(self.form.job(self.making.labels.ready))

    def _follow(self) -> None:
        """Show how far the job has come."""
        making, labels = self.making, self.making.labels
        count = len(labels.ready) if labels else 0
        self._progress.setVisible(making.stage in _BUSY)
        self.form.show_again(is_again=bool(making.again))
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
        self.form.show_media(self.making.media)
        self._show_page()
        try:
            if self.making.labels is not None:
                self.making.labels.check()
        except Rejection as waiting:
            self._warn(waiting)

    def _printing(self, count: int) -> None:
        self._words.show_text(_("Printed: {count}").format(count=f"{count:,}"))

    def _over(self, delivered: Delivered) -> None:
        """Remember where the next job begins."""
        ready = self.making.labels.ready if self.making.labels else ()
        self.chosen.emit(self.form.choices_after(len(ready) * self.form.copies.value()))
        self._offer_devices()
        notice = Notice(Tone.OK, self.making.checked)
        if not delivered.is_sure:
            notice = Notice(Tone.WARN, self.making.checked, _(_NEVER_SAYS).format(code=ready[-1].code))
        self.banner.show_notice(notice)

    def _warn(self, rejection: Rejection) -> None:
        self.banner.show_notice(Notice(Tone.WARN, sentence(rejection)))

    def _fail(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _connect(self) -> None:
        self.making.changed.connect(self._follow)
        self.making.labels_read.connect(self._read)
        self.making.over.connect(self._over)
        self.making.failed.connect(self._fail)
        self.making.printed.connect(self._printing)
        self.making.paper_made.connect(self.paper_made)
        self.making.resuming.found.connect(self._looked)
        self.banner.action_requested.connect(self._give_up_rest)
        self.devices.activated.connect(self._chosen_anew)
        self.first.activated.connect(self._first_chosen)
        self.form.edited.connect(self._edited)
        self.form.warned.connect(self._warn)
        self.form.failed.connect(self._fail)
        self.form.page_requested.connect(self._make_calibration_page)
        self.form.formats_requested.connect(self._show_formats)
        self._work.changes_applied.connect(self._changes_applied)
        self.stick_button.clicked.connect(self._stick_on)
        self.close_button.clicked.connect(self.reject)
        self.print_button.clicked.connect(self.print_labels)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        shown = Card()
        self.form.body.insertWidget(0, FormRow(N_("Devices"), self.devices))
        self.form.body.insertWidget(1, self._first_row)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        shown.body.addWidget(self.preview, 1)
        body = QHBoxLayout()
        body.setSpacing(SPACE.xl)
        body.addWidget(self.form)
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


def _notice_of_rest(job: KeptJob, codes: dict[str, str]) -> Notice:
    """What is left of a job that stopped, and what is not known about it."""
    doubt = "" if job.progress.is_sure else _(_IN_DOUBT).format(code=codes.get(job.rest[0], ""))
    left = _(_REST_LEFT).format(printer=job.printer, count=f"{len(job.rest):,}")
    return Notice(Tone.WARN, left, doubt, action_source=N_("Give it up"))
