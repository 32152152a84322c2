"""The short form in which the desk logs a call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.foundation.ids import new_id
from app.workorders.calls import Asked, Caller
from app.workorders.rules import AnswerWay, Channel, Impact, OrderKind, Urgency
from ui.pages.desk.call_fields import LEFT, PERSON, SOLVED, TEAM, CallFields
from ui.pages.desk.reading import read_outcomes
from ui.pages.wall_clock import WallClock
from ui.work.drafts import DraftKeeper, Fields
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.messages.tables import IncomingMail
    from app.storage.drafts import Draft
    from app.workorders.commands import LogOrder
    from app.workorders.queries.situation import Situation

DRAFT_ID = "desk.call"
_CALLER = ("customer_id", "person_id", "department_id")
_LINKED = "linked_id"
_MAIL = "mail_id"


class CallForm(CallFields):
    """Fields that become an order, its first answer, and what becomes of it at once; kept as a draft meanwhile."""

    call_changed = Signal()
    """Who calls, or about what, is another one."""
    logged = Signal(str)
    """With the new order's id."""
    refused = Signal(object)
    """With the error; everything that was entered stays."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        self._whose: Fields = dict.fromkeys(_CALLER, "")
        self.linked_id = ""
        """The order of a known issue that the call is about; empty where it is about none."""
        self.mail_id = ""
        """The e-mail that it is made of; empty where it is of none."""
        self._is_checked = self._is_filling = self._is_sending = False
        super().__init__(work, wall)
        self._work, self._clock = work, wall.clock
        self._order_id = new_id()
        self._asked: Reply | None = None
        self._initial = self._kept = self.values()
        self._draft = DraftKeeper(work, wall.clock, DRAFT_ID, self.values, self)
        self._draft.found.connect(self._draft_found)
        self._draft.look()
        self.edited.connect(self._edited)
        self.name.textEdited.connect(self._name_edited)

    @property
    def caller(self) -> Caller | None:
        """Who calls; None as long as nobody was found."""
        if not self.customer_id():
            return None
        return Caller(
            **self._whose,
            name=self.name.value(),
            phone=self.phone.value(),
            site_id=self.site.value(),
            asset_code=self.asset.value(),
        )

    @property
    def asked(self) -> Asked | None:
        """The call as far as it was entered, for what stands beside it."""
        caller = self.caller
        if caller is None:
            return None
        return Asked(caller, OrderKind(self.kind.value()), Channel(self.channel.value()), self.system.value())

    @property
    def is_begun(self) -> bool:
        """Whether something was entered; when the call was picked up is no entry."""
        return self.values() | {"picked_up": ""} != self._initial

    def customer_id(self) -> str:
        return self._whose["customer_id"]

    def values(self) -> Fields:
        """What stands in the fields now, by key, whose call it is, and by which mail it came."""
        return self._whose | {_LINKED: self.linked_id, _MAIL: self.mail_id} | self.field_values()

    def note_begun(self) -> None:
        """The call was picked up when its form was begun, unless somebody says otherwise."""
        if not self.is_begun or not self.picked_up.value():
            self.picked_up.set_at(self._clock.now())

    def begin(self, caller: Caller) -> None:
        """Fill in who calls; what is wrong is next."""
        self._is_filling = True
        if not self.picked_up.value():
            self.note_begun()
        if caller.customer_id != self.customer_id():
            self.asset.set_value("")
            self.system.set_value("")
            self.linked_id = ""
        self._set_whose({key: getattr(caller, key) for key in _CALLER})
        if caller.name or not self.mail_id:
            self.name.set_value(caller.name)
        self.phone.set_value(caller.phone)
        self.site.set_value(caller.site_id)
        if caller.asset_code:
            self.asset.set_value(caller.asset_code)
        self._is_filling = False
        self._edited()
        self.title.setFocus(Qt.FocusReason.TabFocusReason)

    def link_with(self, order_id: str, title: str) -> None:
        """The call is about what that order is about; with an empty id it is not after all."""
        self.linked_id = order_id
        if title and not self.title.value():
            self.title.set_value(title)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def take_up(self, mail: IncomingMail) -> None:
        """Make a call of a mail: who wrote it is filled in as soon as he is known."""
        self._fill(
            self._initial
            | {"channel": str(Channel.MAIL), "title": mail.subject, "description": mail.text, _MAIL: mail.id}
            | {"name": mail.sender_name or mail.sender}
        )
        self.left.set_at(mail.received_at)

    def begin_anew(self) -> None:
        """Throw away what was entered."""
        self._draft.drop()
        self._reset()

    def show_situation(self, situation: Situation) -> None:
        """Offer the customer's sites and systems."""
        self.offer_places(situation.sites, situation.systems)

    def submit(self) -> None:
        """Log the call, or say what is missing."""
        if self._is_sending:
            return
        if self.asset.is_looking:
            self.asset.settled.connect(self._submit_again)
            return
        self._is_checked = True
        problems = self.problems()
        self.show_problems(problems)
        if problems:
            self.focus_first(problems)
            return
        self._is_sending = True
        self._draft.flush()
        self._work.run_command(
            *self._commands(), and_write=self._draft.dropping, done=self._completed, failed=self._failed
        )

    def retranslate(self) -> None:
        super().retranslate()
        if self._is_checked:
            self.show_problems(self.problems())

    def _commands(self) -> list[object]:
        """The order, what its caller was told, and what becomes of it: all of them, or none."""
        from app.workorders.answer_commands import AnswerCaller
        from app.workorders.commands import AssignOrder
        from app.workorders.desk_commands import ResolveOrder
        from app.workorders.link_commands import LinkOrders

        order_id, outcome, told = self._order_id, self.outcome.value(), self.answer.value()
        commands: list[object] = [self._order()]
        if self.linked_id:
            commands.append(LinkOrders(order_id=order_id, other_id=self.linked_id))
        if told:
            way = AnswerWay(self.way.value())
            commands.append(AnswerCaller(order_id=order_id, way=way, text=told, advice=self.advice.isChecked()))
        if outcome == SOLVED:
            commands.append(ResolveOrder(order_id=order_id, resolution=told))
        elif outcome.startswith(PERSON):
            engineer_id = outcome.removeprefix(PERSON)
            commands.append(AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=engineer_id))
        return commands

    def _order(self) -> LogOrder:
        from app.workorders.commands import LogOrder

        outcome, channel = self.outcome.value(), Channel(self.channel.value())
        is_phone = channel is Channel.PHONE
        return LogOrder(
            id=self._order_id,
            customer_id=self.customer_id(),
            title=self.title.value(),
            description=self.description.value(),
            kind=OrderKind(self.kind.value()),
            channel=channel,
            remote=self.remote.isChecked(),
            impact=Impact(self.impact.value()) if self.impact.value() else None,
            urgency=Urgency(self.urgency.value()) if self.urgency.value() else None,
            site_id=self.site.value() or None,
            asset_id=self.asset.asset_id,
            system_id=self.system.value() or None,
            caller_id=self._whose["person_id"] or None,
            caller_name=self.name.value(),
            caller_phone=self.phone.value(),
            team_id=outcome.removeprefix(TEAM) if outcome.startswith(TEAM) else None,
            reported_at=self.left.at if channel in LEFT else None,
            rang_at=self.rang.at if is_phone else None,
            picked_up_at=self.picked_up.at if is_phone else None,
            mail_id=self.mail_id or None,
        )

    def _set_whose(self, whose: Fields) -> None:
        is_other = whose["customer_id"] != self.customer_id()
        self._whose = whose
        if not is_other:
            return
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        self.offer_outcomes(None)
        self.offer_places((), ())
        if self.customer_id():
            self._asked = self._work.run_query(partial(read_outcomes, self.customer_id()), self.offer_outcomes)
        self.asset.look()

    def _name_edited(self) -> None:
        """Somebody else calls than the person who was found."""
        self._whose = self._whose | {"person_id": ""}
        self._edited()

    def _edited(self) -> None:
        if self._is_filling:
            return
        if self._is_checked:
            self.show_problems(self.problems())
        values = self.values()
        if values != self._kept:
            self._kept = values
            self._draft.touch()
        self.call_changed.emit()

    def _submit_again(self) -> None:
        self.asset.settled.disconnect(self._submit_again)
        self.submit()

    def _completed(self, _nothing: None) -> None:
        order_id = self._order_id
        self._draft.drop()  # once more, for what was typed meanwhile
        self._reset()
        self.logged.emit(order_id)

    def _failed(self, error: Exception) -> None:
        self._is_sending = False
        self.refused.emit(error)

    def _reset(self) -> None:
        self._order_id = new_id()
        self._is_checked = self._is_sending = False
        self._fill(self._initial)
        self.show_problems({})

    def _draft_found(self, draft: Draft) -> None:
        if not self.is_begun:
            self._fill(draft.fields)

    def _fill(self, values: Fields) -> None:
        """Show what is kept already."""
        self._is_filling = True
        self._set_whose({key: values.get(key, "") for key in _CALLER})
        self.mail_id = values.get(_MAIL, "")
        self.set_field_values(values)
        self.linked_id = values.get(_LINKED, "")
        self._kept = self.values()
        self._is_filling = False
        self._edited()
