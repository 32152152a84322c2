from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.attendance.commands import CheckIn, CheckOut
from app.attendance.queries import day_of_person, days_of_all
from app.attendance.rules import AttendanceKind, Day, DayState
from app.attendance.tables import AttendanceEvent
from app.directory.rules import PersonKind
from app.foundation.errors import Rejection
from tests.fakes import FakeClock
from tests.workspaces import OWNER_ID, Workspace

SHANGHAI = "Asia/Shanghai"
TODAY = date(2026, 11, 2)


def day(workspace: Workspace, person_id: str = OWNER_ID, on: date = TODAY) -> Day:
    with workspace.store.read() as reader:
        return day_of_person(reader, person_id, on)


def test_checking_in_keeps_the_instant_the_local_date_and_the_zone(workspace: Workspace, clock: FakeClock) -> None:
    clock.set(datetime(2026, 11, 1, 23, 50, tzinfo=UTC))
    workspace.run(CheckIn(zone=SHANGHAI))
    (event,) = workspace.all(AttendanceEvent)
    assert event.person_id == OWNER_ID
    assert event.kind is AttendanceKind.CHECK_IN
    assert (event.at, event.local_on, event.zone) == (clock.now(), TODAY, SHANGHAI)


def test_a_day_is_in_then_out(workspace: Workspace, clock: FakeClock) -> None:
    assert day(workspace).state is DayState.NOT_YET
    workspace.run(CheckIn(zone=SHANGHAI))
    assert day(workspace).state is DayState.IN
    clock.advance(hours=10)
    workspace.run(CheckOut(zone=SHANGHAI))
    assert day(workspace).state is DayState.OUT
    assert not day(workspace).late
    assert not day(workspace).early_away


def test_checking_in_twice_on_a_day_is_refused_and_changes_nothing(workspace: Workspace, clock: FakeClock) -> None:
    workspace.run(CheckIn(zone=SHANGHAI))
    stood = workspace.all(AttendanceEvent)
    clock.advance(hours=3)
    with pytest.raises(Rejection) as refused:
        workspace.run(CheckIn(zone=SHANGHAI))
    assert (refused.value.code, refused.value.params) == ("already_checked_in", {"time": "08:00"})
    assert workspace.all(AttendanceEvent) == stood
    assert len(workspace.outbox()) == 1


def test_the_next_morning_one_checks_in_again(workspace: Workspace, clock: FakeClock) -> None:
    workspace.run(CheckIn(zone=SHANGHAI))
    clock.advance(hours=24)
    workspace.run(CheckIn(zone=SHANGHAI))
    assert day(workspace).state is day(workspace, on=date(2026, 11, 3)).state is DayState.IN


def test_checking_out_without_having_checked_in_is_refused(workspace: Workspace, clock: FakeClock) -> None:
    workspace.run(CheckIn(zone=SHANGHAI))
    clock.advance(hours=24)
    with pytest.raises(Rejection, match="not_checked_in"):
        workspace.run(CheckOut(zone=SHANGHAI))


def test_checking_out_twice_is_refused(workspace: Workspace) -> None:
    workspace.run(CheckIn(zone=SHANGHAI), CheckOut(zone=SHANGHAI))
    with pytest.raises(Rejection, match="already_checked_out"):
        workspace.run(CheckOut(zone=SHANGHAI))


def test_a_zone_that_is_none_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Rejection, match="time_zone_unknown"):
        workspace.run(CheckIn(zone="Mars/Olympus"))


def test_everybody_of_ours_is_listed_and_nobody_of_a_customers(workspace: Workspace, clock: FakeClock) -> None:
    zhang = workspace.add_person("张三")
    li = workspace.add_person("李四")
    workspace.add_person("Kay", PersonKind.CONTACT, customer_id=workspace.add_customer())
    workspace.run(CheckIn(zone=SHANGHAI), by=zhang)
    clock.advance(hours=1)
    workspace.run(CheckIn(zone=SHANGHAI), by=li)
    with workspace.store.read() as reader:
        days = {one.person.id: one.day for one in days_of_all(reader, TODAY)}
    assert {person_id: one.state for person_id, one in days.items()} == {
        OWNER_ID: DayState.NOT_YET,
        zhang: DayState.IN,
        li: DayState.IN,
    }
    assert [person_id for person_id, one in days.items() if one.late] == [li]
