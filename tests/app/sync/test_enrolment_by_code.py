"""Signing in by a code of the administrator, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar, cast

import pytest

from app.accounts.devices import listed_devices
from app.accounts.rules import DeviceState, Role
from app.accounts.sign_in import invite, redeem_code
from app.accounts.users import set_active, user_named
from app.bootstrap import create_empty_workspace
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.enrolment.laptop import enrol
from app.sync.transport import Line, Transport
from app.sync.wire import Message, MessageT
from tests.app.sync.conftest import Headquarters, Laptop

T = TypeVar("T")


def code_for(headquarters: Headquarters, login: str) -> str:
    store, now = headquarters.server.store, headquarters.clock.now()
    return store.write(lambda unit: invite(unit, user_named(unit, login), now, timedelta(hours=1)))


def fresh_laptop(headquarters: Headquarters) -> Laptop:
    home = Home(headquarters._folder / new_id())
    return headquarters.laptop(create_empty_workspace(home, headquarters.clock))


def sign_in(headquarters: Headquarters, laptop: Laptop, *, password: str = "", code: str = "") -> None:
    line = Transport(headquarters.url)
    try:
        enrol(laptop.workspace.store, line, "li", password, "laptop", code=code)
    finally:
        line.close()


class LosesReplies:
    """A line whose replies never arrive."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.url = line.url
        self.authority = line.authority

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        self._line.ask(step, message, reply_type)
        raise Trouble("server_unreachable", url=self.url)

    def close(self) -> None:
        self._line.close()


def test_a_code_makes_a_laptop_a_device_and_lets_its_person_choose_a_password(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop, second = fresh_laptop(headquarters), fresh_laptop(headquarters)
    code = code_for(headquarters, "li")
    with pytest.raises(Rejection, match="password_too_short"):
        sign_in(headquarters, laptop, code=code, password="short")
    sign_in(headquarters, laptop, code=code.lower(), password="a password of mine")
    laptop.synchronise()
    with pytest.raises(Rejection, match="code_used"):
        sign_in(headquarters, second, code=code)
    sign_in(headquarters, second, password="a password of mine")
    second.synchronise()


def test_a_lost_reply_does_not_use_the_code_up(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = fresh_laptop(headquarters)
    code = code_for(headquarters, "li")
    line = LosesReplies(Transport(headquarters.url))
    with pytest.raises(Trouble, match="server_unreachable"):
        enrol(laptop.workspace.store, line, "li", "", "laptop", code=code)
    line.close()
    sign_in(headquarters, laptop, code=code)
    laptop.synchronise()
    with pytest.raises(Rejection, match="code_used"):
        sign_in(headquarters, laptop, code=code)


def test_devices_are_listed_with_when_they_were_last_heard_of(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = headquarters.new_laptop("li")
    enrolled_at = headquarters.clock.now()
    headquarters.clock.advance(hours=3)
    laptop.synchronise()
    with headquarters.server.store.read() as reader:
        (listed,) = listed_devices(reader)
    assert (listed.login, listed.device.name, listed.device.state) == ("li", "test laptop", DeviceState.ENROLLED)
    assert (listed.device.enrolled_at, listed.heard_of_at) == (enrolled_at, headquarters.clock.now())


class ClosedMeanwhile:
    """A store in which an account is closed just before something is written."""

    def __init__(self, store: Store, login: str) -> None:
        self._store = store
        self._login = login
        self.read = store.read

    def write(self, job: Callable[[UnitOfWork], T]) -> T:
        self._store.write(lambda unit: set_active(unit, user_named(unit, self._login), active=False))
        return self._store.write(job)


def test_an_account_that_is_closed_while_somebody_signs_in_stays_closed(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    code, store = code_for(headquarters, "li"), headquarters.server.store
    meanwhile = cast("Store", ClosedMeanwhile(store, "li"))
    with pytest.raises(Rejection) as refused:
        redeem_code(meanwhile, "li", code, "attempt", headquarters.clock.now(), "hash")
    assert refused.value.code == "user_inactive"
    with store.read() as reader:
        user = user_named(reader, "li")
    assert not user.active
    assert user.password_hash != "hash"
