"""The forms by which an outage and a known issue are entered, and an outage is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.knowledge.affected_form import AffectedForm
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.due_field import DueField
from ui.widgets.fields import LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.queries import Known
    from app.storage.units import Reader


class _ReportForm(AffectedForm):
    """A form that may name a work order by its number."""

    number: LineField
    _order: tuple[str, str | None] = ("", None)
    """The number that was looked up, and the order that it leads to."""
    _submits_when_found = False

    def submit(self) -> None:
        """Whoever is faster than the search need not wait."""
        self._submits_when_found = self._is_looking
        if not self._is_looking:
            super().submit()

    def problems(self) -> dict[str, str]:
        if self.number.value() and not self._is_looking and self.order_id is None:
            return {"number": _("There is no work order {number} here.").format(number=self.number.value())}
        return {}

    @property
    def _is_looking(self) -> bool:
        """Whether what was found is not yet what is asked for."""
        return self.number.value() != self._order[0]

    def add_order(self) -> None:
        """Add the field of the number, which is looked up while it is typed."""
        self.number = self.add("number", N_("Work order"), LineField(), hint_source=N_("If there is one."))
        self.number.edited.connect(self._look_up)

    @property
    def order_id(self) -> str | None:
        """The order whose number was entered."""
        return self._order[1]

    def _look_up(self) -> None:
        number = self.number.value()

        def find(reader: Reader) -> tuple[str, str | None]:
            from app.workorders.queries import find_order

            return number, find_order(reader, number) if number else None

        self._work.run_query(find, self._looked_up)

    def _looked_up(self, found: tuple[str, str | None]) -> None:
        if found[0] != self.number.value():
            return
        self._order = found
        if self._submits_when_found:
            self.submit()


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
            order_id=self.order_id,
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
        self.begin_column()
        self.title = self.add("title", N_("Title"), LineField(), needed_source=N_("Say what callers notice."))
        self.what_to_do = self.add(
            "what_to_do", N_("What to do"), TextField(), needed_source=N_("Say what callers can do meanwhile.")
        )
        self.begins = self.add("begins_at", N_("From"), DueField(wall, N_("Just now")))
        self.ends = self.add("ends_at", N_("Until"), DueField(wall, N_("Until it is taken back")))
        self.add_order()

    def command(self) -> object:
        from app.knowledge.commands import PublishKnownIssue

        return PublishKnownIssue(
            id=new_id(),
            customer_id=self.customer.value(),
            title=self.title.value(),
            what_to_do=self.what_to_do.value(),
            begins_at=self.begins.at or self._wall.clock.now(),
            ends_at=self.ends.at,
            group_id=self.group_id,
            system_ids=self.system_ids,
            order_id=self.order_id,
        )


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
