"""The first survey of a customer: walking from room to room, one field takes serial numbers and labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.assets.filters import AssetFilter
from app.foundation.translation import N_, _
from ui.pages.assets.reading import RegisterChoices
from ui.pages.labels.making import BlankCodes
from ui.pages.scanning.camera_button import CameraButton
from ui.pages.survey.at_once_field import AtOnceField
from ui.pages.survey.blank_form import BlankForm
from ui.pages.survey.photo_button import PhotoButton
from ui.pages.survey.standing import SurveyStanding
from ui.pages.survey.stays_form import StaysForm
from ui.pages.survey.walk import Walk
from ui.pages.survey.wording import heard_notice
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import LineField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.surveying import Heard
    from app.assets.tables import Asset
    from app.storage.units import Reader
    from ui.pages.labels.at_once import LabelsAtOnce

_WIDTH, _HEIGHT = 1080, 760
_STAYS_WIDTH, _STANDING_WIDTH = 280, 240
_MOST_SHOWN = 50
_TITLE = N_("Survey")
_ROOM_KEYS, _TYPE_KEYS, _UNDO_KEYS, _WITHOUT_KEYS = "F2", "F3", "F8", "Ctrl+Return"


@dataclass(frozen=True, slots=True)
class FormWanted:
    """A paper form for a customer's site, with the codes of the labels that wait; `types` explains their letters."""

    customer: str
    site: str
    codes: tuple[str, ...]
    types: tuple[tuple[str, str], ...]


class SurveyDialog(Translated, QDialog):
    """What stays on the left, the device before which somebody stands in the middle, what stands where on the right.

    Each serial number, scanned or typed with Enter, is a device; a label before it is the label of that device.
    """

    labels_requested = Signal(object)
    """With what labels are wanted for: an `AssetFilter`, or `BlankCodes`."""
    form_requested = Signal(object)
    """With the `FormWanted` to write on."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        choices: RegisterChoices,
        parent: QWidget,
        make_printing: Callable[[QObject], LabelsAtOnce],
    ) -> None:
        """:param make_printing: makes what prints labels at once, as labels were printed the last time"""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._wall, self._choices = work, wall, choices
        self._registered: list[Asset] = []
        self.walk, self.stays, self.standing = Walk(work), StaysForm(work, wall, choices, self), SurveyStanding(work)
        self.field, self.camera = LineField(), CameraButton(work, lasting=True)
        self.code, self.says, self.carried = Label(role="display"), NoticeBanner(compact=True), Label(role="muted")
        self.without, self.undo = Button(N_("It has no serial number")), Button(N_("Undo the last"), icon="undo-2")
        self.at_once, self.photo = AtOnceField(make_printing), PhotoButton(work, wall.clock)
        self.latest = ListCard(
            SmallList(
                N_("Registered just now"),
                (N_("Asset code"), N_("Device"), N_("Room")),
                ColumnPlan((150, 200, 90), stretched=1, least=120),
                ListUse.LOOK,
            ),
            EmptyState("server", N_("Scan the first serial number: what stays is chosen on the left.")),
        )
        self.blank_button = Button(N_("Blank labels…"))
        self.again_button = Button(N_("Print waiting labels again…"), kind="quiet")
        self.form_button = Button(N_("Form to write on"), icon="printer")
        self.labels_button = Button(N_("Print labels…"), icon="qr-code")
        self.close_button = Button(N_("Close"))
        self._lay_out()
        self._connect()
        self._show_registered()
        self.retranslate()

    def open(self) -> None:
        """Show the dialog as it was left the last time."""
        self.stays.look()
        super().open()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_scanned(self, text: str) -> None:
        """Take a serial number or a label, wherever the keyboard is."""
        if self.stays.check():
            self.walk.take(text, self.stays.value())

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))
        self.field.setPlaceholderText(_("Scan, or type and press Enter"))
        keys = QKeySequence(_WITHOUT_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.without.setToolTip(keys)
        self.undo.setToolTip(_UNDO_KEYS)
        self._show_carried()

    def _entered(self) -> None:
        text = self.field.value()
        if text and self.stays.check():
            self.field.clear()
            self.walk.take(text, self.stays.value())

    def _enter_without(self) -> None:
        if self.stays.check():
            self.walk.take("", self.stays.value())

    def _heard(self, heard: Heard) -> None:
        self.says.show_notice(heard_notice(heard))
        self._show_carried()

    def _registered_one(self, asset: Asset) -> None:
        self._registered.insert(0, asset)
        self.at_once.print_label(asset.id)
        self.code.setText(asset.code)
        self.says.dismiss()
        if self.stays.user.value() == asset.user_name:
            self.stays.user.set_value("")
        self._show_registered()
        self._show_carried()

    def _say_error(self, error: Exception) -> None:
        self.says.show_notice(notice_of(error))

    def _photo_attached(self) -> None:
        self.says.show_notice(Notice(Tone.OK, _("The photo was added.")))

    def _undo(self) -> None:
        if self.undo.isEnabled():
            self.undo.setEnabled(False)
            self.walk.take_back(self._registered[0])

    def _taken_back(self, asset: Asset) -> None:
        self._registered.remove(asset)
        self.code.setText(self._registered[0].code if self._registered else "")
        self.says.show_notice(Notice(Tone.OK, _("{code} is out of the register again.").format(code=asset.code)))
        self._show_registered()

    def _show_registered(self) -> None:
        self.undo.setEnabled(bool(self._registered))
        self.photo.show_device(self._registered[0] if self._registered else None)
        self.latest.show_rows(tuple(_row(each) for each in self._registered[:_MOST_SHOWN]))

    def _failed(self, text: str, error: Exception) -> None:
        """What was scanned is in the field again, unless something else is by now."""
        self.says.show_notice(notice_of(error))
        self.undo.setEnabled(bool(self._registered))
        if text and not self.field.value():
            self.field.set_value(text)

    def _forget_carried(self) -> None:
        """The label is put away, or is not this customer's."""
        self.walk.forget_carried()
        self._show_carried()

    def _show_carried(self) -> None:
        carried = self.walk.carried
        words = _("Label {code}: now its serial number.").format(code=carried.code) if carried else ""
        self.carried.setText(words)

    def _place_changed(self) -> None:
        stays = self.stays.values()
        self.standing.show_place(stays["customer_id"], stays["site_id"])

    def _missing(self, sentence: str) -> None:
        self.says.show_notice(Notice(Tone.WARN, sentence))

    def _blank_clicked(self) -> None:
        form = BlankForm(self._work, self._wall, self._choices, self, self.stays.values())
        form.reserved.connect(self._print_reserved)
        form.open()

    def _print_reserved(self, customer_id: str) -> None:
        self._work.run_query(partial(_reserved_last, customer_id), self.labels_requested.emit)

    def _again_clicked(self) -> None:
        codes = BlankCodes(self.stays.values()["customer_id"], self.standing.waiting_codes)
        if codes.codes:
            self.labels_requested.emit(codes)

    def _labels_clicked(self) -> None:
        self.labels_requested.emit(AssetFilter(customer_id=self.stays.values()["customer_id"] or None))

    def _form_clicked(self) -> None:
        types = tuple((each.id, _(each.name)) for each in self._choices.types)
        codes = self.standing.waiting_codes
        self.form_requested.emit(FormWanted(self.stays.customer_name, self.stays.site_name, codes, types))

    def _focus_room(self) -> None:
        self.stays.place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.stays.place.selectAll()

    def _focus_type(self) -> None:
        self.stays.type.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._entered)
        self.camera.scanned.connect(self.take_scanned)
        self.without.clicked.connect(self._enter_without)
        self.walk.heard.connect(self._heard)
        self.walk.registered.connect(self._registered_one)
        self.walk.taken_back.connect(self._taken_back)
        self.walk.failed.connect(self._failed)
        self.undo.clicked.connect(self._undo)
        self.photo.attached.connect(self._photo_attached)
        for part in (self.at_once, self.photo):
            part.failed.connect(self._say_error)
        self.says.dismissed.connect(self._forget_carried)
        self.stays.customer.edited.connect(self._forget_carried)
        self.stays.missing.connect(self._missing)
        self.stays.edited.connect(self._place_changed)
        self.stays.done.connect(self._focus_field)
        self.blank_button.clicked.connect(self._blank_clicked)
        self.again_button.clicked.connect(self._again_clicked)
        self.labels_button.clicked.connect(self._labels_clicked)
        self.form_button.clicked.connect(self._form_clicked)
        self.close_button.clicked.connect(self.reject)
        for keys, slot in (
            (_ROOM_KEYS, self._focus_room),
            (_TYPE_KEYS, self._focus_type),
            (_WITHOUT_KEYS, self._enter_without),
            (_UNDO_KEYS, self._undo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        entry, middle, body, foot, column = (
            QHBoxLayout(),
            QVBoxLayout(),
            QHBoxLayout(),
            QHBoxLayout(),
            QVBoxLayout(self),
        )
        entry.addWidget(FormRow(N_("Serial number, or the label that the device gets"), self.field), 1)
        entry.addWidget(self.camera, 0, Qt.AlignmentFlag.AlignBottom)
        entry.addWidget(self.without, 0, Qt.AlignmentFlag.AlignBottom)
        device = Card()
        head = QHBoxLayout()
        head.addWidget(self.code, 1)
        head.addWidget(self.photo)
        head.addWidget(self.undo)
        device.body.addLayout(head)
        device.body.addWidget(self.carried)
        device.body.addLayout(entry)
        device.body.addWidget(self.at_once)
        middle.setSpacing(SPACE.md)
        for part in (device, self.says):
            middle.addWidget(part)
        middle.addWidget(self.latest, 1)
        self.stays.setFixedWidth(_STAYS_WIDTH)
        self.standing.setFixedWidth(_STANDING_WIDTH)
        body.setSpacing(SPACE.lg)
        body.addWidget(self.stays)
        body.addLayout(middle, 1)
        body.addWidget(self.standing)
        for button in (self.blank_button, self.again_button, self.form_button, self.labels_button):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_TITLE, "title"))
        column.addLayout(body, 1)
        column.addLayout(foot)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(False)


def _row(asset: Asset) -> ListRow:
    return ListRow(
        asset.id, (TextCell(asset.code), TwoLineCell(asset.name, asset.serial_number), TextCell(asset.place))
    )


def _reserved_last(customer_id: str, reader: Reader) -> BlankCodes:
    from app.assets.blank_labels import labels_reserved_last

    return BlankCodes(customer_id, tuple(label.code for label in labels_reserved_last(reader, customer_id)))
