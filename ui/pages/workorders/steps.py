"""Taking a step of a work order: at once, or by a form that asks for a word more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.workorders.steps import Step
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.link_forms import LinkForm, MergeForm
from ui.pages.workorders.passing_forms import (
    AnswerForm,
    CannotCompleteForm,
    HandOverForm,
    PriorityForm,
    RejectForm,
    ReopenForm,
)
from ui.pages.workorders.rating_form import RatingForm
from ui.pages.workorders.report_form import ReportForm
from ui.pages.workorders.step_forms import AssignForm, CancelForm, NoteForm, PauseForm, ResolveForm, RestoreForm
from ui.pages.workorders.supplier_forms import SupplierForm, TakeBackForm
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail

_FORMS = {
    Step.ASSIGN: AssignForm,
    Step.REASSIGN: AssignForm,
    Step.PAUSE: PauseForm,
    Step.RESTORE: RestoreForm,
    Step.RESOLVE: ResolveForm,
    Step.REPORT: ReportForm,
    Step.REJECT: RejectForm,
    Step.HAND_OVER: HandOverForm,
    Step.CANNOT_COMPLETE: CannotCompleteForm,
    Step.ANSWER: AnswerForm,
    Step.PRIORITISE: PriorityForm,
    Step.CALL_SUPPLIER: SupplierForm,
    Step.TAKE_BACK: TakeBackForm,
    Step.REOPEN: ReopenForm,
    Step.LINK: LinkForm,
    Step.MERGE: MergeForm,
    Step.CANCEL: CancelForm,
    Step.NOTE: NoteForm,
    Step.RATE: RatingForm,
}


class StepTaker(QObject):
    """Gives the commands; forms open over `page`. What a rule refuses is told where all errors are told."""

    def __init__(self, work: Work, wall: WallClock, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._wall, self._page = work, wall, page

    def take(self, step: Step, detail: OrderDetail) -> None:
        """Take a step of the order."""
        form = _FORMS.get(step)
        if form is not None:
            form(self._work, self._wall, detail, self._page).open()
        else:
            self._work.run_command(_command(step, detail))


def _command(step: Step, detail: OrderDetail) -> object:
    from app.workorders.commands import CloseOrder
    from app.workorders.visit_commands import AcceptVisit, ArriveOnSite, SetOut, StartWork

    if step is Step.CLOSE:
        return CloseOrder(order_id=detail.order.id)
    of_visit: dict[Step, Callable[..., object]] = {
        Step.ACCEPT: AcceptVisit,
        Step.SET_OUT: SetOut,
        Step.ARRIVE: ArriveOnSite,
        Step.START: StartWork,
        Step.RESUME: StartWork,
    }
    return of_visit[step](visit_id=detail.own_visit_id or "")
