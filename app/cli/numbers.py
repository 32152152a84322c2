"""Every number that was ever given: `paigong admin numbers`."""

from __future__ import annotations

import argparse
from typing import Any

from app.accounts.tables import Device
from app.cli.serve import name_database
from app.cli.users import opened_server, write_csv
from app.foundation.translation import _
from app.server.authority import Server
from app.storage.units import Reader
from app.sync.leases.ledger import counted_series, numbers_of


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    numbers = admin.add_parser(
        "numbers", help=_("print every number of a series and what became of it, as CSV; without a series, all series")
    )
    numbers.add_argument("series", nargs="?", default="", metavar="W26")
    name_database(numbers)
    numbers.set_defaults(run=_numbers)


def _numbers(arguments: argparse.Namespace) -> int:
    with opened_server(arguments) as server, server.store.read() as reader:
        if arguments.series:
            _print_numbers(server, reader, arguments.series)
        else:
            write_csv(("series", "counted"), *((each.id, each.next_serial - 1) for each in counted_series(reader)))
    return 0


def _print_numbers(server: Server, reader: Reader, series: str) -> None:
    codes = {device.id: device.code for device in reader.find(Device)}
    listed = numbers_of(reader, series, server.clock.now())
    write_csv(
        ("serial", "state", "device", "record"),
        *((one.serial, one.state, codes.get(one.device_id, one.device_id), one.record_id) for one in listed),
    )
