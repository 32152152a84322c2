"""What callers are told now: closures, outages and known issues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from ui.pages.editing import Editing
from ui.pages.knowledge.known_forms import IssueEditForm, IssueForm, OutageForm, WithdrawForm
from ui.pages.knowledge.wording import known_chip, period_text, services_text
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.looking import KnownInList
    from app.knowledge.queries import Known
    from app.knowledge.tables import KnownIssue
    from app.storage.units import Reader

_TITLES = (N_("What callers are told"), N_("Customer"), N_("Time"), N_("Kind"))
_COLUMNS = ColumnPlan(widths=(280, 170, 200, 140), stretched=0, least=200, yielding=(1,))
_TABLES = (
    *("closures", "outages", "known_issues", "customers", "service_groups"),
    *("supported_systems", "work_orders", "workspace_facts"),
)


@dataclass(frozen=True, slots=True)
class ShownKnown:
    """What is known now, the numbers of the orders that it names, and for which customers one may publish."""

    known: list[KnownInList]
    numbers: dict[str, str]
    publishing: frozenset[str]
    may_publish: bool


class KnownPart(LivePage):
    """Everything that is known now of all customers' services; by the clock it comes and goes."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self.record = Button(N_("Record an outage"), icon="triangle-alert")
        self.publish = Button(N_("Publish a known issue"), icon="plus", kind="primary")
        self.known = ListCard(
            SmallList(N_("Known now"), _TITLES, _COLUMNS),
            EmptyState("circle-check", N_("Nothing is closed, down or known to be wrong.")),
        )
        self.title, self.what_to_do = Label(role="subtitle", wrapped=True), Label(wrapped=True)
        self.facts = KeyValueGrid()
        self.open_order = Button(N_("Open the work order"), icon="clipboard-list", kind="quiet")
        self.over = Button(N_("It is over"), icon="circle-check", kind="primary")
        self.withdraw, self.correct = Button(N_("Withdraw…")), Button(N_("Correct…"), icon="pencil")
        self.record.clicked.connect(self._record_clicked)
        self.publish.clicked.connect(self._publish_clicked)
        self.known.rows.row_chosen.connect(self._show_chosen)
        self.open_order.clicked.connect(self._order_clicked)
        self.over.clicked.connect(self._over_clicked)
        self.withdraw.clicked.connect(self._withdraw_clicked)
        self.correct.clicked.connect(self._correct_clicked)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.known)

    def question(self) -> Callable[[Reader], ShownKnown]:
        return partial(_read_known, self._wall)

    def show_answer(self, answer: ShownKnown) -> None:
        self.known.show_rows(tuple(self._row(listed) for listed in answer.known))
        self.record.setVisible(answer.may_publish)
        self.publish.setVisible(answer.may_publish)
        self._show_chosen(self.known.rows.chosen_id)

    @property
    def chosen(self) -> KnownInList | None:
        """What is marked in the list."""
        known = self._answer.known if self._answer is not None else ()
        return next((listed for listed in known if listed.known.id == self.known.rows.chosen_id), None)

    def _show_chosen(self, _known_id: str) -> None:
        from app.knowledge.queries import KnownKind

        listed = self.chosen
        self._card.setVisible(listed is not None)
        if listed is None:
            return
        known = listed.known
        self.title.setText(known.title)
        self.what_to_do.setText(known.what_to_do)
        self.what_to_do.setVisible(bool(known.what_to_do))
        facts = (
            KeyValue(_("Customer"), listed.customer),
            KeyValue(_("Services"), services_text(known.services)),
            KeyValue(_("Time"), period_text(known.begins_at, known.ends_at, self._wall)),
            KeyValue(_("Work order"), self._answer.numbers.get(known.order_id or "", "")),
        )
        self.facts.set_rows(tuple(fact for fact in facts if fact.value))
        may = known.customer_id in self._answer.publishing
        self.open_order.setVisible(known.order_id in self._answer.numbers)
        self.over.setVisible(may and known.kind is not KnownKind.CLOSURE)
        self.withdraw.setVisible(may and known.kind is KnownKind.OUTAGE)
        self.correct.setVisible(may and known.kind is KnownKind.ISSUE)

    def _record_clicked(self) -> None:
        OutageForm(self._work, self._wall, self).open()

    def _publish_clicked(self) -> None:
        IssueForm(self._work, self._wall, self).open()

    def _order_clicked(self) -> None:
        if self.chosen is not None:
            self.order_requested.emit(self.chosen.known.order_id)

    def _over_clicked(self) -> None:
        if self.chosen is not None:
            self._work.run_query(partial(_ending, self.chosen.known, self._wall), self._end)

    def _end(self, command: object) -> None:
        self._work.run_command(command)

    def _withdraw_clicked(self) -> None:
        if self.chosen is not None:
            WithdrawForm(self._work, self._wall, self.chosen.known, self).open()

    def _correct_clicked(self) -> None:
        if self.chosen is not None:
            self._work.run_query(partial(_issue, self.chosen.known.id), self._issue_read)

    def _issue_read(self, issue: KnownIssue | None) -> None:
        if issue is not None:
            IssueEditForm(self._work, self._wall, self, Editing(issue)).open()

    def _row(self, listed: KnownInList) -> ListRow:
        known = listed.known
        return ListRow(
            known.id,
            (
                TwoLineCell(known.title, services_text(known.services)),
                TextCell(listed.customer),
                TextCell(period_text(known.begins_at, known.ends_at, self._wall)),
                ChipCell(known_chip(known.kind)),
            ),
        )

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        self._card.hide()
        buttons, head = QHBoxLayout(), QHBoxLayout()
        buttons.addWidget(self.over, 1)
        buttons.addWidget(self.withdraw, 1)
        buttons.addWidget(self.correct, 1)
        for widget in (self.title, self.what_to_do, self.facts, self.open_order):
            self._card.body.addWidget(widget)
        self._card.body.addStretch()
        self._card.body.addLayout(buttons)
        head.addStretch()
        head.addWidget(self.record)
        head.addWidget(self.publish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.known, self._card), 1)


def _read_known(wall: WallClock, reader: Reader) -> ShownKnown:
    from app.directory.queries import customers, myself
    from app.knowledge.looking import known_in_list
    from app.workorders.tables import WorkOrder

    known = known_in_list(reader, wall.clock.now())
    orders = reader.get_all(WorkOrder, {each.known.order_id for each in known if each.known.order_id})
    grants = myself(reader).grants
    publishing = (each.id for each in customers(reader) if grants.may(Permission.PUBLISH_KNOWLEDGE, each.id))
    return ShownKnown(
        known,
        {order_id: order.number for order_id, order in orders.items()},
        frozenset(publishing),
        grants.may_somewhere(Permission.PUBLISH_KNOWLEDGE),
    )


def _issue(issue_id: str, reader: Reader) -> KnownIssue | None:
    from app.knowledge.tables import KnownIssue

    return reader.get(KnownIssue, issue_id)


def _ending(known: Known, wall: WallClock, reader: Reader) -> object:
    """The command by which an outage or an issue is over now."""
    from app.knowledge.commands import EditKnownIssue, EndOutage
    from app.knowledge.queries import KnownKind
    from app.knowledge.tables import KnownIssue
    from app.storage.edits import edit_of

    if known.kind is KnownKind.OUTAGE:
        return EndOutage(outage_id=known.id)
    return edit_of(EditKnownIssue, reader.require(KnownIssue, known.id), ends_at=wall.clock.now())
