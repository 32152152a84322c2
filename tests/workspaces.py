"""A real workspace for tests: an SQLCipher file, the observers of a laptop, and short ways to fill it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import app.bootstrap  # noqa: F401 - importing every room declares its tables and commands
from app.accounts.rules import EVERYTHING, Grants
from app.assets.commands import RegisterAsset
from app.assets.rules import DEVICE_TYPES, OTHER_LIFE_YEARS, USUAL_LIFE_YEARS
from app.assets.tables import DeviceType
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.foundation.ids import new_id
from app.storage.facts import DEVICE_CODE, DEVICE_ID, PERSON_ID, SERVER_URL, set_fact
from app.storage.images import ServerImageKeeper
from app.storage.outbox import OutboxEntry
from app.storage.runner import CommandRunner, Reactions
from app.storage.schema import RowT, columns_of, metadata, spec_of
from app.storage.search import SearchIndexer, ensure_indexes
from app.storage.store import Store, sqlite_engine
from app.storage.units import Origin, UnitOfWork
from app.workorders.clock_keeping import ClockKeeper
from app.workorders.commands import AssignOrder, LogOrder
from tests.fakes import FakeClock

KEY = bytes(range(32))
OWNER_ID = "owner"
"""The person who uses a workspace unless a test says `by=`."""


class Workspace:
    """A workspace that is open. It is its own authority until `connect`."""

    def __init__(self, path: Path, clock: FakeClock) -> None:
        self.path = path
        self.clock = clock
        self.grants: Grants = EVERYTHING
        self.reactions = Reactions()
        self.store = Store(sqlite_engine(path, KEY), [ServerImageKeeper, SearchIndexer, ClockKeeper], path=str(path))
        self.runner = CommandRunner(self.store, clock, lambda _reader: self.grants, self.reactions)

    def run(self, *commands: object, by: str = OWNER_ID) -> None:
        """Run the commands, all or none, as the person `by`."""
        self.store.write(lambda unit: set_fact(unit, PERSON_ID, by))
        self.runner.run(*commands)

    def connect(self) -> None:
        """From now on a server is the authority (it is not called here: only the fact is set)."""
        self.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))

    def get(self, row_type: type[RowT], row_id: str) -> RowT:
        with self.store.read() as reader:
            return reader.require(row_type, row_id)

    def all(self, row_type: type[RowT], **wanted: object) -> list[RowT]:
        """The rows with these values, by id."""
        column = columns_of(row_type)
        with self.store.read() as reader:
            return reader.find(
                row_type, *(column[name] == value for name, value in wanted.items()), order_by=[column.id]
            )

    def outbox(self) -> list[OutboxEntry]:
        with self.store.read() as reader:
            return reader.find(OutboxEntry, order_by=[columns_of(OutboxEntry).sequence])

    def add_customer(self, name: str = "Northvale Council", **fields: Any) -> str:
        return self._add(AddCustomer, name=name, **fields)

    def add_site(self, customer_id: str, name: str = "Town Hall", **fields: Any) -> str:
        return self._add(AddSite, customer_id=customer_id, name=name, **fields)

    def add_department(self, customer_id: str, code: str = "KJC", name: str = "科技处", **fields: Any) -> str:
        return self._add(AddDepartment, customer_id=customer_id, code=code, name=name, **fields)

    def add_person(self, name: str = "张三", kind: PersonKind = PersonKind.ENGINEER, **fields: Any) -> str:
        return self._add(AddPerson, name=name, kind=kind, **fields)

    def add_asset(self, customer_id: str, type_code: str = "COM", name: str = "Front desk PC", **fields: Any) -> str:
        return self._add(RegisterAsset, customer_id=customer_id, type_code=type_code, name=name, **fields)

    def add_order(self, customer_id: str, title: str = "Printer jams", **fields: Any) -> str:
        return self._add(LogOrder, customer_id=customer_id, title=title, **fields)

    def assign(self, order_id: str, engineer_id: str, **fields: Any) -> str:
        """Assign an order; returns the id of the visit."""
        visit_id = new_id()
        self.run(AssignOrder(order_id=order_id, visit_id=visit_id, engineer_id=engineer_id, **fields))
        return visit_id

    def _add(self, command_type: type[Any], **fields: Any) -> str:
        command = command_type(**{"id": new_id(), **fields})
        self.run(command)
        row_id: str = command.id
        return row_id


def make_template(path: Path) -> Path:
    """An empty workspace on disk, to be copied, since making every table takes longer than most tests."""
    engine = sqlite_engine(path, KEY)
    with engine.begin() as connection:
        metadata.create_all(connection)
        ensure_indexes(connection)
    engine.dispose()
    return path


def open_workspace(template: Path, path: Path, clock: FakeClock, device_code: str = "7KQ") -> Workspace:
    """A fresh workspace at `path` with its owner and the device types, and nothing in its outbox."""
    shutil.copyfile(template, path)
    workspace = Workspace(path, clock)
    workspace.store.write(lambda unit: _settle_in(unit, device_code))
    return workspace


def _settle_in(unit: UnitOfWork, device_code: str) -> None:
    set_fact(unit, DEVICE_ID, f"device-{device_code}")
    set_fact(unit, DEVICE_CODE, device_code)
    set_fact(unit, PERSON_ID, OWNER_ID)
    owner = Person(
        id=OWNER_ID, customer_id=None, team_id=None, kind=PersonKind.MANAGER, name="王芳", phone="", email=""
    )
    unit.apply(spec_of(Person), [spec_of(Person).to_values(owner)], origin=Origin.TRUTH)
    rows = [
        DeviceType(id=code, name=name, life_years=USUAL_LIFE_YEARS.get(code, OTHER_LIFE_YEARS))
        for code, name in DEVICE_TYPES.items()
    ]
    types = [spec_of(DeviceType).to_values(row) for row in rows]
    unit.apply(spec_of(DeviceType), types, origin=Origin.TRUTH)
