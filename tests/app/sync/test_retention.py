"""What is old enough is removed, in portions, and nothing that somebody still needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import app.server.retention
from app.accounts.rules import Role
from app.accounts.tables import DeviceToken
from app.audit.chain import check
from app.directory.commands import AddCustomer, AddTeam
from app.directory.tables import Customer, Team
from app.foundation.ids import new_id
from app.server.limits import SignInAttempts
from app.server.retention import Retention
from app.storage.facts import CURSOR, fact
from app.storage.units import UnitOfWork
from app.sync.push.server import JudgedCommand
from app.sync.stamps import SyncStamp, kept_from
from tests.app.sync.conftest import Headquarters, Laptop


@pytest.fixture
def desk(headquarters: Headquarters) -> Laptop:
    headquarters.add_user("li", Role.ADMINISTRATOR)
    made = headquarters.new_laptop("li")
    made.run(*(AddTeam(id=f"t{number}", name=f"Team {number}") for number in range(7)))
    made.run(AddCustomer(id="c1", name="第一人民医院"))
    made.synchronise()
    made.synchronise()
    return made


def tick_for(headquarters: Headquarters, days: int, each_day: Callable[[], object] = lambda: None) -> None:
    retention = Retention(headquarters.server)
    for _day in range(days):
        headquarters.clock.advance(days=1)
        each_day()
        for _tick in range(4):
            retention.go_on()


def count(headquarters: Headquarters, row_type: type) -> int:
    with headquarters.server.store.read() as reader:
        return reader.count(row_type)


def remove_teams(headquarters: Headquarters, *numbers: int) -> None:
    def remove(unit: UnitOfWork) -> None:
        for number in numbers:
            unit.remove(Team, f"t{number}")

    headquarters.server.store.write(remove)


def anew(headquarters: Headquarters, laptop: Laptop) -> bool:
    """Whether the next pull of this laptop brings everything anew."""
    with headquarters.server.store.read() as reader, laptop.workspace.store.read() as here:
        return int(fact(here, CURSOR, "0")) < kept_from(reader)


def test_a_laptop_that_was_away_for_a_month_is_told_what_is_gone(headquarters: Headquarters, desk: Laptop) -> None:
    tick_for(headquarters, 1)
    remove_teams(headquarters, 1, 2)
    tick_for(headquarters, 31)
    assert not anew(headquarters, desk)
    desk.synchronise()
    assert {team.id for team in desk.all(Team)} == {"t0", "t3", "t4", "t5", "t6"}


def test_stamps_of_what_is_gone_are_forgotten_and_who_was_away_for_longer_pulls_anew(
    headquarters: Headquarters, desk: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.server.retention, "_PORTION", 5)
    remove_teams(headquarters, 1, 2)
    stamps = count(headquarters, SyncStamp)
    tick_for(headquarters, 100)
    assert count(headquarters, SyncStamp) == stamps - 2
    remove_teams(headquarters, 3)
    assert anew(headquarters, desk)
    desk.synchronise()
    assert not anew(headquarters, desk)
    assert {team.id for team in desk.all(Team)} == {"t0", "t4", "t5", "t6"}
    newcomer = headquarters.new_laptop("li")
    assert newcomer.all(Team) == desk.all(Team)
    assert newcomer.all(Customer) == desk.all(Customer)


def test_verdicts_are_kept_for_two_years_and_for_whoever_has_not_come_since(
    headquarters: Headquarters, desk: Laptop
) -> None:
    judged = count(headquarters, JudgedCommand)
    headquarters.clock.advance(days=730)
    tick_for(headquarters, 1)
    assert count(headquarters, JudgedCommand) == judged
    tick_for(headquarters, 2)
    assert count(headquarters, JudgedCommand) == judged, "the desk was not heard of since"
    _is_heard_of(headquarters)
    tick_for(headquarters, 2)
    assert count(headquarters, JudgedCommand) == 0


def _is_heard_of(headquarters: Headquarters) -> None:
    def use(unit: UnitOfWork) -> None:
        unit.put(*(replace(token, used_at=headquarters.clock.now()) for token in unit.find(DeviceToken)))

    headquarters.server.store.write(use)


def test_attempts_to_sign_in_are_forgotten_and_contents_of_the_chain_erased(
    headquarters: Headquarters, desk: Laptop
) -> None:
    now = headquarters.clock.now()
    attempt = SignInAttempts(id=new_id(), count=3, last_at=now, pause_until=now)
    headquarters.server.store.write(lambda unit: unit.put(attempt))
    tick_for(headquarters, 1)
    assert count(headquarters, SignInAttempts) == 2, "the other one is of the address"
    tick_for(headquarters, 1)
    assert count(headquarters, SignInAttempts) == 0
    headquarters.clock.advance(days=731)
    tick_for(headquarters, 2)
    with headquarters.server.store.read() as reader:
        finding = check(reader)
    assert finding.broken_at is None
    assert finding.erased > 5
    desk.synchronise()
