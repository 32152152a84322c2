"""The level of a fault rises over the life of a real order, unless somebody has chosen one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.ids import derive_id
from app.sla.contract_commands import AddContract
from app.sla.fault_limits import fault_limits
from app.sla.presets import preset_calendars, preset_policies
from app.sla.rules.clock import ClockFact
from app.sla.rules.faults import Affected, FaultLevel
from app.sla.rules.promises import Happening, Metric
from app.storage.edits import edit_of
from app.workorders.commands import LogOrder
from app.workorders.desk_commands import PrioritiseOrder, ReopenOrder, ResolveOrder
from app.workorders.edit_commands import EditOrder
from app.workorders.explanations import Explanation, explained
from app.workorders.rising import GivenLevel, outages, with_rises
from app.workorders.tables import WorkOrder
from app.workorders.telling_clocks import headline, lines
from tests.workspaces import Workspace

NINE = datetime(2026, 3, 9, 1, tzinfo=UTC)
"""Nine o'clock of a Monday in Shanghai."""


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """The prosecutor's office, whose service is interrupted since nine o'clock."""
    workspace.clock.set(NINE)
    workspace.run(*preset_calendars(), *preset_policies())
    customer = workspace.add_customer()
    policy = derive_id("preset_policy", "prosecutor-maintenance")
    contract = AddContract(
        id="k", customer_id=customer, number="1", name="K", policy_id=policy, begins_on=date(2026, 1, 1)
    )
    order = LogOrder(id="o", customer_id=customer, title="No network", affected=Affected.SERVICE_IN_HOURS)
    workspace.run(contract, order)
    return workspace


def told(office: Workspace) -> Explanation:
    with office.store.read() as reader:
        clocks = explained(reader, reader.require(WorkOrder, "o"), office.clock.now())
    return {each.metric: each for each in clocks}[Metric.RESPONSE]


def levels(office: Workspace) -> list[tuple[str, datetime]]:
    return [(change.about, change.at) for change in told(office).changes if change.happening is Happening.LEVELLED]


def test_the_level_rises_with_the_outage_and_the_explanation_says_so(office: Workspace) -> None:
    assert told(office).next_rise == (NINE + timedelta(hours=1), FaultLevel.SEVERE)
    assert "rises to Severe fault at 2026-03-09 10:00" in headline(told(office))
    office.clock.advance(hours=3)
    assert levels(office) == [
        ("minor", NINE),
        ("severe", NINE + timedelta(hours=1)),
        ("major", NINE + timedelta(hours=2)),
    ]
    assert told(office).reading.level == FaultLevel.MAJOR
    assert told(office).next_rise is None
    assert "  2026-03-09 11:00  Level set: Major fault" in list(lines(told(office)))


def test_what_was_restored_in_time_rises_only_when_it_is_opened_again(office: Workspace) -> None:
    office.clock.advance(minutes=50)
    office.run(ResolveOrder(order_id="o", resolution="Cable"))
    office.clock.advance(hours=2)
    assert [level for level, _at in levels(office)] == ["minor"]
    assert told(office).next_rise is None
    office.run(ReopenOrder(order_id="o", reason="Down again"))
    office.clock.advance(hours=1)
    assert [level for level, _at in levels(office)] == ["minor", "severe"]


def test_a_level_that_somebody_chose_stays_until_he_takes_it_back(office: Workspace) -> None:
    office.run(PrioritiseOrder(order_id="o", priority=3, level="minor", reason="As agreed with the office"))
    office.clock.advance(hours=3)
    assert [level for level, _at in levels(office)] == ["minor"]
    assert told(office).next_rise is None
    office.run(PrioritiseOrder(order_id="o", priority=None, reason="They changed their minds"))
    assert [level for level, _at in levels(office)] == ["minor", "major"]


def test_nothing_rises_where_nothing_is_interrupted(office: Workspace) -> None:
    office.run(edit_of(EditOrder, office.get(WorkOrder, "o"), affected=None))
    office.clock.advance(hours=3)
    assert [level for level, _at in levels(office)] == ["minor"]


def test_each_thing_that_can_be_affected_has_limits_of_both_levels() -> None:
    for limits in fault_limits().values():
        assert {limit.level for limit in limits} == {FaultLevel.MAJOR, FaultLevel.SEVERE}


HAPPENINGS = st.sampled_from([Happening.REPORTED, Happening.RESTORED, Happening.REOPENED, Happening.CANCELLED])


@given(st.lists(st.builds(ClockFact, HAPPENINGS, st.integers(0, 50))), st.integers(0, 60))
def test_outages_follow_each_other_and_only_the_last_is_open(facts: list[ClockFact], now: int) -> None:
    found = outages(facts, now)
    ends = [ends for _begins, ends in found]
    assert None not in ends[:-1]
    assert all(begins <= (now if end is None else end) for begins, end in found)
    assert all(end is not None and end <= begins for end, (begins, _end) in zip(ends, found[1:], strict=False))


LEVELS = st.sampled_from([*map(str, FaultLevel)])


@given(
    st.lists(st.tuples(st.integers(0, 30), LEVELS, st.booleans()), min_size=1), st.lists(st.integers(0, 30), max_size=2)
)
def test_an_outage_never_makes_a_found_level_better(
    given_levels: list[tuple[int, str, bool]], rises: list[int]
) -> None:
    levels_given = [GivenLevel(*each) for each in sorted(given_levels)]
    risen = list(zip(sorted(rises), (FaultLevel.SEVERE, FaultLevel.MAJOR), strict=False))
    order = [*map(str, FaultLevel)]
    facts = list(with_rises(levels_given, risen))
    for at in range(levels_given[0].at, 32):
        stands = [each for each in levels_given if each.at <= at][-1]
        now = [fact.about for fact in facts if fact.at <= at][-1]
        assert now == stands.level if stands.chosen else order.index(now) <= order.index(stands.level)
