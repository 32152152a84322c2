"""The policies: a list, and the one that is marked beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.foundation.translation import N_, _
from ui.pages.live_page import LivePage
from ui.pages.service_levels.policy_card import PolicyCard
from ui.pages.service_levels.policy_reading import ListedPolicies, read_policies
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_COLUMNS = ColumnPlan(widths=(230, 130), stretched=0, least=160, yielding=(1,))


class PoliciesPart(LivePage):
    """Everybody's policies and those of customers."""

    counted = Signal(int, bool)
    """With how many there are, and whether some of the shipped ones can be taken here."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, ("policies", "calendars", "customers", "workspace_facts"))
        self.policies = ListCard(
            SmallList(N_("Policies"), (N_("Policy"), N_("For whom")), _COLUMNS),
            EmptyState(
                "list-checks", N_("There is no policy yet. Take the shipped ones, and copy what is near to yours.")
            ),
        )
        self.detail = PolicyCard(work, wall)
        self.policies.rows.row_chosen.connect(self.detail.show_policy)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(side_by_side(self.policies, self.detail, wide_detail=True))
        self.setFocusProxy(self.policies)

    def question(self) -> Callable[[Reader], ListedPolicies]:
        return read_policies

    def show_answer(self, answer: ListedPolicies) -> None:
        self.policies.show_rows(
            tuple(
                ListRow(
                    policy.id,
                    (
                        TwoLineCell(_(policy.name), policy.code),
                        TextCell(answer.customers.get(policy.customer_id or "", "") or _("Everybody"), "text_muted"),
                    ),
                )
                for policy in answer.policies
            )
        )
        self.detail.setVisible(bool(answer.policies))
        self.counted.emit(len(answer.policies), answer.may_manage and bool(answer.missing))

    def take_presets(self) -> None:
        """Take the shipped policies and their calendars that are not here yet."""
        if self._answer is not None and self._answer.missing:
            self._work.run_command(*self._answer.missing)
