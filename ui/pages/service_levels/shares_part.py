"""What is promised of a share of calls, what the calls of a time made of it, and which of them missed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_, _
from app.sla.rules.promises import ANY_LEVEL
from ui.pages.live_page import LivePage
from ui.pages.service_levels.period_field import PeriodField
from ui.pages.service_levels.policy_wording import level_text, metric_text, promise_text
from ui.pages.service_levels.shares_wording import days_text, kept_text, miss_text, result_chip, tenths_text
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.calendars.periods import Grain, Period
    from app.sla.commands import TargetTerms
    from app.storage.units import Reader
    from app.workorders.shares import Miss, ShareFigure

_TABLES = ("work_orders", "contracts", "amendments", "policies", "calendar_versions", "customers")
_TITLES = (N_("Promise"), N_("Customer"), N_("Kept"), N_("Share"), N_("Result"))
_COLUMNS = ColumnPlan(widths=(230, 240, 90, 80, 150), stretched=0, least=190, yielding=(1,))
_MISS_TITLES = (N_("Order"), N_("Logged"), N_("Why"))
_MISS_COLUMNS = ColumnPlan(widths=(150, 110, 170), stretched=0, least=120, yielding=(1,))
_MOST_MISSES = 500


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A figure with its promise as it can be put in words."""

    figure: ShareFigure
    terms: TargetTerms


class SharesPart(LivePage):
    """A figure for each promise in a day, a week or a month; the orders that missed the marked one open."""

    order_requested = Signal(str)
    """With the id of the order."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.period = PeriodField(wall)
        self.shares = ListCard(
            SmallList(N_("Shares of calls"), _TITLES, _COLUMNS),
            EmptyState("phone", N_("No contract promises a share of calls in this time.")),
        )
        self.title, self._facts = Label(role="subtitle", wrapped=True), KeyValueGrid()
        self.misses = ListCard(
            SmallList(N_("Orders that missed it"), _MISS_TITLES, _MISS_COLUMNS, ListUse.OPEN),
            EmptyState("circle-check", N_("No order has missed it.")),
        )
        self.period.edited.connect(self.refresh)
        self.shares.rows.row_chosen.connect(self._show_chosen)
        self.misses.rows.row_opened.connect(self.order_requested)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.shares)

    def question(self) -> Callable[[Reader], list[ShownShare]]:
        return partial(_read, *self.period.value(), self._wall)

    def show_answer(self, answer: list[ShownShare]) -> None:
        self.shares.show_rows(tuple(map(_row, answer)))
        self._show_chosen(self.shares.rows.chosen_id)

    def retranslate(self) -> None:
        self.period.retranslate()
        super().retranslate()

    @property
    def chosen(self) -> ShownShare | None:
        """The figure that is marked in the list."""
        answer: list[ShownShare] = self._answer or []
        return next((each for each in answer if each.figure.id == self.shares.rows.chosen_id), None)

    def _show_chosen(self, _figure_id: str) -> None:
        shown = self.chosen
        self._card.setVisible(shown is not None)
        if shown is None:
            return
        self.title.setText(_title(shown))
        self._facts.set_rows(_facts(shown))
        misses = shown.figure.misses
        self.misses.show_rows(tuple(self._miss_row(miss) for miss in misses[:_MOST_MISSES]))
        more = _("and {count} more: paigong sla shares --missed").format(count=f"{len(misses) - _MOST_MISSES:,}")
        self._more.setText(more if len(misses) > _MOST_MISSES else "")
        self._more.setVisible(len(misses) > _MOST_MISSES)

    def _miss_row(self, miss: Miss) -> ListRow:
        order = miss.order
        cells = (
            TwoLineCell(order.number, order.title),
            TextCell(self._wall.text(order.logged_at)),
            TextCell(miss_text(miss)),
        )
        return ListRow(order.id, cells)

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        self._card.hide()
        self._more = Label(role="caption", wrapped=True)
        self._card.body.addWidget(self.title)
        self._card.body.addWidget(self._facts)
        self._card.body.addWidget(TranslatedLabel(N_("Orders that missed it"), "strong"))
        self._card.body.addWidget(self.misses, 1)
        self._card.body.addWidget(self._more)
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("Calls of"), "strong"))
        head.addWidget(self.period)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.shares, self._card), 1)


def _title(shown: ShownShare) -> str:
    level = shown.figure.target.level
    metric = metric_text(shown.terms)
    return metric if level == ANY_LEVEL else f"{metric} · {level_text(level)}"


def _row(shown: ShownShare) -> ListRow:
    figure, chip = shown.figure, result_chip(shown.figure)
    return ListRow(
        figure.id,
        (
            TwoLineCell(_title(shown), promise_text(shown.terms)),
            TwoLineCell(figure.customer.name, figure.contract.number),
            TextCell(kept_text(figure)),
            TextCell(tenths_text(figure.share.tenths)),
            ChipCell(chip),
        ),
    )


def _facts(shown: ShownShare) -> tuple[KeyValue, ...]:
    figure = shown.figure
    contract = figure.contract
    counts = (
        (_("Calls that are judged"), figure.share.total),
        (_("Kept"), figure.kept),
        (_("Missed"), len(figure.misses)),
        (_("Still open"), figure.undecided),
        (_("Not recorded"), figure.unrecorded),
    )
    return (
        KeyValue(_("Promise"), promise_text(shown.terms)),
        KeyValue(_("Contract"), f"{contract.name} · {contract.number}"),
        KeyValue(_("Policy"), _(figure.policy.name)),
        KeyValue(_("Days of the contract"), days_text(figure.period)),
        *(KeyValue(name, f"{count:,}") for name, count in counts if count or name == counts[0][0]),
    )


def _read(period: Period, grain: Grain, wall: WallClock, reader: Reader) -> list[ShownShare]:
    from app.sla.copying import terms_of
    from app.workorders.shares import share_figures

    figures = share_figures(reader, period, grain, wall.clock.now())
    return [ShownShare(figure, terms_of(reader, figure.target)) for figure in figures]
