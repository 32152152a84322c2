"""The processes and the network of a fleet: they end in the middle of things, and lose, double and delay messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

import msgspec

from app.accounts.devices import device_of_token
from app.accounts.rules import NOT_ADMITTED, Grant, Role
from app.accounts.sign_in import add_user
from app.accounts.tables import RoleGrant, User
from app.bootstrap import open_server, open_workspace
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import derive_id
from app.inbox.commands import SettleForOther, SettleRefusal
from app.inbox.queries import done_again, refusals_of_others, refused_entries
from app.inbox.tables import Refusal
from app.maintenance.commands import MakeDueOrders
from app.storage.facts import PERSON_ID, SERVER_URL, fact
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import RowT, TableSpec, columns_of
from app.storage.store import Store
from app.storage.units import After, Before, Changes, Origin, UnitOfWork
from app.sync.enrolment.laptop import enrol as sign_in
from app.sync.enrolment.server import enrol
from app.sync.enrolment.wire import EnrolRequest
from app.sync.laptop import LaptopSync
from app.sync.leases.server import lease
from app.sync.leases.wire import LeaseRequest
from app.sync.pull.server import answer
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.push.server import receive
from app.sync.push.wire import PushRequest
from app.sync.rebase.laptop import apply_page
from app.sync.tokens.server import renew
from app.sync.tokens.wire import TokenRequest
from app.sync.wire import Message, MessageT
from app.workorders.tables import OrderEvent, WorkOrder
from tests.fakes import FakeClock

PASSWORD = "correct horse"
CUSTOMERS = ("hospital", "university")
"""Ids of the customers that everybody begins with."""


class Killed(BaseException):
    """The process ended here."""


class KillSwitch:
    """Ends the process at one of the next writes, or just after the next commit."""

    def __init__(self) -> None:
        self._writes_left: int | None = None
        self._after_commit = False

    def arm(self, random: Random) -> None:
        self._after_commit = random.random() < 0.3
        self._writes_left = None if self._after_commit else random.randint(1, 40)

    def disarm(self) -> None:
        self._writes_left, self._after_commit = None, False

    def watch(self, store: Store) -> None:
        store._observers += (lambda: self,)
        store.listen(self._committed)

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:
        if self._writes_left is not None:
            self._writes_left -= 1
            if not self._writes_left:
                self._die()

    def finishing(self, unit: UnitOfWork) -> None:
        pass

    def _committed(self, changes: Changes) -> None:
        if self._after_commit:
            self._die()

    def _die(self) -> None:
        self.disarm()
        raise Killed


class FleetServer:
    """The server's halves, and the process that they run in."""

    url = "http://fleet"

    def __init__(self, home: Home, clock: FakeClock) -> None:
        self.clock = clock
        self.kill_switch = KillSwitch()
        self._home = home
        self.restart()

    def restart(self) -> None:
        self.server = open_server(self._home, "", self.clock)
        self.store = self.server.store
        self.kill_switch.watch(self.store)

    def answer(self, token: str, step: str, content: bytes) -> Message:
        """What the server replies; a refusal comes as the laptop's half of HTTP would raise it."""
        try:
            return self._judge(token, step, content)
        except PaigongError as error:
            if isinstance(error, Rejection) and error.code not in NOT_ADMITTED:
                raise
            raise Trouble(error.code, **error.params) from error
        except Killed:
            self.store.close()
            self.restart()
            raise Trouble("server_unreachable", detail="killed") from None
        finally:
            self.kill_switch.disarm()

    def _judge(self, token: str, step: str, content: bytes) -> Message:
        if step == "enrol":
            return enrol(self.store, msgspec.json.decode(content, type=EnrolRequest), self.clock.now())
        device, user = device_of_token(self.store, token, self.clock.now())
        if step == "push":
            pushed = msgspec.json.decode(content, type=PushRequest)
            return receive(self.store, self.server.runner.perform, device, user, pushed, self.clock.now())
        if step == "pull":
            return answer(self.store, device, user, msgspec.json.decode(content, type=PullRequest))
        if step == "tokens":
            return renew(self.store, device, user, msgspec.json.decode(content, type=TokenRequest), self.clock.now())
        return lease(self.store, device, user, msgspec.json.decode(content, type=LeaseRequest))

    def tick(self) -> None:
        self.server.run(MakeDueOrders(on=self.clock.now().date()))

    def add_user(self, login: str, role: Role, *customer_ids: str) -> None:
        """Let somebody sign in, for these customers or for all."""
        kind = PersonKind.ENGINEER if role is Role.ENGINEER else PersonKind.DISPATCHER
        grants = [Grant(role, customer_id) for customer_id in customer_ids] or [Grant(role, None)]

        def add(unit: UnitOfWork) -> None:
            person_id = derive_id("person", login)
            self.server.run_in(unit, AddPerson(id=person_id, name=login.title(), kind=kind))
            add_user(unit, login=login, password=PASSWORD, person_id=person_id, grants=grants)

        self.store.write(add)

    def move_somebody(self, random: Random) -> None:
        """A contact leaves one customer for another, or for good, as commands will let him one day."""

        def move(unit: UnitOfWork) -> None:
            contacts = unit.find(
                Person, columns_of(Person).kind == PersonKind.CONTACT, order_by=[columns_of(Person).id]
            )
            if not contacts:
                return
            contact = random.choice(contacts)
            if random.random() < 0.3:
                unit.remove(Person, contact.id)
            else:
                unit.put(replace(contact, customer_id=random.choice(CUSTOMERS)))

        self.store.write(move)

    def turn_grant(self, login: str, role: Role, customer_id: str) -> None:
        """Take a role away where it is held, else give it."""

        def turn(unit: UnitOfWork) -> None:
            user = unit.first(User, columns_of(User).login == login)
            assert user is not None
            grant = RoleGrant(
                id=derive_id("grant", user.id, role, customer_id), user_id=user.id, role=role, customer_id=customer_id
            )
            if unit.get(RoleGrant, grant.id) is None:
                unit.put(grant)
            else:
                unit.remove(RoleGrant, grant.id)

        self.store.write(turn)


@dataclass
class Wire:
    """Carries messages; how badly, `faults` says, from 0 to 1."""

    server: FleetServer
    random: Random
    faults: float
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    """What a network may bring once more, long afterwards."""

    def ask(self, token: str, step: str, content: bytes) -> Message:
        fate = self.random.random() / self.faults if self.faults else 1.0
        self.sent = [*self.sent[-20:], (token, step, content)]
        if fate < 0.15:
            raise Trouble("server_unreachable", detail="request lost")
        if fate < 0.3:
            self._bring_again()
        if 0.3 < fate < 0.45:
            self.server.kill_switch.arm(self.random)
        reply = self.server.answer(token, step, content)
        if 0.45 < fate < 0.6:
            raise Trouble("server_unreachable", detail="reply lost")
        if 0.6 < fate < 0.75:
            return self.server.answer(token, step, content)
        return reply

    def _bring_again(self) -> None:
        try:
            self.server.answer(*self.random.choice(self.sent))
        except PaigongError:
            return


@dataclass
class FleetLine:
    """One laptop's line to the server."""

    laptop: FleetLaptop
    token: str
    url: str = FleetServer.url
    authority: str = ""

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        if self.laptop.dies_on_the_line():
            raise Killed
        reply = self.laptop.wire.ask(self.token, step, msgspec.json.encode(message))
        received = msgspec.json.decode(msgspec.json.encode(reply), type=reply_type)
        if isinstance(message, PullRequest) and isinstance(received, PullReply):
            self.laptop.pages = [*self.laptop.pages[-5:], (message, received)]
        return received

    def close(self) -> None:
        pass


class FleetLaptop:
    """A workspace and the process that it is open in."""

    def __init__(self, home: Home, login: str, clock: FakeClock, wire: Wire) -> None:
        self.login = login
        self.clock = clock
        self.wire = wire
        self.kill_switch = KillSwitch()
        self.pages: list[tuple[PullRequest, PullReply]] = []
        self.acknowledged: set[str] = set()
        self.numbers_shown: set[tuple[str, str]] = set()
        self.numbers_promised: set[str] = set()
        """Taken from a leased block, so that nobody else can have shown them."""
        self._home = home
        self._death_at_message = 0
        self.restart()

    def restart(self) -> None:
        self.workspace = open_workspace(self._home, self.clock)
        self.store, self.runner = self.workspace.store, self.workspace.runner
        self.kill_switch.watch(self.store)
        self.sync = LaptopSync(self.store, self.runner, self.clock, lambda _url, token, _ca: FleetLine(self, token))

    def die(self) -> None:
        self.store.close()
        self.restart()

    def dies_on_the_line(self) -> bool:
        self._death_at_message -= 1
        return not self._death_at_message

    def mortal(self, random: Random, action: Callable[[], object]) -> None:
        """Do something that the process may not survive, nor the network let through."""
        self._death_at_message = random.randint(1, 6)
        self.kill_switch.arm(random)
        self.safely(action)

    def safely(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PaigongError:
            pass
        except Killed:
            self.die()
        finally:
            self.kill_switch.disarm()
            self._death_at_message = 0

    def give(self, command: object) -> None:
        """Give a command; what returns from this is acknowledged."""
        self.runner.run(command)
        self._acknowledge()

    def enrol(self) -> None:
        sign_in(self.store, FleetLine(self, ""), self.login, PASSWORD, "laptop")

    def agree(self) -> None:
        """Synchronise, and sign in again where the server says so: it may have heard of an old token once more."""
        try:
            self.sync.synchronise()
        except Trouble as trouble:
            if trouble.code != "device_fenced":
                raise
            self.enrol()

    def apply_old_page(self, random: Random) -> None:
        if self.pages:
            apply_page(self.store, self.runner.redo, *random.choice(self.pages))

    def settle(self, random: Random) -> None:
        """Settle something in the inbox, one's own or somebody else's, one way or the other."""
        with self.store.read() as reader:
            refused: list[OutboxEntry | Refusal] = [*refused_entries(reader), *refusals_of_others(reader)]
            deed = random.choice(refused) if refused else None
            again = done_again(reader, deed) if deed and random.random() < 0.5 else None
        if deed is not None:
            body, version = (again.body, again.version) if again else (None, 1)
            if isinstance(deed, Refusal):
                self.runner.run(SettleForOther(refusal_id=deed.id, body=body, version=version))
            else:
                self.runner.run(SettleRefusal(command_id=deed.id, body=body, version=version))
            self._acknowledge()

    @property
    def connected(self) -> bool:
        with self.store.read() as reader:
            return bool(fact(reader, SERVER_URL))

    @property
    def person_id(self) -> str:
        with self.store.read() as reader:
            return fact(reader, PERSON_ID)

    def all(self, row_type: type[RowT], **wanted: object) -> list[RowT]:
        column = columns_of(row_type)
        with self.store.read() as reader:
            return reader.find(
                row_type, *(column[name] == value for name, value in wanted.items()), order_by=[column.id]
            )

    def shows_what_was_noted(self) -> None:
        """What somebody noted stays in sight on his own laptop, whatever comes from the server and when."""
        orders = {order.id for order in self.all(WorkOrder)}
        seen = Counter(event.note for event in self.all(OrderEvent))
        for entry in self.all(OutboxEntry, name="workorders.add_note"):
            note = entry.body_fields()
            if note["order_id"] in orders and entry.state is OutboxState.APPLIED:
                assert seen[note["text"]] == 1, (self.login, note)
            if note["order_id"] in orders and entry.state is OutboxState.PENDING and self.login != "sun":
                assert seen[note["text"]], (self.login, note)

    def _acknowledge(self) -> None:
        """Remember what was given just now; whoever gave it saw it succeed."""
        column = columns_of(OutboxEntry)
        with self.store.read() as reader:
            for entry in reader.find(OutboxEntry, order_by=[column.sequence.desc()], limit=1):
                self.acknowledged.add(entry.id)
                if entry.name == "workorders.log":
                    order = reader.require(WorkOrder, entry.body_fields()["id"])
                    self.numbers_shown.add((order.id, order.number))
                    if self.connected and "P" not in order.number:
                        self.numbers_promised.add(order.number)
