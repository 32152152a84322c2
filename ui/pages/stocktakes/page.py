"""Stocktakes: one is chosen, scanned for room by room, looked at, decided about and reported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.stocktakes.commands import CancelStocktake, ReopenStocktake
from app.stocktakes.queries import Room
from app.stocktakes.rules import Spot, StocktakeState, normal_place
from ui.pages.assets.reading import RegisterChoices, read_choices
from ui.pages.assets.register_form import RegisterForm
from ui.pages.live_page import LivePage
from ui.pages.stocktakes.begin_form import BeginForm
from ui.pages.stocktakes.findings_part import FindingsPart
from ui.pages.stocktakes.reading import (
    BeginChoices,
    ShownStocktake,
    read_begin_choices,
    read_stocktake,
)
from ui.pages.stocktakes.reporting import Reporting
from ui.pages.stocktakes.scan_card import ScanCard
from ui.pages.stocktakes.step_forms import EndForm, ReasonForm
from ui.pages.stocktakes.wording import state_chip
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import BarCell, TextCell
from ui.widgets.chip import Chip
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.stocktakes.tables import Stocktake
    from app.storage.units import Reader

_TABLES = ("stocktakes", "stocktake_devices", "stocktake_scans", "stocktake_decisions", "assets", "customers", "sites")
_ALL_ROOMS = "all"
_LEAST_SIDE, _WIDEST_SIDE, _LEAST_CHOICE, _WIDEST_CHOICE = 300, 400, 160, 300
_ROOM_COLUMNS = ColumnPlan(widths=(180, 170), stretched=0, least=120)


class StocktakesPage(LivePage):
    """The walk at the left, the lists at the right; whatever a scanner types anywhere in the window is scanned here."""

    device_requested = Signal(str)
    label_requested = Signal(str)
    """With the id of a device whose code has changed."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, (*_TABLES, "workspace_facts"))
        self._wall = wall
        self._wanted_id = ""
        self._offered: tuple[tuple[str, str], ...] = ()
        self._room_key, self._other_room = _ALL_ROOMS, ""
        self._to_register: tuple[str, Spot] = "", Spot()
        self.choice, self.chip, self.part = ChoiceField(), Chip(ChipText("", Tone.IDLE)), ElidedLabel(role="muted")
        self.begin = Button(N_("Begin a stocktake"), icon="plus", kind="primary")
        self.end = Button(N_("End it…"), icon="check-check")
        self.reopen = Button(N_("Reopen it…"), icon="undo-2")
        self.cancel = ToolButton("ban", N_("Cancel the stocktake…"))
        self.report = Button(N_("Report…"), icon="file-text")
        self.reporting = Reporting(work, wall, self)
        self.scan, self.findings = ScanCard(work, wall), FindingsPart(work, wall)
        self.rooms = ListCard(
            SmallList(N_("Rooms"), (N_("Room"), N_("Found")), _ROOM_COLUMNS),
            EmptyState("building-2", N_("No room is known here.")),
        )
        self.nothing_yet = EmptyState(
            "list-checks",
            N_("No stocktake is known here. One compares the register with what is scanned in the rooms."),
        )
        self._connect()
        self._lay_out()
        self.setFocusProxy(self.scan)
        head = (self.choice, self.chip, self.part, self.cancel, self.reopen, self.end, self.report, self.begin)
        for part in (*head, self._body, self.nothing_yet):
            part.hide()
        self.retranslate()

    def question(self) -> Callable[[Reader], ShownStocktake]:
        return partial(read_stocktake, self._wanted_id)

    def show_answer(self, answer: ShownStocktake) -> None:
        chosen = answer.chosen
        self.begin.setVisible(answer.may_begin)
        self.nothing_yet.setVisible(chosen is None)
        self._body.setVisible(chosen is not None)
        for part in (self.choice, self.chip, self.part):
            part.setVisible(chosen is not None)
        self._offer(answer)
        state = chosen.stocktake.state if chosen else None
        self.end.setVisible(answer.may_lead and state is StocktakeState.OPEN)
        self.cancel.setVisible(answer.may_lead and state is StocktakeState.OPEN)
        self.reopen.setVisible(answer.may_lead and state is StocktakeState.ENDED)
        self.report.setVisible(answer.summary is not None)
        if chosen is None:
            return
        stocktake = chosen.stocktake
        self.chip.set_chip(state_chip(stocktake.state))
        self.part.show_text(" · ".join(filter(None, (chosen.customer, chosen.part, self._progress(answer)))))
        self.scan.setVisible(answer.may_scan and state is StocktakeState.OPEN)
        self.scan.show_stocktake(stocktake)
        self.rooms.show_rows(self._room_rows(answer))
        self.findings.show_stocktake(
            stocktake,
            answer.summary,
            answer.unknown,
            may_decide=answer.may_scan and state is not StocktakeState.CANCELLED,
        )
        self._go_to_room()

    def take_scanned(self, text: str) -> None:
        """Scan it for the stocktake that is shown."""
        if self.scan.isVisible():
            self.scan.take_scanned(text)

    def show_stocktake(self, stocktake_id: str) -> None:
        """Show another one."""
        self._wanted_id, self._room_key, self._other_room = stocktake_id, _ALL_ROOMS, ""
        self.refresh()

    @property
    def _stocktake(self) -> Stocktake | None:
        shown: ShownStocktake | None = self._answer
        return shown.chosen.stocktake if shown and shown.chosen else None

    def _progress(self, answer: ShownStocktake) -> str:
        if answer.summary is None or answer.chosen is None:
            return _("blind")
        found, expected, late = answer.summary.found, answer.summary.expected, answer.summary.late
        told = _("{found} of {expected} found").format(found=f"{found:,}", expected=f"{expected:,}")
        came_late = _("{count} scanned late").format(count=f"{late:,}")
        return f"{told} · {came_late}" if late else told

    def _offer(self, answer: ShownStocktake) -> None:
        offered = tuple(
            (each.stocktake.id, f"{each.stocktake.name} · {each.stocktake.reference}") for each in answer.listed
        )
        if offered != self._offered:
            self._offered = offered
            self.choice.set_choices(offered)
        if answer.chosen is not None:
            self.choice.set_value(answer.chosen.stocktake.id)

    def _room_rows(self, answer: ShownStocktake) -> tuple[ListRow, ...]:
        rows = [ListRow(_ALL_ROOMS, (TextCell(_("All rooms")), TextCell("")))]
        if self._other_room:
            rows.append(ListRow(self._other_key, (TextCell(self._other_room), TextCell(""))))
        one_site = len({room.site_id for room in answer.rooms}) == 1
        for room in answer.rooms:
            name = room.place if one_site else room.name
            rows.append(ListRow(_key(room.site_id, room.place), (TextCell(name or "—"), _found_cell(room))))
        return tuple(rows)

    @property
    def _other_key(self) -> str:
        """The key of another room than those of the list: it is at the site that is counted."""
        return _key(self._stocktake.site_id if self._stocktake else None, self._other_room)

    def _room_chosen(self, key: str) -> None:
        if key:
            self._room_key = key
            self._go_to_room()

    def _focus_scan(self) -> None:
        self.scan.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_room(self) -> None:
        """What is scanned from now on is there, and the lists are of it."""
        if self._room_key == _ALL_ROOMS:
            self.scan.go_to(None, "")
            self.findings.show_room(None)
        else:
            site_id, _line, place = self._room_key.partition("\n")
            self.scan.go_to(site_id or None, place)
            self.findings.show_room((site_id or None, place))

    def _room_named(self, room: Room) -> None:
        self.rooms.rows.choose(_key(room.site_id, room.place))

    def _room_entered(self, name: str) -> None:
        """Another room than those of the list, or one of them."""
        shown: ShownStocktake | None = self._answer
        known = [room for room in shown.rooms if normal_place(room.place) == normal_place(name)] if shown else []
        self._other_room = name if not known else ""
        key = _key(known[0].site_id, known[0].place) if known else self._other_key
        if shown is not None:
            self.rooms.show_rows(self._room_rows(shown))
        self.rooms.rows.choose(key if name else _ALL_ROOMS)

    def _begin_clicked(self) -> None:
        self._work.run_query(read_begin_choices, self._begin_with)

    def _begin_with(self, choices: BeginChoices) -> None:
        form = BeginForm(self._work, self._wall, choices, self)
        form.begun.connect(self.show_stocktake)
        form.open()

    def _end_clicked(self) -> None:
        shown: ShownStocktake | None = self._answer
        if shown is not None and shown.chosen is not None:
            missing = shown.summary.missing if shown.summary else 0
            EndForm(self._work, self._wall, shown.chosen.stocktake, missing, self).open()

    def _ask_why(self, step: type[CancelStocktake | ReopenStocktake]) -> None:
        if self._stocktake is not None:
            ReasonForm(self._work, self._wall, self._stocktake, step, self).open()

    def _report_clicked(self) -> None:
        if self._stocktake is not None:
            self.reporting.choose_file(self._stocktake)

    def _register(self, text: str, here: Spot | None = None) -> None:
        self._to_register = text, here or Spot()
        self._work.run_query(read_choices, self._register_with)

    def _register_with(self, choices: RegisterChoices) -> None:
        if self._stocktake is None:
            return
        text, here = self._to_register
        form = RegisterForm(self._work, self._wall, choices, self, customer_id=self._stocktake.customer_id)
        form.registered.connect(self._registered)
        form.open()
        with form.filling_in():
            form.take_scanned(text)
            form.site.set_value(here.site_id or "")
            form.department.set_value(here.department_id or "")
            form.place.set_value(here.place)

    def _registered(self, _asset_id: str) -> None:
        """It is known by what was scanned from now on: scan it again where that is possible."""
        self.take_scanned(self._to_register[0])

    def _connect(self) -> None:
        self.choice.edited.connect(lambda: self.show_stocktake(self.choice.value()))
        self.begin.clicked.connect(self._begin_clicked)
        self.end.clicked.connect(self._end_clicked)
        self.reopen.clicked.connect(lambda: self._ask_why(ReopenStocktake))
        self.cancel.clicked.connect(lambda: self._ask_why(CancelStocktake))
        self.report.clicked.connect(self._report_clicked)
        self.rooms.rows.row_chosen.connect(self._room_chosen)
        self.rooms.rows.clicked.connect(self._focus_scan)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(key, self.rooms.rows, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(
                self._focus_scan
            )
        self.scan.room_named.connect(self._room_named)
        self.scan.room_entered.connect(self._room_entered)
        self.scan.register_requested.connect(self._register)
        self.scan.label_requested.connect(self.label_requested)
        self.findings.register_requested.connect(self._register)
        self.findings.device_requested.connect(self.device_requested)
        self._wall.zone_changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        head, side, self._body = QHBoxLayout(), QVBoxLayout(), QWidget()
        head.setSpacing(SPACE.sm)
        self.choice.setMinimumWidth(_LEAST_CHOICE)
        self.choice.setMaximumWidth(_WIDEST_CHOICE)
        head.addWidget(self.choice, 1)
        head.addWidget(self.chip)
        head.addWidget(self.part, 2)
        head.addStretch()
        for button in (self.cancel, self.reopen, self.end, self.report, self.begin):
            head.addWidget(button)
        side.setSpacing(SPACE.md)
        side.addWidget(self.scan)
        side.addWidget(self.rooms, 1)
        left = QWidget()
        left.setMinimumWidth(_LEAST_SIDE)
        left.setMaximumWidth(_WIDEST_SIDE)
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.md)
        row.addWidget(left, 1)
        row.addWidget(self.findings, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        column.addWidget(self.nothing_yet, 1)


def _key(site_id: str | None, place: str) -> str:
    return f"{site_id or ''}\n{place}"


def _found_cell(room: Room) -> TextCell | BarCell:
    """How many of the room were found; nothing in a blind stocktake."""
    if room.expected is None or room.found is None:
        return TextCell("")
    share = room.found / room.expected if room.expected else 1.0
    tone = Tone.OK if room.found >= room.expected else Tone.WARN
    return BarCell(share, tone, f"{room.found:,} / {room.expected:,}")
