"""The groups of services that the program ships (`resources/sla/availability.csv`, figures of `domain.md` §3)."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from app.foundation.ids import derive_id
from app.foundation.translation import N_
from app.knowledge.commands import AddServiceGroup
from app.sla.presets import FOLDER, calendar_id

GROUP_NAMES = {
    "network": N_("Network"),
    "business systems": N_("Business systems"),
    "mail and home server": N_("Mail and home server"),
    "intranet": N_("Intranet"),
    "websites": N_("Websites"),
}
"""Shipped groups by the names that the file has; a group that people made is called as they called it."""


def preset_groups(customer_id: str) -> Iterator[AddServiceGroup]:
    """A customer's shipped groups, with their targets and calendars, which must be there; their systems are not known.

    Ids follow from the names, so taking them twice is noticed.
    """
    with (FOLDER / "availability.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield AddServiceGroup(
                id=derive_id("preset_service_group", customer_id, line["service_group"]),
                customer_id=customer_id,
                name=line["service_group"],
                target_hundredths=int(line["percent"]) * 100,
                calendar_id=calendar_id(line["calendar"]),
            )
