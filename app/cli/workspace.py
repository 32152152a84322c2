"""Working in a workspace: make one, sign in, synchronise, run a command, list orders."""

from __future__ import annotations

import argparse
import getpass
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.bootstrap import create_empty_workspace, create_workspace, open_workspace
from app.cli.secret_input import line_of_input, secret
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.sentences import sentence, sentence_for
from app.foundation.translation import _
from app.inbox.queries import refused_entries
from app.safekeeping.passwords import unlock
from app.safekeeping.shredding import REVOKED, shred
from app.storage.commands import parse_command
from app.storage.outbox import waiting_count
from app.storage.schema import columns_of
from app.sync.check.rules import CheckReport
from app.sync.enrolment.laptop import enrol
from app.sync.files.laptop import FileSync
from app.sync.laptop import LaptopSync
from app.sync.live.laptop import Ear
from app.sync.rounds import Rounds
from app.sync.transport import Transport
from app.sync.trust import read_authority
from app.workorders.rules import ORDER_STATE_NAMES
from app.workorders.tables import WorkOrder
from app.workspace import Workspace

_CHECK_ATTEMPTS = 10
"""So many rounds a check may take, where people change things all the while."""


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    create = commands.add_parser("create", help=_("make a workspace that needs no server"))
    create.add_argument("--owner", required=True, help=_("your name"))
    create.set_defaults(run=_create)

    sign_in = commands.add_parser("enrol", help=_("sign in on a server; the password is read from standard input"))
    sign_in.add_argument("--server", required=True, help="https://…")
    sign_in.add_argument("--login", required=True)
    sign_in.add_argument("--device", default=platform.node() or "laptop", help=_("name of this device"))
    sign_in.add_argument(
        "--code",
        action="store_true",
        help=_("a code of the administrator is read instead, and then the password that you choose, if any"),
    )
    sign_in.add_argument(
        "--ca", type=Path, help=_("file with the certificate of your organisation's authority (PEM), trusted alone")
    )
    sign_in.set_defaults(run=_enrol)

    synchronise = commands.add_parser("sync", help=_("agree with the server, and send and fetch the files that wait"))
    synchronise.add_argument("--follow", action="store_true", help=_("stay in agreement with it until interrupted"))
    synchronise.set_defaults(run=_sync)

    check = commands.add_parser("check", help=_("compare all that is here with the server, and mend what differs"))
    check.set_defaults(run=_check)

    run = commands.add_parser("run", help=_("carry out one command, given as JSON"))
    run.add_argument("name", help="workorders.add_note")
    run.add_argument("json", help='{"order_id": …}')
    run.set_defaults(run=_run)

    orders = commands.add_parser("orders", help=_("list the newest work orders"))
    orders.add_argument("--limit", type=int, default=20)
    orders.set_defaults(run=_orders)

    inbox = commands.add_parser("inbox", help=_("list what the server refused"))
    inbox.set_defaults(run=_inbox)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The workspace that the arguments name, closed at the end."""
    workspace = open_workspace(unlocked_home(arguments))
    try:
        yield workspace
    finally:
        workspace.close()


def unlocked_home(arguments: argparse.Namespace) -> Home:
    """The home that the arguments name, with its key where a password opens it: typed, or read from standard input."""
    home: Home = arguments.home
    if not home.is_protected:
        return home
    prompt = _("Password of this workspace: ")
    return home.unlocked(unlock(home, line_of_input() if arguments.password_stdin else getpass.getpass(prompt)))


def _create(arguments: argparse.Namespace) -> int:
    create_workspace(arguments.home, arguments.owner).close()
    print(_("The workspace is in {folder}.").format(folder=arguments.home.folder))
    return 0


def _enrol(arguments: argparse.Namespace) -> int:
    home = unlocked_home(arguments)
    code = secret(_("Code of your administrator: ")) if arguments.code else ""
    password = secret(_("Password that you choose, or nothing: ") if arguments.code else _("Password: "))
    make = open_workspace if home.exists else create_empty_workspace
    authority = read_authority(arguments.ca) if arguments.ca else ""
    workspace = make(home)
    try:
        enrol(
            workspace.store,
            Transport(arguments.server, authority=authority),
            arguments.login,
            password,
            arguments.device,
            code=code,
        )
        _synchronise(workspace)
    finally:
        workspace.close()
    return 0


def _sync(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        if arguments.follow:
            return _follow(workspace)
        return _synchronise(workspace) or move_files(workspace)


def _follow(workspace: Workspace) -> int:
    """Make rounds until somebody interrupts it."""
    sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
    wanted = threading.Event()
    ear = Ear(workspace.store, wanted.set, in_round=sync.in_round)
    # never rare: another process may have done something here
    rounds = Rounds(sync, workspace.runner.clock, check_report=lambda: sync.check_report)
    ear.start()
    try:
        while True:
            wanted.clear()
            report = rounds.make()
            print(sentence(report.trouble) if report.trouble else _standing(workspace, report.checked), flush=True)
            wanted.wait(report.pause_seconds)
    except KeyboardInterrupt:
        return 0
    finally:
        ear.close()
        sync.close()


def _synchronise(workspace: Workspace) -> int:
    with _syncing(workspace) as sync:
        if not sync.synchronise():
            return _alone()
    print(_standing(workspace, sync.check_report))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, _syncing(workspace) as sync:
        sync.ask_for_check()
        for _attempt in range(_CHECK_ATTEMPTS):
            if not sync.synchronise():
                return _alone()
            if sync.check_report is not None:
                print(sync.check_report.words())
                return 0
    print(_("Too much is changing at the server to compare everything just now. Try again later."))
    return 1


@contextmanager
def _syncing(workspace: Workspace) -> Iterator[LaptopSync]:
    """What agrees with the server, closed at the end; where that calls this computer a lost one, its keys go."""
    sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
    try:
        yield sync
    except PaigongError as error:
        if error.code == REVOKED:
            shred(workspace.home, workspace.runner.clock.now())
        raise
    finally:
        sync.close()


def _alone() -> int:
    print(_("This workspace has no server. Sign in on one with: paigong enrol"))
    return 1


def move_files(workspace: Workspace) -> int:
    """Send and fetch the files that are due; returns the exit status."""
    sync = FileSync(workspace.store, workspace.vault, workspace.runner.clock)
    try:
        return 0 if sync.synchronise() else 1
    finally:
        sync.close()


def _standing(workspace: Workspace, checked: CheckReport | None) -> str:
    """Whether all agrees, what waits, and whether something had to be mended."""
    with workspace.store.read() as reader:
        waiting, refused = waiting_count(reader), len(refused_entries(reader))
    agreed = _("In agreement with the server. Waiting: {waiting}. Refused: {refused}.")
    mended = f"\n{checked.words()}" if checked is not None and checked.mended else ""
    return agreed.format(waiting=waiting, refused=refused) + mended


def _run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        workspace.runner.run(parse_command(arguments.name, arguments.json))
    return 0


def _orders(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        newest = [columns_of(WorkOrder).logged_at.desc()]
        for order in reader.find(WorkOrder, order_by=newest, limit=arguments.limit):
            print(f"{order.number}\tP{order.priority}\t{_(ORDER_STATE_NAMES[order.state])}\t{order.title}")
    return 0


def _inbox(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace, workspace.store.read() as reader:
        for entry in refused_entries(reader):
            print(f"{entry.occurred_at:%Y-%m-%d %H:%M}\t{entry.name}\t{sentence_for(entry.code, entry.params)}")
    return 0
