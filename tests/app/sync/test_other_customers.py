"""Whoever serves one customer neither reads nor changes what belongs to another, whatever ids he guesses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from app.accounts.rules import PERMISSIONS, Grant, Permission, Role
from app.bootstrap import open_server
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.messages.tables import Notice
from app.server.authority import Server
from app.storage.commands import command_spec
from app.storage.outbox import OutboxState
from app.storage.schema import REFERENCE_SCOPE, Values, all_specs
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseRequest
from app.sync.wire import PROTOCOL
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.visit_commands import StartWork
from tests.app.storage.examples import EXAMPLES
from tests.app.sync.devices import new_device
from tests.fakes import FakeClock

OURS, THEIRS = "ours", "customer"
"""Ids of two customers; the examples are about theirs."""
ONESELF = {"attendance.check_in", "attendance.check_out"}

roles = pytest.mark.parametrize("role", list(Role))


@pytest.fixture
def server(tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    """With everything that the examples speak of, and with an order of our own."""
    made = open_server(Home(tmp_path), "", clock)
    boss = new_device(made, "boss", Grant(Role.ADMINISTRATOR, None))
    boss.push(*EXAMPLES)
    boss.push(
        AddPerson(id="contact", name="科长", kind=PersonKind.CONTACT, customer_id=THEIRS),
        AddCustomer(id=OURS, name="第一人民医院"),
        AddSite(id="our_site", customer_id=OURS, name="门诊楼"),
        AddDepartment(id="our_department", customer_id=OURS, code="RSC", name="人事处"),
        LogOrder(id="theirs", customer_id=THEIRS, title="故障"),
        AssignOrder(order_id="theirs", visit_id="their_visit", engineer_id="person"),
        LogOrder(id="ours", customer_id=OURS, title="故障"),
    )
    yield made
    made.close()


def rows(server: Server) -> dict[tuple[str, str], Values]:
    """Everything that is synchronised, by table and id."""
    with server.store.read() as reader:
        return {
            (spec.name, row_id): values
            for spec in all_specs()
            if spec.scope is not None
            for row_id, values in reader.values_of(
                spec, reader.connection.exec_driver_sql(f"SELECT id FROM {spec.name}").scalars().all()
            ).items()
        }


def scope_of(table: str, values: Values) -> str:
    return next(spec for spec in all_specs() if spec.name == table).scope_of(values)


def changed(before: dict[tuple[str, str], Values], after: dict[tuple[str, str], Values]) -> set[str]:
    """The scopes in which something is another one now."""
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {scope_of(table, (after.get((table, row_id)) or before[table, row_id])) for table, row_id in keys}


@roles
def test_no_command_touches_what_is_theirs(server: Server, role: Role) -> None:
    guest = new_device(server, "guest", Grant(role, OURS))
    before = rows(server)
    guest.push(
        *EXAMPLES, StartWork(visit_id="their_visit"), AssignOrder(order_id="theirs", visit_id="v", engineer_id="guest")
    )
    judged = guest.verdicts()
    assert {command.name for command in judged if command.verdict is OutboxState.APPLIED} <= ONESELF
    assert changed(before, rows(server)) <= {"person:guest", "desk:"}, "nobody fills the desk of another customer"


@roles
def test_nothing_of_theirs_is_drawn_into_ours(server: Server, role: Role) -> None:
    """Every example once more, said to be about our customer, but with the ids of their things in it."""
    guest = new_device(server, "guest", Grant(role, OURS))
    before = rows(server)
    for example in EXAMPLES:
        guest.push(*_about_us(example))
    scopes = changed(before, rows(server))
    of_us = {f"{kind}:{OURS}" for kind in ("customer", "desk", "queue", "register")}
    assert scopes <= of_us | {"desk:", "person:guest", "person:person"}
    for key, values in rows(server).items():
        if scope_of(key[0], values) == f"customer:{OURS}":
            assert not {"site", "department", "asset", "system", "contact"} & set(values), (key, values)


def _about_us(example: Any) -> Iterator[Any]:
    names = {field.name for field in fields(example)}
    swapped = {name: ours for name, ours in {"customer_id": OURS, "order_id": "ours"}.items() if name in names}
    if not swapped:
        return
    theirs = {name: name.removesuffix("_id") for name in ("site_id", "department_id", "asset_id", "system_id")}
    for name, value in {"": "", **theirs, "engineer_id": "contact"}.items():
        if not name or name in names:
            fresh = {made: f"new_{name}" for made in ("id", "visit_id") if made in names}
            yield replace(example, **swapped, **fresh, **({name: value} if name else {}))


@roles
def test_a_device_gets_nothing_of_theirs(server: Server, role: Role) -> None:
    guest = new_device(server, "guest", Grant(role, OURS))
    ours = {
        f"{kind}:{OURS}"
        for kind in (("customer", "register") if role is Role.ENGINEER else ("customer", "desk", "queue", "register"))
    }
    for example in EXAMPLES:
        guest.push(*_about_us(example))
    for reply in (guest.pull(), guest.pull(cursor=1), guest.pull(cursor=1, scopes=guest.pull().scopes)):
        for table in reply.tables:
            for values in zip(*table.values, strict=True):
                assert scope_of(table.name, values) in {REFERENCE_SCOPE, "person:guest"} | ours
        left = {row_id for table in reply.tables for row_id in table.left}
        assert not {"site", "department", "asset", "order", "visit", "contact", THEIRS} & left


@roles
def test_a_refusal_tells_nothing_of_theirs(server: Server, role: Role) -> None:
    guest = new_device(server, "guest", Grant(role, OURS))
    guest.push(*EXAMPLES)
    for example in EXAMPLES:
        guest.push(*_about_us(example))
    told = [text for command in guest.verdicts() for text in command.params.values()]
    for secret in ("科长", "Town Hall", "科技处", "Front desk PC", "Printer jams", "HP"):
        assert not [text for text in told if secret in text]


@roles
def test_no_numbers_of_theirs_are_leased(server: Server, role: Role) -> None:
    guest = new_device(server, "guest", Grant(role, OURS))
    series = [
        f"asset:{THEIRS}:COM",
        f"asset:{OURS}:COM",
        "asset:nobody:COM",
        f"asset:{OURS}:ZZZ",
        "W26",
        "X26",
        "asset::COM",
        "asset:a:b:COM",
    ]
    request = LeaseRequest(protocol=PROTOCOL, series=series)
    reply = lease(server.store, guest.device, guest.user, request, server.clock.now())
    numbered = {"W26": Permission.LOG_ORDERS, f"asset:{OURS}:COM": Permission.REGISTER_ASSETS}
    permitted = {series for series, permission in numbered.items() if permission in PERMISSIONS[role]}
    assert {block.series for block in reply.blocks} == permitted


def test_whoever_serves_all_leases_for_customers_that_are_there(server: Server) -> None:
    li = new_device(server, "li", Grant(Role.DISPATCHER, None))
    series = [f"asset:{THEIRS}:COM", "asset:nobody:COM", f"asset:{OURS}:ZZZ", "asset::COM"]
    request = LeaseRequest(protocol=PROTOCOL, series=series)
    reply = lease(server.store, li.device, li.user, request, server.clock.now())
    assert [block.series for block in reply.blocks] == [f"asset:{THEIRS}:COM"]


def test_a_device_gets_what_its_person_was_told_and_nobody_elses_days(server: Server) -> None:
    guest, other = (new_device(server, login, Grant(Role.ENGINEER, OURS)) for login in ("guest", "other"))
    for device in (guest, other):
        device.push(*(example for example in EXAMPLES if command_spec(example).name in ONESELF))
    boss = new_device(server, "chief", Grant(Role.DISPATCHER, None))
    boss.push(AssignOrder(order_id="ours", visit_id="v1", engineer_id="guest"))
    pulled = {(table.name, str(row_id)) for table in guest.pull().tables for row_id in (table.values or [[]])[0]}
    mine = {key for key, values in rows(server).items() if scope_of(key[0], values) == "person:guest"}
    assert mine
    assert {key for key in pulled if key[0] in {"attendance_events", "notices"}} == mine
    with server.store.read() as reader:
        assert {notice.person_id for notice in reader.find(Notice)} >= {"guest", "person"}


def test_nobody_answers_for_another_device(server: Server) -> None:
    """The id of a command that somebody else has given is no key to its verdict."""
    guest, other = (new_device(server, login, Grant(Role.ENGINEER, OURS)) for login in ("guest", "other"))
    known = guest.enclose(LogOrder(id="mine", customer_id=OURS, title="故障"))
    guest.offer(known)
    copied = replace(other.enclose(LogOrder(id="copied", customer_id=OURS, title="抄")), command_id=known.command_id)
    other.offer(copied)
    other.push(LogOrder(id="next", customer_id=OURS, title="下一个"))
    assert [(command.command_id, command.device_id) for command in guest.verdicts()] == [
        (known.command_id, guest.device.id)
    ]
    assert [command.verdict for command in other.verdicts()] == [OutboxState.APPLIED] * 2
