"""The forms for those steps of a work order that need a word more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from app.workorders.rules import PAUSE_REASON_NAMES, PauseReason
from ui.pages.due_field import DueField
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asked import AsksEngineer, AsksWhyCancelled
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail


class StepForm(FormDialog):
    """A form about one order."""

    def __init__(
        self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget, *, form: str, title: str, submit: str
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"workorders.{form}:{detail.order.id}",
            title_source=title,
            submit_source=submit,
            parent=parent,
        )
        self.detail = detail


class AssignForm(AsksEngineer, StepForm):
    """Who is to go, and when."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title = N_("Reassign the order") if detail.visits else N_("Assign the order")
        super().__init__(work, wall, detail, parent, form="assign", title=title, submit=N_("Assign"))
        self.ask_engineer(wall)

    def command(self) -> object:
        return self.assigning(self.detail.order.id)


class PlanForm(FormDialog):
    """When a visit is to be made."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, editing: Editing) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id,
            title_source=N_("Plan the visit anew"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._editing = editing
        self.planned = self.add("planned_at", N_("Planned for"), DueField(wall, N_("As soon as possible")))
        self.planned.set_at(editing.value("planned_at"))

    def command(self) -> object | None:
        from app.workorders.edit_commands import EditVisit

        return self._editing.command(EditVisit, self.edited_keys(), {"planned_at": self.planned.at})


class PauseForm(StepForm):
    """Why the work waits."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="pause", title=N_("Pause the work"), submit=N_("Pause"))
        self.reason = self.add(
            "reason", N_("Reason"), ChoiceField(), needed_source=N_("Choose what the work waits for.")
        )
        self.note = self.add("note", N_("Note"), LineField())

    def command(self) -> object:
        from app.workorders.visit_commands import PauseWork

        return PauseWork(
            visit_id=self.detail.own_visit_id or "",
            reason=PauseReason(self.reason.value()),
            note=self.note.value(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        reasons = tuple((str(reason), _(name)) for reason, name in PAUSE_REASON_NAMES.items())
        self.reason.set_choices((("", _("Choose…")), *reasons))


class RestoreForm(StepForm):
    """How the service works again."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("The service works again"), N_("Restored")
        super().__init__(work, wall, detail, parent, form="restore", title=title, submit=submit)
        self.note = self.add(
            "note", N_("Note"), LineField(), hint_source=N_("How, and whether only for the time being.")
        )

    def command(self) -> object:
        from app.workorders.visit_commands import RestoreService

        return RestoreService(visit_id=self.detail.own_visit_id or "", note=self.note.value())


class ResolveForm(StepForm):
    """What was done."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Resolve the order"), N_("Resolve")
        super().__init__(work, wall, detail, parent, form="resolve", title=title, submit=submit)
        self.resolution = self.add(
            "resolution",
            N_("Solution"),
            TextField(),
            needed_source=N_("Say in a few words what you did."),
            hint_source=N_("The caller and whoever comes next will read it."),
        )

    def command(self) -> object:
        from app.workorders.visit_commands import ResolveVisit

        return ResolveVisit(visit_id=self.detail.own_visit_id or "", resolution=self.resolution.value())


class CancelForm(AsksWhyCancelled, StepForm):
    """Why the order is called off."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Cancel the order"), N_("Cancel the order")
        super().__init__(work, wall, detail, parent, form="cancel", title=title, submit=submit)
        self.ask_why()

    def command(self) -> object:
        return self.cancelling(self.detail.order.id)


class NoteForm(StepForm):
    """A note for everybody who works on the order."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="note", title=N_("Add a note"), submit=N_("Add note"))
        self.text = self.add("text", N_("Note"), TextField(), needed_source=N_("Write the note first."))

    def command(self) -> object:
        from app.workorders.commands import AddNote

        return AddNote(order_id=self.detail.order.id, text=self.text.value())
