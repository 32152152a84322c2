"""The server itself refuses what a role may not do, and keeps back what it may not see, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.accounts.rules import AT_CUSTOMER, PERMISSIONS, Permission, Role
from app.attendance.commands import CheckIn
from app.bootstrap import open_server
from app.directory.commands import AddCustomer
from app.foundation.errors import Rejection
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.commands import command_spec, enclose
from app.storage.schema import spec_named
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.push.wire import PushReply, PushRequest
from app.sync.transport import Transport
from app.sync.wire import PROTOCOL
from app.workorders.commands import LogOrder
from app.workorders.mail_commands import ReceiveMail
from tests.app.accounts.test_permissions import ABOUT_ALL_CUSTOMERS, may
from tests.app.storage.examples import EXAMPLES
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.fakes import FakeClock

OTHER = LogOrder(id="elsewhere", customer_id="other", title="别家的")


class Person:
    """Somebody who has signed in, and says whatever he likes."""

    def __init__(self, headquarters: Headquarters, login: str, role: Role, *customer_ids: str) -> None:
        self.person_id = headquarters.add_user(login, role, *customer_ids)
        self._clock = headquarters.clock
        self._places = count(1)
        stranger = Transport(headquarters.url)
        request = EnrolRequest(protocol=PROTOCOL, login=login, password=PASSWORD, device_name="x", settled_sequence=0)
        reply = stranger.ask("enrol", request, EnrolReply)
        stranger.close()
        self._epoch = reply.epoch
        self._line = Transport(headquarters.url, reply.token)

    def push(self, *commands: object) -> dict[str, str]:
        """What was said of each, by the command's name; empty where it was done."""
        at = self._clock.now()
        envelopes = [enclose(one, command_id=new_id(), sequence=next(self._places), at=at) for one in commands]
        self._line.ask("push", PushRequest(protocol=PROTOCOL, epoch=self._epoch, commands=envelopes), PushReply)
        codes = {verdict.command_id: verdict.code for verdict in self.pull().verdicts}
        return {envelope.name: codes[envelope.command_id] for envelope in envelopes}

    def pull(self) -> PullReply:
        request = PullRequest(protocol=PROTOCOL, epoch=self._epoch, cursor=0, scopes="", settled_sequence=0)
        return self._line.ask("pull", request, PullReply)

    def scopes(self) -> set[str]:
        """The scopes of all rows that this person gets."""
        return {
            spec_named(table.name).scope_of(values)
            for table in self.pull().tables
            for values in zip(*table.values, strict=True)
        }

    def close(self) -> None:
        self._line.close()


def world_of(headquarters: Headquarters) -> Headquarters:
    """With all that the examples speak of, something of another customer, and an engineer's day."""
    boss = Person(headquarters, "boss", Role.ADMINISTRATOR)
    boss.push(*EXAMPLES, AddCustomer(id="other", name="别家"), OTHER, CheckIn(zone="Asia/Shanghai"))
    boss.close()
    headquarters.server.run(*(example for example in EXAMPLES if isinstance(example, ReceiveMail)))
    return headquarters


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headquarters]:
    """On SQLite, for all tests of this module."""
    folder = tmp_path_factory.mktemp("server")
    made = Headquarters(open_server(Home(folder / "server")), folder, FakeClock())
    yield world_of(made)
    made.close()


def check_commands(person: Person, role: Role, *, everywhere: bool) -> None:
    said = person.push(*EXAMPLES)
    for example in EXAMPLES:
        name = command_spec(example).name
        permitted = role in may(example) and (everywhere or name not in ABOUT_ALL_CUSTOMERS)
        assert (said[name] == "not_permitted") is not permitted, (name, said[name])


@pytest.mark.parametrize("role", sorted(set(Role) - AT_CUSTOMER))
def test_a_role_for_all_customers_does_what_it_may(world: Headquarters, role: Role) -> None:
    person = Person(world, f"{role}.all", role)
    check_commands(person, role, everywhere=True)
    scopes = person.scopes()
    assert {"reference", "customer:customer", "customer:other"} <= scopes
    of_others = {scope for scope in scopes if scope.startswith("person:")} - {f"person:{person.person_id}"}
    assert bool(of_others) is (Permission.VIEW_ATTENDANCE in PERMISSIONS[role])
    person.close()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_for_one_customer_does_what_it_may_and_sees_nothing_of_others(world: Headquarters, role: Role) -> None:
    person = Person(world, f"{role}.one", role, "customer")
    check_commands(person, role, everywhere=False)
    assert person.push(OTHER) == {"workorders.log": "not_permitted"}
    seen, permitted = person.scopes(), PERMISSIONS[role]
    assert {"reference", "customer:customer"} <= seen
    of_desk = {"desk:customer"} if Permission.SETTLE_FOR_OTHERS in permitted else set()
    of_desk |= {"queue:customer"} if Permission.TRIAGE_ORDERS in permitted else set()
    of_desk |= {"register:customer"} if Permission.REGISTER_ASSETS in permitted else set()
    assert seen <= {"reference", "customer:customer", f"person:{person.person_id}"} | of_desk
    person.close()


@pytest.mark.parametrize("role", sorted(AT_CUSTOMER))
def test_a_role_at_the_customer_is_given_for_a_customer_and_worth_nothing_for_others(
    world: Headquarters, role: Role
) -> None:
    with pytest.raises(Rejection, match="role_needs_customer"):
        world.add_user(f"{role}.all", role)
    person = Person(world, f"{role}.none", role, "nobody")
    assert set(person.push(*EXAMPLES).values()) <= {"not_permitted", "record_unknown"}
    assert {scope for scope in person.scopes() if not scope.startswith("person:")} == {"reference"}
    person.close()


def test_postgresql_refuses_the_same(tmp_path: Path, postgres_url: str, clock: FakeClock) -> None:
    headquarters = world_of(Headquarters(open_server(Home(tmp_path), postgres_url, clock), tmp_path, clock))
    for role in Role:
        person = Person(headquarters, role, role, "customer")
        check_commands(person, role, everywhere=False)
        person.close()
    headquarters.close()
