"""A damaged workspace is made whole again: nothing that was done is lost, and what was there is kept aside."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, create_workspace, open_server, open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer, Person
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.rescue import Rescued, rescue
from app.safekeeping.backups import make_backup
from app.safekeeping.checking import CheckEnded, check, check_is_due
from app.safekeeping.exchange import finish_exchange
from app.safekeeping.salvage import salvage
from app.storage.drafts import Draft, read_draft, save_draft
from app.storage.outbox import OutboxEntry, OutboxState, pending_entries
from app.storage.schema import columns_of
from app.sync.laptop import LaptopSync
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from app.workspace import Workspace, open_for_reading
from tests.app.safekeeping.mishaps import PAGE, flip, flip_pages, scribble_over
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.test_bad_luck import refused, says
from tests.fakes import FakeClock

Damage = Callable[[Home, int], None]
FORM = "workorders.log"


def some_pages(home: Home, seed: int) -> None:
    flip_pages(home, seed)


def many_pages(home: Home, seed: int) -> None:
    flip_pages(home, seed, pages=60)


def first_page(home: Home, seed: int) -> None:
    flip(home.database, 100 + seed)


def everything(home: Home, seed: int) -> None:
    scribble_over(home.database, 0, home.database.stat().st_size)


def second_half(home: Home, seed: int) -> None:
    os.truncate(home.database, home.database.stat().st_size // 2 + seed)


DAMAGES: tuple[Damage, ...] = (some_pages, many_pages, first_page, everything, second_half)


@dataclass(frozen=True)
class Did:
    """What was done in a workspace before it was damaged."""

    orders: dict[str, str]
    customer_id: str


def log(workspace: Workspace, customer_id: str, title: str) -> str:
    order_id = new_id()
    workspace.runner.run(LogOrder(id=order_id, customer_id=customer_id, title=title))
    return order_id


def keep_draft(workspace: Workspace, clock: FakeClock) -> None:
    draft = Draft(id=FORM, fields={"title": "half filled in"}, saved_at=clock.now())
    workspace.store.write(lambda unit: save_draft(unit, draft))


@pytest.fixture(params=DAMAGES, ids=lambda damage: damage.__name__)
def damage(request: pytest.FixtureRequest) -> Damage:
    found: Damage = request.param
    return found


def orders_of(workspace: Workspace) -> dict[str, str]:
    with workspace.store.read() as reader:
        return {order.id: order.title for order in reader.find(WorkOrder)}


def rescued(home: Home, clock: FakeClock) -> Rescued:
    before = home.database.read_bytes()
    report = rescue(home, clock)
    assert (report.aside / home.database.name).read_bytes() == before, "what was damaged is kept as it was"
    return report


class TestAlone:
    """A workspace without a server: the newest backup, and the journal for what came after."""

    @pytest.fixture
    def did(self, home: Home, clock: FakeClock) -> Did:
        workspace = create_workspace(home, "王建国", clock)
        customer_id = new_id()
        workspace.runner.run(AddCustomer(id=customer_id, name="江州市交警支队"))
        titles = [f"故障 {number}" for number in range(12)]
        orders = {log(workspace, customer_id, title): title for title in titles[:6]}
        make_backup(home, clock.now())
        orders |= {log(workspace, customer_id, title): title for title in titles[6:]}
        for order_id in orders:
            workspace.runner.run(AddNote(order_id=order_id, text="旧件带回"))
        keep_draft(workspace, clock)
        workspace.close()
        return Did(orders, customer_id)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_everything_that_was_done_is_there_again(
        self, home: Home, clock: FakeClock, did: Did, damage: Damage, seed: int
    ) -> None:
        damage(home, seed)
        report = rescued(home, clock)
        assert (report.server, report.must_sign_in) == ("", False)
        assert report.backed_up_at == clock.now()
        workspace = open_workspace(home, clock)
        try:
            assert orders_of(workspace) == did.orders
            with workspace.store.read() as reader:
                notes = [event for event in reader.find(OrderEvent) if event.note == "旧件带回"]
                assert len(notes) == len(did.orders)
                entries = reader.find(OutboxEntry, order_by=[columns_of(OutboxEntry).sequence])
                assert [entry.sequence for entry in entries] == list(range(1, 26))
                numbers = [order.number for order in reader.find(WorkOrder)]
            assert check(home, threading.Event()) == []
            log(workspace, did.customer_id, "the work goes on")
            with workspace.store.read() as reader:
                assert len({order.number for order in reader.find(WorkOrder)} - set(numbers)) == 1
                assert reader.count(WorkOrder) == 13
        finally:
            workspace.close()

    def test_a_form_that_was_half_filled_in_is_offered_again_where_its_page_is_whole(
        self, home: Home, clock: FakeClock, did: Did
    ) -> None:
        report = rescued(home, clock)
        assert report.drafts == 1
        workspace = open_workspace(home, clock)
        with workspace.store.read() as reader:
            draft = read_draft(reader, FORM)
        workspace.close()
        assert draft is not None
        assert draft.fields == {"title": "half filled in"}

    def test_without_any_backup_the_journal_alone_brings_everything_back(
        self, home: Home, clock: FakeClock, did: Did
    ) -> None:
        for path in home.backups_folder.iterdir():
            path.unlink()
        everything(home, 0)
        report = rescued(home, clock)
        assert report.backed_up_at is None
        workspace = open_workspace(home, clock)
        try:
            assert orders_of(workspace) == did.orders
            with workspace.store.read() as reader:
                assert reader.count(Person) == 1
        finally:
            workspace.close()

    def test_a_damaged_backup_is_passed_over(self, home: Home, clock: FakeClock, did: Did) -> None:
        newer = make_backup(home, clock.advance(hours=1))
        flip(newer.path, 5 * PAGE)
        everything(home, 0)
        assert rescued(home, clock).backed_up_at != newer.made_at

    def test_a_chosen_backup_is_restored_and_what_was_done_since_is_done_again(
        self, home: Home, clock: FakeClock, did: Did
    ) -> None:
        from app.safekeeping.backups import list_backups

        (backup,) = list_backups(home)
        report = rescue(home, clock, backup)
        assert report.backed_up_at == backup.made_at
        workspace = open_workspace(home, clock)
        assert orders_of(workspace) == did.orders
        workspace.close()

    def test_a_rescue_that_finds_no_room_changes_nothing(self, home: Home, clock: FakeClock, did: Did) -> None:
        everything(home, 0)
        before = home.database.read_bytes()
        home.aside_folder.write_text("in the way")
        with pytest.raises(Trouble):
            rescue(home, clock)
        assert home.database.read_bytes() == before


class TestExchange:
    def test_an_exchange_that_was_cut_off_is_completed_at_the_next_start(self, home: Home, clock: FakeClock) -> None:
        """The crash came after the mark was set, when the old write-ahead log was still there."""
        create_workspace(home, "王建国", clock).close()
        fresh = home.database.read_bytes()
        old = open_workspace(home, clock)
        old.runner.run(AddCustomer(id=new_id(), name="in the log only"))
        log_file = home.folder / "workspace.db-wal"
        kept_log, kept_database = log_file.read_bytes(), home.database.read_bytes()
        old.close()
        home.database.write_bytes(kept_database)
        log_file.write_bytes(kept_log)
        (home.folder / "rescue").mkdir()
        (home.folder / "rescue" / "workspace.db").write_bytes(fresh)
        (home.folder / "workspace.exchange").write_text("rescue/workspace.db")
        workspace = open_for_reading(home, clock)
        with workspace.store.read() as reader:
            assert reader.count(Customer) == 0
        workspace.close()
        assert not (home.folder / "workspace.exchange").exists()

    def test_one_that_was_cut_off_at_its_very_end_changes_nothing_more(self, home: Home, clock: FakeClock) -> None:
        create_workspace(home, "王建国", clock).close()
        before = home.database.read_bytes()
        (home.folder / "workspace.exchange").write_text("rescue/workspace.db")
        finish_exchange(home)
        assert home.database.read_bytes() == before
        assert not (home.folder / "workspace.exchange").exists()


class TestWithServer:
    """A laptop of a server: the rows come from there, what it does not know yet from the journal."""

    @pytest.fixture
    def headquarters(self, tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
        made = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
        yield made
        made.close()

    @pytest.fixture
    def customer_id(self, headquarters: Headquarters) -> str:
        made = new_id()
        headquarters.server.run(AddCustomer(id=made, name="江州市交警支队"))
        return made

    @pytest.fixture
    def laptop(self, home: Home, headquarters: Headquarters, customer_id: str, clock: FakeClock) -> Laptop:
        headquarters.add_user("wang", Role.DISPATCHER)
        made = Laptop(create_empty_workspace(home, clock))
        made.enrol(headquarters.url, "wang")
        made.synchronise()
        return made

    def agree(self, home: Home, clock: FakeClock) -> None:
        workspace = open_workspace(home, clock)
        sync = LaptopSync(workspace.store, workspace.runner, clock)
        try:
            sync.synchronise()
            sync.synchronise()
        finally:
            sync.close()
            workspace.close()

    @pytest.mark.parametrize("has_backup", [False, True])
    def test_what_the_server_knows_comes_back_and_what_it_does_not_know_reaches_it_once(
        self,
        home: Home,
        laptop: Laptop,
        headquarters: Headquarters,
        customer_id: str,
        clock: FakeClock,
        damage: Damage,
        has_backup: bool,
    ) -> None:
        known = log(laptop.workspace, customer_id, "known to the server")
        laptop.synchronise()
        if has_backup:
            make_backup(home, clock.now())
        waiting = {log(laptop.workspace, customer_id, f"waits {number}") for number in range(5)}
        laptop.close()
        damage(home, 1)
        report = rescued(home, clock)
        assert report.server == headquarters.url
        assert (report.waiting, report.must_sign_in) == (5, False)
        workspace = open_workspace(home, clock)
        with workspace.store.read() as reader:
            assert len(pending_entries(reader)) == 5
        workspace.close()
        self.agree(home, clock)
        with headquarters.server.store.read() as reader:
            assert {order.id for order in reader.find(WorkOrder)} == {known, *waiting}
        workspace = open_workspace(home, clock)
        try:
            assert set(orders_of(workspace)) == {known, *waiting}
            log(workspace, customer_id, "the work goes on")
        finally:
            workspace.close()
        self.agree(home, clock)
        with headquarters.server.store.read() as reader:
            assert reader.count(WorkOrder) == 7

    def test_what_a_damaged_journal_has_lost_too_makes_it_sign_in_anew_and_the_rest_arrives(
        self, home: Home, laptop: Laptop, headquarters: Headquarters, customer_id: str, clock: FakeClock
    ) -> None:
        for number in range(6):
            log(laptop.workspace, customer_id, f"waits {number}")
        laptop.close()
        everything(home, 0)
        content = home.journal_file.read_bytes()
        marks = [at for at in range(len(content)) if content.startswith(b"\x8fPgJ", at)]
        flip(home.journal_file, marks[-3] + 40)
        report = rescued(home, clock)
        assert (report.waiting, report.must_sign_in) == (5, True)
        again = Laptop(open_workspace(home, clock))
        again.enrol(headquarters.url, "wang")
        again.synchronise()
        again.close()
        with headquarters.server.store.read() as reader:
            assert reader.count(WorkOrder) == 5

    def test_what_was_refused_lies_in_the_inbox_again(
        self, home: Home, laptop: Laptop, customer_id: str, clock: FakeClock
    ) -> None:
        log(laptop.workspace, customer_id, "fine")
        with laptop.workspace.store.read() as reader:
            (entry,) = pending_entries(reader)
        from dataclasses import replace

        laptop.workspace.store.write(
            lambda unit: unit.put(replace(entry, state=OutboxState.REJECTED, code="not_permitted"))
        )
        laptop.close()
        found = salvage(home)
        assert [(one.id, one.state) for one in found.entries] == [(entry.id, OutboxState.REJECTED)]
        assert found.pending == []


class TestChecking:
    @pytest.fixture
    def made(self, home: Home, clock: FakeClock) -> Home:
        create_workspace(home, "王建国", clock).close()
        return home

    def test_a_whole_workspace_is_whole_while_somebody_works_in_it(self, made: Home, clock: FakeClock) -> None:
        workspace = open_workspace(made, clock)
        for number in range(30):
            workspace.runner.run(AddCustomer(id=new_id(), name=f"customer {number}"))
            assert number % 10 or check(made, threading.Event()) == []
        workspace.close()
        assert made.checked_file.exists()
        assert not made.damage_file.exists()

    @pytest.mark.parametrize("seed", range(12))
    def test_any_damaged_page_is_found_and_the_next_start_says_so(
        self, made: Home, clock: FakeClock, seed: int
    ) -> None:
        flip_pages(made, seed, pages=1, spare=0)
        assert check(made, threading.Event()) != []
        assert says(refused(lambda: open_workspace(made, clock)), "workspace_damaged")
        rescue(made, clock)
        open_workspace(made, clock).close()

    def test_a_check_ends_with_the_program(self, made: Home) -> None:
        ending = threading.Event()
        ending.set()
        with pytest.raises(CheckEnded):
            check(made, ending)
        assert not made.damage_file.exists()

    def test_a_large_one_is_looked_through_once_a_day(self, made: Home, clock: FakeClock) -> None:
        assert check_is_due(made, clock.now())
