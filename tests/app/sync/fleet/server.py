"""The server of a fleet: its halves of the protocol over a real store, and the process and disk under them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from random import Random

import msgspec

from app.accounts.devices import device_of_token
from app.accounts.rules import NOT_ADMITTED, Grant, Role
from app.accounts.sign_in import add_user
from app.accounts.tables import RoleGrant, User
from app.bootstrap import open_server, restore_server
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import derive_id
from app.maintenance.commands import MakeDueOrders
from app.server.care import back_up
from app.server.steps import STEPS
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.snapshot.server import SnapshotShelf, snapshot_key
from app.sync.snapshot.wire import BETWEEN
from app.sync.wire import Message
from tests.app.sync.fleet.hazards import Hazards, Killed
from tests.fakes import FakeClock

PASSWORD = "correct horse"
CUSTOMERS = ("hospital", "university")
"""Ids of the customers that everybody begins with."""
_STEPS = {step.name: step for step in STEPS}


class FleetServer:
    """The server's halves, and the process that they run in."""

    url = "http://fleet"

    def __init__(self, home: Home, clock: FakeClock) -> None:
        self.clock = clock
        self.hazards = Hazards(home.database)
        self.was_restored = False
        self._home = home
        self._backup = home.folder.with_suffix(".backup")
        self.restart()

    def restart(self) -> None:
        self.hazards.begin_again()
        server = open_server(self._home, "", self.clock)
        self.store = server.store
        shelf = SnapshotShelf(self.store, self._home.snapshots_folder, self.store.write(snapshot_key), least=1)
        self.server = replace(server, snapshots=shelf)
        self.hazards.watch(self.store.engine)

    def die(self) -> None:
        self.store.close()
        self.restart()

    def lose_power(self) -> None:
        self.hazards.cut_power(self.store.engine)
        self.die()

    def back_up(self) -> None:
        back_up(self.server, self._backup, PASSWORD)

    def restore(self) -> None:
        """The machine is lost: another one takes its place, as the last backup was."""
        if not self._backup.exists():
            return
        self.store.close()
        shutil.rmtree(self._home.folder)
        self.was_restored = True
        restore_server(self._home, "", self._backup, PASSWORD, self.clock).close()
        self.restart()

    def answer(self, token: str, step: str, content: bytes) -> Message:
        """What the server replies; a refusal comes as the laptop's half of HTTP would raise it."""
        try:
            return self._judge(token, step, content)
        except Trouble as trouble:
            raise Trouble("server_failed") from trouble
        except Rejection as rejection:
            if rejection.code not in NOT_ADMITTED:
                raise
            raise Trouble(rejection.code) from rejection
        except Killed:
            self.die()
            raise Trouble("server_unreachable", detail="killed") from None
        finally:
            self.hazards.disarm()

    def _judge(self, token: str, name: str, content: bytes) -> Message:
        step = _STEPS[name]
        known = () if step.open_to_strangers else device_of_token(self.store, token, self.clock.now())
        return step.half(self.server, msgspec.json.decode(content, type=step.request), *known)

    def content(self, token: str, names: str) -> bytes:
        """What a laptop fetches that has nothing yet."""
        try:
            _device, user = device_of_token(self.store, token, self.clock.now())
            found = self.server.snapshots.find(user, names.split(BETWEEN))
            return found.read(0, found.size)
        except PaigongError as error:
            raise Trouble(error.code, **error.params) from error

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

    def turn_user(self, login: str) -> None:
        """Let nobody in who signs in by this login; or let him in again."""

        def turn(unit: UnitOfWork) -> None:
            user = unit.first(User, columns_of(User).login == login)
            assert user is not None
            unit.put(replace(user, active=not user.active))

        self.store.write(turn)

    def let_everybody_in(self) -> None:
        """Whoever was kept out comes in again."""
        with self.store.read() as reader:
            kept_out = reader.find(User, columns_of(User).active.is_(False))
        for user in kept_out:
            self.turn_user(user.login)
