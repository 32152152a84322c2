"""Repairs in words, and sums of money as people write them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.foundation.errors import Rejection
from app.foundation.sheets.amounts import parse_amount
from app.foundation.translation import _, ngettext
from app.repairs.rules import (
    REPAIR_EVENT_NAMES,
    REPAIR_OUTCOME_NAMES,
    REPAIR_STATE_NAMES,
    RepairEventKind,
    RepairOutcome,
    RepairState,
)
from ui.pages.wall_clock import WallClock
from ui.widgets.painting import ChipText
from ui.widgets.timeline import TimelineEntry
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.repairs.queries import RepairFact
    from app.repairs.tables import SendInRepair

_STATE_ICONS = {RepairState.OUT: "truck", RepairState.AT_MAKER: "wrench", RepairState.BACK: "circle-check"}
_OUTCOME_TONES = {
    RepairOutcome.REPAIRED: Tone.OK,
    RepairOutcome.NO_FAULT_FOUND: Tone.IDLE,
    RepairOutcome.BEYOND_REPAIR: Tone.WARN,
}
_EVENT_ICONS = {
    RepairEventKind.SENT_OUT: "truck",
    RepairEventKind.ARRIVED: "wrench",
    RepairEventKind.TAKEN_BACK: "package",
}


def state_chip(repair: SendInRepair) -> ChipText:
    """Where the device is; once it is back, how it came back."""
    if repair.outcome is not None:
        icon = "" if repair.outcome is RepairOutcome.REPAIRED else "info"
        return ChipText(_(REPAIR_OUTCOME_NAMES[repair.outcome]), _OUTCOME_TONES[repair.outcome], icon)
    return ChipText(_(REPAIR_STATE_NAMES[repair.state]), Tone.INFO, _STATE_ICONS[repair.state])


def away_text(repair: SendInRepair, now: datetime) -> str:
    """How long a device has been away."""
    days = (now - repair.sent_at).days
    if not days:
        return _("Since today")
    return ngettext("Away for {count} day", "Away for {count} days", days).format(count=f"{days:,}")


def cost_text(repair: SendInRepair) -> str:
    """What a repair cost; empty where nothing was charged or it is not known."""
    if repair.cost_minor is None:
        return ""
    return f"{Decimal(repair.cost_minor) / 100:,.2f} {repair.currency}"


def parse_cost(text: str) -> int:
    """Hundredths of the sum that `text` means.

    :raises Rejection: ``amount_not_understood`` also where it is negative or finer than hundredths
    """
    hundredths = parse_amount(text).value * 100
    if hundredths < 0 or hundredths != int(hundredths):
        raise Rejection("amount_not_understood", value=text)
    return int(hundredths)


def fact_entry(fact: RepairFact, wall: WallClock) -> TimelineEntry:
    """A fact of a repair as a timeline shows it."""
    event = fact.event
    title = _(REPAIR_EVENT_NAMES[event.kind])
    if event.note:
        title = _("{event}: {note}").format(event=title, note=event.note)
    detail = " · ".join(filter(None, (wall.text(event.at), fact.actor)))
    tone = Tone.OK if event.kind is RepairEventKind.TAKEN_BACK else Tone.IDLE
    return TimelineEntry(_EVENT_ICONS[event.kind], title, detail, tone)
