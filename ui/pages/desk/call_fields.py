"""The fields of a call, in the order in which the desk asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from app.workorders.rules import (
    ANSWER_WAY_NAMES,
    CHANNEL_NAMES,
    IMPACT_NAMES,
    ORDER_KIND_NAMES,
    URGENCY_NAMES,
    Channel,
    Impact,
    Urgency,
    priority_of,
)
from ui.pages.desk.past_time_field import PastTimeField
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.asset_field import AssetField
from ui.theme.tokens import SPACE
from ui.widgets.fields import CheckField, ChoiceField, Field, LineField, TextField
from ui.widgets.form_row import FormRow
from ui.widgets.priority_bars import PriorityBars
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Site, SupportedSystem
    from ui.pages.desk.reading import Outcomes

FieldT = TypeVar("FieldT", bound=QWidget)

LEFT = frozenset({Channel.MESSAGE_LEFT, Channel.MAIL, Channel.SMS})
"""What came by these ways lay there before somebody took it up."""
SOLVED, TEAM, PERSON = "solved", "team:", "person:"
"""What becomes of a call, where it does not wait in the queue; two of them with an id behind."""
_WAITS = ""
_TEXT_HEIGHT = 60
_LEAST_LETTERS = 6
"""Lower than elsewhere, so that the whole call is seen at once."""


class CallFields(Translated, QWidget):
    """Knows what can be entered, and what is wrong with it; whose call it is, the form knows."""

    edited = Signal()

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._fields: dict[str, Field] = {}
        self._rows: dict[str, FormRow] = {}
        self._sites: tuple[Site, ...] = ()
        self._systems: tuple[SupportedSystem, ...] = ()
        self._outcomes: Outcomes | None = None
        self.priority = PriorityBars()
        self._add_fields(work, wall)
        self._lay_out()
        self.edited.connect(self._show_what_follows)
        self.retranslate()

    def customer_id(self) -> str:
        """Whose call it is; empty as long as nobody was found."""
        raise NotImplementedError

    def field_values(self) -> dict[str, str]:
        """What stands in the fields now, by key."""
        return {key: field.value() for key, field in self._fields.items()}

    def set_field_values(self, values: Mapping[str, str]) -> None:
        """Show these in the fields; nothing where there is none."""
        for key, field in self._fields.items():
            field.set_value(values.get(key, ""))

    def offer_places(self, sites: tuple[Site, ...], systems: tuple[SupportedSystem, ...]) -> None:
        """Offer a customer's sites and systems."""
        self._sites, self._systems = sites, systems
        self.site.set_choices((("", _("No site")), *((site.id, site.name) for site in sites)))
        named = ((each.id, " · ".join(filter(None, (each.product, each.site)))) for each in systems)
        self.system.set_choices((("", _("None")), *named))

    def offer_outcomes(self, outcomes: Outcomes | None) -> None:
        """Offer what can become of the call at once; None where that is not known yet."""
        self._outcomes = outcomes
        choices = [(_WAITS, _("Waits in the queue"))]
        if outcomes is not None:
            if outcomes.may_solve:
                choices.append((SOLVED, _("Solved on the phone")))
            goes = _("Goes to {name}")
            choices += [(TEAM + team.id, goes.format(name=team.name)) for team in outcomes.teams]
            choices += [(PERSON + each.id, goes.format(name=each.name)) for each in outcomes.engineers]
        self.outcome.set_choices(tuple(choices))

    def problems(self) -> dict[str, str]:
        """What is wrong with what was entered, by the key of the field, in the language shown now."""
        wrong_time = _("Enter a time that has passed, such as 18:40.")
        is_phone = self.channel.value() == Channel.PHONE
        rang, picked_up = self.rang.at, self.picked_up.at
        checks = {
            "name": (not self.customer_id(), _("Find the caller or his customer first.")),
            "title": (not self.title.value(), _("Say in a few words what is wrong.")),
            "asset": (
                self.asset.is_unknown,
                _("No device of this customer has this code. Correct it, or leave it empty."),
            ),
            "left": (self.left.is_wrong and self.channel.value() in LEFT, wrong_time),
            "rang": (is_phone and self.rang.is_wrong, wrong_time),
            "picked_up": (is_phone and self.picked_up.is_wrong, wrong_time),
            "answer": (
                self.outcome.value() == SOLVED and not self.answer.value(),
                _("Say in a few words what helped."),
            ),
        }
        wrong = {key: sentence for key, (is_wrong, sentence) in checks.items() if is_wrong}
        if is_phone and rang and picked_up and rang > picked_up:
            wrong["rang"] = _("It rang before it was picked up. Check both times.")
        return wrong

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it."""
        for key, row in self._rows.items():
            row.show_error(problems.get(key, ""))

    def focus_first(self, keys: Iterable[str]) -> None:
        """Put the keyboard into the first of these fields."""
        next(row.field for key, row in self._rows.items() if key in keys).setFocus()

    def retranslate(self) -> None:
        not_known = ("", _("Not known"))
        self.impact.set_choices((not_known, *((str(one), _(name)) for one, name in IMPACT_NAMES.items())))
        self.urgency.set_choices((not_known, *((str(one), _(name)) for one, name in URGENCY_NAMES.items())))
        self.kind.set_choices(tuple((str(one), _(name)) for one, name in ORDER_KIND_NAMES.items()))
        self.channel.set_choices(tuple((str(one), _(name)) for one, name in CHANNEL_NAMES.items()))
        self.way.set_choices(tuple((str(one), _(name)) for one, name in ANSWER_WAY_NAMES.items()))
        self.offer_outcomes(self._outcomes)
        self.offer_places(self._sites, self._systems)

    def _show_what_follows(self) -> None:
        """The priority, and the times that belong to the way by which the call came."""
        impact = Impact(self.impact.value()) if self.impact.value() else None
        urgency = Urgency(self.urgency.value()) if self.urgency.value() else None
        priority = priority_of(impact, urgency)
        self.priority.set_priority(priority, f"P{priority}")
        channel = self.channel.value()
        for key in ("rang", "picked_up"):
            self._rows[key].setVisible(channel == Channel.PHONE)
        self._rows["left"].setVisible(channel in LEFT)

    def _add_fields(self, work: Work, wall: WallClock) -> None:
        self.name = self._add("name", N_("Caller"), LineField())
        self.phone = self._add("phone", N_("Phone"), LineField())
        self.site = self._add("site", N_("Site"), ChoiceField())
        self.title = self._add("title", N_("What is wrong"), LineField())
        self.impact = self._add("impact", N_("Impact"), ChoiceField())
        self.urgency = self._add("urgency", N_("Urgency"), ChoiceField())
        self.asset = self._add("asset", N_("Asset code"), AssetField(work, self.customer_id))
        self.system = self._add("system", N_("System"), ChoiceField())
        self.kind = self._add("kind", N_("Kind"), ChoiceField())
        self.channel = self._add("channel", N_("Reported"), ChoiceField())
        self.rang = self._add("rang", N_("Rang at"), PastTimeField(wall))
        self.picked_up = self._add("picked_up", N_("Picked up at"), PastTimeField(wall))
        self.left = self._add("left", N_("Message left at"), PastTimeField(wall))
        self.remote = self._add("remote", N_("Where"), CheckField(N_("Remote")))
        self.description = self._add("description", N_("Description"), TextField())
        self.outcome = self._add("outcome", N_("What becomes of it"), ChoiceField())
        self.way = self._add("way", N_("Answered"), ChoiceField())
        self.advice = self._add("advice", N_("First answer"), CheckField(N_("It holds advice or a way")))
        self.answer = self._add("answer", N_("What the caller was told"), TextField())
        for text in (self.description, self.answer):
            text.setFixedHeight(_TEXT_HEIGHT)

    def _add(self, key: str, label_source: str, field: FieldT) -> FieldT:
        if isinstance(field, ChoiceField):  # six of them have room in the smallest window; their lists are wider
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(_LEAST_LETTERS)
        self._rows[key] = FormRow(label_source, field)
        self._fields[key] = field  # type: ignore[assignment]  # every field is a widget too
        self._fields[key].edited.connect(self.edited)
        return field

    def _lay_out(self) -> None:
        """Put what belongs together into one line."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        for keys in (
            ("name", "phone", "site"),
            ("title",),
            ("impact", "urgency"),
            ("asset", "system"),
            ("kind", "channel", "rang", "picked_up", "left", "remote"),
            ("description",),
            ("outcome", "way", "advice"),
            ("answer",),
        ):
            line = QHBoxLayout()
            line.setSpacing(SPACE.md)
            for key in keys:
                line.addWidget(self._rows[key], 1)
            if "urgency" in keys:
                line.addWidget(self.priority, 0, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(line)
