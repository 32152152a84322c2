"""Servers that were restored, pages that are too large, handlers that break, people who share a computer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

import app.sync.pull.rows
import app.workorders.commands
from app.accounts.rules import Role
from app.bootstrap import create_workspace, open_server
from app.directory.commands import AddCustomer
from app.directory.tables import Customer, Team
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.storage import facts
from app.storage.drafts import Draft
from app.storage.facts import set_fact
from app.storage.outbox import OutboxEntry, OutboxState, settled_sequence
from app.storage.schema import spec_of
from app.storage.units import Origin, UnitOfWork
from app.sync.pull.wire import PullReply, PullRequest, TableRows
from app.sync.rebase.laptop import apply_page
from app.sync.wire import PROTOCOL, pack, unpack
from app.workorders.commands import AddNote, LogOrder
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.conftest import Headquarters, Laptop

MakeHeadquarters = Callable[[], Headquarters]


@dataclass
class Desk:
    """A dispatcher's laptop in agreement with its server, and a customer."""

    headquarters: Headquarters
    laptop: Laptop
    customer_id: str

    def log(self, title: str) -> str:
        order_id = new_id()
        self.laptop.run(LogOrder(id=order_id, customer_id=self.customer_id, title=title))
        return order_id

    def titles(self) -> set[str]:
        return {order.title for order in self.laptop.all(WorkOrder)}

    def titles_there(self) -> set[str]:
        with self.headquarters.server.store.read() as reader:
            return {order.title for order in reader.find(WorkOrder)}


@pytest.fixture
def desk(new_headquarters: MakeHeadquarters) -> Desk:
    headquarters = new_headquarters()
    headquarters.add_user("li", Role.DISPATCHER)
    customer_id = new_id()
    made = Desk(headquarters, headquarters.new_laptop("li"), customer_id)
    made.laptop.run(AddCustomer(id=customer_id, name="第一人民医院"))
    made.laptop.synchronise()
    return made


def copy_of_store(headquarters: Headquarters, folder: Path) -> Home:
    folder.mkdir()
    with headquarters.server.store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in (headquarters.home.database, headquarters.home.key_file):
        shutil.copy(path, folder)
    return Home(folder)


def restore(headquarters: Headquarters, backup: Home) -> None:
    """Put the rows of a copy back under the running server."""
    old = open_server(backup)
    with old.store.engine.connect() as source, headquarters.server.store.engine.connect() as target:
        copied, restored = source.connection.driver_connection, target.connection.driver_connection
        assert copied is not None
        assert restored is not None
        copied.backup(restored)
    old.close()


@pytest.mark.parametrize("new_life", [True, False])
def test_what_a_restored_server_has_forgotten_is_offered_again(
    desk: Desk, tmp_path: Path, new_life: bool, expected_log: pytest.LogCaptureFixture
) -> None:
    desk.log("保存过的")
    desk.laptop.synchronise()
    backup = copy_of_store(desk.headquarters, tmp_path / "backup")
    desk.log("备份以后的")
    desk.laptop.synchronise()
    desk.log("还没发的")
    restore(desk.headquarters, backup)
    if new_life:
        desk.headquarters.server.store.write(lambda unit: set_fact(unit, facts.EPOCH, new_id()))
    assert desk.titles_there() == {"保存过的"}
    for _round in range(3):
        with nullcontext() if new_life else pytest.raises(Trouble, match="history_rewritten"):
            desk.laptop.synchronise()
    assert ("history" in expected_log.text) != new_life
    assert desk.titles() == desk.titles_there() == {"保存过的", "备份以后的", "还没发的"}
    assert {entry.state for entry in desk.laptop.all(OutboxEntry)} == {OutboxState.APPLIED}


def test_rows_too_large_for_one_message_come_in_several(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.sync.pull.rows, "LARGEST_ROWS", 50_000)
    order_id = desk.log("长谈")
    desk.laptop.run(*(AddNote(order_id=order_id, text=f"{number}" + "话" * 19_000) for number in range(9)))
    desk.laptop.synchronise()
    other = desk.headquarters.new_laptop("li")
    assert other.all(OrderEvent) == desk.laptop.all(OrderEvent)
    assert len(other.all(OrderEvent)) == 10


def test_a_handler_that_breaks_here_keeps_nothing_else_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, expected_log: pytest.LogCaptureFixture
) -> None:
    order_id = desk.log("故障")
    desk.laptop.synchronise()
    other = desk.headquarters.new_laptop("li")
    other.run(LogOrder(id=new_id(), customer_id=desk.customer_id, title="别人的"))
    other.synchronise()
    desk.laptop.run(AddNote(order_id=order_id, text="等着"))
    command = app.storage.commands.command_named("workorders.add_note")

    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(app.storage.commands._BY_NAME, command.name, replace(command, handler=broken))
    desk.laptop.synchronise()
    assert desk.titles() == {"故障", "别人的"}
    (refused,) = desk.laptop.all(OutboxEntry, state=OutboxState.REJECTED)
    assert refused.code == "handler_failed"
    assert "ZeroDivisionError" in expected_log.text


def a_page(laptop: Laptop, *tables: TableRows) -> tuple[PullRequest, PullReply]:
    with laptop.workspace.store.read() as reader:
        cursor = int(facts.fact(reader, facts.CURSOR))
        epoch, scopes = facts.fact(reader, facts.EPOCH), facts.fact(reader, facts.SCOPES)
        settled = settled_sequence(reader)
    return (
        PullRequest(protocol=PROTOCOL, epoch=epoch, cursor=cursor, scopes=scopes, settled_sequence=settled),
        PullReply(
            epoch=epoch,
            cursor=cursor + 1,
            scopes=scopes,
            anew=False,
            more=False,
            tables=list(tables),
            verdicts=[],
            judged_sequence=1,
            grants=[],
        ),
    )


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (TableRows(name="teams", columns=["id"], values=[["x"]], left=[]), "protocol_unknown"),
        (TableRows(name="teams", columns=["id", "name"], values=[["x"]], left=[]), "message_malformed"),
        (TableRows(name="teams", columns=["id", "name"], values=[["x"], [None]], left=[]), "message_malformed"),
        (TableRows(name="teams", columns=["id", "name"], values=[["x"], ["y", "z"]], left=[]), "message_malformed"),
        (TableRows(name="teams", columns=["id", "id"], values=[["x"], ["y"]], left=[]), "message_malformed"),
    ],
)
def test_what_are_no_rows_changes_nothing(desk: Desk, rows: TableRows, code: str) -> None:
    request, reply = a_page(desk.laptop, rows)
    with pytest.raises(Trouble, match=code):
        apply_page(desk.laptop.workspace.store, desk.laptop.workspace.runner.redo, request, reply)
    assert a_page(desk.laptop)[0] == request


def apply(laptop: Laptop, *tables: TableRows) -> None:
    apply_page(laptop.workspace.store, laptop.workspace.runner.redo, *a_page(laptop, *tables))


def test_what_only_a_newer_server_knows_is_passed_over(desk: Desk) -> None:
    teams = TableRows(name="teams", columns=["colour", "name", "id"], values=[["red"], ["North"], ["t"]], left=[])
    drafts = TableRows(name="drafts", columns=["id", "fields", "saved_at"], values=[["x"], ["{}"], [0]], left=["y"])
    parts = TableRows(name="spare_parts_of_2031", columns=["id"], values=[["x"]], left=[])
    apply(desk.laptop, teams, drafts, parts)
    assert desk.laptop.all(Team) == [Team(id="t", name="North")]
    assert not desk.laptop.all(Draft), "what is this laptop's own is nothing for a server to write"


def test_a_row_in_a_state_that_has_no_name_here_is_left_out_and_the_rest_is_there(
    desk: Desk, expected_log: pytest.LogCaptureFixture
) -> None:
    order_id, other_id = desk.log("A"), desk.log("B")
    desk.laptop.synchronise()
    spec = spec_of(WorkOrder)
    at = spec.columns.index("state")
    rows = [spec.to_values(order) for order in desk.laptop.all(WorkOrder)]
    sent = [(*row[:at], "hovering" if row[0] == order_id else row[at], *row[at + 1 :]) for row in rows]
    columns = [list(column) for column in zip(*sent, strict=True)]
    apply(desk.laptop, TableRows(name=spec.name, columns=list(spec.columns), values=columns, left=[]))
    assert [order.id for order in desk.laptop.all(WorkOrder)] == [other_id]
    assert "1 rows of work_orders" in expected_log.text


def test_after_an_update_that_knows_other_tables_everything_is_pulled_anew(desk: Desk) -> None:
    order_id = desk.log("A")
    desk.laptop.synchronise()
    before = a_page(desk.laptop)[0].cursor
    desk.laptop.synchronise()
    assert a_page(desk.laptop)[0].cursor == before > 0

    def as_the_program_before_left_it(unit: UnitOfWork) -> None:
        set_fact(unit, "schema", "of the program before")
        unit.apply(spec_of(WorkOrder), (), removed=[order_id], origin=Origin.TRUTH)

    desk.laptop.workspace.store.write(as_the_program_before_left_it)
    desk.laptop.synchronise()
    assert desk.titles() == {"A"}


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_holds_is_no_row(number: int) -> None:
    sent = pack(TableRows(name="assets", columns=["id", "cost_minor"], values=[["x"], [number]], left=[]), zstd=True)
    with pytest.raises(Trouble, match="message_malformed"):
        unpack(sent, "zstd", TableRows)


@pytest.mark.parametrize("place", [{"epoch": "before"}, {"settled_sequence": 0}])
def test_a_page_that_was_asked_for_in_another_life_or_before_the_last_verdict_is_ignored(
    desk: Desk, place: dict[str, Any]
) -> None:
    request, reply = a_page(desk.laptop)
    assert request.settled_sequence > 0
    stale = structs.replace(request, **place)
    apply_page(desk.laptop.workspace.store, desk.laptop.workspace.runner.redo, stale, reply)
    assert a_page(desk.laptop)[0] == request


def test_whoever_connects_a_lone_workspace_finds_nothing_refused(desk: Desk) -> None:
    alone = desk.headquarters.laptop(create_workspace(Home(desk.headquarters.home.folder / "alone"), "Sun"))
    assert not alone.all(OutboxEntry)
    desk.headquarters.add_user("sun", Role.ENGINEER)
    alone.enrol(desk.headquarters.url, "sun")
    alone.synchronise()
    assert not alone.all(OutboxEntry)
    assert [customer.name for customer in alone.all(Customer)] == ["第一人民医院"]


def test_nobody_sends_the_work_of_another_in_his_own_name(desk: Desk) -> None:
    desk.headquarters.add_user("zhao", Role.DISPATCHER)
    desk.log("李的")
    with pytest.raises(Rejection, match="work_of_other_waits") as refused:
        desk.laptop.enrol(desk.headquarters.url, "zhao")
    assert "Li" in sentence(refused.value)
    desk.laptop.synchronise()
    desk.laptop.enrol(desk.headquarters.url, "zhao")
    desk.log("赵的")
    desk.laptop.synchronise()
    by_whom = {order.title: order.logged_by_id for order in desk.laptop.all(WorkOrder)}
    assert by_whom["李的"] != by_whom["赵的"]


def test_signing_in_again_sends_what_waited_once(desk: Desk) -> None:
    desk.log("一")
    desk.laptop.enrol(desk.headquarters.url, "li")
    desk.log("二")
    desk.laptop.synchronise()
    desk.laptop.enrol(desk.headquarters.url, "li")
    desk.laptop.synchronise()
    assert desk.titles() == desk.titles_there() == {"一", "二"}
    assert {entry.state for entry in desk.laptop.all(OutboxEntry)} == {OutboxState.APPLIED}
