"""The window is killed while somebody works off-line: all that it had acknowledged is there at the next start, once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

import pytest

from app.accounts.rules import Role
from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.foundation.clock import SystemClock
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.inbox.queries import refused_entries
from app.storage.drafts import Draft
from app.storage.outbox import pending_entries
from app.storage.units import Reader
from app.tour.cable import Cable
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.history import events_of
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import WorkOrder
from tests.app.sync.conftest import Headquarters
from tests.ui.session.conftest import Enrolled
from ui.pages.workorders.order_form import DRAFT_ID

pytestmark = pytest.mark.slow

T = TypeVar("T")
Line = tuple[str, ...]
CUSTOMER_ID, CUSTOMER = "jiangzhou", "江州市交警支队"
ORDER_ID, TITLE = "the-order", "打印机卡纸，后盖打不开"
NEW_TITLE, NEW_PLACE = "隔壁 607 的打印机打印偏移", "六楼 607"
NOTE, RESOLUTION = "旧件带回", "更换搓纸轮，试打二十页正常"
STEPS: tuple[tuple[EventKind, tuple[Line, ...]], ...] = (
    (EventKind.ACCEPTED, (("push", "Accept"), ("see_no_button", "Accept"))),
    (EventKind.STARTED, (("push", "Start work"), ("see_button", "Pause…"))),
    (
        EventKind.INTERRUPTED,
        (("push", "Pause…"), ("fill", "Reason", "Waiting for parts"), ("push", "Pause"), ("see_form_closed",)),
    ),
    (EventKind.STARTED, (("push", "Resume work"), ("see_button", "Resolve…"))),
    (EventKind.NOTED, (("push", "Add a note"), ("fill", "Note", NOTE), ("push", "Add note"), ("see_form_closed",))),
)
"""A job as the engineer does it; the last line of each step is acknowledged when the step is done."""
BEGUN = [EventKind.LOGGED, EventKind.ASSIGNED, EventKind.SENT, EventKind.RECEIVED]
"""What was before, the last of it by the laptop itself."""
KINDS = [*BEGUN, *(kind for kind, _lines in STEPS)]


class DrivenWindow:
    """A window in another process."""

    def __init__(self, home: Home) -> None:
        command = [sys.executable, "-m", "tests.ui.driven_window", str(home.folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.hears("at work")

    def do(self, *lines: Line) -> None:
        """Do one after the other, each when the one before is done."""
        for line in lines:
            self.tell(line)
            self.hears(json.dumps(line))

    def tell(self, *lines: Line) -> None:
        assert self._process.stdin is not None
        self._process.stdin.writelines(json.dumps(line) + "\n" for line in lines)
        self._process.stdin.flush()

    def hears(self, expected: str) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline().rstrip("\n") == expected

    def kill(self) -> list[str]:
        """Kill it as a dead battery does; returns what it had still said."""
        self._process.kill()
        said, _nothing = self._process.communicate(timeout=60)
        return said.splitlines()

    def leave(self) -> None:
        _said, _nothing = self._process.communicate(timeout=60)
        assert self._process.returncode == 0


@pytest.fixture
def clock() -> SystemClock:
    """The time of the other process."""
    return SystemClock()


@pytest.fixture
def home(headquarters: Headquarters, cable: Cable, enrolled: Enrolled) -> Home:
    """The workspace of an engineer who was sent to an order, and who has no network any more."""
    engineer_id = headquarters.add_user("wang", Role.ENGINEER)
    headquarters.server.run(
        AddCustomer(id=CUSTOMER_ID, name=CUSTOMER),
        LogOrder(id=ORDER_ID, customer_id=CUSTOMER_ID, title=TITLE),
        AssignOrder(order_id=ORDER_ID, visit_id=new_id(), engineer_id=engineer_id),
    )
    made = enrolled("wang")
    cable.unplug()
    return made


def look_into(home: Home, question: Callable[[Reader], T]) -> T:
    """Ask a workspace that nobody has open now."""
    workspace = open_workspace(home)
    try:
        with workspace.store.read() as reader:
            return question(reader)
    finally:
        workspace.close()


def kinds_of(reader: Reader) -> list[EventKind]:
    return [event.kind for event in events_of(reader, ORDER_ID)]


def drafts(reader: Reader) -> list[Draft]:
    return reader.find(Draft)


def work_on(home: Home, steps: int) -> int:
    """Let the job go on, and kill the window when it has acknowledged so many steps; returns how many there are."""
    done = look_into(home, kinds_of)[len(BEGUN) :]
    window = DrivenWindow(home)
    window.do(("mark", TITLE))
    lines = [line for _kind, lines in STEPS[len(done) :] for line in lines]
    window.tell(*lines)
    for line in [line for _kind, lines in STEPS[len(done) : len(done) + steps] for line in lines]:
        window.hears(json.dumps(line))
    late = [json.loads(line) for line in window.kill()]
    acknowledged = len(done) + steps + sum(list(lines[-1]) in late for _kind, lines in STEPS[len(done) + steps :])
    after = look_into(home, kinds_of)
    assert after == KINDS[: len(after)]
    assert acknowledged <= len(after) - len(BEGUN) <= acknowledged + 1
    return len(after) - len(BEGUN)


def test_every_acknowledged_step_of_a_job_is_there_whenever_the_window_is_killed(home: Home) -> None:
    while work_on(home, 1) < len(STEPS):
        pass


def test_what_is_half_filled_in_is_offered_again_and_nothing_is_entered_twice(
    home: Home, headquarters: Headquarters, cable: Cable
) -> None:
    window = DrivenWindow(home)
    window.do(("begin_order",), ("fill", "Customer", CUSTOMER), ("fill", "What is wrong", NEW_TITLE))
    window.do(("fill", "Place", NEW_PLACE), ("see_kept", DRAFT_ID, "place", NEW_PLACE))
    window.kill()

    window = DrivenWindow(home)
    window.do(("see_words", f"A new work order is half filled in: {NEW_TITLE}"), ("push", "Continue"))
    window.do(("see_field", "What is wrong", NEW_TITLE), ("see_field", "Customer", CUSTOMER))
    window.do(("see_field", "Place", NEW_PLACE), ("push", "Log the order"), ("see_form_closed",))
    window.kill()
    assert look_into(home, drafts) == []

    window = DrivenWindow(home)
    window.do(("mark", TITLE), ("push", "Start work"), ("push", "Resolve…"), ("fill", "Solution", RESOLUTION))
    window.do(("see_kept", f"workorders.resolve:{ORDER_ID}", "resolution", RESOLUTION))
    window.kill()

    window = DrivenWindow(home)
    window.do(("mark", TITLE), ("push", "Resolve…"), ("see_field", "Solution", RESOLUTION))
    window.do(("push", "Resolve"), ("see_form_closed",))
    window.kill()
    assert look_into(home, drafts) == []
    assert len(look_into(home, pending_entries)) == 3

    cable.plug()
    window = DrivenWindow(home)  # it agrees with the server from the first moment
    window.kill()
    window = DrivenWindow(home)
    window.do(("synchronise",))
    window.leave()
    with headquarters.server.store.read() as reader:
        orders = {order.title: order for order in reader.find(WorkOrder)}
        assert {title: order.state for title, order in orders.items()} == {
            TITLE: OrderState.RESOLVED,
            NEW_TITLE: OrderState.LOGGED,
        }
        assert reader.count(WorkOrder) == 2
        assert kinds_of(reader) == [*BEGUN, EventKind.STARTED, EventKind.DONE]
        assert orders[NEW_TITLE].place == NEW_PLACE
    assert look_into(home, pending_entries) == look_into(home, refused_entries) == []
