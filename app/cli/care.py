"""Keeping a server's data safe: `paigong admin backup` and `paigong admin restore`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.bootstrap import open_server, restore_server
from app.cli.secret_input import new_secret, secret
from app.cli.serve import name_database
from app.cli.users import operator_name
from app.foundation.translation import _
from app.server.care import back_up


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    backup = admin.add_parser(
        "backup",
        help=_(
            "write all data of the server to a file, while it works; the file's password is read from standard input"
        ),
    )
    backup.add_argument("file", type=Path)
    name_database(backup)
    backup.set_defaults(run=_backup)
    restore = admin.add_parser(
        "restore",
        help=_("fill an empty database from a backup; its password is read from standard input"),
    )
    restore.add_argument("file", type=Path)
    name_database(restore)
    restore.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    password = new_secret(_("Password for the backup: "))
    server = open_server(arguments.home, arguments.database)
    try:
        back_up(server, arguments.file, password)
    finally:
        server.close()
    print(
        _("The backup is in {file}. Keep its password elsewhere: without it nobody can read it.").format(
            file=arguments.file
        )
    )
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    password = secret(_("Password of the backup: "))
    restore_server(arguments.home, arguments.database, arguments.file, password, operator=operator_name()).close()
    print(_("Everything is back. What laptops did since the backup comes with their next synchronisation."))
    print(_("Revoke devices, close accounts and withdraw roles again that you did since the backup."))
    return 0
