"""Calendars as rows: made, changed by new versions, and refused where no clock could run by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.calendars.commands import AddCalendar, ReviseCalendar
from app.calendars.hours import hours_of
from app.calendars.queries import calendars_for, newest_version, versions_of, working_time_of
from app.calendars.rules import Region
from app.calendars.working_time import MINUTE
from app.foundation.errors import Rejection
from tests.app.calendars.conftest import CHINA_OFFICE
from tests.app.calendars.test_working_time import at
from tests.workspaces import Workspace

WEEK = {str(day): "09:00-12:00 13:30-18:00" for day in range(5)}
OFFICE = AddCalendar(id="c", name="Office", zone="Asia/Shanghai", week=WEEK, region=Region.CHINA, make_up_days=True)


def test_the_first_version_holds_the_public_days_that_were_known(workspace: Workspace) -> None:
    workspace.run(OFFICE)
    with workspace.store.read() as reader:
        version = newest_version(reader, "c")
    assert version.number == 1
    assert hours_of(version) == CHINA_OFFICE
    assert working_time_of(version).between(at("2026-02-14T00:00"), at("2026-02-24T12:00")) == (450 + 180) * MINUTE


def test_a_change_makes_a_version_and_leaves_the_earlier_one_as_it_was(workspace: Workspace) -> None:
    workspace.run(OFFICE)
    workspace.run(ReviseCalendar(calendar_id="c", seen_number=1, zone="Asia/Shanghai", week={"0": "09:00-10:00"}))
    with workspace.store.read() as reader:
        first, second = versions_of(reader, "c")
        assert newest_version(reader, "c") == second
    assert hours_of(first) == CHINA_OFFICE
    assert hours_of(second).day_minutes == 60


def test_of_two_who_change_it_at_once_the_second_is_asked_to_look_again(workspace: Workspace) -> None:
    workspace.run(OFFICE)
    change = ReviseCalendar(calendar_id="c", seen_number=1, zone="Asia/Shanghai", week=WEEK)
    workspace.run(change)
    with pytest.raises(Rejection) as said:
        workspace.run(change)
    assert said.value.code == "calendar_changed_meanwhile"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(OFFICE, zone="Mars/Olympus"), "zone_unknown"),
        (replace(OFFICE, week={}), "hours_missing"),
        (replace(OFFICE, week={"0": "09:00-12:00 11:00-13:00"}), "intervals_overlap"),
        (replace(OFFICE, week={"7": "09:00-12:00"}), "days_wrong"),
        (replace(OFFICE, special={"2026-02-30": ""}), "date_wrong"),
        (replace(OFFICE, closed_on=("yesterday",)), "date_wrong"),
    ],
)
def test_what_no_clock_can_run_by_is_refused(workspace: Workspace, wrong: AddCalendar, code: str) -> None:
    with pytest.raises(Rejection) as said:
        workspace.run(wrong)
    assert said.value.code == code


def test_a_customer_has_his_own_calendars_and_everybodys(workspace: Workspace) -> None:
    customer, other = workspace.add_customer(), workspace.add_customer("Other")
    workspace.run(
        OFFICE,
        replace(OFFICE, id="own", customer_id=customer),
        replace(OFFICE, id="theirs", customer_id=other),
    )
    with workspace.store.read() as reader:
        assert [calendar.id for calendar in calendars_for(reader, customer)] == ["own", "c"]
        assert [calendar.id for calendar in calendars_for(reader, None)] == ["c"]
    with pytest.raises(Rejection):
        workspace.run(replace(OFFICE, id="double", customer_id=customer))
