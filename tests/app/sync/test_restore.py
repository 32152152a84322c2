"""A server is backed up while laptops work, is lost, and is restored: everything comes back, and no number twice."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.accounts.rules import Role
from app.bootstrap import open_server, restore_server
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.inbox.commands import SettleRefusal
from app.inbox.queries import refused_entries
from app.server.authority import Server
from app.server.care import back_up
from app.storage.facts import DEVICE_ID, fact
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import TableSpec, all_specs
from app.storage.store import Store
from app.sync.stamps import epoch_of
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock

PASSWORD = "a password for backups"


class Firm:
    """A server that is lost and restored, and laptops that know nothing of it."""

    def __init__(self, headquarters: Headquarters, folder: Path) -> None:
        self.headquarters = headquarters
        self.backup = folder / "firm.backup"
        self.folder = folder
        self.customer_id = new_id()
        self.numbers: list[str] = []
        """Of all orders that were logged."""
        for login in ("li", "wang"):
            headquarters.add_user(login, Role.DISPATCHER)
        self.laptops = [headquarters.new_laptop("li"), headquarters.new_laptop("wang")]
        self.laptops[0].run(AddCustomer(id=self.customer_id, name="第一人民医院"))
        self.agree()

    def log(self, laptop: Laptop, title: str) -> None:
        order_id = new_id()
        laptop.run(LogOrder(id=order_id, customer_id=self.customer_id, title=title))
        (order,) = laptop.all(WorkOrder, id=order_id)
        self.numbers.append(order.number)

    def log_many(self, laptop: Laptop, count: int) -> None:
        """More than a block has numbers for, so that another one is leased."""
        for number in range(count):
            if number % 20 == 0:
                laptop.synchronise()
            self.log(laptop, f"{number}")

    def agree(self, rounds: int = 1) -> None:
        for _round in range(rounds):
            for laptop in self.laptops:
                laptop.synchronise()

    def move_to(self, restored: Headquarters) -> None:
        """The restored server answers at the old one's address."""
        for laptop in self.laptops:
            restored.take_over(laptop)


@pytest.fixture
def firm(headquarters: Headquarters, tmp_path: Path) -> Firm:
    return Firm(headquarters, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def restored(firm: Firm, request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
    """Work, a backup, more work that is settled, the loss of the server, and another one from the backup."""
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgresql" else ""
    li, wang = firm.laptops
    firm.log(li, "备份以前")
    firm.log(wang, "也在以前")
    firm.agree()
    back_up(firm.headquarters.server, firm.backup, PASSWORD)
    for laptop in firm.laptops:
        firm.log_many(laptop, 60)
    li.run(AddNote(order_id=li.all(WorkOrder)[0].id, text="备份以后的备注"))
    firm.agree(2)
    made = Headquarters(restore_server(Home(tmp_path / "restored"), url, firm.backup, PASSWORD, clock), tmp_path, clock)
    firm.move_to(made)
    yield made
    made.close()


def test_what_laptops_did_since_the_backup_comes_back_and_no_number_is_given_twice(
    firm: Firm, restored: Headquarters
) -> None:
    li, wang = firm.laptops
    newcomer = restored.new_laptop("li")
    firm.log_many(newcomer, 60)
    firm.log(li, "更晚")
    firm.log(wang, "更晚")
    newcomer.synchronise()
    firm.agree(3)
    newcomer.synchronise()
    assert len(set(firm.numbers)) == len(firm.numbers) == 2 + 3 * 60 + 2
    assert not any("P" in number for number in firm.numbers)
    for laptop in (li, wang, newcomer):
        assert {order.number for order in laptop.all(WorkOrder)} == set(firm.numbers)
        assert {entry.state for entry in laptop.all(OutboxEntry)} == {OutboxState.APPLIED}
        assert len(laptop.all(OrderEvent, note="备份以后的备注")) == 1
    with restored.server.store.read() as reader:
        assert {order.number for order in reader.find(WorkOrder)} == set(firm.numbers)
    with firm.headquarters.server.store.read() as before, restored.server.store.read() as after:
        assert epoch_of(before) != epoch_of(after)


def test_a_laptop_whose_token_was_renewed_since_the_backup_is_known_by_the_one_before(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    firm = Firm(headquarters, tmp_path)
    li = firm.laptops[0]
    back_up(headquarters.server, firm.backup, PASSWORD)
    device_ids = set()
    for _day in range(3):
        headquarters.clock.advance(days=1, minutes=1)
        firm.log(li, "später")
        li.synchronise()
        li.synchronise()
        device_ids.add(_device_id(li))
    made = Headquarters(
        restore_server(Home(tmp_path / "restored"), "", firm.backup, PASSWORD, headquarters.clock),
        tmp_path,
        headquarters.clock,
    )
    firm.move_to(made)
    for _round in range(3):
        li.synchronise()
    assert {*device_ids, _device_id(li)} == {_device_id(li)}
    with made.server.store.read() as reader:
        assert reader.count(WorkOrder) == 3
    made.close()


def _device_id(laptop: Laptop) -> str:
    with laptop.workspace.store.read() as reader:
        return fact(reader, DEVICE_ID)


def test_a_restored_server_has_its_rows_just_as_they_were(firm: Firm, empty_postgres_url: str, tmp_path: Path) -> None:
    firm.log_many(firm.laptops[0], 5)
    firm.agree()
    back_up(firm.headquarters.server, firm.backup, PASSWORD)
    server = restore_server(Home(tmp_path / "restored"), empty_postgres_url, firm.backup, PASSWORD)
    changed_by_the_new_life = {"workspace_facts", "number_series", "number_blocks", "audit_entries"}
    for spec in all_specs():
        if spec.name not in changed_by_the_new_life:
            assert _rows(server.store, spec) == _rows(firm.headquarters.server.store, spec), spec.name
    server.close()


def _rows(store: Store, spec: TableSpec) -> list[Any]:
    with store.read() as reader:
        return sorted(reader.connection.execute(spec.table.select()))


def test_what_somebody_put_away_in_the_lost_time_does_not_keep_back_what_follows(
    headquarters: Headquarters, tmp_path: Path
) -> None:
    firm = Firm(headquarters, tmp_path)
    li = firm.laptops[0]
    back_up(headquarters.server, firm.backup, PASSWORD)
    headquarters.server.store.write(lambda unit: unit.remove(Customer, firm.customer_id))
    firm.log(li, "收不下")
    firm.log(li, "也收不下")
    li.synchronise()
    for entry in _refused(li):
        li.run(SettleRefusal(command_id=entry.id))
    other_id = new_id()
    li.run(AddCustomer(id=other_id, name="第二人民医院"))
    li.synchronise()
    made = Headquarters(
        restore_server(Home(tmp_path / "restored"), "", firm.backup, PASSWORD), tmp_path, headquarters.clock
    )
    firm.move_to(made)
    li.synchronise()
    li.synchronise()
    with made.server.store.read() as reader:
        assert reader.get(Customer, other_id) is not None
        assert reader.count(WorkOrder) == 0
    assert not _refused(li)
    made.close()


def _refused(laptop: Laptop) -> list[OutboxEntry]:
    with laptop.workspace.store.read() as reader:
        return refused_entries(reader)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = open_server(Home(tmp_path / "server"))
    yield made
    made.close()


def refusal(backup: Path, folder: Path, password: str = PASSWORD) -> str:
    with pytest.raises(Trouble) as caught:
        restore_server(Home(folder), "", backup, password)
    return caught.value.code


def test_a_backup_is_read_by_nobody_without_its_password_and_not_when_it_is_damaged(
    server: Server, tmp_path: Path
) -> None:
    backup, copy = tmp_path / "backup", tmp_path / "copy"
    back_up(server, backup, PASSWORD)
    whole = backup.read_bytes()
    assert b"device_types" not in whole
    assert backup.stat().st_mode & 0o077 == 0
    assert refusal(backup, tmp_path / "a", "another password") == "backup_unreadable"
    assert refusal(tmp_path / "missing", tmp_path / "a") == "backup_unreadable"
    for damaged in (b"", b"nonsense", whole[:10], whole[:40], whole[:-1], whole[:-30], whole + b"x"):
        copy.write_bytes(damaged)
        assert refusal(copy, tmp_path / "a") == "backup_unreadable"
    for at in (3, 20, 45, 60, len(whole) // 2, len(whole) - 1):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refusal(copy, tmp_path / "a") == "backup_unreadable"
    restore_server(Home(tmp_path / "a"), "", backup, PASSWORD).close()


def test_nothing_is_restored_over_something(server: Server, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    back_up(server, backup, PASSWORD)
    assert refusal(backup, tmp_path / "server") == "database_not_empty"


def test_a_backup_of_a_newer_program_is_refused(server: Server, tmp_path: Path) -> None:
    with server.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    back_up(server, tmp_path / "backup", PASSWORD)
    assert refusal(tmp_path / "backup", tmp_path / "a") == "backup_newer"


def test_a_short_password_seals_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="backup_password_short"):
        back_up(server, tmp_path / "backup", "short")
    assert not (tmp_path / "backup").exists()


def test_the_command_line_backs_up_and_restores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "backup"
    for folder, what in (("one", "backup"), ("two", "restore")):
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
        assert run(["admin", what, str(backup)], Home(tmp_path / folder), "en") == 0
    assert "Everything is back" in capsys.readouterr().out
