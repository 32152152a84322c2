"""A laptop hears that there is something to pull, by whichever way passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from threading import Event

import pytest

from app.accounts.rules import Role
from app.bootstrap import create_empty_workspace, open_server
from app.directory.commands import AddCustomer, AddTeam
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.storage.facts import CURSOR, EPOCH, fact
from app.storage.schema import REFERENCE_SCOPE
from app.sync.live.laptop import Ear
from app.sync.live.rules import Patience, Way
from app.sync.live.wire import HEARTBEAT, News, event_of
from app.sync.wire import Message, MessageT
from app.tour.cable import Cable
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.sync.live.meddler import Meddler, Treatment
from tests.fakes import FakeClock

NEVER = 3600.0
QUICK = Patience(first_word=0.5, silence=60.0, answer=20.0, better_way=NEVER, return_spread=0.01, longest_pause=0.02)


class Follower:
    """A laptop that makes a round whenever its ear says so."""

    def __init__(self, laptop: Laptop, patience: Patience = QUICK) -> None:
        self.laptop = laptop
        self.calls: SimpleQueue[None] = SimpleQueue()
        self.ear = Ear(
            laptop.workspace.store,
            lambda: self.calls.put(None),
            in_round=laptop.sync.in_round,
            patience=patience,
            random=Random(1),
        )
        self.ear.start()

    def until(self, seen: Callable[[], bool]) -> None:
        """Make the rounds that the ear calls for, and no others, until something is seen."""
        while not seen():
            with suppress(Empty):
                self.calls.get(timeout=0.1)
                self.laptop.synchronise()

    def until_customer(self, name: str) -> None:
        self.until(lambda: bool(self.laptop.all(Customer, name=name)))

    def close(self) -> None:
        self.ear.close()


@pytest.fixture
def follow(headquarters: Headquarters) -> Iterator[Callable[..., Follower]]:
    made: list[Follower] = []

    def make(laptop: Laptop, patience: Patience = QUICK) -> Follower:
        made.append(Follower(laptop, patience))
        return made[-1]

    yield make
    headquarters.server.doorbell.hang_up()  # so that no question is kept open
    for follower in made:
        follower.close()


@pytest.fixture
def cable(headquarters: Headquarters) -> Iterator[Cable]:
    made = Cable(int(headquarters.url.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def meddler(headquarters: Headquarters) -> Iterator[Meddler]:
    made = Meddler(int(headquarters.url.rpartition(":")[2]))
    yield made
    made.close()


def behind(meddler: Meddler, headquarters: Headquarters) -> Laptop:
    """A laptop that reaches the server through the proxy only."""
    headquarters.add_user("wang", Role.ENGINEER)
    laptop = headquarters.new_laptop("wang")
    laptop.enrol(meddler.url, "wang")
    laptop.synchronise()
    return laptop


def test_what_is_done_on_one_laptop_is_pulled_by_another_without_its_asking(
    headquarters: Headquarters, follow: Callable[..., Follower]
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    headquarters.add_user("wang", Role.ENGINEER)
    desk, engineer = headquarters.new_laptop("li"), follow(headquarters.new_laptop("wang"))
    for name in ("第一人民医院", "交通大学"):
        desk.run(AddCustomer(id=new_id(), name=name))
        desk.synchronise()
        engineer.until_customer(name)
    assert engineer.ear.way is Way.STREAM


@pytest.mark.parametrize(
    ("stream_bytes", "cuts_streams"),
    [(-1, False), (0, False), (1, True), (90, False)],
    ids=["nothing passes", "only the head passes", "cut after a byte", "held back after a word"],
)
def test_where_no_stream_passes_questions_take_its_place(
    headquarters: Headquarters,
    meddler: Meddler,
    follow: Callable[..., Follower],
    stream_bytes: int,
    cuts_streams: bool,
) -> None:
    meddler.treatment = Treatment(stream_bytes=stream_bytes, cuts_streams=cuts_streams)
    engineer = follow(behind(meddler, headquarters), replace(QUICK, silence=0.5))
    engineer.until(lambda: engineer.ear.way is Way.QUESTION)
    for name in ("第一人民医院", "交通大学", "交警支队"):
        headquarters.server.run(AddCustomer(id=new_id(), name=name))
        engineer.until_customer(name)
    assert engineer.ear.way is Way.QUESTION


def test_where_questions_are_not_kept_open_either_the_rounds_look_by_themselves_and_better_ways_are_tried_later(
    headquarters: Headquarters, meddler: Meddler, follow: Callable[..., Follower]
) -> None:
    meddler.treatment = Treatment(stream_bytes=0, answer_seconds=1.0)
    engineer = follow(behind(meddler, headquarters), replace(QUICK, better_way=5.0))
    engineer.until(lambda: engineer.ear.way is Way.ROUNDS)
    assert not engineer.ear.is_live
    meddler.treatment = Treatment()
    engineer.until(lambda: engineer.ear.way is Way.STREAM)
    headquarters.server.run(AddCustomer(id=new_id(), name="第一人民医院"))
    engineer.until_customer("第一人民医院")


def test_a_laptop_hears_again_after_the_network_was_away_and_blames_no_way_for_it(
    headquarters: Headquarters, cable: Cable, follow: Callable[..., Follower]
) -> None:
    headquarters.add_user("wang", Role.ENGINEER)
    laptop = headquarters.new_laptop("wang")
    laptop.enrol(cable.url, "wang")
    engineer = follow(laptop)
    for name in ("第一人民医院", "交通大学", "交警支队"):
        cable.unplug()
        headquarters.server.run(AddCustomer(id=new_id(), name=name))
        cable.plug()
        engineer.until_customer(name)
        headquarters.server.run(AddTeam(id=new_id(), name=name))
        engineer.until(lambda: engineer.ear.is_live)
    assert engineer.ear.way is Way.STREAM


@pytest.fixture
def restart(headquarters: Headquarters, tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[str], Headquarters]]:
    """Ends the server and begins it anew at its address; a customer of this name is added while nobody can reach it."""
    made: list[Headquarters] = []
    store, port = headquarters.server.store, int(headquarters.url.rpartition(":")[2])
    database = "" if store.is_sqlite else store.engine.url.render_as_string(hide_password=False)

    def begin_anew(name: str) -> Headquarters:
        headquarters.stop()
        headquarters.server.close()
        server = open_server(Home(tmp_path / "server"), database, clock)
        server.run(AddCustomer(id=new_id(), name=name))
        made.append(Headquarters(server, tmp_path, clock, port=port))
        return made[-1]

    yield begin_anew
    for one in made:
        one.close()


def test_an_ear_comes_back_by_itself_when_the_server_was_restarted_and_nothing_is_lost(
    headquarters: Headquarters, restart: Callable[[str], Headquarters], follow: Callable[..., Follower]
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = follow(headquarters.new_laptop("li"))
    headquarters.server.run(AddCustomer(id=new_id(), name="第一人民医院"))
    desk.until_customer("第一人民医院")
    desk.laptop.run(AddCustomer(id="office", name="环保局"))
    again = restart("交通大学")
    desk.until_customer("交通大学")
    desk.until(lambda: desk.ear.is_live)
    again.server.run(AddCustomer(id=new_id(), name="交警支队"))
    desk.until_customer("交警支队")
    with again.server.store.read() as reader:
        assert reader.require(Customer, "office").name == "环保局"


def test_a_laptop_without_a_server_listens_as_soon_as_somebody_signs_in(
    headquarters: Headquarters, follow: Callable[..., Follower], tmp_path: Path, clock: FakeClock
) -> None:
    headquarters.add_user("wang", Role.ENGINEER)
    laptop = headquarters.laptop(create_empty_workspace(Home(tmp_path / "laptop"), clock))
    engineer = follow(laptop, replace(QUICK, better_way=NEVER))
    laptop.enrol(headquarters.url, "wang")
    engineer.ear.turn()
    headquarters.server.run(AddCustomer(id=new_id(), name="第一人民医院"))
    engineer.until_customer("第一人民医院")


def test_what_a_laptop_has_pushed_itself_is_no_news_to_it(
    headquarters: Headquarters, follow: Callable[..., Follower]
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    desk = follow(headquarters.new_laptop("li"))
    desk.calls.get(timeout=60)  # the first word
    for name in ("第一人民医院", "交通大学"):
        desk.laptop.run(AddCustomer(id=new_id(), name=name))
        desk.laptop.synchronise()
    headquarters.server.run(AddCustomer(id=new_id(), name="交警支队"))
    desk.calls.get(timeout=60)
    desk.laptop.synchronise()
    assert desk.laptop.all(Customer, name="交警支队")
    assert desk.calls.empty()


class Chance(Random):
    """Always the least, and remembers between what it was asked to choose."""

    def __init__(self) -> None:
        super().__init__(1)
        self.ranges: list[tuple[float, float]] = []

    def uniform(self, a: float, b: float) -> float:
        self.ranges.append((a, b))
        return a


class ScriptedLine:
    """A stream that says what the test has written down; afterwards the line is dead."""

    url = "http://scripted"
    authority = ""

    def __init__(self, *words: bytes) -> None:
        self.said = 0
        self.is_dead = Event()
        self._words = iter(words)

    def connect(self, _url: str, _token: str, _authority: str) -> ScriptedLine:
        return self

    def listen(self, step: str, first_seconds: float, silence_seconds: float) -> ScriptedLine:
        return self

    def __iter__(self) -> Iterator[bytes]:
        for word in self._words:
            self.said += 1
            yield word
        self.is_dead.set()

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        raise Trouble("server_unreachable")

    def hang_up(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_news_that_a_pull_has_brought_already_make_no_round(
    headquarters: Headquarters, follow: Callable[..., Follower]
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = headquarters.new_laptop("li")
    with laptop.workspace.store.read() as reader:
        epoch, cursor = fact(reader, EPOCH), int(fact(reader, CURSOR))
    known, new = (News(epoch=epoch, sequence=sequence, topics=[REFERENCE_SCOPE]) for sequence in (cursor, cursor + 1))
    line = ScriptedLine(*(event_of(word) for word in (known, known, known, new, known)), HEARTBEAT)
    made_at: list[int] = []
    ear = Ear(laptop.workspace.store, lambda: made_at.append(line.said), line.connect, patience=QUICK)
    ear.start()
    line.is_dead.wait()
    ear.close()
    assert made_at[:2] == [1, 4]
    assert len(made_at) <= 3  # the last one because the line is dead


def test_where_many_laptops_hear_the_same_each_pulls_at_some_moment_of_the_time_that_the_server_gives(
    headquarters: Headquarters,
) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = headquarters.new_laptop("li")
    line = ScriptedLine(event_of(News(epoch="", sequence=1, topics=[REFERENCE_SCOPE], within_seconds=30)))
    chance = Chance()
    ear = Ear(laptop.workspace.store, lambda: None, line.connect, patience=QUICK, random=chance)
    ear.start()
    line.is_dead.wait()
    ear.close()
    assert (0.0, 30.0) in chance.ranges
