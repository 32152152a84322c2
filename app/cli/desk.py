"""``paigong desk …``: what the desk does at the end of its day."""

from __future__ import annotations

import argparse
from typing import Any

from app.calendars.rules import zone_named
from app.cli.users import write_csv
from app.cli.workspace import opened
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import Language, _
from app.messages.rules import Moment
from app.messages.wording import ready_text
from app.workorders.day_end import callers_to_update

_TEXTS = tuple(f"text_{language.partition('_')[0]}" for language in Language)
_COLUMNS = ("number", "customer", "caller", "phone", "expected", *_TEXTS)


def add_commands(commands: Any) -> None:
    """Add ``desk end-of-day``."""
    parser = commands.add_parser("desk", help=_("the desk: whom to tell how it stands at the end of the day"))
    words = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    day_end = words.add_parser(
        "end-of-day", help=_("print the callers whose work is unresolved, with texts ready to send, as CSV")
    )
    day_end.add_argument("--zone", default="UTC", metavar="Asia/Shanghai", help=_("time zone of the desk"))
    day_end.set_defaults(run=_end_of_day)


def _end_of_day(arguments: argparse.Namespace) -> int:
    zone = zone_named(arguments.zone)
    with opened(arguments) as workspace, workspace.store.read() as reader:
        now = workspace.runner.clock.now()
        updates = callers_to_update(reader, now)
    lines = (
        (
            each.order.number,
            guarded(each.customer),
            guarded(each.caller),
            guarded(each.phone),
            each.expected_at.astimezone(zone).isoformat(timespec="minutes") if each.expected_at else "",
            *(guarded(ready_text(Moment.DAY_END, None, language, each.told(zone))) for language in Language),
        )
        for each in updates
    )
    write_csv(_COLUMNS, *lines)
    return 0
