"""A month of the council's services against the targets of `domain.md` §3."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

import pytest

from app.calendars.working_time import HOUR, MINUTE
from app.foundation.errors import Rejection
from app.knowledge.availability import GroupAvailability, availabilities
from app.knowledge.closure_commands import BeginClosure, CancelClosure
from app.knowledge.commands import EditServiceGroup, RetireServiceGroup
from app.knowledge.looking import service_choices
from app.knowledge.tables import ServiceGroup
from app.sla.presets import FOLDER
from app.storage.edits import edit_of
from tests.app.knowledge.conftest import NOW, Council

MONTH_HOURS = (21 * 10 + 4 * 7) * HOUR
"""November 2026 in London: 21 working days of ten hours and four Saturdays of seven."""
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def london(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November 2026, when London's clocks show UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def groups(
    council: Council, month: tuple[int, int] = (2026, 11), now: datetime = DECEMBER
) -> dict[str, GroupAvailability]:
    with council.workspace.store.read() as reader:
        return {found.group.name: found for found in availabilities(reader, month, now)}


def test_the_shipped_groups_have_the_targets_of_the_table(council: Council) -> None:
    with (FOLDER / "availability.csv").open(encoding="utf-8") as file:
        targets = {line["service_group"]: int(line["percent"]) * 100 for line in csv.DictReader(file)}
    found = groups(council)
    assert {name: each.group.target_hundredths for name, each in found.items()} == targets
    assert {each.figure.hours for each in found.values()} == {MONTH_HOURS}
    assert all(each.figure.hundredths == 10_000 and each.met and not each.causes for each in found.values())


def test_websites_count_bank_holidays_and_the_others_do_not(council: Council) -> None:
    found = groups(council, (2026, 12), datetime(2027, 1, 1, tzinfo=UTC))
    days = found["websites"].figure.hours - found["network"].figure.hours
    assert days == (10 + 7 + 10) * HOUR, "Christmas Day is a Friday, Boxing Day a Saturday that Monday makes up for"


def test_a_closure_and_an_outage_that_overlap_count_once_and_only_within_the_hours(council: Council) -> None:
    council.workspace.clock.advance(days=29)
    group_id = council.groups["network"]
    council.close(
        london(10, 8) - council.workspace.clock.now(),
        timedelta(hours=2),
        as_it_happened=True,
        system_ids=(),
        group_id=group_id,
    )
    council.break_down(london(10, 9), london(10, 11), system_ids=(), group_id=group_id)
    council.break_down(london(10, 17, 30), london(11, 8, 30), system_ids=(), group_id=group_id)
    council.break_down(london(15, 0), london(15, 23), system_ids=(), group_id=group_id)  # a Sunday
    found = groups(council)["network"]
    assert found.figure.mean_down == 4 * HOUR
    assert sorted(cause.down for cause in found.causes) == [HOUR, 2 * HOUR, 2 * HOUR]
    assert found.figure.hundredths == 10_000 - (4 * 10_000 + 237) // 238
    assert (found.met, found.worst) == (False, "network")


def test_each_system_of_a_group_weighs_the_same_and_the_worst_is_named(council: Council) -> None:
    council.workspace.clock.advance(days=29)
    council.break_down(london(10, 8), london(10, 17))
    found = groups(council)["business systems"]
    assert found.figure.down == {council.payroll: 9 * HOUR, council.finance: 0}
    assert found.figure.mean_down == 9 * HOUR // 2
    assert (found.met, found.worst) == (True, "Payroll")
    (cause,) = found.causes
    assert (cause.services, cause.begins_at, cause.ends_at) == (("Payroll",), london(10, 8), london(10, 17))
    council.break_down(london(12, 8), london(12, 9), system_ids=(), group_id=council.groups["business systems"])
    assert groups(council)["business systems"].figure.mean_down == 11 * HOUR // 2


def test_a_month_that_is_not_over_is_judged_until_now(council: Council) -> None:
    council.workspace.clock.advance(hours=9)
    council.break_down(london(2, 8, 15), None)
    found = groups(council, now=london(2, 9))["business systems"]
    assert (found.until_at, found.figure.hours) == (london(2, 9), HOUR)
    assert found.figure.down[council.payroll] == 45 * MINUTE
    assert groups(council, (2026, 12), now=london(2, 9))["network"].figure.hundredths is None


def test_what_was_cancelled_counts_nothing_and_what_goes_on_counts_until_now(council: Council) -> None:
    cancelled, going_on = council.close(timedelta(days=3)), council.close(timedelta(hours=56))
    council.workspace.run(CancelClosure(closure_id=cancelled, reason="No"))
    council.workspace.clock.advance(days=3)
    council.workspace.run(BeginClosure(closure_id=going_on, at=NOW + timedelta(hours=57)))
    down = groups(council, now=london(5, 12))["business systems"].figure.down[council.payroll]
    assert down == (9 + 4) * HOUR, "from nine on Wednesday until noon on Thursday"


def test_a_retired_group_is_measured_until_then_and_in_no_later_month(council: Council) -> None:
    council.workspace.clock.set(london(16, 0))
    network = council.groups["network"]
    council.workspace.run(RetireServiceGroup(group_id=network))
    council.workspace.clock.advance(hours=12)
    council.break_down(london(16, 9), london(16, 10), group_id=network, system_ids=())
    found = groups(council)["network"]
    assert (found.until_at, found.figure.mean_down) == (london(16, 0), 0)
    assert "network" not in groups(council, (2026, 12), datetime(2027, 1, 1, tzinfo=UTC))
    with council.workspace.store.read() as reader:
        assert network not in {group.id for group in service_choices(reader).groups}
    council.workspace.run(RetireServiceGroup(group_id=network, retired=False))
    assert groups(council)["network"].figure.mean_down == HOUR


def test_a_group_is_measured_otherwise_and_its_name_stays_its_own(council: Council) -> None:
    group = council.workspace.get(ServiceGroup, council.groups["network"])
    council.workspace.run(edit_of(EditServiceGroup, group, name="Lines", target_hundredths=9950))
    assert groups(council)["Lines"].group.target_hundredths == 9950
    group = council.workspace.get(ServiceGroup, group.id)
    for wrong, code in (({"name": "intranet"}, "name_taken"), ({"calendar_id": "none"}, "record_unknown")):
        with pytest.raises(Rejection, match=code):
            council.workspace.run(edit_of(EditServiceGroup, group, **wrong))


def test_a_downtime_at_the_turn_of_the_month_is_split(council: Council) -> None:
    council.workspace.clock.advance(days=60)
    council.break_down(london(30, 17), datetime(2026, 12, 1, 9, tzinfo=UTC))
    now = datetime(2027, 1, 1, tzinfo=UTC)
    assert groups(council, (2026, 11), now)["business systems"].figure.down[council.payroll] == HOUR
    assert groups(council, (2026, 12), now)["business systems"].figure.down[council.payroll] == HOUR
