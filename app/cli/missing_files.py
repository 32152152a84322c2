"""Finding files that the server has lost: `paigong admin missing-files`."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.serve import name_database, name_files_place
from app.cli.users import opened_server, write_csv
from app.directory.queries import customers
from app.foundation.translation import _, ngettext
from app.server.missing_contents import files_with, missing_contents, take_back
from app.sync.files.server import FileDesk


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    missing = admin.add_parser(
        "missing-files",
        help=_("print the files that the server has received and has no more, as CSV; look after a restore"),
    )
    missing.add_argument(
        "--ask-again",
        action="store_true",
        help=_("let laptops that still hold them send them again; look at the list first"),
    )
    name_database(missing)
    name_files_place(missing)
    missing.set_defaults(run=_missing_files)


def _missing_files(arguments: argparse.Namespace) -> int:
    with opened_server(arguments, arguments.files) as server:
        desk = FileDesk(server.store, server.contents)
        missing = missing_contents(desk)
        if arguments.ask_again:
            take_back(desk, missing)
            said = ngettext(
                "{count} content is asked for again. The laptop on which it was attached sends it when it next "
                "synchronises, after more than a month when Paigong is next started there.",
                "{count} contents are asked for again. The laptops on which they were attached send them when they "
                "next synchronise, after more than a month when Paigong is next started there.",
                len(missing),
            )
            print(said.format(count=len(missing)))
            return 0
        with server.store.read() as reader:
            names = {customer.id: customer.name for customer in customers(reader)}
            write_csv(
                ("customer", "file", "about", "record", "size", "received_at", "digest"),
                *(
                    (
                        names.get(receipt.customer_id, receipt.customer_id),
                        file.name if file.digest == receipt.digest else f"{file.name} (thumbnail)",
                        file.about_table,
                        file.about_id,
                        receipt.size,
                        f"{receipt.received_at:%Y-%m-%d %H:%M}",
                        receipt.digest,
                    )
                    for receipt in missing
                    for file in files_with(reader, receipt)
                ),
            )
    return 0
