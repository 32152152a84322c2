"""Looking after the devices of a server: `paigong admin list-devices` and `paigong admin revoke-device`."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from app.accounts.devices import device_named, listed_devices, shut_out
from app.accounts.rules import DeviceState
from app.cli.serve import name_database
from app.cli.users import opened_server, write_csv
from app.foundation.translation import _
from app.storage.units import UnitOfWork
from app.sync.leases.ledger import leased_counts


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    listing = admin.add_parser("list-devices", help=_("print every device, as CSV"))
    name_database(listing)
    listing.set_defaults(run=_list_devices)
    revoke = admin.add_parser(
        "revoke-device", help=_("shut a lost device out; what it holds is made unreadable at its next contact")
    )
    revoke.add_argument("device", help=_("its code of three characters, or its id"))
    name_database(revoke)
    revoke.set_defaults(run=_revoke)


def _list_devices(arguments: argparse.Namespace) -> int:
    with opened_server(arguments) as server, server.store.read() as reader:
        leased = leased_counts(reader, server.clock.now())
        write_csv(
            ("device", "name", "login", "state", "enrolled_at", "heard_of_at", "ended_at", "numbers_left", "id"),
            *(
                (
                    listed.device.code,
                    listed.device.name,
                    listed.login,
                    listed.device.state,
                    _instant(listed.device.enrolled_at),
                    _instant(listed.heard_of_at),
                    _instant(listed.device.ended_at),
                    leased[listed.device.id],
                    listed.device.id,
                )
                for listed in listed_devices(reader)
            ),
        )
    return 0


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def _revoke(arguments: argparse.Namespace) -> int:
    with opened_server(arguments) as server:

        def revoke(unit: UnitOfWork) -> str:
            device = device_named(unit, arguments.device)
            shut_out(unit, device.id, DeviceState.REVOKED, server.clock.now())
            return device.code

        code = server.store.write(revoke)
    print(_("{device} is shut out. What it holds is made unreadable at its next contact.").format(device=code))
    return 0
