"""Checking in and out, each about oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.attendance.queries import day_of_person
from app.attendance.rules import AttendanceKind, check_in_to, check_out_of, local_date
from app.attendance.tables import AttendanceEvent
from app.foundation.ids import derive_id
from app.storage.commands import Context, handles, oneself
from app.storage.units import UnitOfWork

Zone = Annotated[str, Meta(max_length=60)]
"""The IANA name of a time zone, such as Asia/Shanghai."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """I am here. `zone` is where I am."""

    zone: Zone


@handles("attendance.check_in", CheckIn, permission=Permission.CHECK_IN, customer_of=oneself)
def check_in(unit: UnitOfWork, command: CheckIn, context: Context) -> None:
    """Once a day, by the calendar of the place."""
    event = _event(AttendanceKind.CHECK_IN, command.zone, context)
    check_in_to(day_of_person(unit, event.person_id, event.local_on))
    unit.put(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut:
    """I go home. `zone` is where I am."""

    zone: Zone


@handles("attendance.check_out", CheckOut, permission=Permission.CHECK_IN, customer_of=oneself)
def check_out(unit: UnitOfWork, command: CheckOut, context: Context) -> None:
    """Once a day, after having checked in."""
    event = _event(AttendanceKind.CHECK_OUT, command.zone, context)
    check_out_of(day_of_person(unit, event.person_id, event.local_on))
    unit.put(event)


def _event(kind: AttendanceKind, zone: str, context: Context) -> AttendanceEvent:
    on = local_date(context.at, zone)
    return AttendanceEvent(
        id=derive_id("attendance", context.actor_id, on.isoformat(), kind),
        person_id=context.actor_id,
        kind=kind,
        at=context.at,
        local_on=on,
        zone=zone,
    )
