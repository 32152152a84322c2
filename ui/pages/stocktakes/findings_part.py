"""The lists of a stocktake: what is missing, elsewhere, gone, besides, found or unknown; and deciding about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTableView, QVBoxLayout, QWidget

from app.foundation.translation import N_, _, ngettext
from app.stocktakes.decision_commands import asking_to_register
from app.stocktakes.findings import FindingFilter, Listing, UnknownText
from app.stocktakes.queries import Summary
from app.stocktakes.rules import DECISION_NAMES, FINDING_NAMES, DecisionKind, Finding
from app.stocktakes.tables import Stocktake
from ui.models.findings import FINDING_CELL_ROLE, FindingColumn, FindingsModel
from ui.models.steady_selection import SteadySelection, selected_places
from ui.pages.stocktakes.decide_form import DecideForm
from ui.pages.stocktakes.wording import LISTING_NAMES
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.row_delegate import Index, RowDelegate, paint_waiting
from ui.widgets.row_table import ColumnPlan, RowTable
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

_UNKNOWN = "unknown"
_COLUMNS = ColumnPlan(
    widths=(140, 200, 190, 150, 190),
    stretched=FindingColumn.DEVICE,
    least=150,
    yielding=(FindingColumn.SCANNED, FindingColumn.PLACE),
)
_UNKNOWN_COLUMNS = ColumnPlan(widths=(220, 170, 170, 200), stretched=0, least=160, yielding=(2,))
_POSSIBLE = {
    Listing.MISSING: (DecisionKind.EXPLAINED, DecisionKind.CHECK_AGAIN, DecisionKind.LOST, DecisionKind.RETIRED),
    Listing.ELSEWHERE: (DecisionKind.MOVED, DecisionKind.EXPLAINED, DecisionKind.CHECK_AGAIN),
    Listing.GONE: (DecisionKind.PUT_BACK, DecisionKind.EXPLAINED),
    Listing.BESIDES: (DecisionKind.MOVED, DecisionKind.EXPLAINED),
    Listing.HERE: (DecisionKind.EXPLAINED, DecisionKind.MOVED),
}
"""What can be decided about the devices of each list, the likeliest first."""


class FindingsPart(Translated, Card):
    """One list at a time; several devices are decided about together."""

    device_requested = Signal(str)
    register_requested = Signal(str)
    """With a text that is not known."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(margin=1, spacing=0)
        self._work, self._wall = work, wall
        self._stocktake: Stocktake | None = None
        self._room: tuple[str | None, str] | None = None
        self._unknown: tuple[UnknownText, ...] = ()
        self._sees, self._may_decide = True, False
        devices = (FilterChoice(listing, name) for listing, name in LISTING_NAMES.items())
        self.listings = FilterBar((*devices, FilterChoice(_UNKNOWN, FINDING_NAMES[Finding.UNKNOWN])))
        self.blind_note = Label(role="muted", wrapped=True)
        self.model = FindingsModel(work, wall, self)
        self.rows = _FindingList(self.model)
        self.nothing = EmptyState("check-check", N_("Nothing in this list."))
        self.unknown = ListCard(
            SmallList(
                N_("Unknown"), (N_("What was scanned"), N_("Room"), N_("Scanned by"), N_("Result")), _UNKNOWN_COLUMNS
            ),
            EmptyState("check-check", N_("Everything that was scanned is known.")),
        )
        self.says = Label(role="muted")
        self.decide = Button(N_("Decide…"), icon="check")
        self.note = Button(N_("Note…"), icon="pencil")
        self.register = Button(N_("Register it now…"), icon="plus")
        self.ask = Button(N_("Have all of them registered"), icon="clipboard-list")
        self._connect()
        self._lay_out()
        self.retranslate()

    def show_stocktake(
        self, stocktake: Stocktake, summary: Summary | None, unknown: tuple[UnknownText, ...], *, may_decide: bool
    ) -> None:
        """Show the lists of a stocktake; without a summary only what was scanned may be seen."""
        self._stocktake, self._unknown, self._sees = stocktake, unknown, summary is not None
        self._may_decide = may_decide
        self.listings.setVisible(self._sees)
        self.blind_note.setVisible(not self._sees)
        if summary is not None:
            counts = {
                Listing.MISSING: summary.missing,
                Listing.ELSEWHERE: summary.elsewhere,
                Listing.GONE: summary.gone,
                Listing.BESIDES: summary.besides,
                Listing.HERE: summary.here,
                _UNKNOWN: summary.unknown,
            }
            self.listings.set_counts({str(key): count for key, count in counts.items()})
        self.unknown.show_rows(tuple(map(self._unknown_row, unknown)))
        self._filter()

    def show_room(self, room: tuple[str | None, str] | None) -> None:
        """Show what is of one room, or of all."""
        self._room = room
        self._filter()

    def retranslate(self) -> None:
        self.blind_note.setText(
            _("A blind stocktake: below is what was scanned. What is expected is shown when it has ended.")
        )
        self.model.retranslate()
        self.unknown.show_rows(tuple(map(self._unknown_row, self._unknown)))
        self._tell()

    @property
    def listing(self) -> Listing | None:
        """The list of devices that is shown; None for what is unknown."""
        if not self._sees:
            return Listing.SCANNED
        return None if self.listings.choice == _UNKNOWN else Listing(self.listings.choice)

    def _filter(self) -> None:
        listing = self.listing
        if self._stocktake is not None and listing is not None:
            self.model.set_filter(FindingFilter(self._stocktake.id, listing, self._room))
        self._show_list()

    def _show_list(self) -> None:
        shown: QWidget = self.rows if self.model.rowCount() else self.nothing
        self._layers.setCurrentWidget(self.unknown if self.listing is None else shown)
        self._tell()

    def _tell(self) -> None:
        """How many rows are marked, and what can be done with them."""
        chosen, total = len(selected_places(self.rows)), self.model.rowCount()
        devices = self.listing in _POSSIBLE and self._may_decide
        told = ngettext("{count} device", "{count} devices", total).format(count=f"{total:,}")
        marked = _("{count} marked").format(count=f"{chosen:,}")
        self.says.setText(f"{told} · {marked}" if self.listing is not None else "")
        self.decide.setVisible(devices)
        self.decide.setEnabled(chosen > 0)
        open_texts = self._to_ask_for()
        for button in (self.note, self.register, self.ask):
            button.setVisible(self.listing is None and self._may_decide)
        self.note.setEnabled(bool(self._unknown))
        for button in (self.register, self.ask):
            button.setEnabled(bool(open_texts))

    def _to_ask_for(self) -> tuple[str, ...]:
        return tuple(each.text for each in self._unknown if each.decided is None and not each.registered_as)

    def _decide_clicked(self) -> None:
        listing, rows = self.listing, tuple(self.model.rowid(place) for place in selected_places(self.rows))
        if self._stocktake is not None and listing in _POSSIBLE:
            DecideForm(self._work, self._wall, self._stocktake, rows, _POSSIBLE[listing], self).open()

    def _note_clicked(self) -> None:
        chosen = self.unknown.rows.chosen_id
        if self._stocktake is not None and chosen:
            possible = (DecisionKind.EXPLAINED,)
            DecideForm(self._work, self._wall, self._stocktake, (), possible, self, texts=(chosen,)).open()

    def _register_clicked(self) -> None:
        chosen = self.unknown.rows.chosen_id
        if chosen:
            self.register_requested.emit(chosen)

    def _ask_clicked(self) -> None:
        texts = self._to_ask_for()
        if self._stocktake is not None and texts:
            self._work.run_command(asking_to_register(self._stocktake, texts))

    def _opened(self, index: QModelIndex) -> None:
        device = self.model.item(index.row())
        if device is not None:
            self.device_requested.emit(device.id)

    def _unknown_row(self, unknown: UnknownText) -> ListRow:
        if unknown.registered_as:
            chip = ChipText(_("Registered as {code}").format(code=unknown.registered_as), Tone.OK)
        elif unknown.decided is not None:
            chip = ChipText(_(DECISION_NAMES[unknown.decided]), Tone.IDLE)
        else:
            chip = ChipText(_(FINDING_NAMES[Finding.UNKNOWN]), Tone.BREACH)
        told = " · ".join(filter(None, (self._wall.text(unknown.at), _("late") if unknown.is_late else "")))
        cells = (TextCell(unknown.text), TextCell(unknown.place or "—"), TwoLineCell(unknown.by, told), ChipCell(chip))
        return ListRow(unknown.text, cells)

    def _connect(self) -> None:
        self.listings.chosen.connect(lambda _choice: self._filter())
        self.model.loaded.connect(self._show_list)
        self.rows.selectionModel().selectionChanged.connect(lambda *_changed: self._tell())
        self.rows.doubleClicked.connect(self._opened)
        self.decide.clicked.connect(self._decide_clicked)
        self.note.clicked.connect(self._note_clicked)
        self.register.clicked.connect(self._register_clicked)
        self.ask.clicked.connect(self._ask_clicked)

    def _lay_out(self) -> None:
        above, choices, below, layers = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(), QWidget()
        above.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        choices.addWidget(self.listings)
        choices.addStretch()
        above.addLayout(choices)
        above.addWidget(self.blind_note)
        below.setContentsMargins(SPACE.md, SPACE.xs, SPACE.sm, SPACE.xs)
        below.setSpacing(SPACE.sm)
        below.addWidget(self.says, 1)
        for button in (self.note, self.register, self.ask, self.decide):
            below.addWidget(button)
        self._layers = QStackedLayout(layers)
        for layer in (self.rows, self.nothing, self.unknown):
            self._layers.addWidget(layer)
        self.body.addLayout(above)
        self.body.addWidget(layers, 1)
        self.body.addLayout(below)


class _FindingList(RowTable):
    def __init__(self, model: FindingsModel) -> None:
        super().__init__(N_("Devices"))
        self.setModel(model)
        self.setItemDelegate(_FindingDelegate(self))
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.set_columns(_COLUMNS)
        SteadySelection(self, model)


class _FindingDelegate(RowDelegate):
    def paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        cell = index.data(FINDING_CELL_ROLE)
        if cell is None:
            paint_waiting(painter, area)
        else:
            cell.paint(painter, area)
