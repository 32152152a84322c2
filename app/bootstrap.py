"""The only place that wires things together.

Here stands which observers see a write, who reacts to what, and what a store begins with.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

import app.assets.blank_labels
import app.assets.consumable_commands
import app.assets.edit_commands
import app.assets.import_commands
import app.assets.label_commands
import app.assets.licence_commands
import app.assets.model_commands
import app.assets.relation_commands
import app.assets.unregister_commands
import app.attendance.commands
import app.calendars.commands
import app.checklists.commands
import app.directory.edit_commands
import app.directory.import_commands
import app.directory.import_sources
import app.files.transfers
import app.inbox.commands
import app.knowledge.closure_commands
import app.knowledge.commands
import app.labels.commands
import app.maintenance.commands
import app.messages.commands
import app.repairs.commands
import app.server.limits
import app.server.retention
import app.sla.commands
import app.sla.contract_commands
import app.sla.device_lists
import app.storage.drafts
import app.sync.files.server
import app.sync.push.server
import app.sync.rebase.laptop
import app.workorders.answer_commands
import app.workorders.checklist_commands
import app.workorders.desk_commands
import app.workorders.edit_commands
import app.workorders.mail_commands
import app.workorders.part_commands
import app.workorders.passing_commands
import app.workorders.rating_commands
import app.workorders.report_commands
import app.workorders.visit_commands
import app.workorders.warning_commands  # noqa: F401 - importing a room registers its tables and commands
from app.accounts.rules import EVERYTHING
from app.assets.commands import AddDeviceType
from app.assets.rules import DEVICE_TYPES, OTHER_LIFE_YEARS, USUAL_LIFE_YEARS
from app.audit.keeping import AuditKeeper
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.files.contents import files_key, open_contents
from app.foundation.clock import Clock, SystemClock
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.messages.settings import MessageSettings
from app.server.audited import AUDITED
from app.server.authority import Server
from app.server.care import take_in
from app.server.doorbell import Doorbell
from app.stocktakes.decision_commands import UnknownFound
from app.storage import facts
from app.storage.commands import Context, command_spec
from app.storage.migration import bring_up_to_date
from app.storage.numbers import new_device_code
from app.storage.runner import CommandRunner, Reactions
from app.storage.search import ensure_indexes, index_waiting
from app.storage.store import Store, postgres_engine, sqlite_engine
from app.storage.troubles import translated
from app.storage.units import UnitOfWork, WriteObserver
from app.sync.snapshot.server import SnapshotShelf, snapshot_key
from app.sync.stamps import SyncStamper, begin_epoch
from app.workorders.clock_keeping import ClockKeeper
from app.workorders.registering import log_registering
from app.workorders.tables import OrderEvent
from app.workorders.telling_callers import TellingCallers
from app.workspace import Workspace, has_begun, open_database, open_for_reading


def create_workspace(home: Home, owner_name: str, clock: Clock | None = None) -> Workspace:
    """Make a workspace that needs no server, owned by a person of this name, and open it.

    :raises Trouble: ``workspace_exists``, ``workspace_not_writable``, ``disk_full``
    """
    workspace = create_empty_workspace(home, clock)
    begin_alone(workspace, owner_name)
    return workspace


def begin_alone(workspace: Workspace, owner_name: str, owner_id: str = "") -> None:
    """Let a person of this name work in an empty workspace, without a server; `owner_id` is who it was before.

    What it begins with is not put into the outbox: a server that it is connected to later has its own.
    """
    owner_id, device_id = owner_id or new_id(), new_id()
    context = Context(
        command_id=new_id(),
        actor_id=owner_id,
        device_id=device_id,
        at=workspace.runner.clock.now(),
        rights=EVERYTHING,
        authority=True,
    )

    def begin(unit: UnitOfWork) -> None:
        facts.set_fact(unit, facts.DEVICE_ID, device_id)
        facts.set_fact(unit, facts.DEVICE_CODE, new_device_code())
        facts.set_fact(unit, facts.PERSON_ID, owner_id)
        owner = AddPerson(id=owner_id, name=owner_name, kind=PersonKind.MANAGER)
        for command in (owner, *first_device_types()):
            workspace.runner.perform(unit, command_spec(command), command, context)

    workspace.store.write(begin)


def create_empty_workspace(home: Home, clock: Clock | None = None) -> Workspace:
    """Make a workspace with nothing in it, to be enrolled at a server, and open it; one where nobody has begun will do.

    :raises Trouble: ``workspace_exists``, ``workspace_not_writable``, ``disk_full``
    """
    if not home.exists:
        home.make_key()
    workspace = open_database(home, clock or SystemClock())
    get_ready(workspace)
    with workspace.store.read() as reader:
        begun = has_begun(reader)
    if begun:
        workspace.close()
        raise Trouble("workspace_exists", path=str(home.folder))
    return workspace


def open_workspace(home: Home, clock: Clock | None = None) -> Workspace:
    """Open the workspace that is in a home, after bringing it up to date.

    :raises Trouble: ``workspace_missing``, ``workspace_key_missing``, ``workspace_key_wrong``, ``workspace_newer`` …
    """
    workspace = open_for_reading(home, clock or SystemClock())
    get_ready(workspace)
    return workspace


def get_ready(workspace: Workspace) -> None:
    """Complete what changes and searches need in a workspace that was opened for reading.

    Every room is loaded by now, since this module imports them; search indexes that are missing are made, and rooms
    react to each other.
    """
    engine = workspace.store.engine.execution_options(paigong_writer=True)
    with translated(workspace.store.path):
        with engine.begin() as connection:
            ensure_indexes(connection)
        index_waiting(workspace.store)
    connect_rooms(workspace.runner.reactions)


def connect_rooms(reactions: Reactions) -> None:
    """Let rooms react to what happens in those below them."""
    reactions.connect(UnknownFound, log_registering)


def open_server(
    home: Home,
    database_url: str = "",
    clock: Clock | None = None,
    files: str = "",
    *,
    operator: str = "",
    messages: MessageSettings | None = None,
) -> Server:
    """Open a server's store, made on first use: PostgreSQL where a URL is given, else an SQLCipher file in `home`.

    `files` is where it keeps the contents of files: a folder, ``s3://bucket/prefix``, or empty for a folder in `home`.
    `operator` is who makes us open it to change something by hand: the record of what happened names him.
    Callers are told what happens where it is known how (`messages`).

    :raises Trouble: as for a workspace, and ``database_unreachable``
    """
    engine, path = _server_engine(home, database_url)
    with translated(path):
        bring_up_to_date(engine)
    used_clock = clock or SystemClock()
    observers: list[Callable[[], WriteObserver]] = [
        SyncStamper,
        lambda: AuditKeeper(AUDITED, used_clock, operator),
        partial(ClockKeeper, at_once=False),
    ]
    store = Store(engine, observers, path=path)
    connected = Reactions()
    connect_rooms(connected)
    if messages:
        connected.connect(OrderEvent, TellingCallers(messages).react)
    runner = CommandRunner(store, used_clock, lambda _reader: EVERYTHING, connected)
    contents = open_contents(files or str(home.files_folder), store.write(files_key))
    snapshots = SnapshotShelf(store, home.snapshots_folder, store.write(snapshot_key))
    server = Server(store, runner, used_clock, contents, snapshots, Doorbell(store))
    store.write(begin_epoch)
    server.run(*first_device_types())
    return server


def restore_server(
    home: Home, database_url: str, backup: Path, password: str, clock: Clock | None = None, *, operator: str = ""
) -> Server:
    """Open a server's store that is filled from a backup and begins another life; it must be empty.

    `operator` is who makes us do it, as for `open_server`.

    :raises Trouble: as `open_server` and `app.server.care.take_in`
    """
    engine, path = _server_engine(home, database_url)
    with translated(path):
        take_in(engine, path, backup, password, (clock or SystemClock()).now(), operator)
    engine.dispose()
    return open_server(home, database_url, clock, operator=operator)


def _server_engine(home: Home, database_url: str) -> tuple[sa.Engine, str]:
    """An engine on a server's database, and what that is called for people."""
    home.prepare()
    if database_url:
        return postgres_engine(database_url), sa.make_url(database_url).render_as_string()
    key = home.read_key() if home.exists else home.make_key()
    return sqlite_engine(home.database, key), str(home.database)


def first_device_types() -> list[AddDeviceType]:
    """What every register begins with."""
    return [
        AddDeviceType(type_code=code, name=name, life_years=USUAL_LIFE_YEARS.get(code, OTHER_LIFE_YEARS))
        for code, name in DEVICE_TYPES.items()
    ]
