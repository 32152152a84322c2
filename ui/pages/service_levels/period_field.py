"""Which day, week or month is looked at."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.calendars.periods import GRAIN_NAMES, Grain, Period, period_of
from app.foundation.translation import _
from ui.pages.service_levels.shares_wording import days_text
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField
from ui.widgets.translated import Translated

_OFFERED = {Grain.DAY: 31, Grain.WEEK: 13, Grain.MONTH: 13}
"""How many can be chosen, the present one first."""


class PeriodField(Translated, QWidget):
    """How long the period is, and which of the last ones."""

    edited = Signal()

    def __init__(self, wall: WallClock) -> None:
        super().__init__()
        self._wall = wall
        self.grain, self.which = ChoiceField(), ChoiceField()
        self.grain.edited.connect(self._grain_chosen)
        self.which.edited.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self.grain)
        row.addWidget(self.which)
        self.retranslate()

    def value(self) -> tuple[Period, Grain]:
        """The chosen period, and how long it is."""
        grain = Grain(self.grain.value())
        return period_of(date.fromisoformat(self.which.value()), grain), grain

    def retranslate(self) -> None:
        with QSignalBlocker(self):
            self.grain.setAccessibleName(_("Length of the period"))
            self.which.setAccessibleName(_("Which period"))
            self.grain.set_choices(tuple((grain, _(name)) for grain, name in GRAIN_NAMES.items()))

    def _grain_chosen(self) -> None:
        grain = Grain(self.grain.value())
        period = period_of(self._wall.today(), grain)
        choices = []
        for _back in range(_OFFERED[grain]):
            choices.append((period.first.isoformat(), days_text(period)))
            period = period_of(period.first - timedelta(days=1), grain)
        self.which.set_choices(tuple(choices))
