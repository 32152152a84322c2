"""Several orders at once: chosen, changed one after the other, each with a verdict of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.directory.commands import AddTeam
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.storage.drafts import Draft
from app.workorders.commands import AddNote, CancelOrder, LogOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.queries.chosen import ChosenOrder, chosen_orders
from app.workorders.queries.detail import row_of_order
from app.workorders.rules import OrderState
from app.workorders.tables import OrderLink, WorkOrder
from tests.ui.hands import CTRL, SHIFT, click, press, type_latin
from tests.ui.orders import fill_with_orders
from tests.ui.pages.workorders.conftest import OpenPage
from tests.ui.pages.workorders.doing import choose, open_form, wait_for_orders
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.bulk.actions import BulkAction, possible
from ui.pages.workorders.bulk.forms import FORMS, BulkAssignForm
from ui.pages.workorders.bulk.outcome import BulkOutcome
from ui.pages.workorders.bulk.run import BulkRun
from ui.work.work import Work

Desk = tuple[Work, WallClock, QWidget]


@pytest.fixture
def desk(qtbot: QtBot, work: Work, wall: WallClock) -> Desk:
    """What a form needs, with a widget to open over."""
    over = QWidget()
    qtbot.addWidget(over)
    return work, wall, over


def chosen_of(workspace: Workspace, order_ids: Sequence[str]) -> tuple[ChosenOrder, ...]:
    with workspace.store.read() as reader:
        return chosen_orders(reader, [row_of_order(reader, order_id) or 0 for order_id in order_ids])


def test_of_three_chosen_by_keys_two_are_assigned_and_the_third_says_why_not(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    orders = fill_with_orders(workspace, 5)
    page = open_page()
    wait_for_orders(qtbot, page, 5)
    bar, table = page.orders.selection, page.orders.table
    assert not bar.isVisible()
    press(table, Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=SHIFT)
    qtbot.waitUntil(bar.buttons[BulkAction.ASSIGN].isVisible)
    assert bar.says.text() == "3 chosen"
    press(table, Qt.Key.Key_Return)
    assert page.focusWidget() is bar.buttons[BulkAction.ASSIGN]
    click(bar.buttons[BulkAction.ASSIGN])
    form = open_form(qtbot, page, BulkAssignForm)
    assert form.concerns.text() == "This concerns 3 orders: W26-000005, W26-000004, W26-000003"
    workspace.run(CancelOrder(order_id=orders[3].id))
    choose(qtbot, form.engineer, "王芳")
    form.submit()
    qtbot.waitUntil(lambda: form.outcome is not None and form.outcome.again.isVisible())
    assert form.outcome is not None
    assert form.outcome.says.text() == "2 done, 1 not"
    assert form.outcome.why.text().startswith("W26-000004 was cancelled")
    click(form.outcome.copy)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "W26-000005\tdone"
    click(form.outcome.again)
    qtbot.waitUntil(lambda: table.selected_count == 1)
    assert page.orders.model.order_id(table.selectionModel().selectedRows()[0].row()) == orders[3].id
    assert {order.engineer_id for order in workspace.all(WorkOrder)} == {None, OWNER_ID}


def test_more_than_can_be_undone_by_hand_are_only_counted(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace
) -> None:
    fill_with_orders(workspace, 201)
    page = open_page()
    wait_for_orders(qtbot, page, 201)
    press(page.orders.table, Qt.Key.Key_A, modifier=CTRL)
    bar = page.orders.selection
    qtbot.waitUntil(lambda: bar.says.text().startswith("201 chosen. At most 200"))
    assert bar.question() is None
    press(page.orders.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert page.orders.table.selected_count == 1


Fill = Callable[[QtBot, Any], None]
"""What a person enters in the form of one action."""


def _queue(qtbot: QtBot, form: Any) -> None:
    choose(qtbot, form.team, "Network")


def _priority(_qtbot: QtBot, form: Any) -> None:
    form.priority.set_value("1")
    type_latin(form.reason, "Whole floor")


def _newcomer(qtbot: QtBot, form: Any) -> None:
    choose(qtbot, form.newcomer, "Network")
    type_latin(form.note, "Ill")


def _other(_qtbot: QtBot, form: Any) -> None:
    form.other.set_value("W26-000003")


def _reason(_qtbot: QtBot, form: Any) -> None:
    type_latin(form.reason, "Doubled")


def _nothing(_qtbot: QtBot, _form: Any) -> None:
    """The count alone is confirmed."""


@pytest.mark.parametrize(
    ("action", "fill", "stands", "links"),
    [
        (BulkAction.PRIORITISE, _priority, {"priority": 1, "priority_reason": "Whole floor"}, 0),
        (BulkAction.CANCEL, _reason, {"state": OrderState.CANCELLED}, 0),
        (BulkAction.HAND_OVER, _newcomer, {"engineer_id": None, "team_id": "network"}, 0),
        (BulkAction.QUEUE, _queue, {"team_id": "network"}, 0),
        (BulkAction.PART_OF, _other, {"parent_id": "third"}, 0),
        (BulkAction.CLOSE, _nothing, {"state": OrderState.CLOSED}, 0),
        (BulkAction.MERGE, _nothing, {}, 1),
        (BulkAction.LINK, _other, {}, 2),
    ],
    ids=lambda value: value.name.lower() if isinstance(value, BulkAction) else "",
)
def test_every_action_is_taken_for_each_of_them(
    qtbot: QtBot,
    workspace: Workspace,
    desk: Desk,
    action: BulkAction,
    fill: Fill,
    stands: dict[str, object],
    links: int,
) -> None:
    customer_id = workspace.add_customer()
    workspace.run(AddTeam(id="network", name="Network"))
    ids = ("first", "second", "third")
    workspace.run(*(LogOrder(id=each, customer_id=customer_id, title=each) for each in ids))
    for order_id in ids[:2]:
        if action is BulkAction.HAND_OVER:
            workspace.assign(order_id, OWNER_ID)
        if action is BulkAction.CLOSE:
            workspace.run(ResolveOrder(order_id=order_id, resolution="Restarted"))
    chosen = chosen_of(workspace, ids[:2])
    assert action in possible(chosen)
    form = FORMS[action](*desk[:2], chosen, desk[2])
    form.open()
    fill(qtbot, form)
    form.submit()
    qtbot.waitUntil(lambda: form.outcome is not None and form.outcome.copy.isVisible())
    assert isinstance(form.outcome, BulkOutcome)
    assert form.outcome.not_done == []
    for order_id in ids[:2]:
        order = workspace.get(WorkOrder, order_id)
        assert {name: getattr(order, name) for name in stands} == stands
    assert len(workspace.all(OrderLink)) == links
    form.reject()
    qtbot.waitUntil(lambda: workspace.all(Draft) == [])


def test_what_was_not_begun_when_it_was_stopped_stays_undone(qtbot: QtBot, workspace: Workspace, work: Work) -> None:
    order_ids = [order.id for order in fill_with_orders(workspace, 3)]
    parent = QObject()
    run = BulkRun(work, [(order_id, AddNote(order_id=order_id, text="x")) for order_id in order_ids], parent)
    with qtbot.waitSignal(run.ended):
        run.begin()
        run.stop()
    codes = [verdict.refused and verdict.refused.code for verdict in run.verdicts]
    assert codes == [None, "bulk_stopped", "bulk_stopped"]


class _Answering:
    """Stands for `Work`: answers each command at once."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)

    def run_command(
        self, _command: object, *, done: Callable[[None], None], failed: Callable[[Exception], None]
    ) -> None:
        answer = self.answers.pop(0)
        done(None) if answer is None else failed(answer)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ((None, Rejection("order_cancelled"), None), [None, "order_cancelled", None]),
        ((None, Trouble("disk_full")), [None, "disk_full", "disk_full"]),
    ],
)
def test_a_no_ends_one_order_and_a_full_disk_all_that_follow(
    answers: Sequence[PaigongError | None], codes: list[str | None]
) -> None:
    work, parent = _Answering(*answers), QObject()
    run = BulkRun(cast("Work", work), [(str(place), object()) for place in range(3)], parent)
    run.begin()
    assert [verdict.refused and verdict.refused.code for verdict in run.verdicts] == codes
    assert work.answers == []
