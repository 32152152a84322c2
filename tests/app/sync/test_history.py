"""The server's audit chain: everything is in it, nothing can be changed unnoticed, and laptops remember its end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.rules import Role
from app.accounts.tables import RoleGrant, User
from app.audit.chain import check, erase, link_at, newest
from app.audit.tables import AuditEntry
from app.bootstrap import restore_server
from app.cli.main import run
from app.directory.commands import AddCustomer, AddTeam
from app.foundation.errors import Rejection
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.care import back_up
from app.storage.schema import columns_of, spec_of
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.rounds import CALM_SECONDS, Agreement, Rounds
from tests.app.sync.conftest import Headquarters, Laptop

PASSWORD = "a password for backups"


def acts(headquarters: Headquarters, subject_id: str = "") -> list[str]:
    with headquarters.server.store.read() as reader:
        return [entry.act for entry in reversed(newest(reader, 1000, subject_id))]


def broken_at(headquarters: Headquarters) -> int | None:
    with headquarters.server.store.read() as reader:
        return check(reader).broken_at


def is_in_doubt(laptop: Laptop) -> bool:
    report = Rounds(laptop.sync, laptop.workspace.runner.clock).make()
    assert report.pause_seconds == CALM_SECONDS
    assert report.trouble is None or report.trouble.code == "history_rewritten"
    return report.agreement is Agreement.TROUBLED


@pytest.fixture
def desk(headquarters: Headquarters) -> Laptop:
    headquarters.add_user("li", Role.DISPATCHER)
    made = headquarters.new_laptop("li")
    made.run(AddCustomer(id=new_id(), name="第一人民医院"), AddTeam(id=new_id(), name="North"))
    made.synchronise()
    made.synchronise()
    return made


def test_commands_people_and_devices_are_in_the_chain_in_their_order(headquarters: Headquarters, desk: Laptop) -> None:
    assert acts(headquarters) == [
        "users.added",
        "grants.added",
        "devices.added",
        "judged_commands.added",
        "judged_commands.added",
    ]
    with headquarters.server.store.read() as reader:
        (user,) = reader.find(User)
        (grant,) = reader.find(RoleGrant)
        entries = newest(reader, 10)
    headquarters.server.store.write(lambda unit: unit.put(replace(user, active=False)))
    headquarters.server.store.write(lambda unit: unit.remove(RoleGrant, grant.id))
    assert acts(headquarters)[-2:] == ["users.changed", "grants.removed"]
    assert broken_at(headquarters) is None
    told = "".join(entry.content or "" for entry in entries)
    assert "directory.add_team" in told
    assert user.password_hash not in told
    assert "North" not in told


def test_what_a_savepoint_undid_or_a_transaction_did_is_not_in_the_chain(
    headquarters: Headquarters, desk: Laptop
) -> None:
    before = acts(headquarters)

    def turn_off(unit: UnitOfWork) -> None:
        (user,) = unit.find(User)
        unit.put(replace(user, active=False))
        raise Rejection("not_permitted")

    def undone(unit: UnitOfWork) -> None:
        with pytest.raises(Rejection):
            unit.attempt(lambda: turn_off(unit))

    headquarters.server.store.write(undone)
    with pytest.raises(Rejection):
        headquarters.server.store.write(turn_off)
    assert acts(headquarters) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET content = replace(content, 'li', 'xx') WHERE sequence = 1",
        "UPDATE audit_entries SET at = at + 1 WHERE sequence = 3",
        "UPDATE audit_entries SET act = 'users.changed' WHERE sequence = 2",
        "UPDATE audit_entries SET digest = 'a' WHERE sequence = 2",
        "UPDATE audit_entries SET content = NULL, digest = 'a' WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 1",
        "DELETE FROM audit_entries WHERE sequence = 3",
        "DELETE FROM audit_entries WHERE sequence = 5",
        "DELETE FROM audit_entries",
    ],
)
def test_whatever_is_changed_in_the_chain_breaks_it(new_headquarters: Callable[[], Headquarters], change: str) -> None:
    headquarters = new_headquarters()
    headquarters.add_user("li", Role.DISPATCHER)
    desk = headquarters.new_laptop("li")
    desk.run(AddTeam(id=new_id(), name="North"), AddTeam(id=new_id(), name="South"))
    desk.synchronise()
    assert broken_at(headquarters) is None
    with headquarters.server.store.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert broken_at(headquarters) is not None


def test_erasing_what_entries_hold_leaves_the_chain_whole(headquarters: Headquarters, desk: Laptop) -> None:
    def forget(unit: UnitOfWork) -> None:
        erase(unit, unit.find(AuditEntry, columns_of(AuditEntry).act == "users.added"))

    headquarters.server.store.write(forget)
    with headquarters.server.store.read() as reader:
        finding = check(reader)
        assert "li" not in "".join(entry.content or "" for entry in newest(reader, 10) if entry.act == "users.added")
    assert (finding.broken_at, finding.erased, finding.entries) == (None, 1, 5)
    assert not is_in_doubt(desk)


def test_processes_that_append_at_once_make_one_chain(headquarters: Headquarters, desk: Laptop) -> None:
    def work(number: int) -> None:
        for count in range(10):
            user = User(
                id=f"u{number}-{count}", login=f"{number}-{count}", person_id="p", password_hash="", active=True
            )
            headquarters.server.store.write(lambda unit: unit.put(user))  # noqa: B023 - it runs at once

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken_at(headquarters) is None
    assert len(acts(headquarters)) == 5 + 40


def test_a_laptop_notices_a_history_that_was_rolled_back_and_works_on(
    headquarters: Headquarters, desk: Laptop, expected_log: pytest.LogCaptureFixture
) -> None:
    assert not is_in_doubt(desk)
    _cut_off(headquarters.server.store, 3)
    assert is_in_doubt(desk)
    desk.run(AddTeam(id=new_id(), name="East"))
    assert is_in_doubt(desk)
    assert acts(headquarters)[-1] == "judged_commands.added"
    assert "found the history to be another one" in expected_log.text


def _cut_off(store: Store, last: int) -> None:
    """As if an older copy of the database had been put back without a new epoch."""
    with store.read() as reader:
        head = {"head": f"{last} {link_at(reader, last)}"}
    with store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.execute(sa.delete(spec_of(AuditEntry).table).where(columns_of(AuditEntry).sequence > last))
        connection.execute(sa.text("UPDATE workspace_facts SET value = :head WHERE id = 'audit_head'"), head)


def test_a_laptop_notices_a_history_that_was_rewritten_and_grew_on(headquarters: Headquarters, desk: Laptop) -> None:
    assert not is_in_doubt(desk)
    with headquarters.server.store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.execute(sa.text("UPDATE audit_entries SET link = 'another' WHERE sequence = 5"))
    headquarters.add_user("wang", Role.DISPATCHER)
    assert is_in_doubt(desk)


def test_a_restored_server_is_another_life_and_no_reason_to_doubt(
    headquarters: Headquarters, desk: Laptop, tmp_path: Path
) -> None:
    back_up(headquarters.server, tmp_path / "backup", PASSWORD)
    desk.run(AddTeam(id=new_id(), name="East"))
    assert not is_in_doubt(desk)
    restored = Headquarters(
        restore_server(Home(tmp_path / "restored"), "", tmp_path / "backup", PASSWORD), tmp_path, headquarters.clock
    )
    restored.take_over(desk)
    for _round in range(3):
        assert not is_in_doubt(desk)
    assert "server.restored" in acts(restored)
    assert broken_at(restored) is None
    restored.close()


def test_the_command_line_lists_and_checks_the_chain(
    new_headquarters: Callable[[], Headquarters], capsys: pytest.CaptureFixture[str]
) -> None:
    headquarters = new_headquarters()
    headquarters.add_user("li", Role.DISPATCHER)
    assert run(["admin", "audit", "verify"], headquarters.home, "en") == 0
    assert "whole: 2 entries" in capsys.readouterr().out
    assert run(["admin", "audit", "list", "--limit", "1"], headquarters.home, "en") == 0
    assert capsys.readouterr().out.split("\t")[::2][:2] == ["2", "grants.added"]
    with headquarters.server.store.engine.execution_options(paigong_writer=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entries WHERE sequence = 1")
    assert run(["admin", "audit", "verify"], headquarters.home, "en") == 1
    assert "from entry 1" in capsys.readouterr().out
