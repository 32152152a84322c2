"""Looking after the server: `paigong admin …`."""

from __future__ import annotations

from typing import Any

from app.cli import audit, care, devices, handing_in, missing_files, numbers, users
from app.foundation.translation import _


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    admin = commands.add_parser("admin", help=_("look after the server")).add_subparsers(required=True)
    for part in (users, devices, numbers, audit, care, missing_files, handing_in):
        part.add_commands(admin)
