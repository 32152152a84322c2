"""Many laptops push at the same moment, on real PostgreSQL: nothing is taken twice, lost, missed or stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier, Event

import pytest

from app.accounts.devices import enrol_device
from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.accounts.tables import Device, User
from app.assets.commands import RegisterAsset
from app.assets.tables import Asset
from app.attendance.commands import CheckIn
from app.bootstrap import open_server
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Department, Site
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.server.authority import Server
from app.storage.commands import enclose
from app.storage.outbox import OutboxState
from app.storage.schema import RowT, columns_of
from app.storage.units import UnitOfWork
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseRequest
from app.sync.pull.server import answer
from app.sync.pull.wire import PullRequest
from app.sync.push.server import JudgedCommand, receive
from app.sync.push.wire import PushReply, PushRequest
from app.sync.stamps import epoch_of
from app.sync.wire import PROTOCOL
from app.workorders.commands import AddNote, AssignOrder, LogOrder
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from tests.app.sync.devices import as_read
from tests.fakes import FakeClock

LAPTOPS = 6
CUSTOMERS = ("hospital", "university", "school")


class Pusher:
    """A device as the server knows it, and the commands that it pushes."""

    def __init__(self, crowd: Crowd, device: Device, user: User) -> None:
        self.device, self.user = device, user
        self._crowd = crowd
        self._sequence = count(1)

    def request(self, *commands: object) -> PushRequest:
        """A message with these commands, which takes its place in the device's outbox."""
        at = self._crowd.server.clock.now()
        envelopes = [
            enclose(command, command_id=new_id(), sequence=next(self._sequence), at=at) for command in commands
        ]
        return PushRequest(protocol=PROTOCOL, epoch=self._crowd.epoch, commands=envelopes)

    def send(self, request: PushRequest) -> PushReply:
        server = self._crowd.server
        return receive(server.store, server.runner.perform, self.device, self.user, request, server.clock.now())

    def push(self, *commands: object) -> None:
        """One message after the other, a command each."""
        for command in commands:
            self.send(self.request(command))

    def pull(self, cursor: int) -> tuple[int, set[str]]:
        """The new cursor, and the ids of the rows that came."""
        request = PullRequest(
            protocol=PROTOCOL,
            epoch=self._crowd.epoch,
            cursor=cursor,
            scopes=self._crowd.scopes,
            settled_sequence=0,
        )
        server = self._crowd.server
        reply = as_read(answer(server.store, self.device, self.user, request, server.clock.now()))
        return reply.cursor, {str(row_id) for rows in reply.tables for row_id in (rows.values or [[]])[0]}


class Crowd:
    """A server on PostgreSQL and laptops that all push at once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        with server.store.read() as reader:
            self.epoch = epoch_of(reader)
        server.run(*(AddCustomer(id=customer_id, name=customer_id) for customer_id in CUSTOMERS))
        self.pushers = [self._new_pusher(f"user{number}") for number in range(LAPTOPS)]
        request = PullRequest(protocol=PROTOCOL, epoch="", cursor=0, scopes="", settled_sequence=0)
        first = self.pushers[0]
        self.scopes = answer(server.store, first.device, first.user, request, server.clock.now()).scopes

    def _new_pusher(self, login: str) -> Pusher:
        def make(unit: UnitOfWork) -> tuple[Device, User]:
            self.server.run_in(unit, AddPerson(id=login, name=login, kind=PersonKind.ENGINEER))
            grants = [Grant(Role.ADMINISTRATOR, None)]
            user = add_user(unit, login=login, password="12345678", person_id=login, grants=grants)
            return enrol_device(unit, user, login, self.server.clock.now()).device, user

        return Pusher(self, *self.server.store.write(make))

    def at_once(self, work: Callable[[Pusher], object]) -> None:
        """Everybody begins at the same moment; what goes wrong in a thread goes wrong in the test."""
        barrier = Barrier(LAPTOPS)

        def begin(pusher: Pusher) -> object:
            barrier.wait()
            return work(pusher)

        with ThreadPoolExecutor(LAPTOPS) as pool:
            list(pool.map(begin, self.pushers))

    def all(self, row_type: type[RowT]) -> list[RowT]:
        with self.server.store.read() as reader:
            return reader.find(row_type, order_by=[columns_of(row_type).id])

    def refusals(self) -> Counter[str]:
        return Counter(command.code for command in self.all(JudgedCommand))


@pytest.fixture
def crowd(postgres_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Crowd]:
    server = open_server(Home(tmp_path), postgres_url, clock)
    yield Crowd(server)
    server.close()


def doubled(keys: Sequence[object]) -> list[object]:
    return [key for key, times in Counter(keys).items() if times > 1]


def test_what_only_one_may_have_is_given_to_one(crowd: Crowd) -> None:
    def claim(pusher: Pusher) -> None:
        for number in range(8):
            pusher.push(
                AddCustomer(id=new_id(), name=f"{number} 医院"),
                AddDepartment(id=new_id(), customer_id="hospital", code=f"D{number}", name="处"),
                AddSite(id=new_id(), customer_id="school", name=f"{number} 号楼"),
                RegisterAsset(
                    id=new_id(),
                    customer_id="hospital",
                    type_code="COM",
                    name="电脑",
                    existing_code=f"KJC-COM-{number:04d}",
                ),
            )

    crowd.at_once(claim)
    assert doubled([customer.name for customer in crowd.all(Customer)]) == []
    assert doubled([department.code for department in crowd.all(Department)]) == []
    assert doubled([site.name for site in crowd.all(Site)]) == []
    assert doubled([asset.code for asset in crowd.all(Asset)]) == []
    taken = 8 * (LAPTOPS - 1)
    expected = {"": 8 * 4, "name_taken": 2 * taken, "department_code_taken": taken, "asset_code_taken": taken}
    assert crowd.refusals() == expected


def test_no_number_is_given_twice(crowd: Crowd) -> None:
    def number(pusher: Pusher) -> None:
        request = LeaseRequest(protocol=PROTOCOL, series=["W26"])
        server = crowd.server
        blocks = lease(server.store, pusher.device, pusher.user, request, server.clock.now()).blocks
        leased = [f"W26-{blocks[0].first_serial + at:06d}" for at in range(5)]
        for customer_id in CUSTOMERS:
            pusher.push(*(LogOrder(id=new_id(), customer_id=customer_id, title="x") for _ in range(4)))
            pusher.push(RegisterAsset(id=new_id(), customer_id=customer_id, type_code="COM", name="电脑"))
        pusher.push(*(LogOrder(id=new_id(), customer_id="school", title="x", number=one) for one in leased))

    crowd.at_once(number)
    orders, assets = crowd.all(WorkOrder), crowd.all(Asset)
    assert len(orders) == LAPTOPS * 17
    assert doubled([order.number for order in orders]) == []
    assert doubled([(asset.customer_id, asset.code) for asset in assets]) == []
    assert crowd.refusals() == {"": len(orders) + len(assets)}


def test_no_change_of_the_same_order_is_lost(crowd: Crowd) -> None:
    crowd.pushers[0].push(LogOrder(id="order", customer_id="hospital", title="x"))

    def change(pusher: Pusher) -> None:
        for number in range(10):
            pusher.push(
                AddNote(order_id="order", text=f"{pusher.user.login} {number}"),
                AssignOrder(order_id="order", visit_id=new_id(), engineer_id=pusher.user.person_id),
            )

    crowd.at_once(change)
    events = crowd.all(OrderEvent)
    assert sorted(event.ordinal for event in events) == list(range(1, len(events) + 1))
    assert len({event.note for event in events}) == 10 * LAPTOPS + 1
    assert Counter(visit.state for visit in crowd.all(Visit)) == {"sent": 1, "called_off": 10 * LAPTOPS - 1}


def test_messages_that_come_twice_at_once_are_carried_out_once(crowd: Crowd) -> None:
    pusher = crowd.pushers[0]
    pusher.push(LogOrder(id="order", customer_id="hospital", title="x"))
    request = pusher.request(*(AddNote(order_id="order", text=str(number)) for number in range(10)))
    crowd.at_once(lambda _somebody: pusher.send(request))
    assert doubled([event.note for event in crowd.all(OrderEvent)]) == []
    assert len(crowd.all(OrderEvent)) == 11


def test_long_messages_about_several_customers_do_not_stop_each_other(crowd: Crowd) -> None:
    def log(pusher: Pusher) -> None:
        turned = CUSTOMERS if crowd.pushers.index(pusher) % 2 else tuple(reversed(CUSTOMERS))
        for _message in range(4):
            pusher.send(
                pusher.request(
                    *(LogOrder(id=new_id(), customer_id=customer_id, title="x") for customer_id in turned * 3),
                    CheckIn(zone="Asia/Shanghai"),
                )
            )

    crowd.at_once(log)
    assert len(crowd.all(WorkOrder)) == LAPTOPS * 4 * 9
    assert crowd.refusals() == {"": LAPTOPS * (4 * 9 + 1), "already_checked_in": LAPTOPS * 3}


def test_no_row_becomes_visible_behind_a_cursor_that_has_passed_it(crowd: Crowd) -> None:
    done = Event()

    def follow(pusher: Pusher) -> set[str]:
        cursor, seen = pusher.pull(0)
        ends = False
        while not ends:
            ends = done.is_set()  # one more pull after the last push
            cursor, brought = pusher.pull(cursor)
            seen |= brought
        return seen

    with ThreadPoolExecutor(2) as pool:
        watching = [pool.submit(follow, pusher) for pusher in crowd.pushers[:2]]
        crowd.at_once(
            lambda pusher: pusher.push(
                *(LogOrder(id=new_id(), customer_id=customer_id, title="x") for customer_id in CUSTOMERS * 5)
            )
        )
        done.set()
        everything = {order.id for order in crowd.all(WorkOrder)} | {event.id for event in crowd.all(OrderEvent)}
        for follower in watching:
            assert everything <= follower.result()
    assert len(everything) == LAPTOPS * 15 * 2


def test_every_verdict_is_kept(crowd: Crowd) -> None:
    crowd.at_once(lambda pusher: pusher.push(*(CheckIn(zone="Asia/Shanghai") for _ in range(3))))
    verdicts = Counter((command.device_id, command.verdict) for command in crowd.all(JudgedCommand))
    for pusher in crowd.pushers:
        assert verdicts[pusher.device.id, OutboxState.APPLIED] == 1
        assert verdicts[pusher.device.id, OutboxState.REJECTED] == 2
