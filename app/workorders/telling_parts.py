"""A part that was used in words: what it is, how much of it, what went out and in, from whom."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.foundation.translation import _
from app.workorders.rules.parts import PART_SOURCE_NAMES, PART_UNIT_NAMES, quantity_text

if TYPE_CHECKING:
    from app.workorders.part_tables import UsedPart


def part_title(part: UsedPart) -> str:
    """How much of what: ``2 pcs · Pickup roller · RM1-0037``."""
    return " · ".join(filter(None, (amount_text(part), part.description, part.part_number)))


def amount_text(part: UsedPart) -> str:
    """How much of it was used."""
    return f"{quantity_text(part.quantity_thousandths)} {_(PART_UNIT_NAMES[part.unit])}"


def part_details(part: UsedPart) -> str:
    """What went out and in, from whom it is, and what it costs."""
    return " · ".join(filter(None, (serials_text(part), _(PART_SOURCE_NAMES[part.source]), price_text(part))))


def serials_text(part: UsedPart) -> str:
    """The serial numbers of what was taken out and put in; empty where none was noted."""
    out = _("out: {serial}").format(serial=part.serial_out) if part.serial_out else ""
    put_in = _("in: {serial}").format(serial=part.serial_in) if part.serial_in else ""
    return ", ".join(filter(None, (out, put_in)))


def price_text(part: UsedPart) -> str:
    """What it costs; empty where nothing is charged or it is not known."""
    return "" if part.price_minor is None else f"{Decimal(part.price_minor) / 100:,.2f} {part.currency}".strip()
