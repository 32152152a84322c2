"""How far a step for several orders has come, and in the end what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.foundation.sentences import sentence
from app.foundation.translation import N_, _
from ui.pages.workorders.bulk.run import BulkRun
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import ChipCell, TwoLineCell
from ui.widgets.labels import Label
from ui.widgets.painting import ChipText
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated

if TYPE_CHECKING:
    from app.workorders.bulk import Verdict
    from app.workorders.queries.chosen import ChosenOrder

_COLUMNS = ColumnPlan(widths=(300, 120), stretched=0, least=200)
_ROWS_IN_SIGHT = 7


class BulkOutcome(Translated, QWidget):
    """First a bar that fills, then a row for each order: those that were not done stand first, and say why."""

    choose_again_requested = Signal(object)
    """With the rows of the orders that were not done."""

    def __init__(self, run: BulkRun, chosen: Sequence[ChosenOrder]) -> None:
        super().__init__()
        self._run = run
        self._chosen = {each.order.id: each for each in chosen}
        self.says, self.why = Label(role="subtitle", wrapped=True), Label(wrapped=True)
        self.bar = QProgressBar(textVisible=False, minimum=0, maximum=run.total)
        self.rows = SmallList(N_("What became of each order"), (N_("Work order"), N_("Outcome")), _COLUMNS)
        self.stop, self.copy = Button(N_("Stop")), Button(N_("Copy"), icon="copy", kind="quiet")
        self.again = Button(N_("Choose those that were not done"))
        self.stop.clicked.connect(run.stop)
        self.copy.clicked.connect(self._copy_clicked)
        self.again.clicked.connect(self._again_clicked)
        self.rows.row_chosen.connect(self._row_chosen)
        run.progressed.connect(self._show)
        run.ended.connect(self._show)
        self._lay_out()
        self._show()

    @property
    def not_done(self) -> list[Verdict]:
        """What was refused, or not tried any more."""
        return [verdict for verdict in self._run.verdicts if verdict.refused is not None]

    def retranslate(self) -> None:
        self._show()

    def _show(self) -> None:
        ended, judged = self._run.is_ended, len(self._run.verdicts)
        self.bar.setValue(judged)
        while_it_runs: tuple[QWidget, ...] = (self.bar, self.stop)
        for part in (*while_it_runs, self._list, self.why, self.copy):
            part.setVisible((part in while_it_runs) is not ended)
        self.again.setVisible(ended and bool(self.not_done))
        if ended:
            self._show_verdicts()
        else:
            self.says.setText(_("{done} of {total}").format(done=judged, total=self._run.total))

    def _show_verdicts(self) -> None:
        refused = len(self.not_done)
        done = self._run.total - refused
        said = _("{done} done, {refused} not") if refused else _("{done} done")
        self.says.setText(said.format(done=done, refused=refused))
        verdicts = sorted(self._run.verdicts, key=lambda verdict: verdict.refused is None)
        self.rows.show_rows(tuple(self._row(verdict) for verdict in verdicts))
        self._row_chosen(self.rows.chosen_id)

    def _row(self, verdict: Verdict) -> ListRow:
        order = self._chosen[verdict.order_id].order
        is_done = verdict.refused is None
        chip = ChipText(_("Done"), Tone.OK, "check") if is_done else ChipText(_("Not done"), Tone.WARN, "x")
        return ListRow(order.id, (TwoLineCell(order.title, order.number), ChipCell(chip)))

    def _row_chosen(self, order_id: str) -> None:
        """Say in full why the marked one was not done."""
        refused = next((each.refused for each in self._run.verdicts if each.order_id == order_id), None)
        self.why.setText(sentence(refused) if refused is not None else "")

    def _copy_clicked(self) -> None:
        lines = (
            (self._chosen[each.order_id].order.number, sentence(each.refused) if each.refused else _("done"))
            for each in self._run.verdicts
        )
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _again_clicked(self) -> None:
        self.choose_again_requested.emit([self._chosen[verdict.order_id].row for verdict in self.not_done])

    def _lay_out(self) -> None:
        self._list = Card(margin=1, spacing=0)
        self._list.body.addWidget(self.rows)
        shown = min(self._run.total, _ROWS_IN_SIGHT)
        self.rows.setMinimumHeight(shown * SIZE.row + SIZE.table_header + 2)
        self.why.setMinimumHeight(2 * self.why.fontMetrics().lineSpacing())
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch()
        buttons.addWidget(self.again)
        buttons.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        for part in (self.says, self.bar, self._list, self.why):
            column.addWidget(part)
        column.addLayout(buttons)
