"""One step for many orders, each with its own result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.storage.schema import columns_of
from app.workorders.commands import CancelOrder, LogOrder
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def numbers(home: Home) -> list[str]:
    """Three orders, of which the second is cancelled."""
    workspace = create_workspace(home, "王芳")
    workspace.runner.run(
        AddCustomer(id="c", name="师范大学"),
        AddPerson(id="e", name="朱琳", kind=PersonKind.ENGINEER),
        *(LogOrder(id=f"o{place}", customer_id="c", title="打印机卡纸") for place in range(3)),
        CancelOrder(order_id="o1"),
    )
    with workspace.store.read() as reader:
        orders = reader.find(WorkOrder, order_by=[columns_of(WorkOrder).id])
    workspace.close()
    return [order.number for order in orders]


Check = Callable[[WorkOrder], bool]


@pytest.mark.parametrize(
    ("step", "holds"),
    [
        (["assign", "--engineer", "朱琳"], lambda order: order.engineer_id == "e"),
        (["cancel", "--reason", "Power is back"], lambda order: order.state is OrderState.CANCELLED),
        (["prioritise", "--priority", "1", "--reason", "Power cut"], lambda order: order.priority == 1),
    ],
)
def test_what_can_be_done_is_done_and_the_rest_is_told(
    home: Home, numbers: list[str], capsys: pytest.CaptureFixture[str], step: list[str], holds: Check
) -> None:
    assert run(["each", step[0], *numbers, "W99-9", *step[1:]], home, "en") == 1
    unknown, *lines = capsys.readouterr().out.splitlines()
    assert unknown.startswith("W99-9\tThere is no W99-9")
    assert lines[0] == f"{numbers[0]}\tdone"
    assert lines[1].startswith(f"{numbers[1]}\t{numbers[1]} was cancelled")
    assert lines[3] == "2 done, 2 not"
    workspace = open_workspace(home)
    with workspace.store.read() as reader:
        assert [holds(reader.require(WorkOrder, order_id)) for order_id in ("o0", "o2")] == [True, True]
    workspace.close()


def test_an_engineer_that_nobody_knows_changes_nothing(
    home: Home, numbers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["each", "assign", *numbers, "--engineer", "nobody"], home, "en") == 1
    assert "nobody" in capsys.readouterr().err
