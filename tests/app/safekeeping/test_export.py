"""Unsent work goes by a file from a dead laptop to another one, and takes effect once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, create_workspace, open_server, open_workspace
from app.directory.commands import AddCustomer
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.foundation.sentences import declared_codes, sentence
from app.rescue import take_in
from app.safekeeping.export import export_unsent, read_unsent
from app.storage.outbox import pending_entries
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.safekeeping.conftest import QUICK
from tests.app.safekeeping.mishaps import scribble_over
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock

PASSWORD = "出工 2026 年"


@pytest.fixture
def headquarters(tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    made = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
    made.add_user("wang", Role.DISPATCHER)
    made.add_user("li", Role.DISPATCHER)
    yield made
    made.close()


@pytest.fixture
def customer_id(headquarters: Headquarters) -> str:
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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "unsent.paigong"


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
    assert export_unsent(dead_laptop, file, PASSWORD, clock.now(), QUICK) == 3
    assert dead_laptop.database.read_bytes() == before
    other = headquarters.new_laptop("wang")
    assert take_in(other.workspace, read_unsent(file, PASSWORD)) == 3
    assert [order.id for order in other.all(WorkOrder)] == ["order-0", "order-1", "order-2"]
    assert take_in(other.workspace, read_unsent(file, PASSWORD)) == 0
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
        take_in(other.workspace, read_unsent(file, PASSWORD))
    assert caught.value.code == "export_of_other"
    with other.workspace.store.read() as reader:
        assert pending_entries(reader) == []


def test_the_file_tells_nothing_without_its_password(dead_laptop: Home, file: Path, clock: FakeClock) -> None:
    export_unsent(dead_laptop, file, PASSWORD, clock.now(), QUICK)
    assert "故障".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Trouble) as caught:
        read_unsent(file, "another password")
    assert caught.value.code == "export_password_wrong"


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_file_is_said_and_brings_nothing(
    home: Home, tmp_path: Path, clock: FakeClock, at: float, flip: int, cut: bool
) -> None:
    file = tmp_path / "unsent.paigong"
    if not file.exists():
        workspace = create_workspace(home, "王建国", clock)
        workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))
        workspace.close()
        export_unsent(home, file, PASSWORD, clock.now(), QUICK)
    content = bytearray(file.read_bytes())
    place = int(at * len(content))
    content[place] ^= flip
    damaged = tmp_path / "damaged.paigong"
    damaged.write_bytes(content[:place] if cut else content)
    with pytest.raises(PaigongError) as caught:
        read_unsent(damaged, PASSWORD)
    assert caught.value.code in declared_codes()
    assert "…" not in sentence(caught.value)
