"""The program is killed in the midst of work off-line, again and again: what it had done is there, whole and once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.facts import GRANTS, PERSON_ID, SERVER_URL, fact, set_fact
from app.storage.outbox import OutboxEntry, pending_entries
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.history import events_of, replayed, visits_of
from app.workorders.rules import EventKind, OrderState
from app.workorders.tables import OrderEvent, WorkOrder
from app.workspace import Workspace

pytestmark = pytest.mark.slow

ORDERS = 20
STEPS_OF_A_JOB = 5
PROGRAM = """
import sys
from pathlib import Path

from app.bootstrap import open_workspace
from app.foundation.home import Home
from app.storage.schema import columns_of
from app.workorders.rules import EventKind, PauseReason, VisitState
from app.workorders.tables import OrderEvent, Visit
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork

workspace = open_workspace(Home(Path(sys.argv[1])))


def next_step(visit):
    with workspace.store.read() as reader:
        kinds = {event.kind for event in reader.find(OrderEvent, columns_of(OrderEvent).order_id == visit.order_id)}
    return {
        VisitState.SENT: AcceptVisit(visit_id=visit.id),
        VisitState.ACCEPTED: StartWork(visit_id=visit.id),
        VisitState.INTERRUPTED: StartWork(visit_id=visit.id),
        VisitState.WORKING: ResolveVisit(visit_id=visit.id, resolution="done")
        if EventKind.INTERRUPTED in kinds
        else PauseWork(visit_id=visit.id, reason=PauseReason.PARTS),
    }[visit.state]


def to_do():
    with workspace.store.read() as reader:
        column = columns_of(Visit)
        return reader.find(Visit, column.state != VisitState.DONE, order_by=[column.id], limit=1)


while visits := to_do():
    workspace.runner.run(next_step(visits[0]))
    print("done", flush=True)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A workspace whose server does not answer, with orders that its engineer was sent to."""
    made = Home(tmp_path / "laptop")
    workspace = create_workspace(made, "王建国")
    with workspace.store.read() as reader:
        engineer_id = fact(reader, PERSON_ID)
    customer_id = new_id()
    workspace.runner.run(AddCustomer(id=customer_id, name="江州市交警支队"))
    for number in range(ORDERS):
        order_id = new_id()
        workspace.runner.run(
            LogOrder(id=order_id, customer_id=customer_id, title=f"故障 {number}"),
            AssignOrder(order_id=order_id, visit_id=new_id(), engineer_id=engineer_id),
        )
    workspace.store.write(_give_server)
    workspace.close()
    return made


def _give_server(unit: UnitOfWork) -> None:
    set_fact(unit, SERVER_URL, "http://127.0.0.1:1")
    set_fact(unit, GRANTS, '[{"role": "engineer", "customer_id": null}]')


def work(home: Home) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(home.folder)], stdout=subprocess.PIPE, text=True)


def given(workspace: Workspace) -> int:
    """How many commands wait, after a look at whether each was carried out wholly, and every state follows."""
    with workspace.store.read() as reader:
        entries = pending_entries(reader)
        for order in reader.find(WorkOrder):
            assert replayed(reader, order.id).order is order.state
            assert {visit.id: visit.state for visit in visits_of(reader, order.id)} == replayed(reader, order.id).visits
            ordinals = [event.ordinal for event in events_of(reader, order.id)]
            assert ordinals == list(range(1, len(ordinals) + 1))
        facts = reader.count(OrderEvent, columns_of(OrderEvent).kind != EventKind.SENT)  # assigning brings it along
        assert facts == sum(entry.name.startswith("workorders.") for entry in entries)
        last = reader.find(OutboxEntry, order_by=[columns_of(OutboxEntry).sequence.desc()], limit=1)[0]
    assert last.sequence == len(entries)
    return len(entries)


def opened_and_counted(home: Home) -> int:
    workspace = open_workspace(home)
    try:
        return given(workspace)
    finally:
        workspace.close()


def test_whatever_was_done_is_there_whole_and_once_however_often_the_program_is_killed(home: Home) -> None:
    first = before = opened_and_counted(home)
    for steps in (1, 2, 5, 11, 19):
        with work(home) as process:
            assert process.stdout is not None
            acknowledged = sum(process.stdout.readline() == "done\n" for _step in range(steps))
            process.kill()
            acknowledged += process.stdout.read().count("done\n")
        after = opened_and_counted(home)
        assert steps <= acknowledged <= after - before <= acknowledged + 1
        before = after
    with work(home) as process:
        assert process.wait(60) == 0
    assert opened_and_counted(home) == first + ORDERS * STEPS_OF_A_JOB
    workspace = open_workspace(home)
    with workspace.store.read() as reader:
        assert {order.state for order in reader.find(WorkOrder)} == {OrderState.RESOLVED}
    workspace.close()
