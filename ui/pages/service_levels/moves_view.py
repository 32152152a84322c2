"""What a version of a calendar would move, before it is saved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.calendars.examples import EXAMPLE_NAMES
from app.foundation.translation import N_, _, ngettext
from app.sla.rules.promises import METRIC_NAMES
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.cells import TextCell
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, ListUse, SmallList
from ui.widgets.translated import Translated

if TYPE_CHECKING:
    from app.workorders.moving import Moves

_COLUMNS = ColumnPlan(widths=(220, 130, 130), stretched=0, least=160)


class MovesView(Translated, QWidget):
    """Says how many promises to open orders move, and lists the first of them below the examples."""

    def __init__(self, wall: WallClock) -> None:
        super().__init__()
        self._wall = wall
        self._moves: Moves | None = None
        self.count = Label(role="strong", wrapped=True)
        self.list = SmallList(
            N_("What this moves"), (N_("Promise"), N_("Due so far"), N_("Due then")), _COLUMNS, ListUse.LOOK
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.retranslate()

    def show_moves(self, moves: Moves) -> None:
        """Show what would move."""
        self._moves = moves
        examples = ((_(EXAMPLE_NAMES[each.example]), each.was, each.becomes) for each in moves.examples)
        targets = (
            (f"{each.number} · {_(METRIC_NAMES[each.metric])}", each.was, each.becomes) for each in moves.targets
        )
        self.list.show_rows(tuple(self._row(*moved) for moved in (*examples, *targets)))
        self.count.setText(_count_text(moves.target_count, len(moves.targets)))

    def retranslate(self) -> None:
        self.count.setText(_("What this moves"))
        if self._moves is not None:
            self.show_moves(self._moves)

    def _row(self, promise: str, was: datetime | None, becomes: datetime | None) -> ListRow:
        before = TextCell(self._wall.text(was) if was else "—")
        if was == becomes:
            return ListRow(promise, (TextCell(promise), before, TextCell(_("unchanged"), "text_muted")))
        return ListRow(promise, (TextCell(promise), before, TextCell(self._wall.text(becomes) if becomes else "—")))


def _count_text(count: int, listed: int) -> str:
    text = ngettext(
        "What this moves: {count} promise to an open order",
        "What this moves: {count} promises to open orders",
        count,
    ).format(count=f"{count:,}")
    return text if count == listed else _("{text} (the first {listed} are listed)").format(text=text, listed=listed)
