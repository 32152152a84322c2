"""How somebody's day stands, as a chip."""

from __future__ import annotations

from app.attendance.rules import Day, DayState
from app.foundation.translation import _
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone


def day_chip(day: Day, *, is_over: bool = False) -> ChipText:
    """`is_over` is whether the date is past. Who did not come may have been on leave: that is not judged here."""
    if day.state is DayState.NOT_YET:
        return ChipText(_("No check-in") if is_over else _("Not in yet"), Tone.IDLE, "clock")
    if day.late and day.early_away:
        return ChipText(_("Late, left early"), Tone.WARN)
    if day.late:
        return ChipText(_("Late"), Tone.WARN)
    if day.early_away:
        return ChipText(_("Left early"), Tone.WARN)
    return ChipText(_("In time"), Tone.OK)
