"""The forms in which an engineer passes his visit on, and those in which the desk says how urgent an order is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asked import AsksNewcomer, AsksPriority
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail


class RejectForm(StepForm):
    """Why the engineer will not go."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        super().__init__(work, wall, detail, parent, form="reject", title=N_("Reject the visit"), submit=N_("Reject"))
        self.reason = self.add("reason", N_("Reason"), LineField(), needed_source=N_("Say why you cannot go."))

    def command(self) -> object:
        from app.workorders.visit_commands import RejectVisit

        return RejectVisit(visit_id=self.detail.own_visit_id or "", reason=self.reason.value())


class HandOverForm(AsksNewcomer, StepForm):
    """Who goes on, and what he must know."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Hand the visit over"), N_("Hand over")
        super().__init__(work, wall, detail, parent, form="hand_over", title=title, submit=submit)
        self._visit = next(each.visit for each in detail.visits if each.visit.id == detail.own_visit_id)
        self.ask_newcomer(self._visit.engineer_id)

    def command(self) -> object:
        return self.handing_over(self._visit)


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


class PriorityForm(AsksPriority, StepForm):
    """How urgent an order is, other than impact and urgency say, and why."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("Change the priority"), N_("Change")
        super().__init__(work, wall, detail, parent, form="priority", title=title, submit=submit)
        self.ask_priority(detail.order)

    def command(self) -> object:
        return self.prioritising(self.detail.order.id)
