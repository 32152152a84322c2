"""What a stream of the server says, to whom, and when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from app.accounts.devices import shut_out
from app.accounts.rules import DeviceState, Role
from app.accounts.tables import RoleGrant, User
from app.bootstrap import open_server
from app.directory.commands import AddCustomer, AddSite, AddTeam
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.server.doorbell import Doorbell, Pace
from app.storage.facts import DEVICE_ID, DEVICE_TOKEN, EPOCH, SERVER_URL, fact
from app.storage.schema import REFERENCE_SCOPE, columns_of, customer_scope
from app.storage.units import UnitOfWork
from app.sync.live.server import Listener, Listeners
from app.sync.live.wire import News, WaitRequest, events_in
from app.sync.transport import Transport
from app.sync.wire import PROTOCOL
from tests.app.sync.conftest import Headquarters, Laptop
from tests.fakes import FakeClock

NEVER = 3600.0


class Stream:
    """An open stream, and what it says apart from heartbeats."""

    def __init__(self, laptop: Laptop) -> None:
        self.line = line_of(laptop)
        self._listening = self.line.listen("live", 20, 60)
        self._events = events_in(self._listening)
        self.first = self.next()

    def next(self) -> News:
        return next(event for event in self._events if event is not None)

    def rest(self) -> list[News | None]:
        """What comes until the server hangs up."""
        return list(self._events)

    def close(self) -> None:
        self._listening.hang_up()
        with suppress(Trouble):
            self.rest()
        self.line.close()


def line_of(laptop: Laptop) -> Transport:
    with laptop.workspace.store.read() as reader:
        return Transport(fact(reader, SERVER_URL), fact(reader, DEVICE_TOKEN))


@contextmanager
def listening(*laptops: Laptop) -> Iterator[list[Stream]]:
    streams = [Stream(laptop) for laptop in laptops]
    try:
        yield streams
    finally:
        for stream in streams:
            stream.close()


def add_customer(server: Server, name: str) -> str:
    customer_id = new_id()
    server.run(AddCustomer(id=customer_id, name=name))
    return customer_id


def add_site(server: Server, customer_id: str) -> None:
    server.run(AddSite(id=new_id(), customer_id=customer_id, name="1 号楼", address=""))


def test_a_stream_says_at_once_how_far_the_server_is_and_then_what_is_stamped(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    with listening(headquarters.new_laptop("li")) as (stream,):
        customer_id = add_customer(headquarters.server, "第一人民医院")
        news = stream.next()
    assert stream.first.topics == []
    assert news.sequence > stream.first.sequence > 0
    assert news.topics == [customer_scope(customer_id)]
    assert news.within_seconds == 0


def test_a_change_wakes_only_those_whom_it_concerns(headquarters: Headquarters) -> None:
    hospital, university = (add_customer(headquarters.server, name) for name in ("第一人民医院", "交通大学"))
    headquarters.add_user("wang", Role.ENGINEER, hospital)
    headquarters.add_user("zhao", Role.ENGINEER, university)
    with listening(headquarters.new_laptop("wang"), headquarters.new_laptop("zhao")) as (wang, zhao):
        add_site(headquarters.server, hospital)
        heard_by_wang = wang.next()
        add_site(headquarters.server, university)
        heard_by_zhao = zhao.next()
        headquarters.server.run(AddTeam(id=new_id(), name="一队"))
        heard_by_both = wang.next(), zhao.next()
    assert heard_by_wang.topics == [customer_scope(hospital)]
    assert heard_by_zhao.topics == [customer_scope(university)]
    assert [news.topics for news in heard_by_both] == [[REFERENCE_SCOPE]] * 2


def set_active(server: Server, login: str, active: bool) -> None:
    def change(unit: UnitOfWork) -> None:
        (user,) = unit.find(User, columns_of(User).login == login)
        unit.put(replace(user, active=active))

    server.store.write(change)


def test_who_may_not_come_in_any_more_is_hung_up(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    headquarters.add_user("wang", Role.ENGINEER)
    li, wang = headquarters.new_laptop("li"), headquarters.new_laptop("wang")
    with listening(li, wang) as (lis, wangs):
        set_active(headquarters.server, "wang", active=False)
        assert wangs.rest() == []
        add_customer(headquarters.server, "第一人民医院")
        assert lis.next().topics
    with pytest.raises(Trouble, match="user_inactive"):
        Stream(wang)


@contextmanager
def serving(folder: Path, clock: FakeClock, pace: Pace) -> Iterator[Headquarters]:
    made = Headquarters(with_pace(open_server(Home(folder / "server"), "", clock), pace), folder, clock)
    try:
        yield made
    finally:
        made.close()


def device_of(laptop: Laptop) -> str:
    with laptop.workspace.store.read() as reader:
        return fact(reader, DEVICE_ID)


SHUT_OUT = pytest.mark.parametrize("state", [DeviceState.REVOKED, DeviceState.FENCED])


@SHUT_OUT
def test_a_device_that_is_shut_out_is_hung_up_at_once_and_no_other(
    tmp_path: Path, clock: FakeClock, state: DeviceState
) -> None:
    with serving(tmp_path, clock, Pace(looking_seconds=NEVER)) as headquarters:
        for login in ("li", "wang"):
            headquarters.add_user(login, Role.DISPATCHER)
        li, wang = headquarters.new_laptop("li"), headquarters.new_laptop("wang")
        with listening(li, wang) as (lis, wangs):
            headquarters.server.store.write(lambda unit: shut_out(unit, device_of(wang), state, clock.now()))
            assert wangs.rest() == []
            add_customer(headquarters.server, "第一人民医院")
            assert lis.next().topics
        with pytest.raises(Trouble, match=f"device_{state}"):
            Stream(wang)


@SHUT_OUT
def test_a_device_that_another_program_shuts_out_is_hung_up_at_the_next_look(
    tmp_path: Path, clock: FakeClock, state: DeviceState
) -> None:
    with serving(tmp_path, clock, Pace(looking_seconds=0.05)) as headquarters:
        headquarters.add_user("wang", Role.DISPATCHER)
        wang = headquarters.new_laptop("wang")
        with listening(wang) as (stream,):
            administering = open_server(headquarters.home, "", clock)
            administering.store.write(lambda unit: shut_out(unit, device_of(wang), state, clock.now()))
            administering.close()
            assert stream.rest() == []


def test_who_gets_another_customer_listens_anew_and_hears_of_it(headquarters: Headquarters) -> None:
    hospital, university = (add_customer(headquarters.server, name) for name in ("第一人民医院", "交通大学"))
    headquarters.add_user("wang", Role.ENGINEER, hospital)
    wang = headquarters.new_laptop("wang")

    def grant(unit: UnitOfWork) -> None:
        (user,) = unit.find(User, columns_of(User).login == "wang")
        unit.put(RoleGrant(id=new_id(), user_id=user.id, role=Role.ENGINEER, customer_id=university))

    with listening(wang) as (before,):
        headquarters.server.store.write(grant)
        assert before.rest() == []
    with listening(wang) as (after,):
        add_site(headquarters.server, university)
        assert after.next().topics == [customer_scope(university)]


def test_open_streams_end_when_the_server_stops(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    with listening(headquarters.new_laptop("li")) as (stream,):
        headquarters.stop()
        assert stream.rest() == []


def ask(laptop: Laptop, sequence: int, seconds: float = 20.0) -> News:
    line = line_of(laptop)
    with laptop.workspace.store.read() as reader:
        epoch = fact(reader, EPOCH)
    news = line.ask("wait", WaitRequest(protocol=PROTOCOL, epoch=epoch, sequence=sequence, seconds=seconds), News)
    line.close()
    return news


def test_a_question_is_answered_at_once_where_there_is_news_and_else_when_there_is(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = headquarters.new_laptop("li")
    missed = ask(laptop, sequence=1)
    assert missed.topics
    assert ask(laptop, missed.sequence, seconds=0).topics == []
    doorbell = headquarters.server.doorbell
    doorbell.listeners = listeners = AnnouncingListeners()
    customer_id = new_id()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, laptop, missed.sequence)
        listeners.joined.wait()
        headquarters.server.run(AddCustomer(id=customer_id, name="第一人民医院"))
        assert answer.result().topics == [customer_scope(customer_id)]


class AnnouncingListeners(Listeners):
    """Tells when somebody has begun to listen."""

    def __init__(self) -> None:
        super().__init__()
        self.joined = Event()

    def join(self, listener: Listener) -> None:
        super().join(listener)
        self.joined.set()


def test_a_question_of_another_life_of_the_server_is_answered_at_once(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    line = line_of(headquarters.new_laptop("li"))
    news = line.ask("wait", WaitRequest(protocol=PROTOCOL, epoch="", sequence=10**9, seconds=20), News)
    line.close()
    assert news.topics


class Pair:
    """Two processes that serve one database, as far as two threads are."""

    def __init__(self, open_one: Callable[[Pace], Server], folder: Path, clock: FakeClock) -> None:
        pace = Pace(looking_seconds=NEVER)
        self.here, self.there = (Headquarters(open_one(pace), folder, clock) for _ in range(2))

    def close(self) -> None:
        self.here.close()
        self.there.close()


def with_pace(server: Server, pace: Pace) -> Server:
    return replace(server, doorbell=Doorbell(server.store, pace))


@pytest.fixture
def pair(postgres_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Pair]:
    """Both hear of each other by PostgreSQL alone: neither looks by itself."""
    made = Pair(
        lambda pace: with_pace(open_server(Home(tmp_path / new_id()), postgres_url, clock), pace), tmp_path, clock
    )
    yield made
    made.close()


def test_processes_on_one_postgresql_wake_each_others_streams(pair: Pair) -> None:
    pair.here.add_user("li", Role.DISPATCHER)
    with listening(pair.here.new_laptop("li")) as (stream,):
        customer_id = add_customer(pair.there.server, "第一人民医院")
        assert customer_scope(customer_id) in heard_until(stream, customer_scope(customer_id))


def heard_until(stream: Stream, topic: str) -> set[str]:
    """The topics heard until this one was."""
    topics: set[str] = set()
    while topic not in topics:
        topics.update(stream.next().topics)
    return topics


def test_a_listening_connection_that_was_cut_is_made_anew_and_nothing_was_missed(pair: Pair) -> None:
    pair.here.add_user("li", Role.DISPATCHER)
    with listening(pair.here.new_laptop("li")) as (stream,):
        with pair.there.server.store.engine.connect() as connection:
            cut = sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
            assert connection.execute(cut).scalars().all() == [True, True]
        first, second = (add_customer(pair.there.server, name) for name in ("第一人民医院", "交通大学"))
        heard_until(stream, customer_scope(second))
        assert first


def test_what_another_program_does_is_seen_by_looking_now_and_then(tmp_path: Path, clock: FakeClock) -> None:
    with serving(tmp_path, clock, Pace(looking_seconds=0.05)) as headquarters:
        headquarters.add_user("li", Role.DISPATCHER)
        with listening(headquarters.new_laptop("li")) as (stream,):
            administering = open_server(headquarters.home, "", clock)
            customer_id = add_customer(administering, "第一人民医院")
            administering.close()
            heard_until(stream, customer_scope(customer_id))
