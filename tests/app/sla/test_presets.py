"""The policies that are shipped promise what `domain.md` §3 says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.calendars.working_time import HOUR, MINUTE, stamp
from app.foundation.errors import Rejection
from app.sla.commands import StepTerms
from app.sla.copying import copy_of, targets_of
from app.sla.presets import FOLDER, PRESETS, missing_presets, preset_calendars, preset_policies
from app.sla.queries import PolicyInForce, policy_in_force
from app.sla.rules.escalation import Told
from app.sla.rules.levels import level_of
from app.sla.rules.promises import Bound, Happening, Metric, ThirdParty
from app.sla.tables import Policy, PolicyTarget
from tests.workspaces import Workspace


@pytest.fixture
def policies(workspace: Workspace) -> dict[str, PolicyInForce]:
    workspace.run(*preset_calendars(), *preset_policies())
    with workspace.store.read() as reader:
        return {policy.code: policy_in_force(reader, policy) for policy in workspace.all(Policy)}


def promised(policy: PolicyInForce, metric: Metric, level: str) -> tuple[int, Bound]:
    terms = policy.clocks[metric].promise.for_level(level)
    assert terms is not None
    return terms.promised, terms.bound


def test_every_line_of_the_figures_is_a_target(policies: dict[str, PolicyInForce], workspace: Workspace) -> None:
    lines = (FOLDER / "targets.csv").read_text("utf-8").splitlines()[1:]
    assert len(workspace.all(PolicyTarget)) == len(lines) == 35
    assert set(policies) == {preset.code for preset in PRESETS}


@pytest.mark.parametrize(
    ("code", "metric", "level", "figure"),
    [
        ("council-ict", Metric.RESPONSE, "3b", (4 * HOUR, Bound.AT_MOST)),
        ("council-ict", Metric.RESPONSE, "5", (10 * HOUR, Bound.AT_MOST)),
        ("council-ict", Metric.INITIAL_ANSWER, "6", (100 * HOUR, Bound.AT_MOST)),
        ("prosecutor-maintenance", Metric.RESPONSE, "major", (5 * MINUTE, Bound.BELOW)),
        ("prosecutor-maintenance", Metric.RESTORE, "minor", (9 * HOUR, Bound.BELOW)),
        ("prosecutor-support", Metric.ON_SITE, "urgent", (15 * MINUTE, Bound.AT_MOST)),
        ("desktop-resident", Metric.ON_SITE, "any", (30 * MINUTE, Bound.AT_MOST)),
    ],
)
def test_what_is_promised(
    policies: dict[str, PolicyInForce], code: str, metric: Metric, level: str, figure: tuple[int, Bound]
) -> None:
    assert promised(policies[code], metric, level) == figure


def test_restoration_runs_from_the_response_and_a_report_to_its_hand_over(policies: dict[str, PolicyInForce]) -> None:
    restore = policies["prosecutor-maintenance"].clocks[Metric.RESTORE].promise
    report = policies["prosecutor-maintenance"].clocks[Metric.REPORT].promise
    assert (restore.starts, restore.stops) == (Happening.ACCEPTED, Happening.RESTORED)
    assert (report.starts, report.stops) == (Happening.ACCEPTED, Happening.REPORT_HANDED_OVER)
    severe, minor = report.for_level("severe"), report.for_level("minor")
    assert severe is not None
    assert minor is not None
    assert (severe.civil_days, minor.civil_days) == (0, 1)
    assert policies["prosecutor-maintenance"].policy.close_after_days == 14
    assert policies["council-ict"].policy.third_party is ThirdParty.LEAVES


@pytest.mark.parametrize(
    ("kind", "priority", "remote", "chosen", "level"),
    [
        ("incident", 1, False, "", "1"),
        ("incident", 3, False, "", "3a"),
        ("incident", 3, True, "", "3b"),
        ("request", 2, False, "", "5"),
        ("project_work", 4, True, "", "6"),
        ("incident", 4, False, "1", "1"),
        ("incident", 9, False, "", "any"),
    ],
)
def test_a_council_call_gets_its_level(kind: str, priority: int, remote: bool, chosen: str, level: str) -> None:
    levels = next(preset.levels for preset in PRESETS if preset.code == "council-ict")
    assert level_of(levels, kind, priority, remote=remote, chosen=chosen) == level


def test_taking_the_presets_twice_is_noticed(policies: dict[str, PolicyInForce], workspace: Workspace) -> None:
    with pytest.raises(Rejection) as said:
        workspace.run(next(preset_policies()))
    assert said.value.code == "record_exists"


@pytest.mark.parametrize(("hour", "metric"), [(2, Metric.ON_SITE), (12, Metric.ON_SITE_ON_CALL)])
def test_when_a_request_came_decides_who_has_to_be_on_site(
    policies: dict[str, PolicyInForce], hour: int, metric: Metric
) -> None:
    clocks = policies["prosecutor-support"].clocks_for("phone", stamp(datetime(2026, 3, 9, hour, tzinfo=UTC)))
    assert {Metric.ON_SITE, Metric.ON_SITE_ON_CALL} & set(clocks) == {metric}


def test_a_call_that_came_by_no_agreed_way_has_no_clock(policies: dict[str, PolicyInForce]) -> None:
    assert policies["council-ict"].clocks_for("sms", 0) == {}
    assert set(policies["council-ict"].clocks_for("phone", 0)) == {Metric.RESPONSE, Metric.INITIAL_ANSWER}


def test_a_copy_would_make_every_policy_again(policies: dict[str, PolicyInForce], workspace: Workspace) -> None:
    for shipped in preset_policies():
        with workspace.store.read() as reader:
            copy = copy_of(reader, policies[shipped.code].policy)
            before = targets_of(reader, policies[shipped.code].policy)
        workspace.run(replace(copy, id=f"copy-of-{shipped.code}", code=f"copy of {shipped.code}"))
        with workspace.store.read() as reader:
            after = targets_of(reader, reader.require(Policy, f"copy-of-{shipped.code}"))
        assert [replace(each, id="", policy_id="") for each in after] == [
            replace(each, id="", policy_id="") for each in before
        ]
        assert replace(copy, targets=()) == replace(shipped, targets=())


def test_only_what_is_not_here_yet_is_missing(policies: dict[str, PolicyInForce], workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        assert missing_presets(reader) == ()


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (StepTerms(amount=50), "policy_step_tells_nobody"),
        (StepTerms(amount=50, tells=(Told.DESK,), metrics=(Metric.REPORT,)), "policy_step_for_nothing"),
        (StepTerms(amount=50, tells=(Told.DESK,), levels=("gold",)), "policy_step_for_nothing"),
        (StepTerms(amount=50, tells=(Told.DESK,), kinds=("two words",)), "command_malformed"),
        (StepTerms(amount=0, tells=(Told.DESK,)), "command_malformed"),
    ],
)
def test_a_step_that_nobody_would_hear_of_is_refused(workspace: Workspace, terms: StepTerms, code: str) -> None:
    shipped = next(policy for policy in preset_policies() if policy.code == "council-ict")
    workspace.run(*preset_calendars())
    with pytest.raises(Rejection) as said:
        workspace.run(replace(shipped, steps={"idle": terms}))
    assert said.value.code == code
