"""Unsent work goes by a file from a dead laptop to another one, and takes effect once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.inbox.commands import SettleRefusal
from app.storage.outbox import OutboxEntry, OutboxState, pending_entries, reopen_after
from app.unsent.export import Exported, export_unsent
from app.unsent.file import opened_unsent
from app.unsent.takeover import TakenOver
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.safekeeping.conftest import QUICK
from tests.app.safekeeping.mishaps import scribble_over
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.unsent.conftest import PASSWORD, taken_over
from tests.fakes import FakeClock


@pytest.fixture
def customer_id(headquarters: Headquarters) -> str:
    headquarters.add_user("wang", Role.DISPATCHER)
    headquarters.add_user("li", Role.DISPATCHER)
    made = new_id()
    headquarters.server.run(AddCustomer(id=made, name="江州市交警支队"))
    return made


@pytest.fixture
def dead_laptop(home: Home, headquarters: Headquarters, customer_id: str, clock: FakeClock) -> Home:
    """A laptop on which three orders wait."""
    laptop = Laptop(create_empty_workspace(home, clock))
    laptop.enrol(headquarters.url, "wang")
    laptop.synchronise()
    for number in range(3):
        laptop.run(LogOrder(id=f"order-{number}", customer_id=customer_id, title=f"故障 {number}"))
    laptop.close()
    return home


def orders_at(headquarters: Headquarters) -> list[str]:
    with headquarters.server.store.read() as reader:
        return sorted(order.id for order in reader.find(WorkOrder))


@pytest.mark.parametrize("is_dead", [False, True])
def test_what_waits_on_one_laptop_takes_effect_once_by_way_of_another(
    dead_laptop: Home, headquarters: Headquarters, file: Path, clock: FakeClock, is_dead: bool
) -> None:
    if is_dead:
        scribble_over(dead_laptop.database, 0, dead_laptop.database.stat().st_size)
    before = dead_laptop.database.read_bytes()
    assert export_unsent(dead_laptop, file, PASSWORD, clock.now(), QUICK) == Exported(3, 0, 0)
    assert dead_laptop.database.read_bytes() == before
    other = headquarters.new_laptop("wang")
    assert taken_over(other.workspace, file) == TakenOver(3, 0)
    assert [order.id for order in other.all(WorkOrder)] == ["order-0", "order-1", "order-2"]
    assert taken_over(other.workspace, file) == TakenOver(0, 0)
    other.synchronise()
    assert orders_at(headquarters) == ["order-0", "order-1", "order-2"]
    if not is_dead:  # it was not dead after all, and sends the same itself
        alive = headquarters.laptop(open_workspace(dead_laptop, clock))
        alive.synchronise()
        alive.synchronise()
        with alive.workspace.store.read() as reader:
            assert pending_entries(reader) == []
        assert orders_at(headquarters) == ["order-0", "order-1", "order-2"]


def test_the_work_of_another_person_is_not_taken_over(
    dead_laptop: Home, headquarters: Headquarters, file: Path, clock: FakeClock
) -> None:
    export_unsent(dead_laptop, file, PASSWORD, clock.now(), QUICK)
    other = headquarters.new_laptop("li")
    with pytest.raises(Rejection) as caught:
        taken_over(other.workspace, file)
    assert caught.value.code == "export_of_other"
    with other.workspace.store.read() as reader:
        assert pending_entries(reader) == []


def test_the_file_tells_nothing_without_its_password(dead_laptop: Home, file: Path, clock: FakeClock) -> None:
    export_unsent(dead_laptop, file, PASSWORD, clock.now(), QUICK)
    assert "故障".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Trouble) as caught, opened_unsent(file, "another password"):
        pass
    assert caught.value.code == "export_password_wrong"


def test_what_was_put_away_is_not_carried(
    headquarters: Headquarters, customer_id: str, file: Path, clock: FakeClock
) -> None:
    laptop = headquarters.new_laptop("wang")
    headquarters.server.store.write(lambda unit: unit.remove(Customer, customer_id))
    laptop.run(LogOrder(id="order", customer_id=customer_id, title="收不下"))
    laptop.synchronise()
    (refused,) = laptop.all(OutboxEntry, state=OutboxState.REJECTED)
    laptop.run(SettleRefusal(command_id=refused.id))
    laptop.synchronise()
    laptop.workspace.store.write(lambda unit: reopen_after(unit, 0))  # as where the server was restored
    assert export_unsent(laptop.workspace.home, file, PASSWORD, clock.now(), QUICK).entries == 1
    with opened_unsent(file, PASSWORD) as work:
        assert [entry.name for entry in work.entries] == ["inbox.settle"]


def test_where_nothing_waits_no_file_is_made(home: Home, file: Path, clock: FakeClock) -> None:
    create_workspace(home, "王建国", clock).close()
    with pytest.raises(Rejection) as caught:
        export_unsent(home, file, PASSWORD, clock.now(), QUICK)
    assert caught.value.code == "export_empty"
    assert not file.exists()


def test_a_short_password_is_refused(dead_laptop: Home, file: Path, clock: FakeClock) -> None:
    with pytest.raises(Trouble) as caught:
        export_unsent(dead_laptop, file, "short", clock.now(), QUICK)
    assert caught.value.code == "workspace_password_short"
    assert not file.exists()
