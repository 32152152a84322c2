"""The forms that take one step for several work orders: what to do, how far it is, what became of each."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.foundation.errors import Rejection
from app.foundation.translation import N_, _, ngettext
from ui.pages.form_dialog import FormDialog
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asked import AsksEngineer, AsksNewcomer, AsksOtherOrder, AsksPriority, AsksWhyCancelled
from ui.pages.workorders.bulk.actions import ENTRIES, BulkAction
from ui.pages.workorders.bulk.outcome import BulkOutcome
from ui.pages.workorders.bulk.run import BulkRun
from ui.widgets.fields import ChoiceField
from ui.widgets.labels import Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Team
    from app.storage.units import Reader
    from app.workorders.queries.chosen import ChosenOrder

Chosen = tuple["ChosenOrder", ...]
_MOST_NAMED = 6
_WIDTH = 560


class BulkForm(FormDialog):
    """Says how many orders it is about before anything is done; each of them has a verdict of its own."""

    choose_again_requested = Signal(object)
    """With the rows of the orders that were not done."""
    action: BulkAction

    def __init__(
        self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget, *, title: str, submit: str
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=f"workorders.each:{self.action.name.lower()}",
            title_source=title,
            submit_source=submit,
            parent=parent,
        )
        self.setMinimumWidth(_WIDTH)
        self.chosen = chosen
        self.concerns = Label(wrapped=True)
        self._form.addWidget(self.concerns)
        self.outcome: BulkOutcome | None = None

    @abstractmethod
    def command_for(self, each: ChosenOrder) -> object | Rejection:
        """The command for one of the orders, or why there is none for it."""

    def concerned(self) -> Chosen:
        """The orders that something is done with."""
        return self.chosen

    def give(self) -> None:
        concerned = self.concerned()
        run = BulkRun(self._work, [(each.order.id, self.command_for(each)) for each in concerned], self)
        self.outcome = BulkOutcome(run, concerned)
        self.outcome.choose_again_requested.connect(self._choose_again)
        for part in (self.concerns, self.submit_button, self._cancel, self._begin_anew, *self._rows.values()):
            part.hide()
        self._form.addWidget(self.outcome)
        self._run = run
        run.ended.connect(self._ended)
        run.begin()

    def is_done_with(self) -> bool:
        """What was entered is offered once more for the orders that were not done."""
        return self.outcome is None or not self.outcome.not_done

    def reject(self) -> None:
        """While it is under way, stop it first: then it says what was done and what not."""
        if self.outcome is None or self._run.is_ended:
            super().reject()
        else:
            self._run.stop()

    def retranslate(self) -> None:
        super().retranslate()
        count = len(self.concerned())
        can = sum(bool(ENTRIES[self.action].steps.intersection(each.steps)) for each in self.concerned())
        lines = [
            ngettext("This concerns {count} order: {numbers}", "This concerns {count} orders: {numbers}", count).format(
                count=count, numbers=self._numbers()
            )
        ]
        if can < count:
            cannot = count - can
            lines.append(
                ngettext(
                    "As it stands now, {count} of them will be refused.",
                    "As they stand now, {count} of them will be refused.",
                    cannot,
                ).format(count=cannot)
            )
        self.concerns.setText("\n".join(lines))

    def _numbers(self) -> str:
        numbers = [each.order.number for each in self.concerned()]
        return ", ".join(numbers[:_MOST_NAMED]) + (" …" if len(numbers) > _MOST_NAMED else "")

    def _edited(self) -> None:
        if self.outcome is None:
            super()._edited()

    def _ended(self) -> None:
        if self.is_done_with():
            self._draft.drop()
        self._cancel.set_text_source(N_("Close"))
        self._cancel.show()
        self._cancel.setFocus()

    def _choose_again(self, rows: list[int]) -> None:
        self.choose_again_requested.emit(rows)
        self.accept()


class BulkAssignForm(AsksEngineer, BulkForm):
    """One engineer goes to all of them."""

    action = BulkAction.ASSIGN

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Assign several orders"), submit=N_("Assign"))
        self.ask_engineer(wall)

    def command_for(self, each: ChosenOrder) -> object:
        return self.assigning(each.order.id)


class BulkHandOverForm(AsksNewcomer, BulkForm):
    """Somebody else goes on with one's own visits."""

    action = BulkAction.HAND_OVER

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Hand several visits over"), submit=N_("Hand over"))
        own = next((each.own_visit for each in chosen if each.own_visit is not None), None)
        self.ask_newcomer(own.engineer_id if own is not None else "")

    def command_for(self, each: ChosenOrder) -> object | Rejection:
        return Rejection("visit_of_other") if each.own_visit is None else self.handing_over(each.own_visit)


class BulkPriorityForm(AsksPriority, BulkForm):
    """All of them get one priority, for one reason."""

    action = BulkAction.PRIORITISE

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        title, submit = N_("Change the priority of several orders"), N_("Change")
        super().__init__(work, wall, chosen, parent, title=title, submit=submit)
        self.ask_priority()

    def command_for(self, each: ChosenOrder) -> object:
        return self.prioritising(each.order.id)


class BulkCloseForm(BulkForm):
    """Their callers agree that they are solved."""

    action = BulkAction.CLOSE

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Close several orders"), submit=N_("Close the orders"))

    def command_for(self, each: ChosenOrder) -> object:
        from app.workorders.commands import CloseOrder

        return CloseOrder(order_id=each.order.id)


class BulkCancelForm(AsksWhyCancelled, BulkForm):
    """All of them are called off for one reason."""

    action = BulkAction.CANCEL

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        title, submit = N_("Cancel several orders"), N_("Cancel the orders")
        super().__init__(work, wall, chosen, parent, title=title, submit=submit)
        self.ask_why()

    def command_for(self, each: ChosenOrder) -> object:
        return self.cancelling(each.order.id)


class BulkQueueForm(BulkForm):
    """They wait in one team's queue."""

    action = BulkAction.QUEUE

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Give several orders to a team"), submit=N_("Give"))
        self._teams: tuple[Team, ...] = ()
        self.team = self.add("team_id", N_("Team"), ChoiceField(), needed_source=N_("Choose the team."))
        work.run_query(_read_teams, self._teams_known)

    def command_for(self, each: ChosenOrder) -> object:
        from app.storage.edits import edit_of
        from app.workorders.edit_commands import EditOrder

        return edit_of(EditOrder, each.order, team_id=self.team.value())

    def retranslate(self) -> None:
        super().retranslate()
        self.team.set_choices((("", _("Choose…")), *((team.id, team.name) for team in self._teams)))

    def _teams_known(self, teams: tuple[Team, ...]) -> None:
        self._teams = teams
        self.retranslate()


class BulkLinkForm(AsksOtherOrder, BulkForm):
    """All of them have to do with one other order."""

    action = BulkAction.LINK

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Link several orders with one"), submit=N_("Link"))
        self.ask_other_order(wall, _common_customer(chosen))

    def command_for(self, each: ChosenOrder) -> object:
        return self.linking(each.order.id)


class BulkPartOfForm(AsksOtherOrder, BulkForm):
    """All of them are parts of one other order: that of a known issue, of a project."""

    action = BulkAction.PART_OF

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        title, submit = N_("Make several orders part of one"), N_("Make part of it")
        super().__init__(work, wall, chosen, parent, title=title, submit=submit)
        self.ask_other_order(wall, _common_customer(chosen))

    def command_for(self, each: ChosenOrder) -> object:
        from app.storage.edits import edit_of
        from app.workorders.edit_commands import EditOrder

        return edit_of(EditOrder, each.order, parent_id=self.other.order_id)


class BulkMergeForm(BulkForm):
    """All but one of them are duplicates of that one, which goes on."""

    action = BulkAction.MERGE

    def __init__(self, work: Work, wall: WallClock, chosen: Chosen, parent: QWidget) -> None:
        super().__init__(work, wall, chosen, parent, title=N_("Merge duplicates"), submit=N_("Close and merge"))
        self.survivor = self.add(
            "survivor",
            N_("Goes on"),
            ChoiceField(),
            hint_source=N_("The others are closed; their callers, notes and files are reached from this one."),
        )
        by_age = sorted((each.order for each in chosen), key=lambda order: order.logged_at)
        self.survivor.set_choices(tuple((order.id, f"{order.number}  {order.title}") for order in by_age))
        self.survivor.edited.connect(self.retranslate)

    def concerned(self) -> Chosen:
        return tuple(each for each in self.chosen if each.order.id != self.survivor.value())

    def command_for(self, each: ChosenOrder) -> object:
        from app.workorders.link_commands import MergeOrder

        return MergeOrder(order_id=each.order.id, other_id=self.survivor.value())


FORMS: dict[BulkAction, Callable[[Work, WallClock, Chosen, QWidget], BulkForm]] = {
    BulkAction.ASSIGN: BulkAssignForm,
    BulkAction.PRIORITISE: BulkPriorityForm,
    BulkAction.CLOSE: BulkCloseForm,
    BulkAction.HAND_OVER: BulkHandOverForm,
    BulkAction.QUEUE: BulkQueueForm,
    BulkAction.PART_OF: BulkPartOfForm,
    BulkAction.LINK: BulkLinkForm,
    BulkAction.MERGE: BulkMergeForm,
    BulkAction.CANCEL: BulkCancelForm,
}


def _common_customer(chosen: Chosen) -> str:
    """Whose orders they are; empty where they are several customers'."""
    customers = {each.order.customer_id for each in chosen}
    return customers.pop() if len(customers) == 1 else ""


def _read_teams(reader: Reader) -> tuple[Team, ...]:
    from app.directory.queries import own_staff

    return own_staff(reader).teams
