"""The forms by which an outage and a known issue are entered, and an outage is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.due_field import DueField
from ui.pages.editing import Editing
from ui.pages.form_dialog import FormDialog
from ui.pages.knowledge.affected_form import AffectedForm
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.pages.workorders.looked_up_field import LooksUp
from ui.pages.workorders.order_field import OrderField
from ui.widgets.fields import LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.queries import Known


class _ReportForm(LooksUp, AffectedForm):
    """A form that may name a work order by its number."""

    def add_order(self) -> None:
        """Add the field of the number."""
        field = OrderField(self._work, self._wall, self.customer.value)
        self.order = self.add("number", N_("Work order"), field, hint_source=N_("If there is one."))
        self.customer.edited.connect(field.look)

    def problems(self) -> dict[str, str]:
        return super().problems() | ({"number": self.order.unknown_text} if self.order.is_unknown else {})


class OutageForm(_ReportForm):
    """What is down since when, and until when if it is over."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall,
            parent,
            draft_id="knowledge.record_outage",
            title_source=N_("Record an outage"),
            submit_source=N_("Record"),
        )
        self.begin_column()
        self.begun = self.add("begun_at", N_("Down since"), DueField(wall, N_("Just now")))
        self.ended = self.add("ended_at", N_("Until"), DueField(wall, N_("It is still down")))
        self.note = self.add("note", N_("What is down"), LineField(), needed_source=N_("Say what callers notice."))
        self.add_order()

    def command(self) -> object:
        from app.knowledge.commands import RecordOutage

        return RecordOutage(
            id=new_id(),
            customer_id=self.customer.value(),
            begun_at=self.begun.at or self._wall.clock.now(),
            ended_at=self.ended.at,
            group_id=self.group_id,
            system_ids=self.system_ids,
            order_id=self.order.order_id,
            note=self.note.value(),
        )

    def problems(self) -> dict[str, str]:
        return self.missing_services() | super().problems()


class IssueForm(_ReportForm):
    """What callers are told, and what they can do."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget) -> None:
        super().__init__(
            work,
            wall,
            parent,
            draft_id="knowledge.publish_known_issue",
            title_source=N_("Publish a known issue"),
            submit_source=N_("Publish"),
        )
        self.device = self.add(
            "asset_id",
            N_("Device"),
            AssetField(work, self.customer.value),
            hint_source=N_("Where callers are told only about this one."),
        )
        self.customer.edited.connect(self.device.look)
        self.begin_column()
        self.told = _TellingFields(self, wall)
        self.add_order()

    def command(self) -> object:
        from app.knowledge.commands import PublishKnownIssue

        return PublishKnownIssue(
            id=new_id(),
            customer_id=self.customer.value(),
            **self.told.entered(self._wall),
            group_id=self.group_id,
            system_ids=self.system_ids,
            asset_id=self.device.asset_id,
            order_id=self.order.order_id,
        )

    def problems(self) -> dict[str, str]:
        wrong = _("No device of this customer has this code. Correct it, or leave it empty.")
        return super().problems() | ({"asset_id": wrong} if self.device.is_unknown else {})


class IssueEditForm(FormDialog):
    """What callers are told instead, or until another time; what it is about stays."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, editing: Editing) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=editing.draft_id,
            title_source=N_("Correct the known issue"),
            submit_source=N_("Save"),
            parent=parent,
        )
        self._wall, self._editing = wall, editing
        self.told = _TellingFields(self, wall)
        self.told.title.set_value(editing.text("title"))
        self.told.what_to_do.set_value(editing.text("what_to_do"))
        self.told.begins.set_at(editing.value("begins_at"))
        self.told.ends.set_at(editing.value("ends_at"))

    def command(self) -> object | None:
        from app.knowledge.commands import EditKnownIssue

        return self._editing.command(EditKnownIssue, self.edited_keys(), self.told.entered(self._wall))


class _TellingFields:
    """What callers are told, and from when until when."""

    def __init__(self, form: FormDialog, wall: WallClock) -> None:
        self.title = form.add("title", N_("Title"), LineField(), needed_source=N_("Say what callers notice."))
        self.what_to_do = form.add(
            "what_to_do", N_("What to do"), TextField(), needed_source=N_("Say what callers can do meanwhile.")
        )
        self.begins = form.add("begins_at", N_("From"), DueField(wall, N_("Just now")))
        self.ends = form.add("ends_at", N_("Until"), DueField(wall, N_("Until it is taken back")))

    def entered(self, wall: WallClock) -> dict[str, Any]:
        """What was entered, by column."""
        return {
            "title": self.title.value(),
            "what_to_do": self.what_to_do.value(),
            "begins_at": self.begins.at or wall.clock.now(),
            "ends_at": self.ends.at,
        }


class WithdrawForm(FormDialog):
    """Why there was no such outage."""

    def __init__(self, work: Work, wall: WallClock, known: Known, parent: QWidget) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"knowledge.withdraw_outage:{known.id}",
            title_source=N_("Withdraw the outage"),
            submit_source=N_("Withdraw"),
            parent=parent,
        )
        self._known = known
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is withdrawn."))

    def command(self) -> object:
        from app.knowledge.commands import WithdrawOutage

        return WithdrawOutage(outage_id=self._known.id, reason=self.reason.value())
