"""The short form in which the desk logs a call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.ids import new_id
from app.foundation.translation import N_, _
from app.workorders.calls import Asked, Caller
from app.workorders.rules import (
    ANSWER_WAY_NAMES,
    CHANNEL_NAMES,
    IMPACT_NAMES,
    ORDER_KIND_NAMES,
    URGENCY_NAMES,
    AnswerWay,
    Channel,
    Impact,
    OrderKind,
    Urgency,
    priority_of,
)
from ui.pages.desk.past_time_field import PastTimeField
from ui.pages.desk.reading import Outcomes, read_outcomes
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.theme.tokens import SPACE
from ui.widgets.fields import CheckField, ChoiceField, Field, LineField, TextField
from ui.widgets.form_row import FormRow
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.translated import Translated
from ui.work.drafts import DraftKeeper, Fields
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Site, SupportedSystem
    from app.storage.drafts import Draft
    from app.workorders.queries.situation import Situation

FieldT = TypeVar("FieldT", bound=QWidget)

DRAFT_ID = "desk.call"
_TEXT_HEIGHT = 60
"""Lower than elsewhere, so that the whole call is seen at once."""
_LEFT = frozenset({Channel.MESSAGE_LEFT, Channel.MAIL, Channel.SMS})
"""What came by these ways lay there before somebody took it up."""
_WAITS, _SOLVED, _TEAM, _PERSON = "", "solved", "team:", "person:"
_CALLER = ("customer_id", "person_id", "department_id")


class CallForm(Translated, QWidget):
    """Fields that become an order, its first answer, and what becomes of it at once; kept as a draft meanwhile."""

    call_changed = Signal()
    """Who calls, or about what, is another one."""
    logged = Signal(str)
    """With the new order's id."""
    refused = Signal(object)
    """With the error; everything that was entered stays."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self._fields: dict[str, Field] = {}
        self._rows: dict[str, FormRow] = {}
        self._whose: Fields = dict.fromkeys(_CALLER, "")
        self._is_filling, self._is_checked, self._is_sending = True, False, False
        self._order_id = new_id()
        self._outcomes: Outcomes | None = None
        self._asked: Reply | None = None
        self._situation: Situation | None = None
        self.priority = PriorityBars()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.md)
        self._draft = DraftKeeper(work, wall.clock, DRAFT_ID, self.values, self)
        self._draft.found.connect(self._draft_found)
        self._add_fields()
        self.retranslate()
        self._initial = self._kept = self.values()
        self._is_filling = False
        self._edited()
        self._draft.look()

    @property
    def caller(self) -> Caller | None:
        """Who calls; None as long as nobody was found."""
        if not self._whose["customer_id"]:
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

    def values(self) -> Fields:
        """What stands in the fields now, by key, and whose call it is."""
        return self._whose | {key: field.value() for key, field in self._fields.items()}

    def note_begun(self) -> None:
        """The call was picked up when its form was begun, unless somebody says otherwise."""
        if not self.is_begun:
            self.picked_up.set_at(self._wall.clock.now())

    def begin(self, caller: Caller) -> None:
        """Fill in who calls; what is wrong is next."""
        if not self.picked_up.value():
            self.note_begun()
        self._is_filling = True
        self._set_whose({key: getattr(caller, key) for key in _CALLER})
        self.name.set_value(caller.name)
        self.phone.set_value(caller.phone)
        self.site.set_value(caller.site_id)
        if caller.asset_code:
            self.asset.set_value(caller.asset_code)
        self._is_filling = False
        self._edited()
        self.title.setFocus(Qt.FocusReason.TabFocusReason)

    def begin_anew(self) -> None:
        """Throw away what was entered."""
        self._draft.drop()
        self._reset()

    def show_situation(self, situation: Situation) -> None:
        """Offer the customer's sites and systems."""
        self._situation = situation
        self._offer_places(situation.sites, situation.systems)

    def submit(self) -> None:
        """Log the call, or say what is missing."""
        if self._is_sending:
            return
        if self.asset.is_looking:
            self.asset.settled.connect(self._submit_again)
            return
        self._is_checked = True
        problems = self._problems()
        self._show_problems(problems)
        if problems:
            next(self._rows[key] for key in self._rows if key in problems).field.setFocus()
            return
        self._is_sending = True
        self._draft.flush()
        self._work.run_command(
            *self._commands(), and_write=self._draft.dropping, done=self._completed, failed=self._failed
        )

    def retranslate(self) -> None:
        not_known = ("", _("Not known"))
        self.impact.set_choices((not_known, *((str(one), _(name)) for one, name in IMPACT_NAMES.items())))
        self.urgency.set_choices((not_known, *((str(one), _(name)) for one, name in URGENCY_NAMES.items())))
        self.kind.set_choices(tuple((str(one), _(name)) for one, name in ORDER_KIND_NAMES.items()))
        self.channel.set_choices(tuple((str(one), _(name)) for one, name in CHANNEL_NAMES.items()))
        self.way.set_choices(tuple((str(one), _(name)) for one, name in ANSWER_WAY_NAMES.items()))
        self._offer_outcomes()
        self._offer_places(*((self._situation.sites, self._situation.systems) if self._situation else ((), ())))
        if self._is_checked:
            self._show_problems(self._problems())

    def _commands(self) -> list[object]:
        from app.workorders.answer_commands import AnswerCaller
        from app.workorders.commands import AssignOrder, LogOrder
        from app.workorders.desk_commands import ResolveOrder

        outcome, channel = self.outcome.value(), Channel(self.channel.value())
        commands: list[object] = [
            LogOrder(
                id=self._order_id,
                customer_id=self._whose["customer_id"],
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
                team_id=outcome.removeprefix(_TEAM) if outcome.startswith(_TEAM) else None,
                reported_at=self.left.at if channel in _LEFT else None,
                picked_up_at=self.picked_up.at if channel is Channel.PHONE else None,
            )
        ]
        if text := self.answer.value():
            way = AnswerWay(self.way.value())
            commands.append(AnswerCaller(order_id=self._order_id, way=way, text=text, advice=self.advice.isChecked()))
        if outcome == _SOLVED:
            commands.append(ResolveOrder(order_id=self._order_id, resolution=text))
        elif outcome.startswith(_PERSON):
            engineer_id = outcome.removeprefix(_PERSON)
            commands.append(AssignOrder(order_id=self._order_id, visit_id=new_id(), engineer_id=engineer_id))
        return commands

    def _problems(self) -> dict[str, str]:
        """What is wrong with what was entered, by the key of the field."""
        wrong_time = _("Enter a time that has passed, such as 18:40.")
        checks = {
            "name": (not self._whose["customer_id"], _("Find the caller or his customer first.")),
            "title": (not self.title.value(), _("Say in a few words what is wrong.")),
            "asset": (
                self.asset.is_unknown,
                _("No device of this customer has this code. Correct it, or leave it empty."),
            ),
            "left": (self.left.is_wrong and self.left.isVisible(), wrong_time),
            "picked_up": (self.picked_up.is_wrong and self.picked_up.isVisible(), wrong_time),
            "answer": (
                self.outcome.value() == _SOLVED and not self.answer.value(),
                _("Say in a few words what helped."),
            ),
        }
        return {key: sentence for key, (is_wrong, sentence) in checks.items() if is_wrong}

    def _add_fields(self) -> None:
        self.name = self._field("name", N_("Caller"), LineField())
        self.phone = self._field("phone", N_("Phone"), LineField())
        self.site = self._field("site", N_("Site"), ChoiceField())
        self.title = self._field("title", N_("What is wrong"), LineField())
        self.impact = self._field("impact", N_("Impact"), ChoiceField())
        self.urgency = self._field("urgency", N_("Urgency"), ChoiceField())
        self.asset = self._field("asset", N_("Asset code"), AssetField(self._work, self._customer_id))
        self.system = self._field("system", N_("System"), ChoiceField())
        self.description = self._field("description", N_("Description"), TextField())
        self.kind = self._field("kind", N_("Kind"), ChoiceField())
        self.channel = self._field("channel", N_("Reported"), ChoiceField())
        self.picked_up = self._field("picked_up", N_("Picked up at"), PastTimeField(self._wall))
        self.left = self._field("left", N_("Message left at"), PastTimeField(self._wall))
        self.remote = self._field("remote", N_("Where"), CheckField(N_("From afar")))
        self.outcome = self._field("outcome", N_("What becomes of it"), ChoiceField())
        self.way = self._field("way", N_("Answered"), ChoiceField())
        self.advice = self._field("advice", N_("First answer"), CheckField(N_("It holds advice or a way")))
        self.answer = self._field("answer", N_("What the caller was told"), TextField())
        for text in (self.description, self.answer):
            text.setFixedHeight(_TEXT_HEIGHT)
        self._line("name", "phone", "site")
        self._line("title")
        self._line("impact", "urgency", beside=self.priority)
        self._line("asset", "system")
        self._line("kind", "channel", "picked_up", "left", "remote")
        self._line("description")
        self._line("outcome", "way", "advice")
        self._line("answer")

    def _field(self, key: str, label_source: str, field: FieldT) -> FieldT:
        self._rows[key] = FormRow(label_source, field)
        self._fields[key] = field  # type: ignore[assignment]  # every field is a widget too
        self._fields[key].edited.connect(self._edited)
        return field

    def _line(self, *keys: str, beside: QWidget | None = None) -> None:
        """Put what belongs together into one line."""
        line = QHBoxLayout()
        line.setSpacing(SPACE.md)
        for key in keys:
            line.addWidget(self._rows[key], 1)
        if beside is not None:
            line.addWidget(beside, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(line)

    def _customer_id(self) -> str:
        return self._whose["customer_id"]

    def _set_whose(self, whose: Fields) -> None:
        is_other = whose["customer_id"] != self._whose["customer_id"]
        self._whose = whose
        if is_other:
            self._situation, self._outcomes = None, None
            if self._asked is not None:
                self._asked.cancel()
            if whose["customer_id"]:
                self._asked = self._work.run_query(partial(read_outcomes, whose["customer_id"]), self._outcomes_known)
            self.asset.look()

    def _outcomes_known(self, outcomes: Outcomes) -> None:
        self._outcomes = outcomes
        self._offer_outcomes()

    def _offer_outcomes(self) -> None:
        choices = [(_WAITS, _("Waits in the queue"))]
        if self._outcomes is not None:
            if self._outcomes.may_solve:
                choices.append((_SOLVED, _("Solved on the phone")))
            goes = _("Goes to {name}")
            choices += [(_TEAM + team.id, goes.format(name=team.name)) for team in self._outcomes.teams]
            choices += [(_PERSON + each.id, goes.format(name=each.name)) for each in self._outcomes.engineers]
        self.outcome.set_choices(tuple(choices))

    def _offer_places(self, sites: tuple[Site, ...], systems: tuple[SupportedSystem, ...]) -> None:
        self.site.set_choices((("", _("No site")), *((site.id, site.name) for site in sites)))
        named = ((each.id, " · ".join(filter(None, (each.product, each.site)))) for each in systems)
        self.system.set_choices((("", _("None")), *named))

    def _edited(self) -> None:
        if self._is_filling:
            return
        impact = Impact(self.impact.value()) if self.impact.value() else None
        urgency = Urgency(self.urgency.value()) if self.urgency.value() else None
        priority = priority_of(impact, urgency)
        self.priority.set_priority(priority, f"P{priority}")
        channel = self.channel.value()
        self._rows["picked_up"].setVisible(channel == Channel.PHONE)
        self._rows["left"].setVisible(channel in _LEFT)
        if self._is_checked:
            self._show_problems(self._problems())
        values = self.values()
        if values != self._kept:
            self._kept = values
            self._draft.touch()
        self.call_changed.emit()

    def _show_problems(self, problems: dict[str, str]) -> None:
        for key, row in self._rows.items():
            row.show_error(problems.get(key, ""))

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
        self._show_problems({})

    def _draft_found(self, draft: Draft) -> None:
        if not self.is_begun:
            self._fill(draft.fields)

    def _fill(self, values: Fields) -> None:
        """Show what is kept already."""
        self._is_filling = True
        self._set_whose({key: values.get(key, "") for key in _CALLER})
        for key, field in self._fields.items():
            field.set_value(values.get(key, ""))
        self._kept = self.values()
        self._is_filling = False
        self._edited()
