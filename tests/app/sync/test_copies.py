"""Laptops that were restored from a backup, or copied: at most one goes on, and nothing is lost on any."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.accounts.rules import DeviceState, Role
from app.accounts.tables import Device, DeviceToken
from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.storage import facts
from app.storage.facts import set_fact
from app.storage.numbers import NumberBlock
from app.storage.outbox import OutboxEntry, OutboxState
from app.sync.laptop import LaptopSync
from app.workorders.commands import LogOrder
from app.workorders.tables import OrderAlias, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.sync.test_hardships import copy_of_store, restore


@dataclass
class Desk:
    """A dispatcher's laptop in agreement with its server, and a customer."""

    headquarters: Headquarters
    laptop: Laptop
    customer_id: str

    def log(self, title: str, on: Laptop | None = None) -> str:
        """Log an order; returns the number that is shown for it."""
        laptop = on or self.laptop
        laptop.run(LogOrder(id=new_id(), customer_id=self.customer_id, title=title))
        (order,) = laptop.all(WorkOrder, title=title)
        return order.number

    def copy(self, name: str) -> Laptop:
        """The whole folder once more, opened as a laptop of its own."""
        home = self.laptop.workspace.home
        with self.laptop.workspace.store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        folder = home.folder.parent / name
        shutil.copytree(home.folder, folder)
        return self.headquarters.laptop(open_workspace(Home(folder), self.headquarters.clock))

    def sign_in_again(self, *laptops: Laptop) -> None:
        for laptop in laptops:
            laptop.enrol(self.headquarters.url, "li")
        for _round in range(2):
            for laptop in laptops:
                laptop.synchronise()

    def orders_there(self) -> dict[str, str]:
        """Numbers by title; no title is there twice."""
        with self.headquarters.server.store.read() as reader:
            orders = reader.find(WorkOrder)
        assert len({order.title for order in orders}) == len({order.number for order in orders}) == len(orders)
        return {order.title: order.number for order in orders}

    def devices(self) -> list[DeviceState]:
        with self.headquarters.server.store.read() as reader:
            return [device.state for device in reader.find(Device)]


@pytest.fixture
def desk(headquarters: Headquarters) -> Desk:
    headquarters.add_user("li", Role.DISPATCHER)
    customer_id = new_id()
    made = Desk(headquarters, headquarters.new_laptop("li"), customer_id)
    made.laptop.run(AddCustomer(id=customer_id, name="第一人民医院"))
    made.laptop.synchronise()
    return made


def is_fenced(laptop: Laptop) -> bool:
    """Whether the laptop is told to sign in again, in a sentence."""
    with pytest.raises(Trouble) as trouble:
        laptop.synchronise()
    assert "Sign in again" in sentence(trouble.value)
    return trouble.value.code == "device_fenced"


def waiting(laptop: Laptop) -> int:
    return len(laptop.all(OutboxEntry, state=OutboxState.PENDING))


def test_what_is_done_on_a_restored_laptop_is_not_lost(desk: Desk) -> None:
    desk.log("备份以前")
    desk.laptop.synchronise()
    desk.log("备份时没发")
    restored = desk.copy("restored")
    for title in ("备份以后一", "备份以后二"):
        desk.log(title)
    desk.laptop.synchronise()
    desk.log("恢复以后", restored)
    assert is_fenced(restored)
    assert waiting(restored) == 2
    desk.sign_in_again(restored)
    assert not waiting(restored)
    assert not restored.all(OutboxEntry, state=OutboxState.REJECTED)
    there = desk.orders_there()
    assert set(there) == {"备份以前", "备份时没发", "备份以后一", "备份以后二", "恢复以后"}
    assert {order.title: order.number for order in restored.all(WorkOrder)} == there


def test_a_restored_laptop_is_told_before_anything_is_done_on_it(desk: Desk) -> None:
    restored = desk.copy("restored")
    desk.log("备份以后")
    desk.laptop.synchronise()
    assert is_fenced(restored)
    desk.log("原来的还在干活")
    desk.laptop.synchronise()
    desk.sign_in_again(restored)
    assert {order.title for order in restored.all(WorkOrder)} == {"备份以后", "原来的还在干活"}
    assert is_fenced(desk.laptop), "the restored one has taken its place"


def test_of_two_copies_at_most_one_goes_on_and_nothing_is_lost_on_either(desk: Desk) -> None:
    copy = desk.copy("copy")
    shown = {
        "甲一": desk.log("甲一"),
        "乙一": desk.log("乙一", copy),
        "甲二": desk.log("甲二"),
        "乙二": desk.log("乙二", copy),
    }
    assert shown["甲一"] == shown["乙一"], "both have the same block"
    desk.laptop.synchronise()
    assert is_fenced(copy)
    assert is_fenced(desk.laptop), "which of them is the copy, nobody can tell"
    desk.log("乙三", copy)
    desk.sign_in_again(copy, desk.laptop)
    there = desk.orders_there()
    assert set(there) == {*shown, "乙三"}
    assert there["甲一"] == shown["甲一"]
    assert there == {order.title: order.number for order in copy.all(WorkOrder)}
    assert there == {order.title: order.number for order in desk.laptop.all(WorkOrder)}
    aliases = {alias.alias for alias in copy.all(OrderAlias)}
    assert set(shown.values()) <= aliases | set(there.values())
    assert desk.devices().count(DeviceState.ENROLLED) == 2


def test_copies_that_only_read_are_noticed_when_the_token_is_replaced(desk: Desk) -> None:
    copy = desk.copy("copy")
    copy.synchronise()
    desk.headquarters.clock.advance(days=1)
    for _round in range(2):
        desk.laptop.synchronise()
    with pytest.raises(Trouble, match="token_replaced"):
        copy.synchronise()
    desk.laptop.synchronise()
    desk.headquarters.clock.advance(minutes=11)
    assert is_fenced(copy)
    assert is_fenced(desk.laptop)


def test_two_programs_on_one_workspace_are_no_copies(desk: Desk) -> None:
    beside = LaptopSync(desk.laptop.workspace.store, desk.laptop.workspace.runner, desk.headquarters.clock)
    for day in range(3):
        desk.headquarters.clock.advance(days=1)
        desk.log(f"第{day}天")
        beside.synchronise()
        desk.laptop.synchronise()
        beside.synchronise()
        desk.headquarters.clock.advance(minutes=30)
        beside.synchronise()
        desk.laptop.synchronise()
    beside.close()
    assert len(desk.orders_there()) == 3
    with desk.headquarters.server.store.read() as reader:
        assert reader.count(DeviceToken) == 5, "one at the sign-in and its successor, then one a day"


def test_a_laptop_that_is_killed_before_it_has_kept_its_new_token_goes_on_with_the_old_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.headquarters.clock.advance(days=1)
    with monkeypatch.context() as killed:
        killed.setattr("app.sync.tokens.laptop._keep", lambda *_given: None)
        desk.laptop.synchronise()
    desk.headquarters.clock.advance(hours=1)
    for _round in range(3):
        desk.laptop.synchronise()
    assert desk.devices() == [DeviceState.ENROLLED]


def test_numbers_of_the_old_device_stand_where_they_were_shown_and_are_never_given_again(desk: Desk) -> None:
    shown = desk.log("编号已经写在单子上")
    (left,) = (block for block in desk.laptop.all(NumberBlock) if block.series == "W26")
    desk.sign_in_again(desk.laptop)
    assert desk.orders_there() == {"编号已经写在单子上": shown}
    fresh = desk.log("新编号")
    assert int(fresh.partition("-")[2]) > left.last_serial
    desk.laptop.synchronise()
    assert desk.orders_there()["新编号"] == fresh
    assert not desk.laptop.all(OrderAlias)


@pytest.mark.parametrize("headquarters", ["sqlite"], indirect=True)
def test_a_server_that_forgot_a_device_gets_its_work_once_more_at_its_sign_in(desk: Desk, tmp_path: Path) -> None:
    backup = copy_of_store(desk.headquarters, tmp_path / "backup")
    latecomer = desk.headquarters.new_laptop("li")
    desk.log("备份以后新设备做的", latecomer)
    latecomer.synchronise()
    restore(desk.headquarters, backup)
    desk.headquarters.server.store.write(lambda unit: set_fact(unit, facts.EPOCH, new_id()))
    with pytest.raises(Trouble, match="device_unknown"):
        latecomer.synchronise()
    desk.sign_in_again(latecomer)
    assert set(desk.orders_there()) == {"备份以后新设备做的"}
    assert {entry.state for entry in latecomer.all(OutboxEntry)} == {OutboxState.APPLIED}


def test_a_copy_that_signs_in_as_somebody_else_ends_the_device_only_when_that_succeeded(desk: Desk) -> None:
    desk.headquarters.add_user("zhao", Role.DISPATCHER)
    desk.log("李的")
    with pytest.raises(Rejection, match="work_of_other_waits"):
        desk.laptop.enrol(desk.headquarters.url, "zhao")
    desk.laptop.synchronise()
    assert set(desk.orders_there()) == {"李的"}
