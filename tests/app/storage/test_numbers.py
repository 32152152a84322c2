from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.ids import new_id
from app.storage.commands import Context
from app.storage.numbers import (
    BLOCK_SIZE,
    NumberBlock,
    NumberSeries,
    count_on,
    lease_block,
    leased_here,
    serial_stands,
    settle_serial,
    take_serial,
    wanted_series,
)
from app.storage.units import UnitOfWork
from tests.workspaces import OWNER_ID, Workspace

SERIES = "W26"


def context(workspace: Workspace, *, device: str = "laptop", authority: bool) -> Context:
    return Context(
        command_id=new_id(),
        actor_id=OWNER_ID,
        device_id=device,
        at=workspace.clock.now(),
        rights=workspace.grants,
        authority=authority,
    )


def take(workspace: Workspace, *, device: str = "laptop", authority: bool = False, series: str = SERIES) -> str:
    where = context(workspace, device=device, authority=authority)
    return workspace.store.write(lambda unit: take_serial(unit, series, where, 4))


def settle(workspace: Workspace, serial: str, *, device: str = "laptop", authority: bool = True) -> str:
    where = context(workspace, device=device, authority=authority)
    return workspace.store.write(lambda unit: settle_serial(unit, SERIES, serial, where, 4))


def lease(workspace: Workspace, device: str, size: int | None = BLOCK_SIZE) -> NumberBlock:
    return workspace.store.write(lambda unit: lease_block(unit, SERIES, device, workspace.clock.now(), size))


def receive(workspace: Workspace, block: NumberBlock) -> None:
    """What a laptop does with a block that the server has leased to it."""
    workspace.store.write(lambda unit: unit.put(block))


def test_blocks_follow_each_other_and_never_overlap(workspace: Workspace) -> None:
    blocks = [lease(workspace, device, size) for device, size in (("a", 3), ("b", 5), ("a", 1))]
    assert [(block.device_id, block.first_serial, block.last_serial) for block in blocks] == [
        ("a", 1, 3),
        ("b", 4, 8),
        ("a", 9, 9),
    ]


def test_serials_come_from_the_devices_own_blocks_in_their_order(workspace: Workspace) -> None:
    lease(workspace, "a", 2)
    lease(workspace, "b", 2)
    lease(workspace, "a", 2)
    assert [take(workspace, device="a") for _ in range(4)] == ["0001", "0002", "0005", "0006"]


def test_every_series_counts_for_itself(workspace: Workspace) -> None:
    assert [take(workspace, authority=True, series=series) for series in ("W26", "W27", "W26")] == [
        "0001",
        "0001",
        "0002",
    ]


def test_a_serial_may_grow_longer_than_its_digits(workspace: Workspace) -> None:
    workspace.store.write(lambda unit: count_on(unit, SERIES, 9999))
    assert take(workspace, authority=True) == "10000"


def test_a_laptop_without_a_block_gives_a_provisional_serial_and_wants_one(workspace: Workspace) -> None:
    assert [take(workspace) for _ in range(2)] == ["P7KQ01", "P7KQ02"]
    with workspace.store.read() as reader:
        assert wanted_series(reader, workspace.clock.now()) == [SERIES]
        assert wanted_series(reader, workspace.clock.now() + timedelta(seconds=1)) == []


def test_provisional_serials_of_all_series_share_a_count(workspace: Workspace) -> None:
    assert [take(workspace, series=series) for series in ("W26", "W27")] == ["P7KQ01", "P7KQ02"]


def test_an_empty_block_is_followed_by_provisional_serials(workspace: Workspace) -> None:
    lease(workspace, "laptop", 1)
    assert [take(workspace) for _ in range(2)] == ["0001", "P7KQ01"]


def test_the_authority_leases_itself_block_after_block(workspace: Workspace) -> None:
    serials = [take(workspace, authority=True) for _ in range(BLOCK_SIZE + 2)]
    assert serials == [f"{at:04}" for at in range(1, BLOCK_SIZE + 3)]


def test_a_serial_from_the_devices_block_stands_and_one_from_anothers_does_not(workspace: Workspace) -> None:
    lease(workspace, "a", 5)
    lease(workspace, "b", 5)
    assert settle(workspace, "0003", device="a") == "0003"
    assert settle(workspace, "0003", device="b") == "0011"


def test_a_serial_beyond_all_that_was_counted_stands_and_is_not_given_again(workspace: Workspace) -> None:
    assert settle(workspace, "0042") == "0042"
    assert settle(workspace, "0042", device="another") == "0043"
    assert take(workspace, authority=True) == "0044"


def test_one_serial_that_was_mistyped_does_not_bring_a_series_to_its_end(workspace: Workspace) -> None:
    assert settle(workspace, "999999999") == "0001"
    assert take(workspace, authority=True) == "0002"


@pytest.mark.parametrize("serial", ["P7KQ01", "", "12a", "-5", "٣٤", "²", "9" * 10, "9" * 100, "0"])
def test_what_is_no_final_serial_is_replaced_on_the_authority(workspace: Workspace, serial: str) -> None:
    assert settle(workspace, serial) == "0001"


def test_a_laptop_leaves_the_question_to_the_authority(workspace: Workspace) -> None:
    assert settle(workspace, "0042", authority=False) == "0042"
    assert workspace.all(NumberSeries) == []


# what may happen to a series, by any of three devices
steps = st.lists(
    st.tuples(
        st.sampled_from(["lease", "take", "settle provisional", "settle own", "settle made up"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(1, 60),
    ),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)  # each has a series of its own
@given(steps=steps)
def test_whatever_happens_no_serial_is_given_twice(workspace: Workspace, steps: list[tuple[str, str, int]]) -> None:
    series, given_out = new_id(), list[str]()

    def take_all(unit: UnitOfWork) -> None:
        for kind, device, number in steps:
            take_one(unit, kind, device, number)

    def take_one(unit: UnitOfWork, kind: str, device: str, number: int) -> None:
        where = context(workspace, device=device, authority=True)
        away = context(workspace, device=device, authority=False)
        if kind == "lease":
            lease_block(unit, series, device, where.at, number)
        elif kind == "take":
            serial = take_serial(unit, series, away, 4)
            given_out.append(settle_serial(unit, series, serial, where, 4))
        elif kind == "settle provisional":
            given_out.append(settle_serial(unit, series, f"PABC{number:02}", where, 4))
        elif kind == "settle made up" and f"{number:04}" not in given_out and not leased(unit, number):
            given_out.append(settle_serial(unit, series, f"{number:04}", where, 4))
        elif kind == "settle own":
            given_out.append(f"{count_on(unit, series):04}")

    def leased(unit: UnitOfWork, number: int) -> bool:
        blocks = [block for block in unit.find(NumberBlock) if block.series == series]
        return any(block.first_serial <= number <= block.last_serial for block in blocks)

    workspace.store.write(take_all)
    assert len(given_out) == len(set(given_out))


def test_two_laptops_off_line_never_give_the_same_serial(
    workspace: Workspace, new_workspace: Callable[[str], Workspace]
) -> None:
    others = [new_workspace(code) for code in ("ABC", "X2Z")]
    blocks = [lease(workspace, code, 3) for code in ("ABC", "X2Z")]
    for other, block in zip(others, blocks, strict=True):
        receive(other, block)
    serials = [
        take(other, device=block.device_id) for other, block in zip(others, blocks, strict=True) for _ in range(5)
    ]
    assert len(set(serials)) == 10


def test_the_question_whether_a_serial_stands_counts_on_only_where_it_does(workspace: Workspace) -> None:
    where = context(workspace, authority=True)
    assert workspace.store.write(lambda unit: serial_stands(unit, SERIES, "0007", where))
    assert not workspace.store.write(lambda unit: serial_stands(unit, SERIES, "0005", where))
    assert workspace.get(NumberSeries, SERIES).next_serial == 8


def test_a_serial_is_leased_here_where_it_lies_in_a_block_of_this_device(workspace: Workspace) -> None:
    mine, other = lease(workspace, "device-7KQ", 3), lease(workspace, "another", 3)
    with workspace.store.read() as reader:
        held = {serial for serial in range(1, 9) if leased_here(reader, SERIES, f"{serial:04d}")}
        assert held == set(range(mine.first_serial, mine.last_serial + 1))
        assert not leased_here(reader, SERIES, f"{other.first_serial:04d}")
        assert not leased_here(reader, "W27", "0001")
        assert not any(leased_here(reader, SERIES, serial) for serial in ("P7KQ01", "", "²", "1x"))


@pytest.mark.parametrize(
    ("days", "sizes"),
    [
        ((0, 1, 1, 1, 1, 1, 1), (50, 100, 200, 400, 800, 1000, 1000)),
        ((0, 30, 30), (50, 50, 50)),
        ((0, 61, 61, 61), (50, 25, 20, 20)),
    ],
)
def test_blocks_follow_use(workspace: Workspace, days: tuple[int, ...], sizes: tuple[int, ...]) -> None:
    given = []
    for pause in days:
        workspace.clock.advance(days=pause)
        block = lease(workspace, "a", None)
        given.append(block.last_serial - block.first_serial + 1)
    assert tuple(given) == sizes
