"""What was settled long ago leaves a laptop's outbox, and a server that was restored goes on all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, open_workspace, restore_server
from app.directory.commands import AddCustomer, AddTeam
from app.directory.tables import Customer, Team
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.inbox.queries import refused_entries
from app.rescue import rescue
from app.safekeeping.backups import make_backup
from app.server.care import back_up
from app.storage.outbox import OutboxEntry, waiting_count
from app.sync.push.forgetting import KEPT, forgotten_to
from app.workorders.commands import LogOrder
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock

PASSWORD = "a password for backups"


@pytest.fixture
def headquarters_of_one(new_headquarters: Callable[[], Headquarters]) -> Headquarters:
    made = new_headquarters()
    made.add_user("li", Role.ADMINISTRATOR)
    return made


def outbox(laptop: Laptop) -> list[int]:
    return sorted(entry.sequence for entry in laptop.all(OutboxEntry))


def add_teams(laptop: Laptop, count: int) -> None:
    for _number in range(count):
        laptop.run(AddTeam(id=(team_id := new_id()), name=team_id))


def test_what_was_settled_long_ago_is_forgotten_and_nothing_else(headquarters_of_one: Headquarters) -> None:
    laptop = headquarters_of_one.new_laptop("li")
    add_teams(laptop, 3)
    laptop.synchronise()
    headquarters_of_one.clock.advance(days=KEPT.days - 1)
    add_teams(laptop, 2)
    laptop.synchronise()
    assert outbox(laptop) == [1, 2, 3, 4, 5]
    headquarters_of_one.clock.advance(days=2)
    laptop.synchronise()
    assert outbox(laptop) == [4, 5]
    headquarters_of_one.clock.advance(days=KEPT.days)
    add_teams(laptop, 1)
    laptop.synchronise()
    assert outbox(laptop) == [6]
    assert len(laptop.all(Team)) == 6


def test_a_clock_that_is_a_year_ahead_forgets_nothing_early(headquarters_of_one: Headquarters, tmp_path: Path) -> None:
    ahead = FakeClock()
    ahead.advance(days=365)
    laptop = headquarters_of_one.laptop(create_empty_workspace(Home(tmp_path / "ahead"), FakeClock()))
    laptop.enrol(headquarters_of_one.url, "li")
    add_teams(laptop, 2)
    laptop.synchronise()
    laptop.workspace.close()
    laptop = headquarters_of_one.laptop(open_workspace(Home(tmp_path / "ahead"), ahead))
    laptop.synchronise()
    assert outbox(laptop) == [1, 2]


def test_what_lies_in_the_inbox_and_what_followed_is_kept_however_old(headquarters_of_one: Headquarters) -> None:
    laptop = headquarters_of_one.new_laptop("li")
    laptop.run(AddCustomer(id="c1", name="第一人民医院"))
    laptop.synchronise()
    headquarters_of_one.server.store.write(lambda unit: unit.remove(Customer, "c1"))
    laptop.run(LogOrder(id=new_id(), customer_id="c1", title="收不下"))
    add_teams(laptop, 1)
    laptop.synchronise()
    headquarters_of_one.clock.advance(days=KEPT.days + 1)
    laptop.synchronise()
    with laptop.workspace.store.read() as reader:
        (refused,) = refused_entries(reader)
        assert forgotten_to(reader) == refused.sequence - 1
    assert outbox(laptop) == [2, 3]


def test_a_server_restored_from_before_what_was_forgotten_takes_what_is_done_from_now_on(
    headquarters_of_one: Headquarters, tmp_path: Path
) -> None:
    laptop = headquarters_of_one.new_laptop("li")
    back_up(headquarters_of_one.server, tmp_path / "backup", PASSWORD)
    add_teams(laptop, 3)
    laptop.synchronise()
    headquarters_of_one.clock.advance(days=KEPT.days + 1)
    laptop.synchronise()
    assert outbox(laptop) == []
    server = restore_server(Home(tmp_path / "restored"), "", tmp_path / "backup", PASSWORD, headquarters_of_one.clock)
    restored = Headquarters(server, tmp_path, headquarters_of_one.clock)
    laptop.enrol(restored.url, "li")  # its token was renewed since the backup
    add_teams(laptop, 2)
    for _round in range(3):
        laptop.synchronise()
    assert len(laptop.all(Team)) == 2
    with laptop.workspace.store.read() as reader:
        assert waiting_count(reader) == 0
    restored.close()


def test_a_laptop_rescued_from_a_backup_goes_on_with_a_server_restored_from_before_what_both_have_lost(
    headquarters_of_one: Headquarters, tmp_path: Path
) -> None:
    clock = headquarters_of_one.clock
    laptop = headquarters_of_one.new_laptop("li")
    home = Home(Path(laptop.workspace.store.path).parent)
    add_teams(laptop, 1)
    laptop.synchronise()
    back_up(headquarters_of_one.server, tmp_path / "backup", PASSWORD)
    add_teams(laptop, 1)
    laptop.synchronise()
    make_backup(home, clock.now())
    add_teams(laptop, 2)
    laptop.synchronise()
    add_teams(laptop, 1)
    laptop.close()
    rescue(home, clock)
    server = restore_server(Home(tmp_path / "restored"), "", tmp_path / "backup", PASSWORD, clock)
    restored = Headquarters(server, tmp_path, clock)
    rescued = restored.laptop(open_workspace(home, clock))
    assert outbox(rescued) == [1, 2, 5]
    restored.take_over(rescued)
    for _round in range(4):
        rescued.synchronise()
    assert len(rescued.all(Team)) == 3
    with rescued.workspace.store.read() as reader:
        assert waiting_count(reader) == 0
    restored.close()
