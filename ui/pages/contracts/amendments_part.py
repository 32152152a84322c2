"""The amendments of a contract: proposed, approved or declined by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.sla.rules.amendments import AmendmentState
from ui.pages.contracts.amendment_form import AmendmentForm
from ui.pages.contracts.reading import ShownContract
from ui.pages.contracts.wording import amendment_chip, amendment_text
from ui.pages.wall_clock import WallClock, day_text
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import ChipCell, TextCell, TwoLineCell
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.sla.tables import Amendment

_TITLES = (N_("Counts from"), N_("Policy"), N_("Proposed by"), N_("Decided by"), N_("State"))
_COLUMNS = ColumnPlan(widths=(120, 200, 120, 120, 150), stretched=1, least=150, yielding=(3, 2))
_HEIGHT = 190


class AmendmentsPart(QWidget):
    """Which policy counts from which day on; the one that rules today says so."""

    wanted = Signal(object)
    """With the command that approves or declines."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self._shown: ShownContract | None = None
        self.amendments = SmallList(N_("Amendments"), _TITLES, _COLUMNS)
        self.amendments.setFixedHeight(_HEIGHT)
        self._own = TranslatedLabel(N_("What you have proposed yourself is decided by somebody else."), "caption")
        self.propose = Button(N_("Propose an amendment…"), icon="plus")
        self.approve = Button(N_("Approve"), icon="check", kind="primary")
        self.decline = Button(N_("Decline"), icon="x")
        self.amendments.row_chosen.connect(self._show_buttons)
        self.propose.clicked.connect(self._propose_clicked)
        self.approve.clicked.connect(self._approve_clicked)
        self.decline.clicked.connect(self._decline_clicked)
        self._lay_out()

    def show_contract(self, shown: ShownContract) -> None:
        """Show the amendments of a contract, the latest first."""
        self._shown = shown
        self.amendments.show_rows(tuple(self._row(shown, each) for each in reversed(shown.amendments)))
        self.propose.setVisible(shown.may_manage)
        self._show_buttons()

    def _row(self, shown: ShownContract, amendment: Amendment) -> ListRow:
        policy = shown.policies.get(amendment.policy_id)
        return ListRow(
            amendment.id,
            (
                TextCell(day_text(amendment.effective_on)),
                TwoLineCell(_(policy.name) if policy else "—", amendment_text(amendment)),
                TextCell(shown.people.get(amendment.proposed_by_id, "—")),
                TextCell(shown.people.get(amendment.decided_by_id or "", "—")),
                ChipCell(amendment_chip(amendment, rules=amendment.id == shown.ruling_id)),
            ),
        )

    @property
    def _marked(self) -> Amendment | None:
        amendments = self._shown.amendments if self._shown else ()
        return next((each for each in amendments if each.id == self.amendments.chosen_id), None)

    def _show_buttons(self) -> None:
        amendment, shown = self._marked, self._shown
        is_open = amendment is not None and amendment.state is AmendmentState.PROPOSED
        is_own = amendment is not None and shown is not None and amendment.proposed_by_id == shown.person_id
        may_decide = is_open and shown is not None and shown.may_approve
        self._own.setVisible(may_decide and is_own)
        for button in (self.approve, self.decline):
            button.setVisible(may_decide and not is_own)

    def _propose_clicked(self) -> None:
        if self._shown is not None:
            AmendmentForm(self._work, self._wall, self._shown, self).open()

    def _approve_clicked(self) -> None:
        self._decide(approved=True)

    def _decline_clicked(self) -> None:
        self._decide(approved=False)

    def _decide(self, *, approved: bool) -> None:
        from app.sla.contract_commands import DecideAmendment

        self.wanted.emit(DecideAmendment(amendment_id=self.amendments.chosen_id, approved=approved))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.propose)
        buttons.addStretch()
        for part in (self._own, self.decline, self.approve):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.amendments)
        column.addLayout(buttons)
