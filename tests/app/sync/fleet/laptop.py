"""A laptop of a fleet: a real workspace and its sync, and the process and disk that it lives in."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import msgspec
from sqlalchemy.pool import QueuePool

from app.accounts.rules import NOT_ADMITTED
from app.bootstrap import open_workspace
from app.foundation.errors import PaigongError, Trouble
from app.foundation.home import Home
from app.inbox.commands import SettleForOther, SettleRefusal
from app.inbox.queries import done_again, refusals_of_others, refused_entries
from app.inbox.tables import Refusal
from app.storage.facts import DEVICE_TOKEN, PERSON_ID, SERVER_URL, fact
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import RowT, columns_of
from app.sync.enrolment.laptop import enrol as sign_in
from app.sync.laptop import LaptopSync
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.push.laptop import push
from app.sync.rebase.laptop import apply_page
from app.sync.transport import Answer
from app.sync.wire import Message, MessageT
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.fleet.hazards import Hazards, Killed
from tests.app.sync.fleet.network import Wire
from tests.app.sync.fleet.server import PASSWORD, FleetServer
from tests.fakes import FakeClock


@dataclass
class FleetLine:
    """One laptop's line to the server."""

    laptop: FleetLaptop
    token: str
    url: str = FleetServer.url
    authority: str = ""

    def ask(self, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        assert not self.laptop.has_something_open(), step
        if isinstance(message, PullRequest):
            self.laptop.shows_what_was_noted()  # between two pages, too
        if self.laptop.dies_on_the_line():
            raise Killed
        reply = self.laptop.wire.ask(self.token, step, msgspec.json.encode(message))
        received = msgspec.json.decode(msgspec.json.encode(reply), type=reply_type)
        if isinstance(message, PullRequest) and isinstance(received, PullReply):
            self.laptop.pages = [*self.laptop.pages[-5:], (message, received)]
        self.laptop.meanwhile()
        return received

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """Fetch a range of bytes of what was prepared for a first load."""
        if self.laptop.dies_on_the_line():
            raise Killed
        start, stop = map(int, headers["Range"].removeprefix("bytes=").split("-"))
        fetched = self.laptop.wire.fetch(self.token, path.rpartition("/")[2], start, stop + 1)
        self.laptop.meanwhile()
        return Answer(206, {}, fetched)

    def close(self) -> None:
        pass


class FleetLaptop:
    """A workspace and the process that it is open in."""

    def __init__(self, home: Home, login: str, clock: FakeClock, wire: Wire) -> None:
        self.login = login
        self.clock = clock
        self.wire = wire
        self.hazards = Hazards(home.database)
        self.pages: list[tuple[PullRequest, PullReply]] = []
        self.acknowledged: set[str] = set()
        self.numbers_shown: set[tuple[str, str]] = set()
        self.numbers_promised: set[str] = set()
        """Taken from a leased block, so that nobody else can have shown them."""
        self.meanwhile: Callable[[], None] = lambda: None
        """What the person does while the network is waited for."""
        self.has_a_double = False
        """Whether somebody else may give the same numbers: it was copied, or put back from a copy."""
        self._home = home
        self._copy = home.folder.with_suffix(".copy")
        self._had_given: set[str] = set()
        self._death_at_message = 0
        self.restart()

    def restart(self) -> None:
        self.hazards.begin_again()
        self.workspace = open_workspace(self._home, self.clock)
        self.store, self.runner = self.workspace.store, self.workspace.runner
        self.hazards.watch(self.store.engine)
        self.sync = LaptopSync(self.store, self.runner, self.clock, lambda _url, token, _ca: FleetLine(self, token))

    def die(self) -> None:
        self.workspace.close()
        self.restart()

    def lose_power(self) -> None:
        self.hazards.cut_power(self.store.engine)
        self.die()

    def copy_folder(self) -> None:
        """Somebody keeps a copy of the folder."""
        shutil.rmtree(self._copy, ignore_errors=True)
        self._copy_to(self._copy)
        self._had_given = set(self.acknowledged)

    def put_copy_back(self) -> None:
        """Somebody puts the copy back, and works with that: what was not sent meanwhile is gone with his consent."""
        if not self._copy.exists():
            return
        self.workspace.close()
        shutil.rmtree(self._home.folder)
        shutil.copytree(self._copy, self._home.folder)
        self.acknowledged = set(self._had_given)
        self.has_a_double = True
        self.restart()

    def double(self, folder: Path) -> FleetLaptop:
        """Another computer that begins with a copy of the folder, and is used by the same person."""
        self._copy_to(folder)
        made = FleetLaptop(Home(folder), self.login, FakeClock(self.clock.now()), self.wire)
        made.acknowledged = set(self.acknowledged)
        self.has_a_double = made.has_a_double = True
        return made

    def _copy_to(self, folder: Path) -> None:
        shutil.copytree(self._home.folder, folder, ignore=shutil.ignore_patterns("*-shm", "*.lock"))

    def has_something_open(self) -> bool:
        """Whether a transaction is open, which would wait for the network."""
        pool = self.store.engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout() > 0

    def dies_on_the_line(self) -> bool:
        self._death_at_message -= 1
        return not self._death_at_message

    def mortal(self, random: Random, action: Callable[[], object]) -> None:
        """Do something that the process may not survive, nor the network let through."""
        self._death_at_message = random.randint(1, 6)
        self.hazards.arm(random)
        self.safely(action)

    def safely(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PaigongError:
            pass
        except Killed:
            self.die()
        finally:
            self.hazards.disarm()
            self._death_at_message = 0

    def give(self, command: object) -> None:
        """Give a command; what returns from this is acknowledged."""
        self.runner.run(command)
        self._acknowledge()

    def enrol(self) -> None:
        """Sign in; from now on this is a device of its own."""
        sign_in(self.store, FleetLine(self, ""), self.login, PASSWORD, "laptop")
        self.has_a_double = False

    def agree(self) -> None:
        """Synchronise, and sign in again where the server says so."""
        try:
            self.sync.synchronise()
        except Trouble as trouble:
            if trouble.code not in NOT_ADMITTED:
                raise
            self.enrol()

    def push_and_hear_nothing(self) -> None:
        """Offer what waits, and go off-line before the verdicts come."""
        with self.store.read() as reader:
            token = fact(reader, DEVICE_TOKEN)
        push(self.store, FleetLine(self, token))

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
                    if self.connected and not self.has_a_double and "P" not in order.number:
                        self.numbers_promised.add(order.number)
