"""Reading and checking what happened on the server: `paigong admin audit …`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.audit.chain import check, newest
from app.bootstrap import open_server
from app.cli.serve import name_database
from app.foundation.translation import _, ngettext
from app.storage.units import Reader


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    audit = admin.add_parser("audit", help=_("what happened on the server")).add_subparsers(required=True)
    verify = audit.add_parser("verify", help=_("check that nothing was changed or left out afterwards"))
    name_database(verify)
    verify.set_defaults(run=_verify)
    show = audit.add_parser("list", help=_("show the newest entries, the newest last"))
    show.add_argument("--limit", type=int, default=50)
    show.add_argument("--subject", default="", help=_("only what happened to the record with this id"))
    name_database(show)
    show.set_defaults(run=_list)


def _verify(arguments: argparse.Namespace) -> int:
    with _reader(arguments) as reader:
        finding = check(reader)
    if finding.broken_at is not None:
        said = _("The record is NOT whole: from entry {entry} on it is not as it was written. Keep the database.")
        print(said.format(entry=finding.broken_at))
        return 1
    said = ngettext("The record is whole: {count} entry.", "The record is whole: {count} entries.", finding.entries)
    print(said.format(count=finding.entries), _("Contents erased: {count}.").format(count=finding.erased))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with _reader(arguments) as reader:
        for entry in reversed(newest(reader, arguments.limit, arguments.subject)):
            told = (entry.sequence, f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.act, entry.subject_id, entry.content or "")
            print(*told, sep="\t")
    return 0


@contextmanager
def _reader(arguments: argparse.Namespace) -> Iterator[Reader]:
    server = open_server(arguments.home, arguments.database)
    try:
        with server.store.read() as reader:
            yield reader
    finally:
        server.close()
