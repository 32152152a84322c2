"""Work outside of the contract's hours is split out, and what is planned too late is said before it is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sla.rules.promises import Metric
from app.workorders.charges import charges
from app.workorders.commands import AssignOrder
from app.workorders.filters import OrderFilter, OrderSegment
from app.workorders.queries.detail import OrderDetail, order_detail
from app.workorders.queries.listing import order_counts
from app.workorders.rules import EventKind, PauseReason
from app.workorders.rules.forecast import HOUR, late_by
from app.workorders.rules.work_time import split_by_hours, stretches_of_work
from app.workorders.telling_clocks import forecast_text, worked_text
from app.workorders.visit_commands import PauseWork, ResolveVisit, StartWork
from tests.app.sla.test_clock import at
from tests.app.sla.test_faults import OFFICE
from tests.app.workorders.test_clocks import desk, later
from tests.workspaces import Workspace

__all__ = ["desk", "later"]


def detail(desk: Workspace) -> OrderDetail:
    with desk.store.read() as reader:
        found = order_detail(reader, "o", desk.clock.now())
    assert found is not None
    return found


def late_as_planned(desk: Workspace) -> int:
    with desk.store.read() as reader:
        return order_counts(reader, OrderFilter(), desk.clock.now())[OrderSegment.LATE_BY_PLAN]


def test_a_visit_over_closing_time_is_split_and_its_pause_does_not_count(
    desk: Workspace, later: Callable[..., None]
) -> None:
    engineer = desk.add_person("张三")
    later(5, AssignOrder(order_id="o", visit_id="v", engineer_id=engineer))
    later(1, StartWork(visit_id="v"), by=engineer)
    later(0.5, PauseWork(visit_id="v", reason=PauseReason.PARTS), by=engineer)
    later(0.5, StartWork(visit_id="v"), by=engineer)
    later(3, ResolveVisit(visit_id="v", resolution="Done"), by=engineer)
    assert worked_text(detail(desk).work_time) == "3:30, of which 2:00 outside of the contract's hours"
    with desk.store.read() as reader:
        (charge,) = charges(reader, (2026, 3), desk.clock.now())
        assert charges(reader, (2026, 4), desk.clock.now()) == []
    assert (charge.engineer, charge.time.inside, charge.time.outside) == ("张三", 1.5 * HOUR, 2 * HOUR)
    assert charge.finished_at.hour == 19


@pytest.mark.parametrize(
    ("planned", "late"),
    [("15:59", ()), ("16:30", ((Metric.RESTORE, 1800),))],
)
def test_what_is_planned_too_late_is_said_before_any_percentage(
    desk: Workspace, planned: str, late: tuple[tuple[Metric, int], ...]
) -> None:
    hour, minute = map(int, planned.split(":"))
    planned_at = datetime(2026, 3, 9, hour - 8, minute, tzinfo=UTC)
    engineer = desk.add_person()
    desk.run(AssignOrder(order_id="o", visit_id="v", engineer_id=engineer, planned_at=planned_at))
    assert detail(desk).forecast == late
    assert late_as_planned(desk) == len(late)
    told = "Service restored will be late by 0:30, as it is planned"
    assert forecast_text(detail(desk).forecast) == (told if late else "")


def test_without_a_plan_there_is_no_forecast(desk: Workspace) -> None:
    desk.run(AssignOrder(order_id="o", visit_id="v", engineer_id=desk.add_person()))
    assert detail(desk).forecast == ()
    assert late_as_planned(desk) == 0


@given(st.sampled_from(Metric), st.integers(0, 10**13), st.integers(0, 10**13), st.integers(0, 10**12))
def test_whoever_comes_later_is_not_less_late(metric: Metric, due: int, begins: int, more: int) -> None:
    assert 0 <= late_by(metric, due, begins) <= late_by(metric, due, begins + more)


KINDS = st.sampled_from([EventKind.STARTED, EventKind.INTERRUPTED, EventKind.DONE, EventKind.EDITED])


@given(st.lists(st.tuples(KINDS, st.integers(0, 100 * HOUR))), st.integers(100 * HOUR, 200 * HOUR))
def test_nothing_of_the_work_is_lost_by_splitting_it(events: list[tuple[EventKind, int]], later_on: int) -> None:
    monday = at("06-09T00:00")
    moved = [(kind, monday + when) for kind, when in events]
    stretches = stretches_of_work(moved, None, None, monday + later_on)
    assert all(begins <= ends for begins, ends in stretches)
    assert all(ends <= begins for (_begins, ends), (begins, _ends) in pairwise(stretches))
    time = split_by_hours(stretches, OFFICE)
    assert time.total == sum(ends - begins for begins, ends in stretches)
    assert time.inside >= 0
    assert time.outside >= 0
    assert split_by_hours(stretches, None).outside == 0
    assert timedelta(microseconds=time.total) >= timedelta()
