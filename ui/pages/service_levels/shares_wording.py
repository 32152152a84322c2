"""Shares of calls in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.foundation.translation import _, ngettext
from app.workorders.rules.first_service import SOLVING_NAMES
from app.workorders.telling_clocks import hours_and_minutes
from ui.pages.wall_clock import day_text
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.calendars.periods import Period
    from app.workorders.shares import Miss, ShareFigure

_AN_HOUR = 3600


def days_text(period: Period) -> str:
    """From which day to which; both are part of it."""
    first = day_text(period.first)
    return first if period.first == period.last else f"{first} – {day_text(period.last)}"


def kept_text(figure: ShareFigure) -> str:
    """How many of the judged calls kept the promise."""
    share = figure.share
    return _("{kept} of {total}").format(kept=f"{share.kept:,}", total=f"{share.total:,}") if share.total else "—"


def tenths_text(tenths: int | None) -> str:
    """A percentage with one decimal; a dash where there was nothing to judge."""
    return "—" if tenths is None else f"{tenths / 10:.1f} %"


def result_chip(figure: ShareFigure) -> ChipText:
    """Whether enough calls kept the promise; no calls keep nothing."""
    if figure.met is None:
        waits = figure.undecided + figure.unrecorded
        return ChipText(_("Nothing to judge yet") if waits else _("No calls"), Tone.IDLE)
    return (
        ChipText(_("Met"), Tone.OK, "circle-check")
        if figure.met
        else ChipText(_("Missed"), Tone.BREACH, "octagon-alert")
    )


def miss_text(miss: Miss) -> str:
    """How a call missed the promise."""
    if miss.why is not None:
        return _(SOLVING_NAMES[miss.why])
    seconds = miss.took_seconds or 0
    if seconds < _AN_HOUR:
        return ngettext("after {count} second", "after {count} seconds", seconds).format(count=seconds)
    return _("after {time} hours").format(time=hours_and_minutes(seconds))
