"""The forms by which a closure is agreed, extended, cancelled and ended."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.knowledge.rules.closures import CLOSURE_KIND_NAMES, ClosureKind
from ui.pages.due_field import DueField
from ui.pages.form_dialog import FormDialog
from ui.pages.knowledge.affected_form import AffectedForm
from ui.pages.knowledge.wording import period_text
from ui.pages.wall_clock import WallClock
from ui.widgets.fields import CheckField, ChoiceField, LineField
from ui.widgets.labels import Label
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.tables import Closure
    from app.storage.units import Reader

_PAUSE_MILLISECONDS = 150


class ClosureForm(AffectedForm):
    """What is closed, from when until when and why, and who agreed to it when; overlapping closures are told."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall,
            parent,
            draft_id="knowledge.agree_closure",
            title_source=N_("Agree on a closure"),
            submit_source=N_("Record"),
        )
        self._asked: Reply | None = None
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is closed."))
        self.overlap = Label(role="error", wrapped=True)
        self.overlap.hide()
        self._form.addWidget(self.overlap)
        self.begin_column()
        self.kind = self.add("kind", N_("Kind"), ChoiceField())
        self.begins = self.add(
            "begins_at", N_("From"), DueField(wall, N_("Choose…")), needed_source=N_("Say when it begins.")
        )
        self.ends = self.add(
            "ends_at", N_("Until"), DueField(wall, N_("Choose…")), needed_source=N_("Say when it ends.")
        )
        self.agreed_by = self.add(
            "agreed_by",
            N_("Agreed by"),
            LineField(),
            needed_source=N_("Say who agreed to it."),
            hint_source=N_("Somebody of the customer."),
        )
        self.agreed_at = self.add(
            "agreed_at",
            N_("Agreed at"),
            DueField(wall, N_("Just now")),
            hint_source=N_("Planned closures are agreed at least 48 hours ahead, emergency ones at least 1 hour."),
        )
        self.as_it_happened = self.add(
            "as_it_happened", N_("Notice"), CheckField(N_("Record it as it happened, although the notice is short"))
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look)
        for field in (self.group, self.systems, self.begins, self.ends):
            field.edited.connect(self._pause.start)

    def command(self) -> object:
        from app.knowledge.closure_commands import AgreeClosure

        now = self._wall.clock.now()
        return AgreeClosure(
            id=new_id(),
            customer_id=self.customer.value(),
            kind=ClosureKind(self.kind.value()),
            begins_at=self.begins.at or now,
            ends_at=self.ends.at or now,
            reason=self.reason.value(),
            agreed_by=self.agreed_by.value(),
            agreed_at=self.agreed_at.at or now,
            group_id=self.group_id,
            system_ids=self.system_ids,
            as_it_happened=bool(self.as_it_happened.value()),
        )

    def problems(self) -> dict[str, str]:
        return self.missing_services()

    def retranslate(self) -> None:
        super().retranslate()
        self.kind.set_choices(tuple((kind, _(name)) for kind, name in CLOSURE_KIND_NAMES.items()))

    def _look(self) -> None:
        """Ask what else is closed then."""
        if self._asked is not None:
            self._asked.cancel()
        begins, ends = self.begins.at, self.ends.at
        if begins is None or ends is None or self.missing_services():
            self._looked([])
            return
        affected = (self.group_id, self.system_ids)
        question = partial(_overlapping, self.customer.value(), affected, (begins, ends))
        self._asked = self._work.run_query(question, self._looked)

    def _looked(self, found: list[Closure]) -> None:
        told = (f"{each.reason} ({period_text(each.begins_at, each.ends_at, self._wall)})" for each in found)
        self.overlap.setText(_("Also closed then: {closures}").format(closures="; ".join(told)))
        self.overlap.setVisible(bool(found))


class ClosureStepForm(FormDialog):
    """A form about one closure."""

    def __init__(
        self, work: Work, wall: WallClock, closure: Closure, parent: QWidget, *, form: str, title: str, submit: str
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"knowledge.{form}:{closure.id}",
            title_source=title,
            submit_source=submit,
            parent=parent,
        )
        self._closure = closure


class ExtendForm(ClosureStepForm):
    """Until when it takes longer."""

    def __init__(self, work: Work, wall: WallClock, closure: Closure, parent: QWidget) -> None:
        super().__init__(
            work, wall, closure, parent, form="extend", title=N_("Extend the closure"), submit=N_("Extend")
        )
        self.ends = self.add(
            "ends_at", N_("Until"), DueField(wall, N_("Choose…")), needed_source=N_("Say when it ends.")
        )
        self.ends.set_at(closure.ends_at)
        self.note = self.add("note", N_("Note"), LineField())

    def command(self) -> object:
        from app.knowledge.closure_commands import ExtendClosure

        ends_at = self.ends.at or self._closure.ends_at
        return ExtendClosure(closure_id=self._closure.id, ends_at=ends_at, note=self.note.value())


class CancelForm(ClosureStepForm):
    """Why nothing is closed after all."""

    def __init__(self, work: Work, wall: WallClock, closure: Closure, parent: QWidget) -> None:
        super().__init__(
            work, wall, closure, parent, form="cancel", title=N_("Cancel the closure"), submit=N_("Cancel the closure")
        )
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is cancelled."))

    def command(self) -> object:
        from app.knowledge.closure_commands import CancelClosure

        return CancelClosure(closure_id=self._closure.id, reason=self.reason.value())


class BeginForm(ClosureStepForm):
    """Since when it is closed."""

    def __init__(self, work: Work, wall: WallClock, closure: Closure, parent: QWidget) -> None:
        super().__init__(work, wall, closure, parent, form="begin", title=N_("The closure begins"), submit=N_("Record"))
        self.at = self.add("at", N_("Closed since"), DueField(wall, N_("Just now")))

    def command(self) -> object:
        from app.knowledge.closure_commands import BeginClosure

        return BeginClosure(closure_id=self._closure.id, at=self.at.at)


class EndForm(ClosureStepForm):
    """Since when it is available again."""

    def __init__(self, work: Work, wall: WallClock, closure: Closure, parent: QWidget) -> None:
        super().__init__(work, wall, closure, parent, form="end", title=N_("The closure ends"), submit=N_("Record"))
        self.at = self.add("at", N_("Available since"), DueField(wall, N_("Just now")))
        self.note = self.add("note", N_("Note"), LineField())

    def command(self) -> object:
        from app.knowledge.closure_commands import EndClosure

        return EndClosure(closure_id=self._closure.id, at=self.at.at, note=self.note.value())


def _overlapping(
    customer_id: str,
    affected: tuple[str | None, tuple[str, ...]],
    period: tuple[datetime, datetime],
    reader: Reader,
) -> list[Closure]:
    from app.knowledge.queries import overlapping

    return overlapping(reader, customer_id, affected, period)
