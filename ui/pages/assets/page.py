"""The register of devices: the list by state, customer and text, and the device that is marked beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.assets.rules import ASSET_STATE_NAMES, AssetState
from app.foundation.translation import N_, _
from ui.models.assets import AssetsModel
from ui.pages.assets.asset_list import AssetList, SortButton
from ui.pages.assets.device_card import DeviceCard
from ui.pages.assets.move_form import MoveForm
from ui.pages.assets.planning import PlanningField
from ui.pages.assets.reading import Register, RegisterChoices, read_choices, read_register, read_row, write_list
from ui.pages.assets.register_form import RegisterForm
from ui.pages.assets.wording import summary_text
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.scanning.camera_button import CameraButton
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.labels import Label
from ui.widgets.search_field import SearchField
from ui.widgets.tool_button import ToolButton
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.tables import Asset
    from app.storage.units import Reader

_TABLES = ("assets", "asset_aliases", "customers", "workspace_facts")
_ALL = "all"
_CUSTOMER_WIDTH = 200


class AssetsPage(LivePage):
    """Finds, shows and registers devices; what is done with them elsewhere it asks for by its signals."""

    labels_requested = Signal(object, str)
    """With what the list shows, an `AssetFilter`, and the id of the device that is meant, if any."""
    survey_requested = Signal(object)
    """With the `RegisterChoices` for a walk on which devices are registered."""
    order_for_asset_requested = Signal(str)
    repair_requested = Signal(str)
    """With the id of a device that is to be sent in."""
    stocktakes_requested = Signal()
    order_requested = Signal(str)
    open_repair_requested = Signal(str)
    """With the id of a repair that is to be shown."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._awaited_row: int | None = None
        self._edited: tuple[type[RegisterForm | MoveForm], Asset] | None = None
        self._scanned = ""
        self._customers: tuple[tuple[str, str], ...] | None = None
        self.states = FilterBar(
            (FilterChoice(_ALL, N_("All")), *(FilterChoice(state, name) for state, name in ASSET_STATE_NAMES.items()))
        )
        self.search = SearchField(N_("Filter by code, name, model, place or user"))
        self.customer = ChoiceField()
        self.planning = PlanningField()
        self.summary = Label(role="muted")
        self.camera = CameraButton(work)
        self.export = ToolButton("download", N_("Export the list…"))
        self.labels_button = ToolButton("qr-code", N_("Print labels…"))
        self.more = ToolButton("ellipsis", N_("More"))
        self.menu = QMenu(self)
        self.survey_action, self.stocktakes_action = QAction(self), QAction(self)
        self.licences_action, self.consumables_action, self.import_action = QAction(self), QAction(self), QAction(self)
        self.register_button = Button(N_("Register a device"), icon="plus", kind="primary")
        self.model = AssetsModel(work, self)
        self.rows = AssetList(self.model)
        self.sort_button = SortButton(self.rows)
        self.nothing_yet = EmptyState(
            "server", N_("No device is registered yet. Register one, or import the register that you have.")
        )
        self.nothing_fits = EmptyState("search", N_("No device fits what is asked for above."), N_("Show all devices"))
        self.detail = DeviceCard(work, wall)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.rows)
        self.retranslate()
        self.model.load()

    def question(self) -> Callable[[Reader], Register]:
        return partial(read_register, self.model.filter)

    def show_answer(self, answer: Register) -> None:
        counts: dict[str, int] = {state: answer.counts.get(state, 0) for state in ASSET_STATE_NAMES}
        self.states.set_counts({**counts, _ALL: sum(counts.values())})
        self.register_button.setVisible(answer.may_register)
        self.import_action.setVisible(answer.may_register)
        self.survey_action.setVisible(answer.may_register)
        self._offer_customers(answer.customers)
        state = self.model.filter.state
        self.summary.setText(summary_text(counts[state] if state else sum(counts.values()), answer.costs))

    def retranslate(self) -> None:
        self.customer.setAccessibleName(_("Customer"))
        self.planning.retranslate()
        self.survey_action.setText(_("Survey…"))
        self.stocktakes_action.setText(_("Stocktakes") + "\tCtrl+Shift+I")
        self.licences_action.setText(_("Licences…"))
        self.consumables_action.setText(_("Consumables…"))
        self.import_action.setText(_("Import…"))
        offered, self._customers = self._customers or (), None
        self._offer_customers(offered)
        super().retranslate()

    def show_record(self, asset_id: str) -> None:
        """Mark a device in the list and show it; where the filters hide it, they are taken away."""
        self._work.run_query(partial(read_row, asset_id), self._row_found)

    def show_all(self) -> None:
        """Take every filter away."""
        self.states.choose(_ALL)
        self.search.clear()
        self.customer.set_value("")
        self.planning.set_value("")
        self._filter()

    def open_form(self, scanned: str = "") -> None:
        """Ask for a device to be registered; what was scanned is its code, or else its serial number."""
        self._scanned = scanned
        self._work.run_query(read_choices, self._choices_read)

    def _register_clicked(self) -> None:
        self.open_form()

    def open_import(self) -> None:
        """Ask for a register to be imported."""
        from ui.pages.imports.dialog import ImportDialog

        ImportDialog(self._work, self._wall, self, customer_id=self.customer.value()).open()

    def open_survey(self) -> None:
        """Walk through the rooms of a customer and register what stands there."""
        self._work.run_query(read_choices, self.survey_requested.emit)

    def open_licences(self) -> None:
        """Show the register of licences."""
        from ui.pages.assets.licences_part import LicencesDialog

        dialog = LicencesDialog(self._work, self._wall, self)
        dialog.asset_requested.connect(self.show_record)
        _open(dialog)

    def open_consumables(self) -> None:
        """Show the register of consumables."""
        from ui.pages.assets.consumables_part import ConsumablesDialog

        _open(ConsumablesDialog(self._work, self._wall, self))

    def export_to(self, path: str) -> None:
        """Write what the list shows to a CSV file or an Excel workbook."""
        self._work.run_query(partial(write_list, Path(path), self.model.filter))

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, _("Export the list…"), "", "CSV (*.csv);;Excel (*.xlsx)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.fileSelected.connect(self.export_to)
        _open(chooser)

    def _edit(self, asset: Asset) -> None:
        self._edited = RegisterForm, asset
        self._work.run_query(read_choices, self._choices_to_edit_read)

    def _move(self, asset: Asset) -> None:
        self._edited = MoveForm, asset
        self._work.run_query(read_choices, self._choices_to_edit_read)

    def _choices_to_edit_read(self, choices: RegisterChoices) -> None:
        if self._edited is not None:
            (form_type, asset), self._edited = self._edited, None
            form_type(self._work, self._wall, choices, self, editing=Editing(asset)).open()

    def _choices_read(self, choices: RegisterChoices) -> None:
        form = RegisterForm(self._work, self._wall, choices, self, customer_id=self.customer.value())
        form.registered.connect(self.show_record)
        form.open()
        form.take_scanned(self._scanned)

    def _more_clicked(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _print_label(self, asset_id: str) -> None:
        self.labels_requested.emit(self.model.filter, asset_id)

    def _print_labels(self) -> None:
        self._print_label("")

    def _filter(self) -> None:
        """Show what the filters say now."""
        state = self.states.choice
        wanted = replace(
            self.model.filter,
            state=None if state == _ALL else AssetState(state),
            text=self.search.text().strip(),
            customer_id=self.customer.value() or None,
            unlabelled=self.planning.wants_unlabelled,
            due=self.planning.due(self._wall.today()),
        )
        if wanted != self.model.filter:
            self.model.set_filter(wanted)
            self.refresh()

    def _row_found(self, row: int | None) -> None:
        """A device that was registered just now comes into the list only when it is read again."""
        self._awaited_row = row
        if row is not None and self.model.place_of(row) < 0:
            self.model.reload()
        else:
            self._show_awaited()

    def _loaded(self) -> None:
        self._show_awaited()
        has_rows = self.model.rowCount() > 0
        empty = self.nothing_fits if self._is_narrowed else self.nothing_yet
        self._layers.setCurrentWidget(self.rows if has_rows else empty)
        self.detail.setVisible(has_rows or self._is_narrowed)

    def _show_awaited(self) -> None:
        if self._awaited_row is None:
            return
        place = self.model.place_of(self._awaited_row)
        if place >= 0:
            self._awaited_row = None
            self.rows.mark(place)
        elif self._is_narrowed and self.model.is_whole:
            self.show_all()

    @property
    def _is_narrowed(self) -> bool:
        shown = self.model.filter
        return bool(shown.state or shown.text or shown.customer_id or shown.unlabelled or shown.due)

    def _offer_customers(self, customers: tuple[tuple[str, str], ...]) -> None:
        if customers != self._customers:
            self._customers = customers
            self.customer.set_choices((("", _("All customers")), *customers))

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _focus_rows(self) -> None:
        self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        self.states.chosen.connect(self._filter)
        self.search.search_changed.connect(self._filter)
        self.customer.edited.connect(self._filter)
        self.planning.edited.connect(self._filter)
        self.export.clicked.connect(self._choose_file)
        self.labels_button.clicked.connect(self._print_labels)
        self.more.clicked.connect(self._more_clicked)
        for action, deed in (
            (self.survey_action, self.open_survey),
            (self.stocktakes_action, self.stocktakes_requested),
            (self.licences_action, self.open_licences),
            (self.consumables_action, self.open_consumables),
            (self.import_action, self.open_import),
        ):
            action.triggered.connect(deed)
            self.menu.addAction(action)
        self.register_button.clicked.connect(self._register_clicked)
        self.nothing_fits.action_requested.connect(self.show_all)
        self.model.loaded.connect(self._loaded)
        self.rows.asset_chosen.connect(self.detail.show_asset)
        self.detail.label_requested.connect(self._print_label)
        self.detail.edit_requested.connect(self._edit)
        self.detail.move_requested.connect(self._move)
        self.detail.asset_requested.connect(self.show_record)
        self.detail.order_for_asset_requested.connect(self.order_for_asset_requested)
        self.detail.repair_requested.connect(self.repair_requested)
        self.detail.order_requested.connect(self.order_requested)
        self.detail.open_repair_requested.connect(self.open_repair_requested)
        self.rows.asset_entered.connect(self.detail.focus_first)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._focus_search)
        in_search = Qt.ShortcutContext.WidgetShortcut
        QShortcut(Qt.Key.Key_Down, self.search, context=in_search).activated.connect(self._focus_rows)
        QShortcut(Qt.Key.Key_Escape, self.search, context=in_search).activated.connect(self.search.clear)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.sm)
        head.addWidget(self.states)
        head.addStretch()
        head.addWidget(self.labels_button)
        head.addWidget(self.more)
        head.addWidget(self.register_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self._list_card(), self.detail), 1)

    def _list_card(self) -> Card:
        card, layers, above, below = Card(margin=1, spacing=0), QWidget(), QHBoxLayout(), QHBoxLayout()
        above.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        below.setContentsMargins(SPACE.md, SPACE.xs, SPACE.sm, SPACE.xs)
        above.addWidget(self.search, 1)
        above.addWidget(self.camera)
        above.addWidget(self.customer)
        above.addWidget(self.sort_button)
        below.addWidget(self.planning)
        below.addWidget(self.summary, 1)
        below.addWidget(self.export)
        for bar in (above, below):
            bar.setSpacing(SPACE.sm)
        self.customer.setFixedWidth(_CUSTOMER_WIDTH)
        self._layers = QStackedLayout(layers)
        for layer in (self.rows, self.nothing_yet, self.nothing_fits):
            self._layers.addWidget(layer)
        card.body.addLayout(above)
        card.body.addWidget(layers, 1)
        card.body.addLayout(below)
        return card


def _open(dialog: QDialog) -> None:
    """Show a dialog that is gone once it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
