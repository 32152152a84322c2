"""The server of a fleet: its halves of the protocol over a real store, and the process and disk under them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

import msgspec
import pytest

import app.bootstrap
from app.accounts.devices import device_of_token, shut_out
from app.accounts.rules import NOT_ADMITTED, DeviceState, Grant, Role
from app.accounts.sign_in import add_user
from app.accounts.tables import RoleGrant, User
from app.bootstrap import open_server, restore_server
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.files.contents import content_name
from app.foundation.errors import PaigongError, Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import derive_id
from app.maintenance.commands import MakeDueOrders
from app.server.care import back_up
from app.server.steps import STEPS
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.files.server import Chunk, FileDesk, Progress, begin, size_for, take
from app.sync.files.wire import UPLOADS, UploadWish, content_range, range_of
from app.sync.push.server import JudgedCommand
from app.sync.snapshot.server import SnapshotShelf, snapshot_key
from app.sync.snapshot.wire import BETWEEN
from app.sync.transport import Answer
from app.sync.wire import Message
from tests.app.sync.fleet.ages import SERVER_REVISION, take_back
from tests.app.sync.fleet.hazards import Hazards, Killed
from tests.app.sync.fleet.programs import PRESENT
from tests.fakes import FakeClock

PASSWORD = "correct horse"
CUSTOMERS = ("hospital", "university")
"""Ids of the customers that everybody begins with."""
BACKUPS_GOOD_FOR = timedelta(days=30)
"""So old a backup may be, as people are told."""
_STEPS = {step.name: step for step in STEPS}
ReplyT = TypeVar("ReplyT")


class FleetServer:
    """The server's halves, and the process that they run in."""

    url = "http://fleet"

    def __init__(self, home: Home, clock: FakeClock) -> None:
        self.clock = clock
        self.hazards = Hazards(home.database)
        self.was_restored = self.was_restored_too_late = False
        self.revoked: dict[str, set[str]] = {}
        """Devices that were revoked, and the commands that each had been judged on by then."""
        self.program = PRESENT
        self.updated_at = datetime.min.replace(tzinfo=UTC)
        """Since when the present program judges."""
        self._home = home
        self._backup, self._backup_of_files = (home.folder.with_suffix(f".{kind}") for kind in ("backup", "files"))
        self._backed_up_at: datetime | None = None
        self.restart()

    def restart(self) -> None:
        self.hazards.begin_again()
        server = open_server(self._home, "", self.clock)
        self.store = server.store
        shelf = SnapshotShelf(self.store, self._home.snapshots_folder, self.store.write(snapshot_key), least=1)
        self.server = replace(server, snapshots=shelf)
        self.hazards.watch(self.store.engine)

    def update(self, random: Random) -> None:
        """The program is replaced by the present one; what it does to the database first, it may not survive."""
        judged = self._judged()
        take_back(self.store.engine, SERVER_REVISION)
        self.store.close()
        self.program, self.updated_at = PRESENT, self.clock.now()
        self.hazards.arm(random)
        with suppress(PaigongError, Killed), pytest.MonkeyPatch.context() as patch:
            patch.setattr(app.bootstrap, "sqlite_engine", self.hazards.watched_engine)
            open_server(self._home, "", self.clock).store.close()
        self.restart()
        assert self._judged() == judged

    def _judged(self) -> list[JudgedCommand]:
        with self.store.read() as reader:
            return reader.find(JudgedCommand, order_by=[columns_of(JudgedCommand).id])

    def die(self) -> None:
        self.store.close()
        self.restart()

    def lose_power(self) -> None:
        self.hazards.cut_power(self.store.engine)
        self.die()

    def back_up(self) -> None:
        """Rows, then files."""
        back_up(self.server, self._backup, PASSWORD)
        shutil.rmtree(self._backup_of_files, ignore_errors=True)
        if self._home.files_folder.exists():
            shutil.copytree(self._home.files_folder, self._backup_of_files)
        self._backed_up_at = self.clock.now()

    def restore(self) -> None:
        """The machine is lost: another one takes its place, as the last backup was. What was revoked is so again."""
        if self._backed_up_at is None:
            return
        self.store.close()
        shutil.rmtree(self._home.folder)
        self.was_restored = True
        self.was_restored_too_late |= self.clock.now() - self._backed_up_at > BACKUPS_GOOD_FOR
        restore_server(self._home, "", self._backup, PASSWORD, self.clock).close()
        if self._backup_of_files.exists():
            shutil.copytree(self._backup_of_files, self._home.files_folder)
        self.restart()
        for device_id in self.revoked:
            self._shut_out(device_id)

    def revoke(self, device_id: str) -> None:
        """An administrator hears that a laptop is lost."""
        self.revoked[device_id] = {one.command_id for one in self._judged() if one.device_id == device_id}
        self._shut_out(device_id)

    def _shut_out(self, device_id: str) -> None:
        self.store.write(lambda unit: shut_out(unit, device_id, DeviceState.REVOKED, self.clock.now()))

    def answer(self, token: str, step: str, content: bytes) -> Message:
        """What the server replies to a message."""
        return self._replied(lambda: self._judge(token, step, content))

    def exchange(self, token: str, method: str, path: str, headers: Mapping[str, str], content: bytes) -> Answer:
        """What the server answers where bytes are sent or asked for."""
        return self._replied(lambda: self._exchange(token, method, path, headers, content))

    def _replied(self, reply: Callable[[], ReplyT]) -> ReplyT:
        """A refusal comes as the laptop's half of HTTP would raise it."""
        try:
            with self.program.running():
                return reply()
        except Trouble as trouble:
            raise trouble if trouble.code == "snapshot_unknown" else Trouble("server_failed") from trouble
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

    def _exchange(self, token: str, method: str, path: str, headers: Mapping[str, str], content: bytes) -> Answer:
        """As `app.server.files_routes` and the route of snapshots do it."""
        device, user = device_of_token(self.store, token, self.clock.now())
        desk, at, (_v1, kind, *rest) = self.file_desk, self.clock.now(), path.removeprefix("/").split("/")
        match method, kind:
            case "POST", _:
                wish = UploadWish.of(headers["Upload-Length"], headers["Upload-Metadata"])
                return _how_far(begin(desk, device, user, wish, at))
            case "PATCH", _:
                chunk = Chunk(int(headers["Upload-Offset"]), content, headers["Upload-Checksum"])
                return _how_far(take(desk, device, user, rest[0], chunk, at))
            case _, "snapshots":
                found = self.server.snapshots.find(user, rest[0].split(BETWEEN))
                return Answer(206, {}, found.read(*range_of(headers["Range"], found.size)))
        with self.store.read() as reader:
            size = size_for(reader, user, rest[0])
        start, stop = range_of(headers["Range"], size)
        part = b"".join(desk.contents.read(content_name(rest[0]), start, stop))
        return Answer(206, {"Content-Range": content_range(start, stop, size)}, part)

    @property
    def file_desk(self) -> FileDesk:
        return FileDesk(self.store, self.server.contents)

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


def _how_far(progress: Progress) -> Answer:
    said = {"Location": f"/v1/{UPLOADS}/{progress.upload_id}", "Upload-Offset": str(progress.received)}
    return Answer(201, said, b"")
