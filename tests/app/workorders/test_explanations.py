"""The explanation of a clock adds up to its figure, and is the same on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.calendars.working_time import SECOND
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import derive_id
from app.sla.contract_commands import AddContract
from app.sla.presets import preset_calendars, preset_policies
from app.sla.rules.promises import Happening, Metric
from app.sla.rules.timeline import StretchKind
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.explanations import Explanation, explained
from app.workorders.rules import PauseReason
from app.workorders.tables import WorkOrder
from app.workorders.telling_clocks import headline, hours_and_minutes, lines
from app.workorders.visit_commands import PauseWork, StartWork
from tests.app.workorders.test_clocks import desk, later
from tests.fakes import FakeClock
from tests.workspaces import Workspace

__all__ = ["desk", "later"]


def explanation(desk: Workspace, metric: Metric = Metric.RESTORE) -> Explanation:
    with desk.store.read() as reader:
        told = explained(reader, reader.require(WorkOrder, "o"), desk.clock.now())
    return {each.metric: each for each in told}[metric]


def test_it_tells_every_stretch_what_changed_it_and_who(desk: Workspace, later: Callable[..., None]) -> None:
    engineer = desk.add_person("张三")
    later(1, AssignOrder(order_id="o", visit_id="v", engineer_id=engineer))
    later(1, StartWork(visit_id="v"), by=engineer)
    later(1, PauseWork(visit_id="v", reason=PauseReason.CALLER), by=engineer)
    later(2, StartWork(visit_id="v"), by=engineer)
    later(5)
    told = explanation(desk)
    assert [(stretch.kind, stretch.seconds // 3600) for stretch in told.stretches] == [
        (StretchKind.COUNTED, 3),
        (StretchKind.STOOD_STILL, 2),
        (StretchKind.COUNTED, 3),
        (StretchKind.OUTSIDE_HOURS, 2),
    ]
    assert told.stretches[1].by == "张三"
    assert told.counted_seconds == told.reading.elapsed // SECOND
    assert [change.happening for change in told.changes] == [
        Happening.LEVELLED,
        Happening.REPORTED,
        Happening.PAUSED,
    ]
    answered = [change.happening for change in explanation(desk, Metric.RESPONSE).changes]
    assert answered == [Happening.LEVELLED, Happening.REPORTED, Happening.ANSWERED], "and not again by the second start"
    text = "\n".join(lines(told))
    assert "Paused: Waiting for the caller (张三)" in text
    assert "2026-03-09 12:00 – 2026-03-09 14:00" in text
    assert headline(told).startswith(
        "Service restored: Running, level P3, at most 8:00, used 6:00, due 2026-03-10 11:00"
    )


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59, "0:00"), (3900, "1:05"), (-3900, "-1:05")])
def test_a_duration_is_told_in_hours_and_minutes(seconds: int, text: str) -> None:
    assert hours_and_minutes(seconds) == text


def test_the_command_line_explains_an_order_or_says_that_nothing_is_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "home")
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        *preset_calendars(),
        *preset_policies(),
        AddCustomer(id="c", name="Council"),
        AddCustomer(id="d", name="Nobody's"),
        AddContract(
            id="k",
            customer_id="c",
            number="1",
            name="K",
            policy_id=derive_id("preset_policy", "council-ict"),
            begins_on=date(2026, 1, 1),
        ),
        LogOrder(id="o", customer_id="c", title="Printer jams", priority=1),
        LogOrder(id="p", customer_id="d", title="Printer jams", priority=1),
    )
    with workspace.store.read() as reader:
        numbers = [reader.require(WorkOrder, order_id).number for order_id in ("o", "p")]
    workspace.close()
    assert run(["sla", "explain", numbers[0]], home, "en") == 0
    assert "Response: " in capsys.readouterr().out
    assert run(["sla", "explain", numbers[1]], home, "en") == 1
    assert "Nothing is promised" in capsys.readouterr().out
    assert run(["sla", "explain", "W99-999999"], home, "en") == 1
    assert capsys.readouterr().err
