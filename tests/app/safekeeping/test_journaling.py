"""The journal of a real workspace: every acknowledged command is in it, whatever becomes of the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.journal import Contents, Journal
from app.storage import facts
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import columns_of, spec_of
from app.storage.units import UnitOfWork
from app.workspace import Workspace
from tests.fakes import FakeClock


@pytest.fixture
def workspace(home: Home, clock: FakeClock) -> Iterator[Workspace]:
    made = create_workspace(home, "王建国", clock)
    yield made
    made.close()


def add_customer(workspace: Workspace, name: str = "师范大学") -> str:
    customer_id = new_id()
    workspace.runner.run(AddCustomer(id=customer_id, name=name))
    return customer_id


def contents(workspace: Workspace) -> Contents:
    return workspace.journaling.journal.read()


def outbox(workspace: Workspace) -> list[OutboxEntry]:
    with workspace.store.read() as reader:
        return reader.find(OutboxEntry, order_by=[columns_of(OutboxEntry).sequence])


def in_journal(workspace: Workspace) -> list[OutboxEntry]:
    spec = spec_of(OutboxEntry)
    found = contents(workspace).entries.values()
    return [spec.from_values(tuple(entry[name] for name in spec.columns)) for entry in found]


def judge(workspace: Workspace, state: OutboxState) -> None:
    """As a pull does that brings the verdicts."""

    def write(unit: UnitOfWork) -> None:
        unit.put(*(replace(entry, state=state) for entry in unit.find(OutboxEntry)))

    workspace.store.write(write)


def test_a_command_is_in_the_journal_as_it_is_in_the_outbox(workspace: Workspace) -> None:
    for name in ("师范大学", "江州市交警支队"):
        add_customer(workspace, name)
    assert in_journal(workspace) == outbox(workspace)
    assert len(outbox(workspace)) == 2


def test_the_journal_knows_what_makes_this_workspace_a_device(workspace: Workspace) -> None:
    add_customer(workspace)
    kept = contents(workspace).facts
    with workspace.store.read() as reader:
        for name in (facts.DEVICE_ID, facts.DEVICE_CODE, facts.PERSON_ID, "count:outbox_sequence"):
            assert kept[name] == facts.fact(reader, name)
    assert facts.CURSOR not in kept


def test_what_was_refused_by_a_rule_is_not_in_the_journal(workspace: Workspace) -> None:
    before = workspace.journaling.journal.size

    def fail(unit: UnitOfWork) -> None:
        workspace.runner.run_in(unit, AddCustomer(id=new_id(), name="x"))
        raise LookupError

    with pytest.raises(LookupError):
        workspace.store.write(fail)
    assert workspace.journaling.journal.size == before
    add_customer(workspace, "the next one")
    assert [entry.body_fields()["name"] for entry in in_journal(workspace)] == ["the next one"]


def test_what_changes_nothing_of_it_costs_nothing(workspace: Workspace) -> None:
    before = workspace.journaling.journal.size
    workspace.store.write(lambda unit: facts.set_fact(unit, facts.CURSOR, "17"))
    workspace.store.write(lambda unit: facts.set_fact(unit, facts.GRANTS, facts.fact(unit, facts.GRANTS)))
    assert workspace.journaling.journal.size <= before + 200
    after = workspace.journaling.journal.size
    workspace.store.write(lambda unit: facts.set_fact(unit, facts.GRANTS, facts.fact(unit, facts.GRANTS)))
    assert workspace.journaling.journal.size == after


def test_a_command_stands_when_the_journal_cannot_be_written_and_is_noted_later(
    workspace: Workspace, expected_log: pytest.LogCaptureFixture
) -> None:
    workspace.journaling.journal.path.unlink()
    workspace.journaling.journal.path.mkdir()
    customer_id = add_customer(workspace)
    assert "the outbox journal could not be written" in expected_log.text
    with workspace.store.read() as reader:
        assert reader.get(Customer, customer_id) is not None
    workspace.journaling.journal.path.rmdir()
    workspace.journaling.catch_up(workspace.store)
    assert in_journal(workspace) == outbox(workspace)


def test_what_a_crash_kept_from_the_journal_is_noted_at_the_next_start(workspace: Workspace) -> None:
    add_customer(workspace)
    whole = workspace.journaling.journal.path.read_bytes()
    add_customer(workspace, "committed, and then the battery died")
    workspace.journaling.journal.path.write_bytes(whole)
    workspace.journaling.catch_up(workspace.store)
    assert in_journal(workspace) == outbox(workspace)


def test_a_journal_is_written_anew_when_most_of_it_is_settled(workspace: Workspace) -> None:
    for number in range(60):
        add_customer(workspace, f"customer {number}")
    grown = workspace.journaling.journal.size
    judge(workspace, OutboxState.APPLIED)
    add_customer(workspace, "still waiting")
    workspace.journaling.catch_up(workspace.store)
    assert workspace.journaling.journal.size < grown / 10
    assert [entry.body_fields()["name"] for entry in in_journal(workspace)] == ["still waiting"]
    assert contents(workspace).facts["count:outbox_sequence"] == "61"


def test_what_was_refused_stays(workspace: Workspace) -> None:
    for number in range(60):
        add_customer(workspace, f"customer {number}")
    judge(workspace, OutboxState.APPLIED)
    add_customer(workspace, "refused")
    refused = outbox(workspace)[-1].id
    workspace.store.write(
        lambda unit: unit.put(replace(unit.require(OutboxEntry, refused), state=OutboxState.REJECTED))
    )
    workspace.journaling.catch_up(workspace.store)
    assert [entry.id for entry in in_journal(workspace)] == [refused]


def test_what_only_the_journal_knows_is_never_thrown_away(workspace: Workspace, home: Home) -> None:
    """An older database was put back by hand."""
    workspace.store.engine.dispose()
    older = home.database.read_bytes()
    for number in range(60):
        add_customer(workspace, f"customer {number}")
    workspace.close()
    for part in ("", "-wal", "-shm"):
        home.database.with_name(f"workspace.db{part}").unlink(missing_ok=True)
    home.database.write_bytes(older)
    again = open_workspace(home)
    try:
        again.journaling.catch_up(again.store)
        assert len(contents(again).entries) == 60
    finally:
        again.close()


def test_a_damaged_journal_is_made_whole_from_the_database(workspace: Workspace) -> None:
    for number in range(10):
        add_customer(workspace, f"customer {number}")
    path = workspace.journaling.journal.path
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    assert contents(workspace).damaged == 1
    workspace.journaling.catch_up(workspace.store)
    assert contents(workspace).damaged == 0
    assert in_journal(workspace) == outbox(workspace)


PROGRAM = """
import sys
from pathlib import Path

from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.foundation.ids import new_id

workspace = open_workspace(Home(Path(sys.argv[1])))
while True:
    customer_id = new_id()
    workspace.runner.run(AddCustomer(id=customer_id, name="x"))
    print(customer_id, flush=True)
"""


@pytest.mark.slow
def test_whatever_was_acknowledged_is_in_the_journal_however_the_program_is_killed(home: Home) -> None:
    create_workspace(home, "王建国").close()
    acknowledged: set[str] = set()
    for many in (1, 4, 9):
        with subprocess.Popen(
            [sys.executable, "-c", PROGRAM, os.fspath(home.folder)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            acknowledged.update(process.stdout.readline().strip() for _ in range(many))
            process.kill()
            acknowledged.update(line.strip() for line in process.stdout.read().splitlines())
        found = Journal(home.journal_file, home.read_key()).read()
        bodies = "".join(entry["body"] for entry in found.entries.values())
        assert all(customer_id in bodies for customer_id in acknowledged)
