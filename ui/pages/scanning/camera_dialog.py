"""Scanning with the camera of the computer; where there is none, with a picture or the keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.scanning.camera_source import TROUBLE_SENTENCES, CameraSource, CameraTrouble
from ui.pages.scanning.camera_view import CameraView
from ui.pages.scanning.sightings import Sightings
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell
from ui.widgets.fields import CheckField, ChoiceField, LineField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader, UnitOfWork

_WIDTH, _HEIGHT = 720, 640
_MOST_CHOICES = 4
_SHOWN_EVERY_SECONDS = 0.06
_TITLE = N_("Scan with the camera")
_CAMERA = "camera"
_PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif"


class CameraDialog(Translated, QDialog):
    """Shows what the camera sees, tells the code in it, and closes; a `lasting` one goes on with the next.

    Where several codes are in sight the person is asked which one.
    """

    scanned = Signal(str)

    def __init__(
        self,
        work: Work,
        parent: QWidget,
        *,
        lasting: bool = False,
        make_source: Callable[[QObject], CameraSource] = CameraSource,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._lasting, self._make_source = work, lasting, make_source
        self._source: CameraSource | None = None
        self._shown_at = 0.0
        self._sightings = Sightings()
        self._looking: Reply | None = None
        self.banner = NoticeBanner(compact=True)
        self.view, self.says = CameraView(), Label(role="muted", wrapped=True)
        self.choices = SmallList(N_("Codes in sight"), ("",), ColumnPlan((0,), stretched=0, least=200), ListUse.OPEN)
        self.camera, self.torch = ChoiceField(), CheckField(N_("Lamp"))
        self.field = LineField()
        self.picture = Button(N_("Read from a picture…"), icon="folder-open")
        self.close_button = Button(N_("Close"))
        self._camera_row = FormRow(N_("Camera"), self.camera)
        self._lay_out()
        self._connect()
        self.retranslate()

    def open(self) -> None:
        """Show the dialog, and the camera that was chosen the last time."""
        super().open()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._work.run_query(_chosen_camera, self._begin)

    def done(self, result: int) -> None:
        """Give the camera back before anything else happens."""
        if self._source is not None:
            self._source.stop()
        if self._looking is not None:
            self._looking.cancel()
        super().done(result)

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))
        self.says.setText(_("Hold the label before the camera. A typing scanner works here, too."))

    def read_picture(self, file: str) -> None:
        """Find the codes in a picture file."""
        from app.labels.seeing import codes_in_picture

        self.banner.dismiss()
        self._work.compute(codes_in_picture, Path(file), done=self._offer, failed=self._fail)

    def _begin(self, chosen: str) -> None:
        try:
            self._source = self._make_source(self)
        except ImportError:
            self._camera_failed(CameraTrouble.NOT_INSTALLED)
            return
        self._source.framed.connect(self._framed)
        self._source.failed.connect(self._camera_failed)
        self._source.cameras_changed.connect(self._offer_cameras)
        self.camera.set_value(chosen)
        self._offer_cameras()
        self._source.start(chosen)

    def _offer_cameras(self) -> None:
        if self._source is not None:
            cameras = self._source.cameras()
            self.camera.set_choices(cameras)
            self._camera_row.setVisible(len(cameras) > 1)

    def _camera_chosen(self) -> None:
        if self._source is not None:
            self.banner.dismiss()
            self._work.write(partial(_keep_camera, self.camera.value()))
            self._source.start(self.camera.value())

    def _light(self) -> None:
        if self._source is not None:
            self._source.set_torch(lit=self.torch.isChecked())

    def _framed(self, frame: Any) -> None:
        """A frame that comes too soon is let pass."""
        now = time.monotonic()
        if now - self._shown_at < _SHOWN_EVERY_SECONDS or self._source is None:
            return
        if not self._shown_at:
            self.torch.setVisible(self._source.has_torch)
        self._shown_at = now
        image: QImage = frame.toImage()
        if image.isNull():  # of a form that cannot be shown here
            return
        self.banner.dismiss()
        self.view.show_image(image)
        if self._looking is None:
            self._look(image)

    def _look(self, image: QImage) -> None:
        """Look for codes in another process, in one frame at a time: none waits."""
        from app.labels.seeing import codes_in_frame

        frame = image.convertToFormat(QImage.Format.Format_RGB32)
        size = frame.width(), frame.height(), frame.bytesPerLine()
        pixels = bytes(frame.constBits())
        self._looking = self._work.compute(codes_in_frame, pixels, *size, done=self._looked, failed=self._look_failed)

    def _looked(self, texts: tuple[str, ...]) -> None:
        self._looking = None
        found = self._sightings.take(texts, time.monotonic())
        if found:
            self._offer(found)

    def _look_failed(self, error: Exception) -> None:
        """The next frame may be read again."""
        self._looking = None
        self._fail(error)

    def _offer(self, texts: tuple[str, ...]) -> None:
        """Tell the one code, or ask which one."""
        if len(texts) == 1:
            self._tell(texts[0])
            return
        self.choices.show_rows(tuple(ListRow(text, (TextCell(text),)) for text in texts))
        self.choices.setFixedHeight(min(len(texts), _MOST_CHOICES) * SIZE.row + 2)
        self.choices.show()
        self.says.setText(_("Several codes are in sight. Choose the one that is meant."))

    def _tell(self, text: str) -> None:
        self._sightings.tell((text, *self.choices.row_ids), time.monotonic())
        self.choices.hide()
        self.choices.show_rows(())
        self.says.setText(text)
        self.view.flash()
        QApplication.beep()
        if not self._lasting:
            self.accept()
        self.scanned.emit(text)

    def _typed(self) -> None:
        text = self.field.value()
        self.field.clear()
        if text:
            self._tell(text)

    def _camera_failed(self, trouble: CameraTrouble) -> None:
        self.view.show_image(QImage())
        self._shown_at = 0.0
        advice = _("Type the code below, or take a picture and read it from there.")
        self.banner.show_notice(Notice(Tone.WARN, _(TROUBLE_SENTENCES[trouble]), advice))

    def _fail(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _choose_picture(self) -> None:
        chooser = QFileDialog(self, _("Read from a picture…"), "", _("Pictures") + f" ({_PICTURES})")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.read_picture)
        chooser.open()

    def _connect(self) -> None:
        self.choices.row_opened.connect(self._tell)
        self.camera.activated.connect(self._camera_chosen)
        self.torch.edited.connect(self._light)
        self.field.returnPressed.connect(self._typed)
        self.picture.clicked.connect(self._choose_picture)
        self.close_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        self.choices.horizontalHeader().hide()
        for hidden in (self.choices, self._camera_row, self.torch):
            hidden.hide()
        chosen, below, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        chosen.addWidget(self._camera_row, 1)
        chosen.addWidget(self.torch, 0, Qt.AlignmentFlag.AlignBottom)
        below.addWidget(self.picture)
        below.addStretch()
        below.addWidget(self.close_button)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_TITLE, "title"))
        column.addWidget(self.banner)
        column.addLayout(chosen)
        column.addWidget(self.view, 1)
        column.addWidget(self.says)
        column.addWidget(self.choices)
        column.addWidget(FormRow(N_("Or type what stands on the label"), self.field))
        column.addLayout(below)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)


def _chosen_camera(reader: Reader) -> str:
    from app.storage.facts import fact

    return fact(reader, _CAMERA)


def _keep_camera(camera_id: str, unit: UnitOfWork) -> None:
    from app.storage.facts import set_fact

    set_fact(unit, _CAMERA, camera_id)
