"""Whom the doorbell tells, how hastily, and what it does while the database is away."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest

from app.accounts.rules import Grant, Grants, Role
from app.bootstrap import open_server
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.doorbell import Doorbell, Pace
from app.storage.schema import customer_scope
from app.storage.store import Store
from app.storage.units import Reader
from app.sync.live.server import Listener, Listeners, Stamped
from app.sync.live.wire import News
from app.sync.pull.server import DeviceScopes
from tests.fakes import FakeClock


@dataclass
class Heard:
    """Somebody who listens, and what he has heard."""

    listeners: Listeners
    customer_id: str
    news: list[News | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        scopes = DeviceScopes(Grants.of([Grant(Role.ENGINEER, self.customer_id)]), new_id())
        self.listeners.join(Listener(new_id(), scopes, self.news.append))


@pytest.mark.parametrize(("count", "within_seconds"), [(1, 0), (99, 0), (100, 1), (1_050, 10)])
def test_the_more_are_concerned_the_more_time_they_get(count: int, within_seconds: int) -> None:
    listeners = Listeners()
    concerned = [Heard(listeners, "hospital") for _ in range(count)]
    other = Heard(listeners, "university")
    listeners.tell(Stamped("life", 7, frozenset({customer_scope("hospital")})))
    for heard in concerned:
        (news,) = heard.news
        assert news is not None
        assert (news.sequence, news.topics) == (7, [customer_scope("hospital")])
        assert news.within_seconds == within_seconds
    assert other.news == []


def test_very_many_topics_are_cut_short() -> None:
    listeners = Listeners()
    scopes = DeviceScopes(Grants.of([Grant(Role.DISPATCHER, None)]), new_id())
    heard: list[News | None] = []
    listeners.join(Listener(new_id(), scopes, heard.append))
    listeners.tell(Stamped("life", 7, frozenset(customer_scope(str(number)) for number in range(1_000))))
    assert heard[0] is not None
    assert len(heard[0].topics) == 20


def test_who_comes_when_everybody_was_hung_up_is_hung_up_too() -> None:
    listeners = Listeners()
    listeners.hang_up()
    assert Heard(listeners, "hospital").news == [None]


class MovingStore(Store):
    """A store whose database can be away."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.engine, store._observers, path=store.path)
        self.is_away = False
        self.missed: SimpleQueue[None] = SimpleQueue()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        if self.is_away:
            self.missed.put(None)
            raise Trouble("database_unreachable")
        with super().read() as reader:
            yield reader


def test_a_database_that_is_away_is_logged_once_and_what_was_missed_is_told_when_it_is_back(
    tmp_path: Path, clock: FakeClock, expected_log: pytest.LogCaptureFixture
) -> None:
    server = open_server(Home(tmp_path / "server"), "", clock)
    store = MovingStore(server.store)
    doorbell = Doorbell(store, Pace(gathering_seconds=0.01, looking_seconds=0.01))
    told: list[News | None] = []
    rung = Event()

    def hear(news: News | None) -> None:
        told.append(news)
        rung.set()

    scopes = DeviceScopes(Grants.of([Grant(Role.DISPATCHER, None)]), new_id())
    doorbell.start()
    store.is_away = True
    for _look in range(3):
        store.missed.get()
    server.run(AddCustomer(id="hospital", name="第一人民医院"))
    doorbell.listeners.join(Listener(new_id(), scopes, hear))
    store.is_away = False
    rung.wait()
    doorbell.close()
    server.close()
    assert told[0] is not None
    assert customer_scope("hospital") in told[0].topics
    assert len([record for record in expected_log.records if record.levelno >= logging.WARNING]) == 1
