"""Photos and documents of a work order or of a device: attach, list, fetch."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.assets.tables import Asset
from app.cli.records import asset_id_of, order_id_of
from app.cli.workspace import move_files, opened
from app.directory.tables import Person
from app.files.commands import AttachFile
from app.files.folder import troubles_at
from app.files.intake import attaching, take_in_file
from app.files.queries import AttachedFile, RecordFiles, record_files
from app.files.transfers import queue_upload
from app.files.wording import size_words, state_words
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.storage.schema import spec_of
from app.storage.units import Reader, UnitOfWork
from app.sync.connection import Connection
from app.sync.files.laptop import Pace, fetch
from app.sync.transport import FileLine, Transport
from app.workorders.tables import WorkOrder
from app.workspace import Workspace

declare(
    {
        "attachment_unknown": N_("There is no file “{name}” on {record}. List its files and check the name."),
        "target_exists": N_("{path} is there already. Nothing was overwritten; choose another name with --out."),
    }
)


@dataclass(frozen=True, slots=True)
class _Record:
    """A work order or a device, by the number that was written."""

    number: str
    table: str
    id: str
    customer_id: str


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    files = commands.add_parser("files", help=_("photos and documents of a work order or of a device"))
    deeds = files.add_subparsers(required=True, metavar=_("COMMAND"))
    add = deeds.add_parser("add", help=_("attach files"))
    listing = deeds.add_parser("list", help=_("list what is attached, and where it is"))
    get = deeds.add_parser("get", help=_("copy an attached file out, fetched from the server where it is not here"))
    for parser in (add, listing, get):
        parser.add_argument("record", help="W26-004711, KJC-COM-1234")
    add.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    get.add_argument("name", help=_("name of the file, as it is listed"))
    get.add_argument("--out", type=Path, help=_("where to; in this folder under its own name if nothing is said"))
    send = deeds.add_parser("sync", help=_("send and fetch what waits"))
    for parser, run in ((add, _add), (listing, _list), (get, _get), (send, _sync)):
        parser.set_defaults(run=run)


def _add(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        record = _record(workspace, arguments.record)
        for path in arguments.paths:
            taken = take_in_file(workspace.vault, path)
            command = attaching(taken, new_id(), record.customer_id, record.table, record.id)
            workspace.store.write(partial(_attach, workspace, command))
            print(taken.name)
    return 0


def _attach(workspace: Workspace, command: AttachFile, unit: UnitOfWork) -> None:
    workspace.runner.run_in(unit, command)
    queue_upload(unit, command, workspace.runner.clock.now())


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        record = _record(workspace, arguments.record)
        with workspace.store.read() as reader:
            found = _files(reader, workspace, record)
            for file in found.files:
                person = reader.get(Person, file.attachment.added_by_id)
                state = state_words(file, person.name if person else "…", has_server=found.has_server)
                print(f"{file.attachment.name}\t{size_words(file.attachment.size)}\t{state}")
    return 0


def _get(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        file = _file(workspace, _record(workspace, arguments.record), arguments.name)
        attachment = file.attachment
        target: Path = arguments.out or Path(attachment.name)
        if target.exists():
            raise Trouble("target_exists", path=str(target))
        if not workspace.vault.holds(attachment.digest):
            _fetch(workspace, file)
        with troubles_at(target), workspace.vault.open(attachment.digest) as reader, target.open("xb") as copy:
            shutil.copyfileobj(reader, copy)
    print(target)
    return 0


def _sync(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        return move_files(workspace)


def _fetch(workspace: Workspace, file: AttachedFile) -> None:
    connection: Connection[FileLine] = Connection(workspace.store, Transport)
    line = connection.line()
    if line is None:
        raise Trouble("attachment_missing", path=file.attachment.name)
    try:
        fetch(lambda: line, workspace.vault, file.attachment.digest, file.attachment.size, Pace())
    finally:
        connection.close()


def _record(workspace: Workspace, number: str) -> _Record:
    """The order with this number, or else the device with this code."""
    with workspace.store.read() as reader:
        try:
            row: WorkOrder | Asset = reader.require(WorkOrder, order_id_of(reader, number))
        except Trouble:
            row = reader.require(Asset, asset_id_of(reader, number))
    return _Record(number, spec_of(type(row)).name, row.id, row.customer_id)


def _files(reader: Reader, workspace: Workspace, record: _Record) -> RecordFiles:
    return record_files(reader, workspace.vault, record.customer_id, record.table, record.id)


def _file(workspace: Workspace, record: _Record, name: str) -> AttachedFile:
    """The newest of this name."""
    with workspace.store.read() as reader:
        found = _files(reader, workspace, record).files
    named = [file for file in found if file.attachment.name == name]
    if not named:
        raise Trouble("attachment_unknown", name=name, record=record.number)
    return named[-1]
