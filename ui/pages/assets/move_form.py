"""The form by which a device is moved, handed over to somebody, or both."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.assets.rules import ASSET_STATE_NAMES, AssetState, moved_code, next_states
from app.foundation.translation import N_, _
from ui.pages.assets.reading import RegisterChoices
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.person_field import PersonField
from ui.widgets.fields import ChoiceField, DateField, LineField, TextField
from ui.widgets.labels import Label
from ui.work.drafts import Fields
from ui.work.work import Work

_LONGEST_LINE = 500


class MoveForm(FormDialog):
    """Where the device stands from now on and who uses it, since which day and why; it tells of a new code."""

    def __init__(
        self, work: Work, wall: WallClock, choices: RegisterChoices, parent: QWidget, *, editing: Editing
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"move:{editing.draft_id}",
            title_source=N_("Move or hand over"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._editing, self._asset = editing, editing.row
        self._departments = choices.departments.get(self._asset.customer_id, ())
        self._sites = choices.sites.get(self._asset.customer_id, ())
        self.department = self.add("department_id", N_("Department"), ChoiceField())
        self.site = self.add("site_id", N_("Site"), ChoiceField())
        self.place = self.add("place", N_("Place"), LineField())
        self.user = self.add("user_name", N_("User"), PersonField(work, lambda: self._asset.customer_id))
        self.state = self.add("state", N_("State"), ChoiceField())
        self.happened_on = self.add("happened_on", N_("On"), DateField(wall.today()))
        self.note = self.add("note", N_("Note"), TextField())
        self.code_note = Label(role="muted", wrapped=True)
        self._form.addWidget(self.code_note)
        for line in (self.place, self.user.line):
            line.setMaxLength(_LONGEST_LINE)
        self.retranslate()
        for column in ("department_id", "site_id", "place", "state"):
            self._fields[column].set_value(editing.text(column))
        self.user.set_person(editing.text("user_id"), editing.text("user_name"))
        self.department.edited.connect(self._tell_code)
        self._tell_code()

    def command(self) -> object | None:
        from app.assets.edit_commands import EditAsset

        entered = {
            "department_id": self.department.value() or None,
            "site_id": self.site.value() or None,
            "place": self.place.value(),
            "user_name": self.user.value(),
            "user_id": self.user.person_id or None,
            "state": AssetState(self.state.value()),
        }
        edit = self._editing.command(EditAsset, entered, entered)
        if not isinstance(edit, EditAsset):
            return None
        return replace(edit, happened_on=self.happened_on.on, note=self.note.value())

    def values(self) -> Fields:
        return super().values() | {"user_id": self.user.person_id}

    def retranslate(self) -> None:
        super().retranslate()
        none, stands = ("", "—"), self._asset.state
        self.department.set_choices((none, *((each.id, f"{each.code}  {each.name}") for each in self._departments)))
        self.site.set_choices((none, *((each.id, each.name) for each in self._sites)))
        states = (stands, *next_states(stands))
        self.state.set_choices(tuple((str(state), _(ASSET_STATE_NAMES[state])) for state in states))
        self._tell_code()

    def _fill(self, values: Fields) -> None:
        super()._fill(values)
        self.user.set_person(values.get("user_id", ""), values.get("user_name", ""))
        self._tell_code()

    def _tell_code(self) -> None:
        department = next((each.code for each in self._departments if each.id == self.department.value()), "")
        is_moved = self.department.value() != (self._asset.department_id or "")
        code = moved_code(self._asset.code, department) if is_moved else self._asset.code
        stays, changes = (
            _("Its code stays {code}."),
            _("Its code will be {code}, and it needs a new label; {old} will lead to it for ever."),
        )
        text = stays if code == self._asset.code else changes
        self.code_note.setText(text.format(code=code, old=self._asset.code))
        self.adjustSize()
