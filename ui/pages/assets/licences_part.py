"""The register of licences: what was bought, what is used and by whom, and what expires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.maintenance.rules import add_months
from ui.pages.assets.licence_forms import LicenceForm, SeatForm
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock, day_text
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.related_part import RelatedPart, RelatedRow
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.licences import SeatUser, UsedLicence
    from app.storage.units import Reader

_TABLES = ("licences", "licence_seats", "assets", "people", "customers", "workspace_facts")
_TITLES = (N_("Product"), N_("Customer"), N_("Seats"), N_("Expires on"))
_COLUMNS = ColumnPlan(widths=(230, 180, 150, 130), stretched=0, least=170, yielding=(1,))
_LISTS = (
    ("", N_("All licences")),
    ("3", N_("Expire within 3 months")),
    ("12", N_("Expire within a year")),
)
_WIDTH, _HEIGHT = 1060, 640


@dataclass(frozen=True, slots=True)
class ShownLicences:
    """The licences with their users by the licence's id, and the customers whose licences may be changed here."""

    licences: list[UsedLicence]
    users: dict[str, tuple[SeatUser, ...]]
    customers: tuple[tuple[str, str], ...]


class LicencesDialog(Translated, QDialog):
    """The register of licences beside that of the devices: a device that uses one leads back there."""

    asset_requested = Signal(str)
    """With the id of a device."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = LicencesPart(work, wall)
        self.part.users.requested.connect(self.asset_requested)
        self.part.users.requested.connect(self.accept)
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.addWidget(self.part)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Licences"))


class LicencesPart(LivePage):
    """The list, and who uses the licence that is marked."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.which = ChoiceField()
        self.add = Button(N_("New licence"), icon="plus", kind="primary")
        self.licences = ListCard(
            SmallList(N_("Licences"), _TITLES, _COLUMNS),
            EmptyState("key-round", N_("No licence is registered yet, or none expires in this time.")),
        )
        self.title, self.facts = Label(role="subtitle", wrapped=True), KeyValueGrid()
        self.edit = ToolButton("pencil", N_("Edit…"))
        self.users = RelatedPart(N_("Used by"), N_("Somebody uses it…"), offers_first=True)
        self.which.edited.connect(self.refresh)
        self.add.clicked.connect(self._add_clicked)
        self.edit.clicked.connect(self._edit_clicked)
        self.licences.rows.row_chosen.connect(self._show_chosen)
        self.users.link_requested.connect(self._use_clicked)
        self.users.unlink_requested.connect(self._free)
        self._lay_out()
        self.retranslate()

    def question(self) -> Callable[[Reader], ShownLicences]:
        months = self.which.value()
        return partial(_read, add_months(self._wall.today(), int(months)) if months else None)

    def show_answer(self, answer: ShownLicences) -> None:
        today = self._wall.today()
        self.licences.show_rows(tuple(_row(each, today) for each in answer.licences))
        self.add.setVisible(bool(answer.customers))
        self._show_chosen(self.licences.rows.chosen_id)

    def retranslate(self) -> None:
        self.which.set_choices(tuple((value, _(text)) for value, text in _LISTS))
        super().retranslate()

    @property
    def chosen(self) -> UsedLicence | None:
        """The licence that is marked."""
        shown: ShownLicences | None = self._answer
        wanted = self.licences.rows.chosen_id
        return next((each for each in shown.licences if each.licence.id == wanted), None) if shown else None

    def _show_chosen(self, _licence_id: str) -> None:
        found, shown = self.chosen, self._answer
        self._card.setVisible(found is not None)
        if found is None:
            return
        licence = found.licence
        may_change = licence.customer_id in dict(shown.customers)
        facts = (
            KeyValue(_("Customer"), found.customer),
            KeyValue(_("Publisher"), licence.publisher),
            KeyValue(_("Seats"), _seats_text(found)),
            KeyValue(_("Expires on"), day_text(licence.expires_on) if licence.expires_on else ""),
            KeyValue(_("Supplier"), licence.supplier),
            KeyValue(_("Contract number"), licence.contract_number),
            KeyValue(_("Notes"), licence.notes),
        )
        self.title.setText(licence.product)
        self.facts.set_rows(tuple(fact for fact in facts if fact.value))
        self.edit.setVisible(may_change)
        users = tuple(_user_row(user, may_free=may_change) for user in shown.users.get(licence.id, ()))
        self.users.show_related(users, may_link=may_change)

    def _add_clicked(self) -> None:
        LicenceForm(self._work, self._wall.clock, self._answer.customers, self).open()

    def _edit_clicked(self) -> None:
        if self.chosen is not None:
            LicenceForm(self._work, self._wall.clock, (), self, Editing(self.chosen.licence)).open()

    def _use_clicked(self) -> None:
        if self.chosen is not None:
            SeatForm(self._work, self._wall.clock, self.chosen.licence, self).open()

    def _free(self, seat_id: str) -> None:
        from app.assets.licence_commands import UseSeat

        if self.chosen is None:
            return
        users = self._answer.users[self.chosen.licence.id]
        seat = next(user.seat for user in users if user.seat.id == seat_id)
        self._work.run_command(
            UseSeat(licence_id=seat.licence_id, asset_id=seat.asset_id, person_id=seat.person_id, used=False)
        )

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg)
        head, top, scroll = QHBoxLayout(), QHBoxLayout(), ScrollColumn()
        head.addWidget(self.title, 1)
        head.addWidget(self.edit)
        for part in (self.facts, self.users):
            scroll.body.addWidget(part)
        scroll.body.addStretch()
        self._card.body.addLayout(head)
        self._card.body.addWidget(scroll, 1)
        self._card.hide()
        top.addWidget(self.which)
        top.addStretch()
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(top)
        column.addWidget(side_by_side(self.licences, self._card), 1)


def _read(expiring_by: date | None, reader: Reader) -> ShownLicences:
    from app.assets.licences import seat_users, used_licences
    from app.directory.queries import customers, myself

    grants = myself(reader).grants
    licences = used_licences(reader, expiring_by)
    return ShownLicences(
        licences,
        {each.licence.id: seat_users(reader, each.licence.id) for each in licences if each.used},
        tuple((each.id, each.name) for each in customers(reader) if grants.may(Permission.REGISTER_ASSETS, each.id)),
    )


def _seats_text(found: UsedLicence) -> str:
    seats = found.licence.seats
    if seats is None:
        return _("{used} used, no limit").format(used=found.used)
    return _("{used} of {seats} used").format(used=found.used, seats=f"{seats:,}")


def _row(found: UsedLicence, today: date) -> ListRow:
    licence = found.licence
    seats = ChipText(_seats_text(found), Tone.BREACH if found.is_overused else Tone.OK)
    last_day = licence.expires_on
    expires = day_text(last_day) if last_day else "—"
    cells = (
        TwoLineCell(licence.product, licence.publisher),
        TextCell(found.customer),
        ChipCell(seats),
        ChipCell(ChipText(expires, Tone.BREACH)) if last_day and last_day < today else TextCell(expires),
    )
    return ListRow(licence.id, cells)


def _user_row(user: SeatUser, *, may_free: bool) -> RelatedRow:
    kind = _("Device") if user.code else _("Person")
    name, told = (user.code, user.name) if user.code else (user.name, "")
    return RelatedRow(user.seat.id, user.seat.asset_id or "", kind, name, told, may_free)
