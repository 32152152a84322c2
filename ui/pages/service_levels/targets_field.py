"""The figures of a policy, a line a target, to be changed in a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.foundation.translation import _
from app.sla.rules.figures import UNIT_NAMES
from app.sla.rules.promises import SHARES, Bound, Unit
from ui.pages.service_levels.policy_wording import level_text, metric_text
from ui.theme.tokens import SPACE
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.calendars.tables import Calendar
    from app.sla.commands import TargetTerms

_NUMBER_WIDTH = 76
_WITHOUT_VALUE = (Unit.SAME_DAY, Unit.NEXT_DAY)


class TargetsField(QWidget):
    """Bound, value, unit, calendar and share of each target. Its value has a line a target, for the draft."""

    edited = Signal()

    def __init__(self, targets: Iterable[TargetTerms], calendars: tuple[Calendar, ...]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, SPACE.sm, 0)
        grid.setHorizontalSpacing(SPACE.sm)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(0, 1)
        self.rows = tuple(_row(terms, calendars) for terms in targets)
        for place, row in enumerate(self.rows):
            name = f"{metric_text(row.terms)} · {level_text(row.terms.level)}"
            grid.addWidget(Label(name), place, 0)
            for column, field in enumerate(row.fields, start=1):
                field.setAccessibleName(name)
                field.edited.connect(self.edited)
                grid.addWidget(field, place, column)
        self.setFocusProxy(self.rows[0].value)

    def value(self) -> str:
        return "\n".join("\t".join(field.value() for field in row.fields) for row in self.rows)

    def set_value(self, value: str) -> None:
        for row, line in zip(self.rows, value.split("\n"), strict=False):
            for field, text in zip(row.fields, line.split("\t"), strict=False):
                field.set_value(text)

    def wrong(self) -> str:
        """What is wrong with the first figure that is none, in words; empty where nothing is."""
        for row in self.rows:
            for field, most in ((row.value, 1_000_000), (row.share, 100)):
                text = field.value()
                if field.isEnabled() and text and not (text.isascii() and text.isdigit() and int(text) <= most):
                    return _("“{text}” is no whole number from 0 to {most}.").format(text=text, most=f"{most:,}")
            if not row.terms_are_whole:
                return _("Enter a figure for “{name}”.").format(name=row.value.accessibleName())
        return ""

    def targets(self) -> tuple[TargetTerms, ...]:
        """What is promised now; asked for only where nothing is wrong."""
        return tuple(row.entered() for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Row:
    terms: TargetTerms
    bound: ChoiceField
    value: LineField
    unit: ChoiceField
    calendar: ChoiceField
    share: LineField

    @property
    def fields(self) -> tuple[ChoiceField | LineField, ...]:
        return self.bound, self.value, self.unit, self.calendar, self.share

    @property
    def terms_are_whole(self) -> bool:
        if self.terms.metric in SHARES:
            return bool(self.share.value())
        return bool(self.value.value()) or self.unit.value() in _WITHOUT_VALUE

    def entered(self) -> TargetTerms:
        is_share = self.terms.metric in SHARES
        return replace(
            self.terms,
            bound=Bound(self.bound.value()),
            value=None if is_share else int(self.value.value() or 0),
            unit=None if is_share else Unit(self.unit.value()),
            calendar_id=self.calendar.value() or None,
            share_percent=int(self.share.value()) if self.share.value() else None,
        )


def _row(terms: TargetTerms, calendars: tuple[Calendar, ...]) -> _Row:
    row = _Row(terms, ChoiceField(), LineField(), ChoiceField(), ChoiceField(), LineField())
    is_share = terms.metric in SHARES
    bounds = {Bound.AT_LEAST: _("at least")} if is_share else {Bound.AT_MOST: _("at most"), Bound.BELOW: _("below")}
    row.bound.set_choices(tuple((bound, text) for bound, text in bounds.items()))
    row.bound.set_value(terms.bound)
    row.unit.set_choices(tuple((unit, _(name)) for unit, name in UNIT_NAMES.items()))
    row.unit.set_value(terms.unit or "")
    row.value.set_value("" if terms.value is None or terms.unit in _WITHOUT_VALUE else str(terms.value))
    row.calendar.set_choices(tuple((calendar.id, calendar.name) for calendar in calendars))
    row.calendar.set_value(terms.calendar_id or "")
    row.share.set_value("" if terms.share_percent is None else str(terms.share_percent))
    row.share.setPlaceholderText("%")
    for number in (row.value, row.share):
        number.setFixedWidth(_NUMBER_WIDTH)
    for field in (row.value, row.unit):
        field.setEnabled(not is_share)
    return row
