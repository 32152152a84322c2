"""The form that gives a calendar another name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.widgets.fields import LineField
from ui.work.work import Work


class RenameForm(FormDialog):
    """Promises name a calendar by its id, so another name moves nothing."""

    def __init__(self, work: Work, clock: Clock, parent: QWidget, editing: Editing) -> None:
        super().__init__(
            work,
            clock,
            draft_id=editing.draft_id,
            title_source=N_("Rename the calendar"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._editing = editing
        self.name = self.add("name", N_("Name"), LineField(), needed_source=N_("Enter the name."))
        self.name.set_value(editing.text("name"))

    def command(self) -> object | None:
        from app.calendars.commands import EditCalendar

        return self._editing.command(EditCalendar, self.edited_keys(), {"name": self.name.value()})
