"""Plans and their turns in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.foundation.translation import _, ngettext
from app.maintenance.rules import device_list
from ui.pages.wall_clock import day_text
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.maintenance.queries import PlanDetail, PlanInList
    from app.maintenance.tables import CleaningPlan

_SOON_DAYS = 14


def rhythm_text(every_months: int) -> str:
    """How often a plan comes round."""
    return ngettext("Every {count} month", "Every {count} months", every_months).format(count=every_months)


def due_chip(plan: CleaningPlan, today: date) -> ChipText:
    """How long it is until a plan makes its next order."""
    if not plan.active:
        return ChipText(_("Suspended"), Tone.IDLE)
    days = (plan.next_due_on - today).days
    if days < 0:
        return ChipText(_("Overdue"), Tone.BREACH)
    if days == 0:
        return ChipText(_("Due today"), Tone.WARN)
    text = ngettext("In {count} day", "In {count} days", days).format(count=f"{days:,}")
    return ChipText(text, Tone.WARN if days <= _SOON_DAYS else Tone.OK, "calendar-days")


def place_text(listed: PlanInList) -> str:
    """Whose devices a plan is for."""
    return " · ".join(filter(None, (listed.customer, listed.department)))


def devices_text(detail: PlanDetail) -> str:
    """What a plan would clean if it were due now."""
    return device_list(detail.devices)


def next_due_text(plan: CleaningPlan) -> str:
    """When a plan comes round next; a suspended one does not."""
    return day_text(plan.next_due_on) if plan.active else "—"
