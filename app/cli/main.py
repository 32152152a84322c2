"""The command line: reads the arguments, runs the command, and says in a sentence what went wrong."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import Any, Protocol

from app.cli import (
    admin,
    assets,
    availability,
    calendars,
    contracts,
    desk,
    documents,
    each,
    files,
    imports,
    labels,
    made_imports,
    safety,
    serve,
    sla,
    stocktakes,
    workspace,
)
from app.cli.label_printing import SystemPrinters
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.sentences import sentence
from app.foundation.settings import read_settings, system_language
from app.foundation.translation import LANGUAGES, _, set_language


class Room(Protocol):
    """A module that has commands of its own."""

    def add_commands(self, commands: Any) -> None:
        """Add them to the parser; each has a `run` that takes the arguments and returns the exit status."""


def make_parser(*more: Room) -> argparse.ArgumentParser:
    """The parser of ``paigong``, with the commands of our rooms and of `more`."""
    parser = argparse.ArgumentParser(prog="paigong", description=_("Field service, with and without a network"))
    parser.add_argument("--home", type=Path, help=_("folder of the workspace or of the server"))
    parser.add_argument("--language", choices=list(LANGUAGES), help=_("language of what is shown"))
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("read the password of a protected workspace from the first line of standard input"),
    )
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    rooms: tuple[Room, ...] = (
        workspace,
        each,
        safety,
        imports,
        made_imports,
        assets,
        documents,
        labels,
        stocktakes,
        sla,
        availability,
        calendars,
        contracts,
        desk,
        files,
        serve,
        admin,
        *more,
    )
    for room in rooms:
        room.add_commands(commands)
    return parser


def speak(home: Home, language: str | None) -> None:
    """Use the language that was asked for, else the one of the settings, else the one of the system."""
    wanted = language or read_settings(home).language or system_language()
    set_language(wanted if wanted in LANGUAGES else "en")


def run(given: list[str], home: Home, language: str | None, *more: Room, printers: SystemPrinters | None = None) -> int:
    """Run the command that `given` names, with the printers of this computer; returns its exit status."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    speak(home, language)
    arguments = make_parser(*more).parse_args(given)
    arguments.home, arguments.printers = home, printers
    try:
        status: int = arguments.run(arguments)
    except PaigongError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return status
