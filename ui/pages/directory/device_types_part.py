"""The types of devices: what there is, and after how many years each is replaced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.accounts.rules import Permission
from app.assets.rules import OTHER_LIFE_YEARS, is_type_code
from app.foundation.clock import Clock
from app.foundation.translation import N_, _, ngettext
from ui.pages.directory.forms import NAME_NEEDED
from ui.pages.form_dialog import FormDialog
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import LineField
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import DeviceType
    from app.storage.units import Reader

_TITLES = (N_("Device type"), N_("Code"), N_("Replaced after"))
_COLUMNS = ColumnPlan(widths=(300, 120, 160), stretched=0, least=160)
_LONGEST_LIFE = 50


@dataclass(frozen=True, slots=True)
class _Types:
    """The types, and whether the person at this workspace may add to them."""

    types: list[DeviceType]
    may_manage: bool


class DeviceTypesPart(LivePage):
    """The list; a type is opened to say when its devices are replaced."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("device_types", "workspace_facts"))
        self._wall = wall
        self.types = ListCard(
            SmallList(N_("Device types"), _TITLES, _COLUMNS, ListUse.OPEN),
            EmptyState("package", N_("There is no device type yet.")),
        )
        self.add = Button(N_("New device type"), icon="plus")
        self.add.clicked.connect(self._add_clicked)
        self.types.rows.row_opened.connect(self._type_opened)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head.addStretch()
        head.addWidget(self.add)
        column.addLayout(head)
        column.addWidget(self.types, 1)
        self.setFocusProxy(self.types)

    def question(self) -> Callable[[Reader], _Types]:
        return _read_types

    def show_answer(self, answer: _Types) -> None:
        self.add.setVisible(answer.may_manage)
        self.types.show_rows(
            tuple(
                ListRow(each.id, (TwoLineCell(_(each.name)), TextCell(each.id), TextCell(_years_text(each.life_years))))
                for each in answer.types
            )
        )

    def _add_clicked(self) -> None:
        DeviceTypeForm(self._work, self._wall.clock, self).open()

    def _type_opened(self, type_code: str) -> None:
        if self._answer is not None and self._answer.may_manage:
            opened = next(each for each in self._answer.types if each.id == type_code)
            DeviceTypeForm(self._work, self._wall.clock, self, opened).open()


class DeviceTypeForm(FormDialog):
    """Adds a type, or says when the devices of one are replaced; code and name of one that is there stay."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget, stands: DeviceType | None = None) -> None:
        super().__init__(
            work,
            clock,
            draft_id=f"assets.set_replacement_age:{stands.id}" if stands else "assets.add_device_type",
            title_source=N_("Device type"),
            submit_source=N_("Save") if stands else N_("Add"),
            parent=parent,
        )
        self._stands = stands
        self.name = self.add("name", N_("Name"), LineField(), needed_source=NAME_NEEDED)
        self.code = self.add(
            "type_code",
            N_("Code"),
            LineField(),
            needed_source=N_("Enter a code, such as CAM."),
            hint_source=N_("Three letters. It is the middle part of the codes of its devices: KJC-CAM-1234."),
        )
        self.life_years = self.add(
            "life_years", N_("Replaced after so many years"), LineField(), needed_source=N_("Enter the years.")
        )
        self.life_years.set_value(str(stands.life_years if stands else OTHER_LIFE_YEARS))
        if stands is not None:
            self.name.set_value(_(stands.name))
            self.code.set_value(stands.id)
            self.name.setEnabled(False)
            self.code.setEnabled(False)

    def command(self) -> object | None:
        from app.assets.commands import AddDeviceType, SetReplacementAge

        life_years = int(self.life_years.value())
        if self._stands is None:
            type_code = self.code.value().upper()
            return AddDeviceType(type_code=type_code, name=self.name.value(), life_years=life_years)
        if life_years == self._stands.life_years:
            return None
        return SetReplacementAge(type_code=self._stands.id, life_years=life_years)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        years = self.life_years.value()
        if not is_type_code(self.code.value().upper()):
            found["type_code"] = _("Use three letters from A to Z.")
        if not (years.isascii() and years.isdigit() and 1 <= int(years) <= _LONGEST_LIFE):
            found["life_years"] = _("Enter a whole number of years, from 1 to 50.")
        return found


def _years_text(years: int) -> str:
    return ngettext("{count} year", "{count} years", years).format(count=years)


def _read_types(reader: Reader) -> _Types:
    from app.assets.queries import device_types
    from app.directory.queries import myself

    return _Types(device_types(reader), myself(reader).grants.may(Permission.MANAGE_DEVICE_TYPES, None))
