"""What forms about services share: whose they are, and which of them are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.form_dialog import FormDialog
from ui.pages.knowledge.wording import service_name
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChecksField, ChoiceField
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import SupportedSystem
    from app.knowledge.looking import ServiceChoices
    from app.storage.units import Reader

_SYSTEMS_HEIGHT = 132
_WIDTH = 900


class SystemsField(QScrollArea):
    """Any of a customer's supported systems, which may be many."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks = ChecksField()
        self.checks.edited.connect(self.edited)
        content = QWidget()
        column = QVBoxLayout(content)
        column.addWidget(self.checks)
        column.addStretch()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_SYSTEMS_HEIGHT)
        self.setFocusProxy(self.checks)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer systems, each by its id and its name."""
        self.checks.set_choices(choices)

    def value(self) -> str:
        return self.checks.value()

    def set_value(self, value: str) -> None:
        self.checks.set_value(value)


class AffectedForm(FormDialog):
    """A form about some services of a customer."""

    def __init__(
        self, work: Work, wall: WallClock, parent: QWidget, *, draft_id: str, title_source: str, submit_source: str
    ) -> None:
        super().__init__(
            work,
            wall.clock,
            draft_id=draft_id,
            title_source=title_source,
            submit_source=submit_source,
            parent=parent,
        )
        self._wall = wall
        self._choices: ServiceChoices | None = None
        self.customer = self.add("customer_id", N_("Customer"), ChoiceField(), needed_source=N_("Choose the customer."))
        self.group = self.add("group_id", N_("Service group"), ChoiceField())
        self.systems = self.add("system_ids", N_("Supported systems"), SystemsField())
        self.customer.edited.connect(self._offer_services)
        work.run_query(_read_choices, self._choices_read)

    def begin_column(self) -> None:
        """Let the fields that are added from now on stand in a column beside the others."""
        self.setMinimumWidth(_WIDTH)
        self._form.addStretch()
        self._form = QVBoxLayout()
        self._form.setSpacing(SPACE.md)
        self._body.setSpacing(SPACE.xl)
        self._body.addLayout(self._form)
        for place in range(self._body.count()):
            self._body.setStretch(place, 1)

    @property
    def group_id(self) -> str | None:
        """The group that was chosen."""
        return self.group.value() or None

    @property
    def system_ids(self) -> tuple[str, ...]:
        """The systems that were chosen."""
        return tuple(self.systems.value().split())

    def retranslate(self) -> None:
        super().retranslate()
        if self._choices is not None:
            self._choices_read(self._choices)

    def missing_services(self) -> dict[str, str]:
        """What to say where nothing was chosen, by the key of the field."""
        if self.group_id is None and not self.system_ids:
            return {"group_id": _("Choose a service group or at least one supported system.")}
        return {}

    def _choices_read(self, choices: ServiceChoices) -> None:
        self._choices = choices
        named = ((customer.id, customer.name) for customer in choices.customers)
        self.customer.set_choices((("", _("Choose…")), *named))
        self._offer_services()

    def _offer_services(self) -> None:
        if self._choices is None:
            return
        customer_id = self.customer.value()
        groups = (group for group in self._choices.groups if group.customer_id == customer_id)
        systems = (system for system in self._choices.systems if system.customer_id == customer_id)
        self.group.set_choices((("", "—"), *((group.id, service_name(group.name)) for group in groups)))
        self.systems.set_choices(tuple((system.id, system_text(system)) for system in systems))


def system_text(system: SupportedSystem) -> str:
    """What a system is called where one is chosen, with the place that it is for."""
    return " · ".join(filter(None, (system.product or system.category, system.site)))


def _read_choices(reader: Reader) -> ServiceChoices:
    from app.knowledge.looking import service_choices

    return service_choices(reader)
