"""An administrator hands in on the server what a dead laptop could not send: as if its person had pushed it."""

from __future__ import annotations

import getpass
import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts.rules import DeviceState, Grant, Role
from app.accounts.tables import Device, User
from app.accounts.users import set_active, withdraw
from app.audit.tables import AuditEntry
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.inbox.tables import Refusal
from app.server.handing_in import HandedIn, hand_in
from app.storage.outbox import OutboxState, waiting_count
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.push.server import JudgedCommand
from app.unsent.export import export_unsent
from app.unsent.file import opened_unsent
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.safekeeping.conftest import QUICK
from tests.app.sync.conftest import Headquarters
from tests.app.sync.files.conftest import Desk, desk_at

FILE_PASSWORD = "出工 2026 年"
NOTES = b"what was said on the telephone"


@pytest.fixture
def desk(new_headquarters: Callable[[], Headquarters]) -> Desk:
    return desk_at(new_headquarters())


@pytest.fixture
def file(desk: Desk) -> Path:
    return unsent(desk)


def unsent(desk: Desk) -> Path:
    """Of a laptop that logged an order, added a customer whom the server has got meanwhile, and attached a file."""
    desk.laptop.run(LogOrder(id="order", customer_id=desk.customer_id, title="打印机卡纸"))
    desk.laptop.run(AddCustomer(id=new_id(), name="师范大学"))
    desk.headquarters.server.run(AddCustomer(id=new_id(), name="师范大学"))
    desk.attach(NOTES)
    home = desk.laptop.workspace.home
    made = home.folder / "unsent.paigong-work"
    export_unsent(home, made, FILE_PASSWORD, desk.headquarters.clock.now(), QUICK)
    return made


def handed_in(desk: Desk, file: Path, login: str = "li") -> HandedIn:
    with opened_unsent(file, FILE_PASSWORD) as work:
        return hand_in(desk.headquarters.server, login, work)


def user_of(unit: UnitOfWork, login: str = "li") -> User:
    user = unit.first(User, columns_of(User).login == login)
    assert user
    return user


def test_it_is_carried_out_once_and_what_is_refused_lies_in_its_persons_inbox(headquarters: Headquarters) -> None:
    desk = desk_at(headquarters)
    file = unsent(desk)
    found = handed_in(desk, file)
    assert found.verdicts == Counter(applied=2, rejected=1)
    assert (found.judged_before, found.received, found.refused) == (0, 1, [])
    again = handed_in(desk, file)
    assert (again.verdicts, again.judged_before, again.received) == (Counter(), 3, 1)
    (order,) = desk.laptop.all(WorkOrder, id="order")
    with desk.headquarters.server.store.read() as reader:
        user = reader.first(User, columns_of(User).login == "li")
        (refusal,) = reader.find(Refusal)
        there = reader.require(WorkOrder, "order")
    assert user
    assert (refusal.actor_id, refusal.code, refusal.name) == (user.person_id, "name_taken", "directory.add_customer")
    assert there.number == order.number
    assert desk.held_by_server(desk.files()[0].attachment.digest) == NOTES
    other = desk.on(desk.headquarters.new_laptop("li"))
    assert [one.code for one in other.laptop.all(Refusal)] == ["name_taken"]


def test_a_laptop_that_was_not_dead_after_all_gets_its_verdicts_and_nothing_is_done_twice(
    desk: Desk, file: Path
) -> None:
    handed_in(desk, file)
    desk.synchronise()
    desk.synchronise()
    with desk.laptop.workspace.store.read() as reader:
        assert waiting_count(reader) == 0
    with desk.headquarters.server.store.read() as reader:
        assert reader.count(WorkOrder) == 2
        assert reader.count(Refusal) == 1
        judged = reader.find(JudgedCommand, columns_of(JudgedCommand).verdict == OutboxState.REJECTED)
    assert [command.offered_count for command in judged] == [2]


def test_the_rights_are_those_that_the_person_has_now(desk: Desk, file: Path) -> None:
    desk.headquarters.server.store.write(lambda unit: withdraw(unit, user_of(unit), Grant(Role.DISPATCHER, None)))
    found = handed_in(desk, file)
    assert found.verdicts == Counter(rejected=3)
    assert [rejection.code for rejection in found.refused] == ["not_permitted"]
    assert desk.receipts() == set()
    with desk.headquarters.server.store.read() as reader:
        assert {refusal.code for refusal in reader.find(Refusal)} == {"not_permitted"}


def test_nothing_is_handed_in_for_somebody_else_nor_for_a_closed_account(desk: Desk, file: Path) -> None:
    server = desk.headquarters.server
    server.store.write(lambda unit: set_active(unit, user_of(unit), active=False))
    with pytest.raises(Rejection) as caught:
        handed_in(desk, file)
    assert caught.value.code == "export_of_closed_account"
    desk.headquarters.add_user("boss", Role.ADMINISTRATOR)
    with pytest.raises(Rejection) as caught:
        handed_in(desk, file, "boss")
    assert caught.value.code == "export_of_stranger"
    with server.store.read() as reader:
        assert reader.count(Refusal) == 0
        assert reader.count(Device) == 1


def test_the_record_names_who_handed_it_in_and_nobody_can_speak_as_its_device(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed, status in (("another password", 1), (FILE_PASSWORD, 0)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        assert run(["admin", "import-outbox", "li", str(file)], desk.headquarters.home, "en") == status
    said = capsys.readouterr()
    assert "not the password that the file was made with" in said.err
    assert said.out.splitlines() == [
        "2 entries were carried out.",
        "1 entry was refused, or could be carried out in part only. It lies in the inbox of li.",
        "1 file was received.",
    ]
    with desk.headquarters.server.store.read() as reader:
        (device,) = reader.find(Device, columns_of(Device).state == DeviceState.FENCED)
        entries = reader.find(AuditEntry, columns_of(AuditEntry).act == "judged_commands.added")
        told = [json.loads(entry.content) for entry in entries if entry.content]
    of_file = [one for one in told if one["after"]["device_id"] == device.id]
    assert len(of_file) == 3
    assert {one["operator"] for one in of_file} == {getpass.getuser()}
    assert device.name.endswith("(by file)")
