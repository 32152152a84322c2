"""A laptop of a fleet: a real workspace and its sync, and the process and disk that it lives in."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from sqlalchemy.pool import QueuePool

import app.workspace
from app.accounts.rules import NOT_ADMITTED
from app.bootstrap import open_workspace
from app.foundation.errors import PaigongError, Trouble
from app.foundation.home import Home
from app.inbox.commands import SettleForOther, SettleRefusal
from app.inbox.queries import done_again, refusals_of_others, refused_entries
from app.inbox.tables import Refusal
from app.safekeeping import shredding
from app.safekeeping.backups import Reason, list_backups
from app.storage.facts import DEVICE_ID, DEVICE_TOKEN, PERSON_ID, SERVER_URL, fact
from app.storage.outbox import OutboxEntry, OutboxState
from app.storage.schema import RowT, columns_of
from app.sync.enrolment.laptop import enrol as sign_in
from app.sync.laptop import LaptopSync
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.push.laptop import push
from app.sync.rebase.laptop import apply_page
from app.workorders.tables import OrderEvent, WorkOrder
from tests.app.sync.fleet.ages import LAPTOP_REVISION, take_back
from tests.app.sync.fleet.files import FleetFiles
from tests.app.sync.fleet.hazards import Hazards, Killed
from tests.app.sync.fleet.line import FleetLine
from tests.app.sync.fleet.network import Wire
from tests.app.sync.fleet.programs import PRESENT
from tests.app.sync.fleet.server import PASSWORD
from tests.fakes import FakeClock


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
        self.is_lost = self.is_shredded = False
        """Whether whoever holds it is not its person (and knows no password); whether its keys are destroyed."""
        self.program = PRESENT
        self.dates_of_files: set[int] = set()
        """As this laptop's clock gave them."""
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
        self.sync = LaptopSync(self.store, self.runner, self.clock, self.line)
        self.files = FleetFiles(self)

    def line(self, _url: str, token: str, _authority: str) -> FleetLine:
        return FleetLine(self, token)

    def update(self, random: Random) -> None:
        """The program is replaced by the present one; what it does to the database first, it may not survive."""
        outbox = self.all(OutboxEntry)
        take_back(self.store.engine, LAPTOP_REVISION)
        self.workspace.close()
        self.program = PRESENT
        self.hazards.arm(random)
        with suppress(PaigongError, Killed), pytest.MonkeyPatch.context() as patch:
            patch.setattr(app.workspace, "sqlite_engine", self.hazards.watched_engine)
            open_workspace(self._home, self.clock).close()
        self.restart()
        assert self.all(OutboxEntry) == outbox
        assert any(backup.reason is Reason.MIGRATION for backup in list_backups(self._home))

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
        made.program = self.program
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
            with self.program.running():
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
        form = self.program.form(command)
        if form is not None:
            self.runner.run(form)
            self.acknowledge()

    def enrol(self) -> None:
        """Sign in; from now on this is a device of its own."""
        sign_in(self.store, FleetLine(self, ""), self.login, PASSWORD, "laptop")
        self.has_a_double = False

    def agree(self) -> None:
        """Synchronise, and sign in again where the server says so; or destroy the keys where it says that."""
        try:
            with self.program.running():
                self.sync.synchronise()
        except Trouble as trouble:
            if trouble.code == shredding.REVOKED:
                self._shred()
            elif self.is_lost or trouble.code not in NOT_ADMITTED:
                raise
            else:
                self.enrol()

    def _shred(self) -> None:
        """Destroy the keys; a process that ends in between has begun it, and whoever opens the workspace goes on."""
        with suppress(Killed), pytest.MonkeyPatch.context() as patch:
            if self.dies_on_the_line():
                patch.setattr(shredding, "_destroy_keys", _die)
            shredding.shred(self.workspace.home, self.clock.now())
        self.workspace.close()
        self.is_shredded = True

    def push_and_hear_nothing(self) -> None:
        """Offer what waits, and go off-line before the verdicts come."""
        with self.store.read() as reader:
            token = fact(reader, DEVICE_TOKEN)
        push(self.store, FleetLine(self, token))

    def apply_old_page(self, random: Random) -> None:
        if self.pages:
            apply_page(self.store, self.runner.redo, *random.choice(self.pages))

    def settle(self, random: Random) -> None:
        """Settle something in the inbox of the present program, one's own or another's, one way or the other."""
        if self.program.is_older:
            return
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
            self.acknowledge()

    @property
    def connected(self) -> bool:
        with self.store.read() as reader:
            return bool(fact(reader, SERVER_URL))

    @property
    def device_id(self) -> str:
        with self.store.read() as reader:
            return fact(reader, DEVICE_ID)

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
        keeps_its_orders = self.login == "wang" and not self.wire.server.was_restored
        for entry in self.all(OutboxEntry, name="workorders.add_note"):
            note = entry.body_fields()
            if keeps_its_orders and entry.state is OutboxState.PENDING:
                assert note["order_id"] in orders, (self.login, note)
            times_seen = seen[note["text"] if entry.version > 1 else note["note"]]
            if note["order_id"] in orders and entry.state is OutboxState.APPLIED:
                assert times_seen == 1, (self.login, note)
            if note["order_id"] in orders and entry.state is OutboxState.PENDING and self.login != "sun":
                assert times_seen, (self.login, note)

    def acknowledge(self) -> None:
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


def _die(*_given: object) -> NoReturn:
    raise Killed
