"""The form in which somebody at the customer's rates an order on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.foundation.translation import N_, _
from app.workorders.rules import GRADE_NAMES, Grade
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.step_forms import StepForm
from ui.widgets.fields import ChoiceField, LineField, TextField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.workorders.queries.detail import OrderDetail


class RatingForm(StepForm):
    """How the customer found it, and who says so: none of our own people."""

    def __init__(self, work: Work, wall: WallClock, detail: OrderDetail, parent: QWidget) -> None:
        title, submit = N_("How did we do?"), N_("Send")
        super().__init__(work, wall, detail, parent, form="rate_on_site", title=title, submit=submit)
        self.grade = self.add(
            "grade", N_("Our service was"), ChoiceField(), needed_source=N_("Choose how you found our service.")
        )
        self.recommends = self.add(
            "recommends", N_("Would you recommend us?"), ChoiceField(), hint_source=N_("0: not at all, 10: very likely")
        )
        self.comment = self.add("comment", N_("Comment"), TextField())
        self.given_by = self.add(
            "given_by",
            N_("Your name"),
            LineField(),
            needed_source=N_("Enter your name."),
            hint_source=N_("You rate as somebody at the customer's; it is marked as given on this computer."),
        )

    def command(self) -> object:
        from app.workorders.rating_commands import RateOnSite

        score = self.recommends.value()
        return RateOnSite(
            order_id=self.detail.order.id,
            grade=Grade(self.grade.value()),
            recommends=int(score) if score else None,
            comment=self.comment.value(),
            given_by=self.given_by.value(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.grade.set_choices((("", ""), *((grade, _(name)) for grade, name in GRADE_NAMES.items())))
        self.recommends.set_choices((("", _("No answer")), *((str(score), str(score)) for score in range(11))))
