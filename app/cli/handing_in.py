"""Handing in on the server what a dead laptop could not send: `paigong admin import-outbox`."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.secret_input import secret
from app.cli.serve import name_database, name_files_place
from app.cli.users import opened_server
from app.foundation.sentences import sentence
from app.foundation.translation import _, ngettext
from app.server.handing_in import HandedIn, hand_in
from app.storage.outbox import UNDONE_STATES, OutboxState
from app.unsent.file import opened_unsent


def add_commands(admin: Any) -> None:
    """Add this command to those of ``paigong admin``."""
    command = admin.add_parser(
        "import-outbox",
        help=_(
            "carry out, with the rights of the person whose it is, what a laptop that is dead has written to a file of "
            "unsent work; what is refused lies in that person's inbox"
        ),
    )
    command.add_argument("login", help=_("of the person whose it is"))
    command.add_argument("file", type=Path, help=_("its password is asked for, or read from standard input"))
    name_database(command)
    name_files_place(command)
    command.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    password = secret(_("Password of the file: "))
    with opened_unsent(arguments.file, password) as work, opened_server(arguments, arguments.files) as server:
        handed_in = hand_in(server, arguments.login, work)
    print("\n".join(_words(handed_in, arguments.login)))
    return 0


def _words(handed_in: HandedIn, login: str) -> Iterator[str]:
    count = handed_in.verdicts[OutboxState.APPLIED]
    yield ngettext("{count} entry was carried out.", "{count} entries were carried out.", count).format(count=count)
    if count := sum(handed_in.verdicts[state] for state in UNDONE_STATES):
        yield ngettext(
            "{count} entry was refused, or could be carried out in part only. It lies in the inbox of {login}.",
            "{count} entries were refused, or could be carried out in part only. They lie in the inbox of {login}.",
            count,
        ).format(count=count, login=login)
    if count := handed_in.judged_before:
        yield ngettext(
            "{count} entry had reached the server before.", "{count} entries had reached the server before.", count
        ).format(count=count)
    count = handed_in.received
    yield ngettext("{count} file was received.", "{count} files were received.", count).format(count=count)
    for reason, count in Counter(map(sentence, handed_in.refused)).items():
        words = ngettext("{count} file was not taken: {reason}", "{count} files were not taken: {reason}", count)
        yield words.format(count=count, reason=reason)
