"""An engineer's laptop keeps what is open and the last 90 days; the desk keeps everything."""

from __future__ import annotations

import pytest

from app.accounts.rules import Role
from app.accounts.tables import RoleGrant, User
from app.assets.commands import RegisterAsset
from app.directory.commands import AddCustomer
from app.files.tables import Attachment, Direction, FileReceipt, FileTransfer
from app.foundation.ids import new_id
from app.repairs.commands import SendOut, TakeBack
from app.repairs.rules import RepairOutcome
from app.repairs.tables import RepairEvent, SendInRepair
from app.storage.facts import HORIZON, set_fact
from app.storage.outbox import OutboxEntry
from app.storage.schema import columns_of, spec_of
from app.storage.units import Origin, UnitOfWork
from app.storage.windows import horizon_at, windowed_specs
from app.sync.stamps import SyncStamp
from app.sync.window.laptop import prune
from app.workorders.commands import AddNote, AssignOrder, CloseOrder, LogOrder
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.app.files.samples import attach, attaching, taken_in
from tests.app.sync.conftest import Headquarters, Laptop


class Team:
    """A dispatcher and an engineer, and an order that was done and closed, and one that is open."""

    def __init__(self, headquarters: Headquarters) -> None:
        self.headquarters = headquarters
        self.clock = headquarters.clock
        headquarters.add_user("li", Role.DISPATCHER)
        self.wang_id = headquarters.add_user("wang", Role.ENGINEER)
        self.li, self.wang = headquarters.new_laptop("li"), headquarters.new_laptop("wang")
        self.customer_id = new_id()
        self.li.run(AddCustomer(id=self.customer_id, name="第一人民医院"))
        self.agree()
        self.closed, self.open = self._assigned("打印机卡纸"), self._assigned("网络中断")
        self._close(self.closed)

    def agree(self) -> None:
        for laptop in (self.li, self.wang, self.li, self.wang):
            laptop.synchronise()

    def days_pass(self, days: int) -> None:
        self.clock.advance(days=days)

    def _assigned(self, title: str) -> str:
        order_id = new_id()
        self.li.run(LogOrder(id=order_id, customer_id=self.customer_id, title=title))
        self.li.run(AssignOrder(order_id=order_id, visit_id=f"visit-{order_id}", engineer_id=self.wang_id))
        self.agree()
        return order_id

    def _close(self, order_id: str) -> None:
        self.wang.run(StartWork(visit_id=f"visit-{order_id}"))
        self.wang.run(ResolveVisit(visit_id=f"visit-{order_id}", resolution="更换搓纸轮"))
        self.agree()
        self.li.run(CloseOrder(order_id=order_id))
        self.agree()


def all_of(laptop: Laptop, order_id: str) -> dict[str, int]:
    """How many rows a laptop has of an order, by table."""
    counts = {
        "work_orders": len(laptop.all(WorkOrder, id=order_id)),
        "visits": len(laptop.all(Visit, order_id=order_id)),
        "order_events": len(laptop.all(OrderEvent, order_id=order_id)),
    }
    return {name: count for name, count in counts.items() if count}


WHOLE = {"work_orders": 1, "visits": 1, "order_events": 7}


@pytest.fixture
def team(headquarters: Headquarters) -> Team:
    return Team(headquarters)


def test_what_is_over_and_old_goes_from_the_engineers_laptop_and_from_nowhere_else(team: Team) -> None:
    team.days_pass(89)
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE
    team.days_pass(2)
    with team.headquarters.server.store.read() as reader:
        before = reader.find(SyncStamp)
    team.agree()
    assert all_of(team.wang, team.closed) == {}
    assert all_of(team.wang, team.open)["work_orders"] == 1
    assert all_of(team.li, team.closed) == WHOLE
    with team.headquarters.server.store.read() as reader:
        assert reader.find(SyncStamp) == before


def test_a_check_misses_nothing_of_what_was_pruned(team: Team) -> None:
    team.days_pass(91)
    team.agree()
    assert all_of(team.wang, team.closed) == {}
    counts = {}
    for laptop in (team.wang, team.li):
        report = laptop.check()
        assert report.mended == 0
        counts[laptop] = report.compared
    assert counts[team.li] > counts[team.wang] > 0


def test_a_first_load_is_without_it_and_the_desks_is_not(team: Team) -> None:
    team.days_pass(91)
    team.agree()
    newcomer, desk = team.headquarters.new_laptop("wang"), team.headquarters.new_laptop("li")
    assert all_of(newcomer, team.closed) == {}
    assert [order.id for order in newcomer.all(WorkOrder)] == [team.open]
    assert all_of(desk, team.closed) == WHOLE


@pytest.mark.parametrize("has_pruned", [True, False])
def test_what_happens_to_an_old_order_brings_all_of_it_back(team: Team, *, has_pruned: bool) -> None:
    team.days_pass(91)
    if has_pruned:
        team.agree()
        assert all_of(team.wang, team.closed) == {}
    team.li.run(AddNote(order_id=team.closed, text="又卡纸了"))
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE | {"order_events": 8}
    for row_type in (WorkOrder, Visit, OrderEvent):
        assert team.wang.all(row_type) == team.li.all(row_type)
    team.days_pass(91)
    team.agree()
    assert all_of(team.wang, team.closed) == {}


def test_what_something_pending_has_changed_stays_until_the_server_has_judged_it(team: Team) -> None:
    store = team.wang.workspace.store
    team.wang.run(AddNote(order_id=team.closed, text="发票已寄出"))
    team.days_pass(91)
    store.write(lambda unit: set_fact(unit, HORIZON, str(horizon_at(team.clock.now()))))
    prune(store)
    assert all_of(team.wang, team.closed) == WHOLE | {"order_events": 8}
    team.agree()
    assert all_of(team.wang, team.closed) == {}
    assert all_of(team.li, team.closed) == WHOLE | {"order_events": 8}
    assert [entry.state for entry in team.wang.all(OutboxEntry)] == ["applied"] * len(team.wang.all(OutboxEntry))


def test_what_has_files_that_the_server_does_not_have_yet_stays(team: Team) -> None:
    attachment = Attachment(
        id="photo",
        customer_id=team.customer_id,
        about_table="work_orders",
        about_id=team.closed,
        name="photo.jpg",
        media_type="image/jpeg",
        size=1,
        digest="a" * 64,
        thumbnail_digest=None,
        thumbnail_size=0,
        added_by_id=team.wang_id,
        added_at=team.clock.now(),
        withdrawn_at=None,
        withdrawn_by_id=None,
    )
    transfer = FileTransfer(
        id="sending",
        direction=Direction.UP,
        customer_id=team.customer_id,
        digest=attachment.digest,
        size=1,
        urgency=2,
        queued_at=team.clock.now(),
        moved=0,
        failures=0,
        not_before=None,
        code="",
        params={},
    )
    values = [spec_of(Attachment).to_values(attachment)]
    store = team.wang.workspace.store
    team.headquarters.server.store.write(lambda unit: unit.put(attachment))
    store.write(lambda unit: unit.apply(spec_of(Attachment), values, origin=Origin.TRUTH))
    store.write(lambda unit: unit.put(transfer))
    team.days_pass(91)
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE
    store.write(lambda unit: unit.remove(FileTransfer, transfer.id))
    team.agree()
    assert all_of(team.wang, team.closed) == {}


def test_another_role_opens_the_window_and_shuts_it_again(team: Team) -> None:
    team.days_pass(91)
    team.agree()
    give_role(team, Role.DISPATCHER)
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE
    take_role(team, Role.DISPATCHER)
    team.agree()
    assert all_of(team.wang, team.closed) == {}
    assert all_of(team.wang, team.open)["work_orders"] == 1


def test_a_laptop_that_pruned_by_a_clock_that_was_ahead_gets_everything_anew(team: Team) -> None:
    team.days_pass(91)
    team.agree()
    assert all_of(team.wang, team.closed) == {}
    team.clock.advance(days=-80)
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE


def test_files_and_their_receipts_go_with_the_order_and_come_back_with_it(team: Team) -> None:
    attach_text(team, team.closed, b"found on site")
    assert files_of(team.wang) == files_of(team.li) == (1, 1)
    team.days_pass(91)
    team.wang.files.synchronise()  # what it kept for a server that is restored is forgotten by now
    team.agree()
    assert files_of(team.wang) == (0, 0)
    assert files_of(team.li) == (1, 1)
    assert files_of(team.headquarters.new_laptop("wang")) == (0, 0)
    team.li.run(AddNote(order_id=team.closed, text="又卡纸了"))
    team.agree()
    assert files_of(team.wang) == (1, 1)
    assert team.wang.all(FileReceipt) == team.li.all(FileReceipt)


def test_a_receipt_stays_as_long_as_another_file_needs_it_and_comes_with_one_that_does_later(team: Team) -> None:
    attach_text(team, team.closed, b"the same twice")
    team.days_pass(91)
    team.wang.files.synchronise()
    team.agree()
    assert files_of(team.wang) == (0, 0)
    attach_text(team, team.open, b"the same twice")
    assert files_of(team.wang) == (1, 1)
    team.days_pass(91)
    team.wang.files.synchronise()
    team.agree()
    assert files_of(team.wang) == (1, 1)
    assert files_of(team.headquarters.new_laptop("wang")) == (1, 1)


def test_a_file_that_came_lately_keeps_its_old_order_here(team: Team) -> None:
    team.days_pass(60)
    attach_text(team, team.closed, b"the signed sheet")
    team.days_pass(60)
    team.wang.files.synchronise()
    team.agree()
    assert all_of(team.wang, team.closed) == WHOLE
    assert files_of(team.wang) == (1, 1)


def test_a_repair_goes_when_it_is_over_and_old_and_one_under_way_stays(team: Team) -> None:
    back, away = (sent_in(team) for _ in range(2))
    team.li.run(TakeBack(repair_id=back, outcome=RepairOutcome.REPAIRED))
    team.days_pass(91)
    team.agree()
    assert [repair.id for repair in team.wang.all(SendInRepair)] == [away]
    assert {event.repair_id for event in team.wang.all(RepairEvent)} == {away}
    assert {repair.id for repair in team.li.all(SendInRepair)} == {back, away}


def test_the_tables_that_the_window_covers() -> None:
    assert {spec.name for spec in windowed_specs()} == {
        *("work_orders", "visits", "order_events", "order_aliases", "order_links", "ratings"),
        *("used_parts", "order_checklists", "checklist_answers"),
        *("send_in_repairs", "repair_events", "attachments", "file_receipts"),
        *("stocktakes", "stocktake_events", "stocktake_devices", "stocktake_scans", "stocktake_decisions"),
    }


def attach_text(team: Team, order_id: str, content: bytes) -> None:
    """Wang attaches it, and it is sent."""
    workspace = team.wang.workspace
    taken = taken_in(workspace.vault, content, "notes.txt")
    attach(workspace.store, workspace.runner, attaching(taken, team.customer_id, ("work_orders", order_id)))
    team.agree()
    team.wang.files.synchronise()
    team.agree()


def files_of(laptop: Laptop) -> tuple[int, int]:
    """How many attachments and receipts a laptop has."""
    return len(laptop.all(Attachment)), len(laptop.all(FileReceipt))


def sent_in(team: Team) -> str:
    asset_id, repair_id = new_id(), new_id()
    team.li.run(
        RegisterAsset(id=asset_id, customer_id=team.customer_id, type_code="PRN", name="打印机"),
        SendOut(id=repair_id, asset_id=asset_id, maker="HP", fault="不进纸"),
    )
    team.agree()
    return repair_id


def give_role(team: Team, role: Role) -> None:
    def give(unit: UnitOfWork) -> None:
        user = unit.first(User, columns_of(User).login == "wang")
        assert user is not None
        unit.put(RoleGrant(id=f"more-{role}", user_id=user.id, role=role, customer_id=None))

    team.headquarters.server.store.write(give)


def take_role(team: Team, role: Role) -> None:
    team.headquarters.server.store.write(lambda unit: unit.remove(RoleGrant, f"more-{role}"))
