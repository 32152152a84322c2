"""Numbers are leased before they are needed, each has one fate, and only those that stay are printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest

from app.accounts.devices import shut_out
from app.accounts.rules import DeviceState, Role
from app.assets.blank_labels import ReserveLabels, waiting_labels
from app.assets.commands import RegisterAsset
from app.assets.queries import code_stands
from app.assets.rules import DEVICE_TYPES
from app.assets.tables import Asset
from app.directory.commands import AddCustomer
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.labels.queries import labels_of
from app.storage import facts
from app.storage.facts import fact
from app.storage.numbers import NumberBlock
from app.sync.leases.laptop import GIVEN_UP_AFTER
from app.sync.leases.ledger import ListedNumber, NumberState, counted_series, numbers_of
from app.workorders.commands import LogOrder
from tests.app.sync.conftest import Headquarters, Laptop

SERIES = "W26"


@dataclass
class Team:
    """A dispatcher of all customers, and an engineer who was sent to one."""

    headquarters: Headquarters
    li: Laptop
    wang: Laptop
    customer_id: str

    def log(self, laptop: Laptop, times: int = 1) -> None:
        for _time in range(times):
            laptop.run(LogOrder(id=new_id(), customer_id=self.customer_id, title="故障"))

    def register(self, laptop: Laptop, type_code: str = "COM", existing_code: str = "") -> str:
        asset = RegisterAsset(
            id=new_id(), customer_id=self.customer_id, type_code=type_code, name="x", existing_code=existing_code
        )
        laptop.run(asset)
        return asset.id

    def listed(self, series: str = SERIES) -> list[ListedNumber]:
        with self.headquarters.server.store.read() as reader:
            return list(numbers_of(reader, series, self.headquarters.clock.now()))

    def device_id(self, laptop: Laptop) -> str:
        with laptop.workspace.store.read() as reader:
            return fact(reader, facts.DEVICE_ID)

    def blocks(self, laptop: Laptop) -> set[str]:
        return {block.series for block in laptop.all(NumberBlock)}


@pytest.fixture
def team(headquarters: Headquarters) -> Team:
    headquarters.add_user("li", Role.DISPATCHER)
    li, customer_id = headquarters.new_laptop("li"), new_id()
    li.run(AddCustomer(id=customer_id, name="第一人民医院"))
    li.synchronise()
    headquarters.add_user("wang", Role.ENGINEER, customer_id)
    return Team(headquarters, li, headquarters.new_laptop("wang"), customer_id)


def refused_label(laptop: Laptop, asset_ids: list[str]) -> tuple[list[str], str]:
    """The codes that are printed, and what is said of the others."""
    with laptop.workspace.store.read() as reader:
        labels = labels_of(reader, asset_ids)
    printed = [label.code for label in labels.ready]
    try:
        labels.check()
    except Rejection as refused:
        return printed, sentence(refused)
    return printed, ""


def test_whoever_was_sent_to_one_customer_has_numbers_for_all_that_may_stand_there(team: Team) -> None:
    expected = {f"asset:{team.customer_id}:{type_code}" for type_code in DEVICE_TYPES}
    assert team.blocks(team.wang) == {SERIES} | expected
    asset_id = team.register(team.wang, "PRN")
    (asset,) = team.wang.all(Asset)
    assert asset.code == "GEN-PRN-0001"
    assert refused_label(team.wang, [asset_id]) == (["GEN-PRN-0001"], "")
    team.wang.synchronise()
    (confirmed,) = team.wang.all(Asset)
    assert confirmed.code == asset.code


def test_whoever_serves_all_has_numbers_for_what_stands_there(team: Team) -> None:
    assert team.blocks(team.li) == {SERIES}
    team.register(team.wang, "PRN")
    team.wang.synchronise()
    team.li.synchronise()
    team.headquarters.clock.advance(days=1)
    team.li.synchronise()
    assert team.blocks(team.li) == {SERIES, f"asset:{team.customer_id}:PRN"}


def test_before_the_year_ends_the_next_ones_numbers_are_there(team: Team) -> None:
    team.headquarters.clock.advance(days=35)
    assert team.headquarters.clock.now().month == 12
    team.li.synchronise()
    assert {SERIES, "W27"} <= team.blocks(team.li)


def test_who_may_number_nothing_asks_for_nothing(team: Team) -> None:
    team.headquarters.add_user("approver", Role.APPROVER, team.customer_id)
    approver = team.headquarters.new_laptop("approver")
    assert team.blocks(approver) == set()
    with team.headquarters.server.store.read() as reader:
        held = {block.device_id for block in reader.find(NumberBlock)}
    assert team.device_id(approver) not in held


def test_every_number_has_one_fate(team: Team) -> None:
    team.log(team.li, 3)
    team.log(team.wang, 2)
    for laptop in (team.li, team.wang):
        laptop.synchronise()
    listed = team.listed()
    assert [one.serial for one in listed] == list(range(1, 101))
    fates = Counter((one.device_id, one.state) for one in listed)
    li, wang = team.device_id(team.li), team.device_id(team.wang)
    assert fates == {
        (li, NumberState.USED): 3,
        (li, NumberState.LEASED): 47,
        (wang, NumberState.USED): 2,
        (wang, NumberState.LEASED): 48,
    }
    assert all(one.record_id for one in listed if one.state is NumberState.USED)


def test_what_a_lost_laptop_had_left_is_void_and_nobody_gets_it(team: Team) -> None:
    team.log(team.wang, 2)
    team.wang.synchronise()
    headquarters, wang = team.headquarters, team.device_id(team.wang)
    headquarters.server.store.write(lambda unit: shut_out(unit, wang, DeviceState.REVOKED, headquarters.clock.now()))
    of_wang = [one for one in team.listed() if one.device_id == wang]
    assert Counter(one.state for one in of_wang) == {NumberState.USED: 2, NumberState.VOID: 48}
    fresh = headquarters.new_laptop("wang")
    assert not {one.serial for one in of_wang} & {
        serial
        for block in fresh.all(NumberBlock)
        if block.series == SERIES
        for serial in range(block.first_serial, block.last_serial + 1)
    }


def test_a_number_that_was_shown_before_its_laptop_signed_in_anew_is_used_when_it_comes(team: Team) -> None:
    team.log(team.wang)
    team.wang.enrol(team.headquarters.url, "wang")
    for _round in range(2):
        team.wang.synchronise()
    listed = team.listed()
    assert Counter(one.state for one in listed if 51 <= one.serial <= 100) == {
        NumberState.USED: 1,
        NumberState.VOID: 49,
    }
    assert {one.state for one in listed if one.serial > 100} == {NumberState.LEASED}


def test_old_blocks_are_given_up_before_they_are_void(team: Team) -> None:
    clock = team.headquarters.clock
    held = {block.id for block in team.wang.all(NumberBlock)}
    clock.advance(days=GIVEN_UP_AFTER.days + 1)
    team.wang.synchronise()
    assert not held & {block.id for block in team.wang.all(NumberBlock)}
    clock.advance(days=30)
    assert {one.state for one in team.listed()} == {NumberState.VOID}


def test_numbers_of_devices_and_of_aliases_are_listed_too(team: Team) -> None:
    first = team.register(team.wang, existing_code="KJC-COM-0007")
    second = team.register(team.li)
    for laptop in (team.wang, team.li):
        laptop.synchronise()
    series = f"asset:{team.customer_id}:COM"
    used = {one.serial: one.record_id for one in team.listed(series) if one.state is NumberState.USED}
    assert used.pop(7) == first
    assert set(used.values()) == {second}
    with team.headquarters.server.store.read() as reader:
        assert {SERIES, series} <= {counted.id for counted in counted_series(reader)}
        with pytest.raises(Rejection, match="series_unknown"):
            list(numbers_of(reader, "W99", team.headquarters.clock.now()))


def test_no_label_is_printed_for_a_code_that_may_change(team: Team) -> None:
    """Provisional ones, codes that the device carried already, and those that were leased to what the laptop was."""
    provisional = team.register(team.li)
    carried = team.register(team.li, existing_code="KJC-COM-0815")
    leased = team.register(team.wang)
    printed, said = refused_label(team.li, [provisional, carried])
    assert printed == []
    assert "GEN-COM-P" in said
    assert "KJC-COM-0815" in said
    assert "Connect to the server once" in said
    team.wang.synchronise()
    team.li.synchronise()
    assert refused_label(team.li, [leased]) == (["GEN-COM-0001"], "")
    another = team.register(team.li, "NBK")
    printed, said = refused_label(team.li, [provisional, another, carried, leased])
    assert len(printed) == 3
    assert "GEN-NBK-P" in said
    team.li.synchronise()
    assert refused_label(team.li, [another])[1] == ""


def test_a_workspace_without_a_server_prints_whatever_it_has(team: Team) -> None:
    asset_id = team.register(team.li)
    team.li.workspace.store.write(lambda unit: facts.set_fact(unit, facts.SERVER_URL, ""))
    with team.li.workspace.store.read() as reader:
        assert code_stands(reader, reader.require(Asset, asset_id))


def test_the_block_grows_with_a_survey(team: Team) -> None:
    for _device in range(45):
        team.register(team.wang)
    team.wang.synchronise()
    blocks = [block for block in team.wang.all(NumberBlock) if block.series == f"asset:{team.customer_id}:COM"]
    assert sorted(block.last_serial - block.first_serial + 1 for block in blocks) == [50, 100]


def test_blank_labels_take_leased_numbers_only_and_each_gets_one_device_of_two_laptops(team: Team) -> None:
    series = f"asset:{team.customer_id}:COM"

    def reserve(count: int) -> None:
        team.wang.run(ReserveLabels(customer_id=team.customer_id, type_code="COM", count=count))

    with pytest.raises(Rejection, match="blank_labels_short"):
        reserve(51)
    reserve(50)
    with pytest.raises(Rejection, match="blank_labels_short"):
        reserve(1)
    for laptop in (team.wang, team.li):
        laptop.synchronise()
    assert Counter(one.state for one in team.listed(series))[NumberState.USED] == 50
    first, second = (team.register(laptop, existing_code="GEN-COM-0007") for laptop in (team.li, team.wang))
    team.register(team.li, existing_code="GEN-COM-0008")
    for laptop in (team.li, team.wang, team.li):
        laptop.synchronise()
    assert {asset.id for asset in team.li.all(Asset)} >= {first}
    assert second not in {asset.id for asset in team.wang.all(Asset)}
    with team.wang.workspace.store.read() as reader:
        waiting = {label.code for label in waiting_labels(reader, team.customer_id)}
    assert len(waiting) == 48
    assert waiting.isdisjoint({"GEN-COM-0007", "GEN-COM-0008"})
