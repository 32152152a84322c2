"""What another version of a calendar would move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.calendars.commands import ReviseCalendar
from app.calendars.examples import Example
from app.workorders.clocks import judge_waiting
from app.workorders.commands import CancelOrder
from app.workorders.moving import moved_by
from app.workorders.tables import OrderClock, WorkOrder
from tests.app.calendars.test_commands import OFFICE
from tests.app.workorders.test_clocks import desk
from tests.workspaces import Workspace

__all__ = ["desk"]

LONGER = ReviseCalendar(
    calendar_id="c",
    seen_number=1,
    zone="Asia/Shanghai",
    week={str(day): "09:00-19:00" for day in range(6)},
    region=OFFICE.region,
    make_up_days=True,
)
FRIDAY_NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
"""In Shanghai, where the office closes for lunch."""


def test_each_example_falls_due_by_the_old_hours_and_by_the_new_ones(workspace: Workspace) -> None:
    workspace.run(OFFICE)
    with workspace.store.read() as reader:
        moves = moved_by(reader, LONGER, FRIDAY_NOON)
    assert moves.target_count == 0
    assert {each.example: (each.was, each.becomes) for each in moves.examples} == {
        Example.ONE_HOUR: (FRIDAY_NOON + timedelta(hours=2.5), FRIDAY_NOON + timedelta(hours=1)),
        Example.FOUR_HOURS: (FRIDAY_NOON + timedelta(hours=5.5), FRIDAY_NOON + timedelta(hours=4)),
        # seven and a half hours, as it was promised: until Monday 12:00, or Saturday 09:30 by the new ones
        Example.ONE_DAY: (FRIDAY_NOON + timedelta(days=3), FRIDAY_NOON + timedelta(hours=21.5)),
    }


def test_a_new_calendar_moves_nothing_that_was(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        moves = moved_by(reader, OFFICE, FRIDAY_NOON)
    assert [each.was for each in moves.examples] == [None, None, None]


def test_the_targets_of_open_orders_are_told_as_saving_moves_them(desk: Workspace) -> None:
    def due() -> dict[str, datetime | None]:
        return {clock.metric: clock.due_at for clock in desk.all(OrderClock, order_id="o")}

    before = due()
    shorter = ReviseCalendar(calendar_id="office", seen_number=1, zone="Asia/Shanghai", week={"0": "09:00-11:00"})
    with desk.store.read() as reader:
        moves = moved_by(reader, shorter, desk.clock.now())
    number = desk.get(WorkOrder, "o").number
    assert {(each.number, each.metric, each.was) for each in moves.targets} == {
        (number, metric, was) for metric, was in before.items()
    }
    assert moves.target_count == len(before) == 2
    assert due() == before
    desk.run(shorter)
    judge_waiting(desk.store)
    assert {each.metric: each.becomes for each in moves.targets} == due()


def test_what_is_over_or_counted_by_another_calendar_does_not_move(desk: Workspace) -> None:
    other = ReviseCalendar(calendar_id="c", seen_number=1, zone="Asia/Shanghai", week={"0": "09:00-11:00"})
    shorter = replace(other, calendar_id="office")
    desk.run(replace(OFFICE, name="Another"))
    with desk.store.read() as reader:
        assert moved_by(reader, other, desk.clock.now()).targets == ()
    desk.run(CancelOrder(order_id="o", reason="Solved itself"))
    with desk.store.read() as reader:
        assert moved_by(reader, shorter, desk.clock.now()).targets == ()
