"""The form in which it is decided what becomes of devices of a stocktake."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _, ngettext
from app.stocktakes.decision_commands import DecideFindings
from app.stocktakes.rules import DECISION_NAMES, DecisionKind
from app.stocktakes.tables import Stocktake
from ui.pages.form_dialog import FormDialog
from ui.pages.stocktakes.reading import Devices, decide
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.labels import Label
from ui.work.work import Work

_LONGEST_NOTE = 500


class DecideForm(FormDialog):
    """One decision and a note for all of them; those for which it cannot be are told and left as they are."""

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        stocktake: Stocktake,
        devices: Devices,
        possible: tuple[DecisionKind, ...],
        parent: QWidget,
        *,
        texts: tuple[str, ...] = (),
    ) -> None:
        """`texts` are what no device is known by, in place of devices."""
        super().__init__(
            work,
            wall.clock,
            draft_id=f"stocktakes.decide:{stocktake.id}:{possible[0]}",
            title_source=N_("Decide about devices"),
            submit_source=N_("Decide"),
            parent=parent,
        )
        self._wall, self._stocktake, self._devices, self._possible = wall, stocktake, devices, possible
        self._texts = texts
        self.kind = self.add("kind", N_("Decision"), ChoiceField())
        self.note = self.add("note", N_("Note"), LineField())
        self.note.setMaxLength(_LONGEST_NOTE)
        self.about = Label(role="muted", wrapped=True)
        self._form.addWidget(self.about)
        self.retranslate()

    def problems(self) -> dict[str, str]:
        explained = self.kind.value() == DecisionKind.EXPLAINED
        return {"note": _("Say why.")} if explained and not self.note.value() else {}

    def give(self) -> None:
        if self._texts:
            kind, note = DecisionKind(self.kind.value()), self.note.value()
            self.carry_out(DecideFindings(stocktake_id=self._stocktake.id, kind=kind, texts=self._texts, note=note))
            return
        question = partial(
            decide,
            self._stocktake.id,
            self._devices,
            DecisionKind(self.kind.value()),
            self._wall.today(),
            self.note.value(),
        )
        self._work.run_query(question, self._known, self.refuse)

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((kind, _(DECISION_NAMES[kind])) for kind in self._possible))
        if self._texts:
            self.about.setText(", ".join(self._texts))
            return
        count = len(self._devices)
        told = ngettext("For {count} device.", "For {count} devices.", count).format(count=f"{count:,}")
        history = _("The history of each tells which stocktake it was.")
        self.about.setText(f"{told} {history}")

    def _known(self, commands: list[object]) -> None:
        decided = sum(len(each.asset_ids) for each in commands if isinstance(each, DecideFindings))
        if not decided:
            self.submit_button.setEnabled(True)
            self._show_problems({"kind": _("None of these devices can be put into that state. Choose something else.")})
            return
        self.carry_out(*commands)
