"""``paigong calendars …``: the calendars, what their days are, and closed days out of an iCalendar file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from app.calendars.commands import ReviseCalendar
from app.calendars.day_kinds import DAY_KIND_NAMES, YearOfDays
from app.calendars.hours import hours_of, own_days, special_text, with_days
from app.calendars.icalendar_file import FoundDays, read_days
from app.calendars.periods import day_named
from app.calendars.queries import all_calendars, newest_version, versions_of
from app.calendars.rules import Region
from app.calendars.tables import Calendar, CalendarVersion
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.directory.queries import customer_named, customers, names_of
from app.foundation.errors import Trouble
from app.foundation.sentences import declare
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import N_, _, ngettext
from app.storage.units import Reader
from app.workorders.moving import moved_by

_COLUMNS = ("calendar", "customer", "zone", "public_holidays", "announced_until", "version", "made_at")

declare(
    {
        "calendar_unknown": N_("There is no calendar “{name}” here. “paigong calendars list” tells their names."),
        "calendar_ambiguous": N_("Several customers have a calendar “{name}”. Say whose with --customer NAME."),
    }
)


def add_commands(commands: Any) -> None:
    """Add ``calendars …``."""
    parser = commands.add_parser("calendars", help=_("calendars of working hours: look, add days from a file"))
    words = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    listing = words.add_parser("list", help=_("print all calendars, as CSV"))
    listing.set_defaults(run=_list)
    show = _of_calendar(words, "show", _("print the week, the holidays and the versions of a calendar"))
    show.set_defaults(run=_show)
    check = _of_calendar(words, "check", _("tell what days are, and which hours are worked on them, as CSV"))
    check.add_argument("days", nargs="+", metavar="2026-10-01")
    check.set_defaults(run=_check)
    importing = _of_calendar(words, "import", _("close the days of an iCalendar file, as a new version"))
    importing.add_argument("file", type=Path, metavar="FILE.ics")
    importing.add_argument("--years", nargs=2, type=int, required=True, metavar=("2026", "2027"))
    importing.add_argument(
        "--preview", action="store_true", help=_("tell the days and what they would move; do nothing")
    )
    importing.set_defaults(run=_import)


def _of_calendar(words: Any, name: str, told: str) -> Any:
    parser = words.add_parser(name, help=told)
    parser.add_argument("calendar", help=_("name of a calendar"))
    parser.add_argument("--customer", default="", help=_("whose calendar it is, where several have the name"))
    return parser


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        whose = {customer.id: customer.name for customer in customers(reader)}
        found = [(calendar, newest_version(reader, calendar.id)) for calendar in all_calendars(reader)]
    lines = (
        (
            guarded(calendar.name),
            guarded(whose.get(calendar.customer_id or "", "")),
            version.zone,
            version.region,
            version.known_through or "",
            version.number,
            version.made_at.isoformat(timespec="minutes"),
        )
        for calendar, version in found
    )
    write_csv(_COLUMNS, *lines)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        calendar = _calendar(reader, arguments)
        versions = versions_of(reader, calendar.id)
        makers = names_of(reader, {version.made_by_id for version in versions})
    newest = versions[-1]
    print(f"{calendar.name}  {newest.zone}")
    for day in map(str, range(7)):
        print(f"{day}  {newest.week.get(day, '') or '—'}")
    if newest.region:
        told = _("Public holidays: {region}, announced until {day}")
        print(told.format(region=newest.region, day=newest.known_through))
    if special := special_text(own_days(newest, _region(newest))):
        print(special)
    for version in reversed(versions):
        print(f"{version.number}  {version.made_at:%Y-%m-%d %H:%M}  {makers.get(version.made_by_id, '—')}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    days = [day_named(text) for text in arguments.days]
    with opened(arguments) as workspace, workspace.store.read() as reader:
        version = newest_version(reader, _calendar(reader, arguments).id)
    hours = hours_of(version)
    year = YearOfDays(hours, _region(version))
    lines = (
        (
            on,
            _(DAY_KIND_NAMES[(day := year.day(on)).kind]),
            _(day.name) if day.name else "",
            day.hours,
            sum(interval.minutes for interval in hours.day(on)),
            "yes" if hours.known_through is not None and on > hours.known_through else "no",
        )
        for on in days
    )
    write_csv(("day", "what", "name", "hours", "minutes", "provisional"), *lines)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    """Print each day of the file, and how many promises move; days that stand there already stay as they are."""
    found = read_days(arguments.file, *arguments.years)
    with opened(arguments) as workspace:
        with workspace.store.read() as reader:
            newest = newest_version(reader, _calendar(reader, arguments).id)
            revised = _with_days(newest, found)
            moved = moved_by(reader, revised, workspace.runner.clock.now()).target_count
        for on, name in found.days.items():
            print(f"{on}\t{revised.special[on.isoformat()] or '—'}\t{name}")
        _tell_left_out(found)
        told = ngettext("{count} promise to an open order moves.", "{count} promises to open orders move.", moved)
        print(told.format(count=moved))
        if found.days and not arguments.preview:
            workspace.runner.run(revised)
    return 0


def _with_days(newest: CalendarVersion, found: FoundDays) -> ReviseCalendar:
    region = _region(newest)
    return ReviseCalendar(
        calendar_id=newest.calendar_id,
        seen_number=newest.number,
        zone=newest.zone,
        week=newest.week,
        region=region,
        make_up_days=bool(newest.made_up_on),
        special=with_days(own_days(newest, region), found.days, found.made_up, newest.week),
    )


def _tell_left_out(found: FoundDays) -> None:
    for name in found.timed:
        print(_("“{name}” has a time of day and is left out.").format(name=name), file=sys.stderr)
    if not found.days:
        print(_("No whole day of this file lies in these years."), file=sys.stderr)


def _region(version: CalendarVersion) -> Region | None:
    return Region(version.region) if version.region else None


def _calendar(reader: Reader, arguments: argparse.Namespace) -> Calendar:
    """The calendar that the arguments name.

    :raises Trouble: ``calendar_unknown``, ``calendar_ambiguous``
    """
    found = [calendar for calendar in all_calendars(reader) if calendar.name == arguments.calendar]
    if arguments.customer:
        customer_id = customer_named(reader, arguments.customer).id
        found = [calendar for calendar in found if calendar.customer_id == customer_id]
    if not found:
        raise Trouble("calendar_unknown", name=arguments.calendar)
    if len(found) > 1:
        raise Trouble("calendar_ambiguous", name=arguments.calendar)
    return found[0]
