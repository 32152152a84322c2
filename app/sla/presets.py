"""The five policies that the program ships (`resources/sla/`, figures of `domain.md` §3), as commands to be given.

What their contracts say beside the figures (what a supplier does to the clock, from when until when a clock runs)
stands here. Ids follow from codes, so taking a preset twice is noticed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.calendars.commands import AddCalendar
from app.calendars.hours import day_text
from app.calendars.planned import Planned, planned_hours, read_planned
from app.calendars.rules import Region, Week
from app.calendars.tables import Calendar
from app.foundation.ids import derive_id
from app.foundation.translation import N_
from app.sla.commands import AddPolicy, PauseTerms, TargetTerms
from app.sla.rules.promises import Bound, Happening, Metric, ThirdParty, Unit
from app.sla.tables import Policy
from app.storage.units import Reader

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sla"
ALWAYS = "24x7"
_CIVIL_DAY = "calendar_day"
_RESTORE_SPANS = {
    Metric.RESPONSE: (Happening.REPORTED, Happening.ACCEPTED),
    Metric.RESTORE: (Happening.ACCEPTED, Happening.RESTORED),
    Metric.REPORT: (Happening.ACCEPTED, Happening.REPORT_HANDED_OVER),
}
_REMIND_AFTER_MINUTES = 24 * 60
"""Once a day, as callers are told each day how it stands (`domain.md` §4); the figure is our reading."""
_STOPPED = (Metric.ON_SITE, Metric.ON_SITE_ON_CALL, Metric.RESTORE, Metric.REPORT)


@dataclass(frozen=True, slots=True)
class Preset:
    """What a shipped policy says beside its figures."""

    code: str
    name: str
    levels: dict[str, str]
    third_party: ThirdParty = ThirdParty.PAUSES
    spans: dict[Metric, tuple[Happening, Happening]] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    close_after_days: int | None = None
    zone: str = "Asia/Shanghai"
    """Where its civil days end."""


PRESETS = (
    Preset(
        "council-ict",
        N_("Council ICT service"),
        {
            "1": "1",
            "2": "2",
            "3": "3a",
            "3 remote": "3b",
            "4": "4",
            "request": "5",
            "training": "6",
            "project_work": "6",
        },
        third_party=ThirdParty.LEAVES,
        channels=("phone", "message_left", "portal", "detected"),
        zone="Europe/London",
    ),
    Preset(
        "prosecutor-maintenance",
        N_("Prosecutor's office: maintenance"),
        {"1": "major", "2": "severe", "3": "minor", "4": "minor"},
        spans=_RESTORE_SPANS,
        close_after_days=14,
    ),
    Preset(
        "prosecutor-support",
        N_("Prosecutor's office: technical support"),
        {"1": "urgent", "2": "severe", "3": "normal", "4": "normal"},
        close_after_days=14,
    ),
    Preset("desktop-standard", N_("Desktop support, standard"), {}),
    Preset("desktop-resident", N_("Desktop support, with engineers on site"), {}),
)


def preset_calendars() -> Iterator[AddCalendar]:
    """The calendars that the presets refer to, for everybody."""
    for name, planned in _planned().items():
        yield AddCalendar(
            id=calendar_id(name),
            name=name,
            zone=planned.tz or "UTC",
            week={str(day): day_text(worked) for day, worked in enumerate(_week(planned)) if worked},
            region=Region(planned.holidays) if planned.holidays else None,
            make_up_days=planned.make_up_days,
        )
    for zone in sorted({preset.zone for preset in PRESETS}):
        yield AddCalendar(
            id=calendar_id(f"{ALWAYS} {zone}"),
            name=f"{ALWAYS} {zone}",
            zone=zone,
            week={str(day): "00:00-24:00" for day in range(7)},
        )


def preset_policies() -> Iterator[AddPolicy]:
    """The policies, for everybody."""
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for preset in PRESETS:
        yield AddPolicy(
            id=derive_id("preset_policy", preset.code),
            code=preset.code,
            name=preset.name,
            levels=preset.levels,
            targets=tuple(_target(preset, line) for line in lines if line["policy"] == preset.code),
            pauses={
                reason: PauseTerms(stops=_STOPPED, remind_after_minutes=_REMIND_AFTER_MINUTES)
                for reason in ("caller", "access")
            },
            third_party=preset.third_party,
            channels=preset.channels,
            close_after_days=preset.close_after_days,
        )


def missing_presets(reader: Reader) -> tuple[AddCalendar | AddPolicy, ...]:
    """The shipped calendars and policies that are not here yet, in the order in which they are made."""
    calendars = (command for command in preset_calendars() if reader.get(Calendar, command.id) is None)
    policies = (command for command in preset_policies() if reader.get(Policy, command.id) is None)
    return (*calendars, *policies)


def calendar_id(name: str) -> str:
    """The id of a shipped calendar."""
    return derive_id("preset_calendar", name)


@cache
def _planned() -> dict[str, Planned]:
    return read_planned(FOLDER / "calendars.json")


def _week(planned: Planned) -> Week:
    return planned_hours(planned, "UTC").week


def _target(preset: Preset, line: dict[str, str]) -> TargetTerms:
    metric = Metric(line["metric"])
    starts, stops = preset.spans.get(metric, (None, None))
    always = line["calendar"] in (_CIVIL_DAY, ALWAYS)
    return TargetTerms(
        level=line["level"],
        metric=metric,
        bound=Bound(line["bound"]),
        value=int(line["value"]) if line["value"] else None,
        unit=Unit(line["unit"]) if line["unit"] else None,
        calendar_id=calendar_id(f"{ALWAYS} {preset.zone}" if always else line["calendar"]),
        share_percent=int(line["share_percent"]) if line["share_percent"] else None,
        starts=starts,
        stops=stops,
    )
