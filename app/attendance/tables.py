"""Check-ins and check-outs: facts that are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from app.attendance.rules import AttendanceKind
from app.storage.schema import INDEXED, of_person, table


@table("attendance_events", scope=of_person, indexes=(("person_id", "local_on"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceEvent:
    """One check-in or check-out, never changed. `at` is the device's claim, `local_on` the date in `zone` (IANA)."""

    id: str
    person_id: str
    kind: AttendanceKind
    at: datetime
    local_on: Annotated[date, INDEXED]
    zone: str
