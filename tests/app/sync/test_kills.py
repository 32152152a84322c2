"""A real process is killed at chosen points of giving commands and synchronising: nothing acknowledged is lost.

Before every write inside a transaction, and after every commit, the program says so and waits to be told to go on.
Instead of that it is killed, further on each time.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import app.sync.pull.rows
from app.accounts.rules import Role
from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import all_specs, columns_of
from app.sync.push.server import JudgedCommand
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop

pytestmark = pytest.mark.slow

POINTS = (0, 3, 5, 6, 8, 12, 16, 20, 24, 29, 31)
"""How many points each life of the program passes: from the first write to the second pull."""
AS_MANY_AS_THERE_ARE = 100_000
PROGRAM = """
import sys
from pathlib import Path

from app.bootstrap import open_workspace
from app.directory.tables import Customer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.sync.laptop import LaptopSync
from app.workorders.commands import LogOrder


def point(what):
    print("point", what, flush=True)
    sys.stdin.readline()


class Watcher:
    def wrote(self, unit, spec, before, after, origin):
        point(f"{spec.name} written")

    def finishing(self, unit):
        point("about to commit")


workspace = open_workspace(Home(Path(sys.argv[1])))
workspace.store._observers += (Watcher,)
workspace.store.listen(lambda changes: point("committed"))
with workspace.store.read() as reader:
    (customer,) = reader.find(Customer)
for title in ("one", "two"):
    order_id = new_id()
    workspace.runner.run(LogOrder(id=order_id, customer_id=customer.id, title=title))
    print("given", order_id, flush=True)
    LaptopSync(workspace.store, workspace.runner, workspace.runner.clock).synchronise()
print("done", flush=True)
"""


class Life:
    """One life of the program, from its start to its end or its being killed."""

    def __init__(self, home: Home) -> None:
        self.given: list[str] = []
        self.points: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def live(self, points: int) -> bool:
        """Let it pass so many points and kill it at the next; tells whether it had finished before."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self.process:
            for line in self.process.stdout:
                word, _space, what = line.strip().partition(" ")
                if word == "given":
                    self.given.append(what)
                elif word == "done":
                    return True
                elif len(self.points) == points:
                    self.process.kill()
                    return False
                else:
                    self.points.append(what)
                    self.process.stdin.write("\n")
        raise AssertionError(self.process.returncode)


def rows_of(laptop: Laptop) -> dict[str, list[object]]:
    return {spec.name: laptop.all(spec.row_type) for spec in all_specs() if spec.scope is not None}


def test_nothing_acknowledged_is_lost_wherever_the_program_is_killed(
    new_headquarters: Callable[[], Headquarters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.sync.pull.rows, "LARGEST_PULL", 10)
    headquarters = new_headquarters()
    headquarters.add_user("li", Role.DISPATCHER)
    desk = headquarters.new_laptop("li")
    customer_id = new_id()
    desk.run(AddCustomer(id=customer_id, name="第一人民医院"))
    desk.synchronise()
    laptop = headquarters.new_laptop("li")
    home = laptop.workspace.home
    laptop.close()

    given: list[str] = []
    passed: set[str] = set()
    for points in (*POINTS, AS_MANY_AS_THERE_ARE):
        order_id = new_id()
        desk.run(
            LogOrder(id=order_id, customer_id=customer_id, title="别人的"), AddNote(order_id=order_id, text="备注")
        )
        desk.synchronise()
        life = Life(home)
        assert life.live(points) is (points == AS_MANY_AS_THERE_ARE)
        given += life.given
        passed |= set(life.points[-1:])

    assert len(passed) >= 5, passed
    again = headquarters.laptop(open_workspace(home, headquarters.clock))
    for _round in range(2):
        desk.synchronise()
        again.synchronise()
    _check(headquarters, again, set(given))
    assert rows_of(again) == rows_of(desk)
    with again.workspace.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"


def _check(headquarters: Headquarters, laptop: Laptop, given: set[str]) -> None:
    entries = laptop.all(OutboxEntry)
    logged = {entry.body_fields()["id"] for entry in entries}
    assert given <= logged
    assert {entry.state for entry in entries} == {OutboxState.APPLIED}
    with headquarters.server.store.read() as reader:
        judged = {command.command_id for command in reader.find(JudgedCommand)}
        for order_id in logged:
            assert reader.get(WorkOrder, order_id)
            assert reader.count(OrderEvent, columns_of(OrderEvent).order_id == order_id) == 1
    assert {entry.id for entry in entries} <= judged
