"""When people are reminded of what waits: each reason of a policy, and suppliers who do not answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.foundation.translation import _
from ui.pages.service_levels.policy_wording import reason_text
from ui.theme.tokens import SPACE
from ui.widgets.fields import LineField
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.sla.commands import PauseTerms

_NUMBER_WIDTH = 96
_MOST = 1_000_000


class WaitsField(QWidget):
    """Minutes after which each is reminded of, and for how long a reason counts at most; empty for neither."""

    edited = Signal()

    def __init__(self, pauses: Mapping[str, PauseTerms], chase_minutes: int | None) -> None:
        super().__init__()
        self._pauses = pauses
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, SPACE.sm, 0)
        self._grid.setHorizontalSpacing(SPACE.sm)
        self._grid.setVerticalSpacing(SPACE.xs)
        self._grid.setColumnStretch(0, 1)
        self.reminders = {
            reason: self._add(reason_text(reason), _("reminder after"), terms.remind_after_minutes, column=1)
            for reason, terms in pauses.items()
        }
        self.limits = {
            reason: self._add("", _("at most"), terms.at_most_minutes, column=3, row=row)
            for row, (reason, terms) in enumerate(pauses.items())
        }
        self.chase = self._add(_("Supplier who does not answer"), _("chased every"), chase_minutes, column=1)
        self.setFocusProxy(next(self._fields()))

    @property
    def chase_minutes(self) -> int | None:
        """After how much working time without an answer a supplier is chased."""
        return _minutes(self.chase)

    def pauses(self) -> dict[str, PauseTerms]:
        """The reasons to wait as they are now; asked for only where nothing is wrong."""
        return {
            reason: replace(
                terms,
                remind_after_minutes=_minutes(self.reminders[reason]),
                at_most_minutes=_minutes(self.limits[reason]),
            )
            for reason, terms in self._pauses.items()
        }

    def value(self) -> str:
        return "\t".join(field.value() for field in self._fields())

    def set_value(self, value: str) -> None:
        for field, text in zip(self._fields(), value.split("\t"), strict=False):
            field.set_value(text)

    def wrong(self) -> str:
        """What is wrong with the first figure that is none, in words; empty where nothing is."""
        for field in self._fields():
            text = field.value()
            if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST):
                return _("“{text}” is no whole number from {least} to {most}.").format(
                    text=text, least=1, most=f"{_MOST:,}"
                )
        return ""

    def _fields(self) -> Iterator[LineField]:
        yield from (*self.reminders.values(), *self.limits.values(), self.chase)

    def _add(self, name: str, what: str, minutes: int | None, *, column: int, row: int | None = None) -> LineField:
        place = self._grid.rowCount() if row is None else row + 1
        field = LineField()
        field.setFixedWidth(_NUMBER_WIDTH)
        field.setAccessibleName(f"{name} {what}".strip())
        field.set_value("" if minutes is None else str(minutes))
        field.edited.connect(self.edited)
        if name:
            self._grid.addWidget(Label(name), place, 0)
        self._grid.addWidget(Label(what, "muted"), place, column)
        self._grid.addWidget(field, place, column + 1)
        return field


def _minutes(field: LineField) -> int | None:
    return int(field.value()) if field.value() else None
