"""Backups of a workspace, and making a damaged one whole again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.secret_input import new_secret, secret
from app.cli.workspace import opened, unlocked_home
from app.foundation.clock import SystemClock
from app.foundation.translation import N_, _
from app.rescue import Rescued, rescue, take_in
from app.safekeeping.backups import Reason, backup_named, list_backups, make_backup
from app.unsent.export import export_unsent
from app.unsent.file import opened_unsent
from app.unsent.wording import words_of_export, words_of_takeover

REASON_NAMES = {
    Reason.DAILY: N_("daily"),
    Reason.MIGRATION: N_("before an update"),
    Reason.ASKED: N_("asked for"),
}


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    backup = commands.add_parser("backup", help=_("backups of this workspace")).add_subparsers(required=True)
    backup.add_parser("list", help=_("show what backups there are")).set_defaults(run=_list)
    backup.add_parser("make", help=_("make a backup now; people can go on working")).set_defaults(run=_make)
    restore = backup.add_parser(
        "restore", help=_("begin with a backup again; what was done since is done again. Close the window before")
    )
    restore.add_argument("name", help=_("as the list shows it"))
    restore.set_defaults(run=_restore)
    commands.add_parser(
        "rescue", help=_("make a damaged workspace whole again; nothing is removed. Close the window before")
    ).set_defaults(run=_rescue)
    outbox = commands.add_parser("outbox", help=_("what the server does not have yet")).add_subparsers(required=True)
    for name, run, words in (
        ("export", _export, _("write it to an encrypted file, also where the database is damaged")),
        ("import", _import, _("take over what another laptop of the same person has written to a file")),
    ):
        command = outbox.add_parser(name, help=words)
        command.add_argument("file", type=Path, help=_("its password is asked for, or read from standard input"))
        command.set_defaults(run=run)


def _list(arguments: argparse.Namespace) -> int:
    for backup in list_backups(arguments.home):
        megabytes = max(1, backup.size // 2**20)
        print(f"{backup.path.name}\t{backup.made_at:%Y-%m-%d %H:%M}\t{megabytes} MB\t{_(REASON_NAMES[backup.reason])}")
    return 0


def _make(arguments: argparse.Namespace) -> int:
    backup = make_backup(unlocked_home(arguments), SystemClock().now())
    print(_("The backup is {path}.").format(path=backup.path))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    backup = backup_named(arguments.home, arguments.name)
    return _told(rescue(unlocked_home(arguments), backup=backup))


def _rescue(arguments: argparse.Namespace) -> int:
    return _told(rescue(unlocked_home(arguments)))


def _told(rescued: Rescued) -> int:
    print("\n".join(rescued.words()))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    home = unlocked_home(arguments)
    password = new_secret(_("Password for the file: "))
    print(words_of_export(export_unsent(home, arguments.file, password, SystemClock().now())))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    with opened(arguments) as workspace:
        password = secret(_("Password of the file: "))
        with opened_unsent(arguments.file, password) as work:
            print(words_of_takeover(take_in(workspace, work)))
    return 0
