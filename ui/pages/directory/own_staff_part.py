"""Our own people and teams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.accounts.rules import Permission
from app.directory.rules import PERSON_KIND_NAMES
from app.foundation.translation import N_, _, ngettext
from ui.pages.directory.forms import OwnPersonForm
from ui.pages.editing import Editing
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.widgets.cells import PersonCell, TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.queries import OwnStaff
    from app.storage.units import Reader

_TITLES = (N_("Full name"), N_("Role"), N_("Team"), N_("Phone"), N_("E-mail"))
_COLUMNS = ColumnPlan(widths=(200, 120, 140, 140, 220), stretched=4, least=140, yielding=(4, 3, 1))
_TEAM_COLUMNS = ColumnPlan(widths=(200,), stretched=0, least=120)


@dataclass(frozen=True, slots=True)
class _Staff:
    """Our own people, and whether the person at this workspace may change what is known about them."""

    staff: OwnStaff
    may_manage: bool


class OwnStaffPart(LivePage):
    """The people at the left, the teams at the right."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("people", "teams", "workspace_facts"))
        self._wall = wall
        self.people = ListCard(
            SmallList(N_("Our people"), _TITLES, _COLUMNS, ListUse.OPEN),
            EmptyState("users", N_("Nobody is known here yet.")),
        )
        self.teams = ListCard(
            SmallList(N_("Teams"), (N_("Team"),), _TEAM_COLUMNS, ListUse.LOOK),
            EmptyState("users", N_("There is no team yet.")),
        )
        self.people.rows.row_opened.connect(self._person_opened)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side_by_side(self.people, self.teams))
        self.setFocusProxy(self.people)

    def question(self) -> Callable[[Reader], _Staff]:
        return _read_staff

    def show_answer(self, answer: _Staff) -> None:
        staff = answer.staff
        self.people.show_rows(
            tuple(
                ListRow(
                    person.id,
                    (
                        PersonCell(person.name),
                        TextCell(_(PERSON_KIND_NAMES[person.kind])),
                        TextCell(staff.team_name(person.team_id)),
                        TextCell(person.phone),
                        TextCell(person.email),
                    ),
                )
                for person in staff.people
            )
        )
        members = [person.team_id for person in staff.people]
        self.teams.show_rows(
            tuple(
                ListRow(team.id, (TwoLineCell(team.name, _size_text(members.count(team.id))),)) for team in staff.teams
            )
        )

    def _person_opened(self, person_id: str) -> None:
        if self._answer is not None and self._answer.may_manage:
            person = next(each for each in self._answer.staff.people if each.id == person_id)
            OwnPersonForm(self._work, self._wall.clock, self, Editing(person)).open()


def _size_text(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=f"{count:,}")


def _read_staff(reader: Reader) -> _Staff:
    from app.directory.queries import myself, own_staff

    return _Staff(own_staff(reader), myself(reader).grants.may(Permission.MANAGE_DIRECTORY, None))
