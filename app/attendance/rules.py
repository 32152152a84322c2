"""The working day of our own people: in by 08:30, away not before 17:30 (`domain.md` §7), by the clock on the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_

IN_BY = time(8, 30)
AWAY_FROM = time(17, 30)


class AttendanceKind(StrEnum):
    """What somebody says of himself."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"


class DayState(StrEnum):
    """How far somebody's day has come."""

    NOT_YET = "not_yet"
    IN = "in"
    OUT = "out"


DAY_STATE_NAMES = {
    DayState.NOT_YET: N_("Not in yet"),
    DayState.IN: N_("At work"),
    DayState.OUT: N_("Gone home"),
}


class Stamp(Protocol):
    """A check-in or check-out. `at` is an aware instant, `zone` the IANA zone of the place."""

    @property
    def kind(self) -> AttendanceKind: ...
    @property
    def at(self) -> datetime: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Day:
    """Somebody's day, as far as it is known. Both times are as the clock on the wall shows them, aware."""

    in_since: datetime | None = None
    out_since: datetime | None = None

    @property
    def state(self) -> DayState:
        """How far the day has come."""
        if self.in_since is None:
            return DayState.NOT_YET
        return DayState.IN if self.out_since is None else DayState.OUT

    @property
    def late(self) -> bool:
        """Whether he came after 08:30; 08:30:00 itself is in time."""
        return self.in_since is not None and self.in_since.time() > IN_BY

    @property
    def early_away(self) -> bool:
        """Whether he left before 17:30."""
        return self.out_since is not None and self.out_since.time() < AWAY_FROM


def local(at: datetime, zone: str) -> datetime:
    """What the clock on the wall shows at an instant in an IANA zone.

    :raises Rejection: ``time_zone_unknown``
    """
    try:
        return at.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError) as error:  # a name that is none, one that leaves the folder, a folder's name
        raise Rejection("time_zone_unknown", zone=zone) from error


def local_date(at: datetime, zone: str) -> date:
    """The day that an instant belongs to, there.

    :raises Rejection: ``time_zone_unknown``
    """
    return local(at, zone).date()


def day_of(stamps: Iterable[Stamp]) -> Day:
    """The day that these check-ins and check-outs of one person on one date make, in whatever order they are given."""
    walls = {stamp.kind: local(stamp.at, stamp.zone) for stamp in stamps}
    return Day(walls.get(AttendanceKind.CHECK_IN), walls.get(AttendanceKind.CHECK_OUT))


def check_in_to(day: Day) -> None:
    """Whether somebody whose day has come so far can check in.

    :raises Rejection: ``already_checked_in``
    """
    if day.in_since is not None:
        raise Rejection("already_checked_in", time=f"{day.in_since:%H:%M}")


def check_out_of(day: Day) -> None:
    """Whether somebody whose day has come so far can check out.

    :raises Rejection: ``not_checked_in``, ``already_checked_out``
    """
    if day.in_since is None:
        raise Rejection("not_checked_in")
    if day.out_since is not None:
        raise Rejection("already_checked_out", time=f"{day.out_since:%H:%M}")


declare(
    {
        "already_checked_in": N_("You checked in at {time} today. That stands, there is nothing more to do."),
        "already_checked_out": N_("You checked out at {time} today. That stands; if it is wrong, tell your manager."),
        "not_checked_in": N_(
            "You have not checked in today, so you cannot check out. Check in, or tell your manager when you came."
        ),
        "time_zone_unknown": N_(
            "The time zone “{zone}” is not known. Choose one such as Asia/Shanghai in the settings."
        ),
    }
)
