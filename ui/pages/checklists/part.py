"""The checklists that work begins with: a list, and the one that is marked beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.checklists.card import ChecklistCard
from ui.pages.checklists.form import ChecklistForm
from ui.pages.checklists.reading import ListedChecklists, read_checklists
from ui.pages.contracts.wording import kinds_text
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.checklists.tables import ChecklistVersion
    from app.storage.units import Reader

_TABLES = ("checklist_versions", "customers", "device_types", "workspace_facts")
_TITLES = (N_("Checklist"), N_("Kinds of work"), N_("Devices"))
_COLUMNS = ColumnPlan(widths=(280, 150, 130), stretched=0, least=180, yielding=(2, 1))


class ChecklistsPart(LivePage):
    """Everybody's checklists and those of customers."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.new = Button(N_("New checklist"), icon="plus", kind="primary")
        self.take_presets = Button(N_("Take the shipped checklists"), icon="download")
        self.checklists = ListCard(
            SmallList(N_("Checklists"), _TITLES, _COLUMNS),
            EmptyState("list-checks", N_("There is no checklist yet. Take the shipped ones, and change them.")),
        )
        self.detail = ChecklistCard()
        self.new.clicked.connect(self._new_clicked)
        self.take_presets.clicked.connect(self._take_presets_clicked)
        self.checklists.rows.row_chosen.connect(self._chosen)
        self.detail.edit.clicked.connect(self._edit_clicked)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.setFocusProxy(self.checklists)
        for unknown_yet in (self.new, self.take_presets, self.detail):
            unknown_yet.hide()

    def question(self) -> Callable[[Reader], ListedChecklists]:
        return read_checklists

    def show_answer(self, answer: ListedChecklists) -> None:
        self.checklists.show_rows(tuple(_row(checklist, answer) for checklist in answer.checklists))
        self.new.setVisible(answer.may_write)
        self.take_presets.setVisible(bool(answer.missing))
        self._chosen(self.checklists.rows.chosen_id)

    @property
    def chosen(self) -> ChecklistVersion | None:
        """The checklist that is marked."""
        listed: ListedChecklists | None = self._answer
        known = listed.checklists if listed else ()
        return next((one for one in known if one.template_id == self.checklists.rows.chosen_id), None)

    def _chosen(self, _template_id: str) -> None:
        checklist = self.chosen
        self.detail.setVisible(checklist is not None)
        if checklist is not None:
            listed: ListedChecklists = self._answer
            self.detail.show_checklist(checklist, listed, self._wall)

    def _new_clicked(self) -> None:
        ChecklistForm(self._work, self._wall.clock, self._answer, self).open()

    def _edit_clicked(self) -> None:
        ChecklistForm(self._work, self._wall.clock, self._answer, self, self.chosen).open()

    def _take_presets_clicked(self) -> None:
        listed: ListedChecklists = self._answer
        self._work.run_command(*listed.missing)

    def _lay_out(self) -> None:
        says = N_("Work on an order begins with the checklists that are for its kind, device and system.")
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(TranslatedLabel(says, "muted", wrapped=True), 1)
        head.addWidget(self.take_presets)
        head.addWidget(self.new)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.checklists, self.detail), 1)


def _row(checklist: ChecklistVersion, listed: ListedChecklists) -> ListRow:
    whose = listed.names.get(checklist.customer_id or "") or _("For everybody")
    about = whose if checklist.in_use else _("{customer}, not in use").format(customer=whose)
    return ListRow(
        checklist.template_id,
        (
            TwoLineCell(_(checklist.name), about),
            TextCell(kinds_text(checklist.kinds) or _("Any"), "text_muted"),
            TextCell(" ".join(checklist.type_codes) or _("Any"), "text_muted"),
        ),
    )
