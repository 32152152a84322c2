"""Policies in the window: the shipped ones taken, read in words, and copied with other figures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.sla.commands import TargetTerms
from app.sla.presets import missing_presets
from app.sla.rules.escalation import Measure
from app.sla.rules.promises import Bound, Metric, Unit
from app.sla.tables import Policy, PolicyPause, PolicyStep, PolicyTarget
from app.storage.facts import GRANTS, set_fact
from tests.ui.hands import click, press, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.service_levels.escalation_form import EscalationForm
from ui.pages.service_levels.part import POLICIES, ServiceLevelsPart
from ui.pages.service_levels.policy_form import PolicyForm
from ui.pages.service_levels.policy_wording import promise_text
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def part(work: Work, wall: WallClock, workspace: Workspace) -> ServiceLevelsPart:
    return ServiceLevelsPart(work, wall)


@pytest.fixture
def shipped(workspace: Workspace) -> None:
    with workspace.store.read() as reader:
        missing = missing_presets(reader)
    workspace.run(*missing)


def shown(qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], code: str) -> None:
    """Look at one policy."""
    show(part)
    part.parts.choose(POLICIES)
    rows = part.policies.policies.rows
    qtbot.waitUntil(lambda: any(code in row[0] for row in rows_of(rows)))
    rows.choose(next(row_id for row_id, row in zip(rows.row_ids, rows_of(rows), strict=True) if code in row[0]))
    qtbot.waitUntil(lambda: code in texts_of(part.policies.detail))


def test_the_shipped_ones_are_taken_with_one_click(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    show(part)
    part.parts.choose(POLICIES)
    qtbot.waitUntil(part.take_presets.isVisible)
    click(part.take_presets)
    qtbot.waitUntil(lambda: len(rows_of(part.policies.policies.rows)) == 5)
    qtbot.waitUntil(lambda: not part.take_presets.isVisible())


@pytest.mark.usefixtures("shipped")
def test_a_policy_says_what_it_promises_in_words(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart]
) -> None:
    shown(qtbot, part, show, "prosecutor-maintenance")
    rows = rows_of(part.policies.detail.targets)
    assert rows[0] == ["Response", "major", "below 5 minutes", "24x7 Asia/Shanghai"]
    assert ["Service restored", "minor", "below 1 working day"] in [row[:3] for row in rows]
    assert ["Handling report", "severe", "on the same day"] in [row[:3] for row in rows]
    assert [row[1] for row in rows[:3]] == ["major", "severe", "minor"]
    assert "after 14 days without an answer" in texts_of(part.policies.detail)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            TargetTerms(level="any", metric=Metric.ON_SITE, bound=Bound.AT_MOST, value=1, unit=Unit.HOUR),
            "at most 1 hour",
        ),
        (TargetTerms(level="any", metric=Metric.TICKET, bound=Bound.AT_MOST, value=0, unit=Unit.MINUTE), "at once"),
        (
            TargetTerms(
                level="any",
                metric=Metric.PHONE_PICKUP,
                bound=Bound.AT_MOST,
                value=20,
                unit=Unit.SECOND,
                share_percent=90,
            ),
            "at most 20 seconds · 90 % of the calls",
        ),
        (
            TargetTerms(level="any", metric=Metric.SOLVED_AT_FIRST_VISIT, bound=Bound.AT_LEAST, share_percent=85),
            "at least 85 % of the calls",
        ),
    ],
)
def test_a_figure_is_said_with_its_bound_and_unit(terms: TargetTerms, said: str) -> None:
    assert promise_text(terms) == said


@pytest.mark.usefixtures("shipped")
def test_a_copy_has_other_figures_and_is_otherwise_the_same(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    shown(qtbot, part, show, "council-ict")
    assert [row[1] for row in rows_of(part.policies.detail.targets)] == ["1", "2", "3a", "3b", "4", "5", "6", "6"]
    click(part.policies.detail.copy_button)
    form = dialog_over(part, PolicyForm)
    type_latin(form.code, "council-gold")
    first = form.targets.rows[0]
    first.value.clear()
    type_latin(first.value, "x")
    click(form.submit_button)
    assert "“x” is no whole number from 0 to 1,000,000." in texts_of(form)
    first.value.clear()
    click(form.submit_button)
    assert "Enter a figure for" in texts_of(form)
    type_latin(first.value, "30")
    press(first.unit, Qt.Key.Key_Up)
    assert form.thresholds.value() == "50, 75, 90"
    form.thresholds.set_value("50, 100")
    click(form.submit_button)
    assert "Write whole numbers from 1 to 99 with commas between them." in texts_of(form)
    form.thresholds.set_value("80%，60")
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(Policy)) == 6)
    (copy,) = workspace.all(Policy, code="council-gold")
    assert workspace.all(PolicyStep, policy_id=copy.id) == [], "the usual steps are not stored"
    (original,) = workspace.all(Policy, code="council-ict")
    assert copy.thresholds == ("60", "80")
    assert (copy.levels, copy.third_party, copy.channels) == (original.levels, original.third_party, original.channels)

    def figures(policy: Policy) -> dict[tuple[str, str], int | None]:
        found = workspace.all(PolicyTarget, policy_id=policy.id)
        return {(target.metric, target.level): target.promised_seconds for target in found}

    assert figures(copy) == {**figures(original), (Metric.RESPONSE, "1"): 30 * 60}


@pytest.mark.usefixtures("shipped")
def test_a_copy_reminds_and_escalates_as_it_is_told(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    shown(qtbot, part, show, "prosecutor-maintenance")
    part.policies.detail.parts.choose("told")
    assert rows_of(part.policies.detail.steps)[3] == [
        "when it is missed",
        "all work",
        "Engineer, Service desk, Business manager, Account operations manager, Manager",
    ]
    assert "Waiting for the caller (reminder after 24 hours)" in texts_of(part.policies.detail)
    click(part.policies.detail.copy_button)
    form = dialog_over(part, PolicyForm)
    type_latin(form.code, "strict")
    form.waits.reminders["caller"].set_value("0")
    form.waits.limits["caller"].set_value("600")
    click(form.submit_button)
    assert "“0” is no whole number from 1 to 1,000,000." in texts_of(form)
    assert form.parts.choice == "waits", "what is wrong is shown"
    form.waits.reminders["caller"].set_value("")
    form.waits.chase.set_value("")
    form.parts.choose("steps")
    while len(form.steps.steps()) > 1:
        click(form.steps.remove)
    click(form.steps.add_step)
    step = dialog_over(form, EscalationForm)
    type_latin(step.amount, "30")
    click(step.submit_button)
    assert "Choose who is told." in texts_of(step)
    step.measure.set_value(Measure.BEFORE)
    step.tells.set_value("board")
    step.people.set_value(OWNER_ID)
    step.metrics.set_value("report")
    step.levels.set_value("major")
    step.priority.set_value("2")
    click(step.submit_button)
    qtbot.waitUntil(lambda: len(form.steps.steps()) == 2)
    assert rows_of(form.steps.rows)[-1] == [
        "30 minutes before it is due",
        "Handling report · major · up to P2",
        "Board, 王芳",
    ]
    kept = form.steps.value()
    form.steps.set_value("")
    form.steps.set_value(kept)
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(Policy)) == 6)
    (copy,) = workspace.all(Policy, code="strict")
    steps = {step.name: step for step in workspace.all(PolicyStep, policy_id=copy.id)}
    assert (steps["1"].amount, steps["1"].measure, steps["1"].tells) == (30, Measure.BEFORE, ("board",))
    assert (steps["1"].metrics, steps["1"].levels, steps["1"].up_to_priority) == (("report",), ("major",), 2)
    assert steps["1"].person_ids == (OWNER_ID,)
    pauses = {pause.reason: pause for pause in workspace.all(PolicyPause, policy_id=copy.id)}
    assert (pauses["caller"].remind_after_minutes, pauses["caller"].at_most_minutes) == (None, 600)
    assert pauses["access"].remind_after_minutes == 1440
    assert copy.chase_minutes is None


@pytest.mark.usefixtures("shipped")
def test_a_code_that_is_taken_is_said_and_nothing_lost(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    shown(qtbot, part, show, "desktop-resident")
    click(part.policies.detail.copy_button)
    form = dialog_over(part, PolicyForm)
    type_latin(form.code, "desktop-resident")
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert len(workspace.all(Policy)) == 5


@pytest.mark.usefixtures("shipped")
def test_who_may_not_manage_them_only_looks(
    qtbot: QtBot, part: ServiceLevelsPart, show: Show[ServiceLevelsPart], workspace: Workspace
) -> None:
    workspace.connect()
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    shown(qtbot, part, show, "desktop-standard")
    assert not part.policies.detail.copy_button.isVisible()
    assert not part.take_presets.isVisible()
