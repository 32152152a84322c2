"""What another version of a calendar would move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.calendars.commands import with_public_days
from app.calendars.examples import Example
from app.calendars.hours import hours_of
from app.workorders.moving import moved_by
from tests.app.calendars.test_commands import OFFICE
from tests.workspaces import Workspace

FRIDAY_NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
"""In Shanghai, where the office closes for lunch."""


def test_each_example_falls_due_by_the_old_hours_and_by_the_new_ones(workspace: Workspace) -> None:
    workspace.run(OFFICE)
    longer = replace(OFFICE, week={str(day): "09:00-19:00" for day in range(6)})
    with workspace.store.read() as reader:
        moved = moved_by(reader, "c", hours_of(with_public_days(longer)), FRIDAY_NOON)
    assert {each.example: (each.was, each.becomes) for each in moved} == {
        Example.ONE_HOUR: (FRIDAY_NOON + timedelta(hours=2.5), FRIDAY_NOON + timedelta(hours=1)),
        Example.FOUR_HOURS: (FRIDAY_NOON + timedelta(hours=5.5), FRIDAY_NOON + timedelta(hours=4)),
        # seven and a half hours, as it was promised: until Monday 12:00, or Saturday 09:30 by the new ones
        Example.ONE_DAY: (FRIDAY_NOON + timedelta(days=3), FRIDAY_NOON + timedelta(hours=21.5)),
    }


def test_a_new_calendar_moves_nothing_that_was(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        moved = moved_by(reader, None, hours_of(OFFICE), FRIDAY_NOON)
    assert [each.was for each in moved] == [None, None, None]
