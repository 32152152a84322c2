"""How available each group of services was in a month, against its target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from ui.pages.editing import Editing
from ui.pages.knowledge.group_form import GroupForm
from ui.pages.knowledge.groups_form import GroupsForm, SystemsForm
from ui.pages.knowledge.wording import (
    cause_title,
    minutes_text,
    percent_text,
    period_text,
    service_name,
    services_text,
    used_share,
    verdict_chip,
)
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import BarCell, ChipCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.timeline import Timeline, TimelineEntry
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.availability import GroupAvailability
    from app.storage.units import Reader

_TITLES = (N_("Service group"), N_("Available"), N_("Target"), N_("Downtime used"), N_("Result"))
_COLUMNS = ColumnPlan(widths=(220, 110, 100, 220, 150), stretched=0, least=160, yielding=(3,))
_TABLES = (
    *("closures", "outages", "service_groups", "service_group_systems"),
    *("customers", "calendar_versions", "workspace_facts"),
)
_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Measured:
    """The groups of all customers, and whether the person at this workspace may add any, with their calendars.

    `managed` are the customers whose groups that person may change.
    """

    groups: list[GroupAvailability]
    may_add: bool
    managed: frozenset[str]


class AvailabilityPart(LivePage):
    """A month of all customers' groups, and what cost the one that is marked its time."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.month = ChoiceField()
        self.add_groups = Button(N_("Take the shipped groups…"), icon="download")
        self.groups = ListCard(
            SmallList(N_("Availability"), _TITLES, _COLUMNS),
            EmptyState("server", N_("No customer has groups of services with targets yet.")),
        )
        self.title, self.facts, self.causes = Label(role="subtitle", wrapped=True), KeyValueGrid(), Timeline()
        self.add_group = Button(N_("New service group…"), icon="plus")
        self.systems, self.correct = Button(N_("Choose its systems…")), Button(N_("Correct…"), icon="pencil")
        self.retire, self.take_up = Button(N_("Measure it no more")), Button(N_("Measure it again"))
        self._offer_months()
        self.month.edited.connect(self.refresh)
        self.add_groups.clicked.connect(self._add_clicked)
        self.add_group.clicked.connect(self._new_clicked)
        self.systems.clicked.connect(self._systems_clicked)
        self.correct.clicked.connect(self._correct_clicked)
        self.retire.clicked.connect(self._retire_clicked)
        self.take_up.clicked.connect(self._take_up_clicked)
        self.groups.rows.row_chosen.connect(self._show_chosen)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.groups)

    def question(self) -> Callable[[Reader], Measured]:
        return partial(_read, self.month.value(), self._wall)

    def show_answer(self, answer: Measured) -> None:
        self.groups.show_rows(tuple(map(self._row, answer.groups)))
        for button in (self.add_groups, self.add_group):
            button.setVisible(answer.may_add)
        self._show_chosen(self.groups.rows.chosen_id)

    def retranslate(self) -> None:
        self._offer_months()
        super().retranslate()

    def _offer_months(self) -> None:
        """The present month and the year before it, the latest first."""
        today = self._wall.today()
        months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(_MONTHS)]
        texts = [f"{year}-{month + 1:02d}" for year, month in months]
        self.month.blockSignals(True)
        self.month.set_choices(tuple((text, text) for text in texts))
        self.month.blockSignals(False)

    def _add_clicked(self) -> None:
        GroupsForm(self._work, self._wall, self).open()

    def _systems_clicked(self) -> None:
        found = self.chosen
        if found is not None:
            SystemsForm(self._work, self._wall, found.group, self).open()

    def _new_clicked(self) -> None:
        GroupForm(self._work, self._wall, self).open()

    def _correct_clicked(self) -> None:
        if self.chosen is not None:
            GroupForm(self._work, self._wall, self, Editing(self.chosen.group)).open()

    def _retire_clicked(self) -> None:
        self._retire(retired=True)

    def _take_up_clicked(self) -> None:
        self._retire(retired=False)

    def _retire(self, *, retired: bool) -> None:
        from app.knowledge.commands import RetireServiceGroup

        self._work.run_command(RetireServiceGroup(group_id=self.groups.rows.chosen_id, retired=retired))

    @property
    def chosen(self) -> GroupAvailability | None:
        """The group that is marked in the list."""
        groups = self._answer.groups if self._answer is not None else ()
        return next((each for each in groups if each.group.id == self.groups.rows.chosen_id), None)

    def _show_chosen(self, _group_id: str) -> None:
        found = self.chosen
        self._card.setVisible(found is not None)
        if found is None:
            return
        may, is_retired = found.group.customer_id in self._answer.managed, found.group.retired_at is not None
        for button in (self.systems, self.correct):
            button.setVisible(may)
        self.retire.setVisible(may and not is_retired)
        self.take_up.setVisible(may and is_retired)
        self.title.setText(service_name(found.group.name))
        allowed = found.figure.hours * (10_000 - found.group.target_hundredths) // 10_000
        facts = (
            KeyValue(_("Customer"), found.customer),
            KeyValue(_("Judged until"), self._wall.text(found.until_at)),
            KeyValue(_("Hours"), f"{found.figure.hours / 3_600_000_000:,.1f}"),
            KeyValue(
                _("Downtime"),
                _("{minutes} of {allowed}").format(
                    minutes=minutes_text(found.figure.mean_down), allowed=minutes_text(allowed)
                ),
            ),
            KeyValue(_("Systems"), f"{len(found.figure.down):,}"),
            KeyValue(_("Down longest"), service_name(found.worst)),
        )
        self.facts.set_rows(tuple(fact for fact in facts if fact.value))
        self.causes.set_entries(
            tuple(
                TimelineEntry(
                    "octagon-alert",
                    cause_title(cause, minutes_text(cause.down)),
                    " · ".join(
                        (services_text(cause.services), period_text(cause.begins_at, cause.ends_at, self._wall))
                    ),
                    Tone.WARN,
                )
                for cause in found.causes
            )
        )

    def _row(self, found: GroupAvailability) -> ListRow:
        chip = verdict_chip(found)
        return ListRow(
            found.group.id,
            (
                TwoLineCell(service_name(found.group.name), found.customer),
                TextCell(percent_text(found.figure.hundredths)),
                TextCell(percent_text(found.group.target_hundredths)),
                BarCell(used_share(found), chip.tone, minutes_text(found.figure.mean_down)),
                ChipCell(chip),
            ),
        )

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        self._card.hide()
        scroll = ScrollColumn()
        for widget in (self.facts, TranslatedLabel(N_("What cost time"), "strong"), self.causes):
            scroll.body.addWidget(widget)
        scroll.body.addStretch()
        self._card.body.addWidget(self.title)
        self._card.body.addWidget(scroll, 1)
        for button in (self.systems, self.correct, self.retire, self.take_up):
            self._card.body.addWidget(button)
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("Month"), "strong"))
        head.addWidget(self.month)
        head.addStretch()
        head.addWidget(self.add_groups)
        head.addWidget(self.add_group)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.groups, self._card), 1)


def _read(month: str, wall: WallClock, reader: Reader) -> Measured:
    from app.accounts.queries import held_grants
    from app.calendars.periods import month_named
    from app.knowledge.availability import availabilities

    grants, permission = held_grants(reader), Permission.MANAGE_SERVICE_LEVELS
    groups = availabilities(reader, month_named(month), wall.clock.now())
    customer_ids = {each.group.customer_id for each in groups}
    managed = frozenset(each for each in customer_ids if grants.may(permission, each))
    return Measured(groups, grants.may(permission, None), managed)
