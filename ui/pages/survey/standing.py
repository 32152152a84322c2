"""How far a survey is: how many devices stand in which room, and which blank labels wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.foundation.translation import N_, ngettext
from ui.pages.live_page import LivePage
from ui.theme.tokens import SPACE
from ui.widgets.cells import TextCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader


@dataclass(frozen=True, slots=True)
class Counted:
    """The rooms with their devices, and the codes of the labels that wait."""

    rooms: tuple[tuple[str, int], ...]
    waiting: tuple[str, ...]


class SurveyStanding(LivePage):
    """Follows what is registered, by whomever."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, ("assets", "asset_aliases", "blank_labels"))
        self._customer_id, self._site_id = "", ""
        self.rooms = ListCard(
            SmallList(
                N_("Rooms"), (N_("Room"), N_("Devices")), ColumnPlan((0, 90), stretched=0, least=80), ListUse.LOOK
            ),
            EmptyState("map-pin", N_("Devices are counted by room here.")),
        )
        self.waiting = Label(role="muted", wrapped=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.rooms, 1)
        column.addWidget(self.waiting)

    @property
    def waiting_codes(self) -> tuple[str, ...]:
        """The blank labels of the customer that no device has yet."""
        return self._answer.waiting if self._answer is not None else ()

    def show_place(self, customer_id: str, site_id: str) -> None:
        """Count at another site."""
        if (customer_id, site_id) != (self._customer_id, self._site_id):
            self._customer_id, self._site_id = customer_id, site_id
            self.refresh()

    def question(self) -> Callable[[Reader], Counted]:
        return partial(_count, self._customer_id, self._site_id or None)

    def show_answer(self, answer: Counted) -> None:
        self.rooms.show_rows(
            tuple(ListRow(room, (TextCell(room), TextCell(f"{count:,}"))) for room, count in answer.rooms)
        )
        count = len(answer.waiting)
        words = ngettext("{count} blank label waits for its device.", "{count} blank labels wait for devices.", count)
        self.waiting.setText(words.format(count=f"{count:,}"))
        self.waiting.setVisible(count > 0)


def _count(customer_id: str, site_id: str | None, reader: Reader) -> Counted:
    from app.assets.blank_labels import waiting_labels
    from app.assets.surveying import counts_by_room

    waiting = tuple(label.code for label in waiting_labels(reader, customer_id))
    return Counted(tuple(counts_by_room(reader, customer_id, site_id)), waiting)
