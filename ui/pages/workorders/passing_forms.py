"""The forms in which an engineer passes his visit on, and those in which the desk says how urgent an order is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.workorders.rules import IMPACT_NAMES, URGENCY_NAMES
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import CheckField, ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Person, Team
    from app.storage.units import Reader
    from app.workorders.queries.detail import OrderDetail

_TEAM, _PERSON = "team:", "person:"
_BY_TABLE = ""


class RejectForm(StepForm):
    """Why the engineer will not go."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="reject", title=N_("Reject the visit"), submit=N_("Reject"))
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why you cannot go."))

    def command(self) -> object:
        from app.workorders.visit_commands import RejectVisit

        return RejectVisit(visit_id=self.detail.own_visit_id or "", reason=self.reason.value())


class HandOverForm(StepForm):
    """Who goes on, and what he must know."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Hand the visit over"), N_("Hand over")
        super().__init__(work, wall, detail, parent, form="hand_over", title=title, submit=submit)
        self._newcomers: tuple[tuple[str, str], ...] = ()
        self.newcomer = self.add(
            "newcomer", N_("Goes to"), ChoiceField(), needed_source=N_("Choose the engineer or the team that goes on.")
        )
        self.note = self.add("note", N_("Note"), LineField(), needed_source=N_("Say what whoever goes on must know."))
        work.run_query(_read_newcomers, self._newcomers_known)

    def command(self) -> object:
        from app.workorders.passing_commands import HandOver

        chosen = self.newcomer.value()
        is_team = chosen.startswith(_TEAM)
        return HandOver(
            visit_id=self.detail.own_visit_id or "",
            note=self.note.value(),
            engineer_id=None if is_team else chosen.removeprefix(_PERSON),
            team_id=chosen.removeprefix(_TEAM) if is_team else None,
            new_visit_id=new_id(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.newcomer.set_choices((("", _("Choose…")), *self._newcomers))

    def _newcomers_known(self, found: tuple[list[Person], list[Team]]) -> None:
        people, teams = found
        own = next((each.visit for each in self.detail.visits if each.visit.id == self.detail.own_visit_id), None)
        others = [person for person in people if own is None or person.id != own.engineer_id]
        self._newcomers = (
            *((_TEAM + team.id, team.name) for team in teams),
            *((_PERSON + person.id, person.name) for person in others),
        )
        self.retranslate()


class CannotCompleteForm(StepForm):
    """Why the work cannot be finished; it goes on in a follow-on order."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("The work cannot be completed"), N_("Make a follow-on order")
        super().__init__(work, wall, detail, parent, form="cannot_complete", title=title, submit=submit)
        self.reason = self.add(
            "reason",
            N_("Reason"),
            LineField(),
            needed_source=N_("Say why it cannot be completed."),
            hint_source=N_("The follow-on order keeps caller, device, place and due time."),
        )

    def command(self) -> object:
        from app.workorders.passing_commands import CannotComplete

        visit_id = self.detail.own_visit_id or ""
        return CannotComplete(visit_id=visit_id, reason=self.reason.value(), follow_on_id=new_id())


class AnswerForm(StepForm):
    """What the desk told the caller."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Resolve at the desk"), N_("Resolve")
        super().__init__(work, wall, detail, parent, form="answer", title=title, submit=submit)
        self.resolution = self.add(
            "resolution", N_("Solution"), TextField(), needed_source=N_("Say in a few words what helped.")
        )

    def command(self) -> object:
        from app.workorders.desk_commands import ResolveOrder

        return ResolveOrder(order_id=self.detail.order.id, resolution=self.resolution.value())


class ReopenForm(StepForm):
    """Why it is not solved after all."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="reopen", title=N_("Reopen the order"), submit=N_("Reopen"))
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is reopened."))

    def command(self) -> object:
        from app.workorders.desk_commands import ReopenOrder

        return ReopenOrder(order_id=self.detail.order.id, reason=self.reason.value())


class PriorityForm(StepForm):
    """How urgent an order is, other than impact and urgency say, and why."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Change the priority"), N_("Change")
        super().__init__(work, wall, detail, parent, form="priority", title=title, submit=submit)
        self.priority = self.add("priority", N_("Priority"), ChoiceField())
        self.level = self.add(
            "level", N_("Level of the agreement"), LineField(), hint_source=N_("As the customer's agreement calls it.")
        )
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why it is changed."))
        self.by_customer = self.add("by_customer", N_("By whom"), CheckField(N_("Wanted by the customer")))
        self.priority.set_value(str(detail.order.priority))

    def command(self) -> object:
        from app.workorders.desk_commands import PrioritiseOrder

        return PrioritiseOrder(
            order_id=self.detail.order.id,
            priority=int(self.priority.value()) if self.priority.value() != _BY_TABLE else None,
            level=self.level.value(),
            reason=self.reason.value(),
            by_customer=self.by_customer.isChecked(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        order = self.detail.order
        by_table = (
            _("By impact and urgency: {impact}, {urgency}").format(
                impact=_(IMPACT_NAMES[order.impact]), urgency=_(URGENCY_NAMES[order.urgency])
            )
            if order.impact and order.urgency
            else _("The usual one")
        )
        self.priority.set_choices(((_BY_TABLE, by_table), *((str(one), f"P{one}") for one in range(1, 5))))


def _read_newcomers(reader: Reader) -> tuple[list[Person], list[Team]]:
    from app.directory.queries import engineers
    from app.directory.tables import Team

    return list(engineers(reader)), reader.find(Team)
