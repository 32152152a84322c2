"""The command line: reads the arguments, runs the command, and says in a sentence what went wrong."""

from __future__ import annotations

import argparse
import locale
import logging
import sys
from pathlib import Path

from app.cli import documents, imports, server, workspace
from app.foundation.errors import PaigongError
from app.foundation.home import Home
from app.foundation.sentences import sentence
from app.foundation.settings import read_settings
from app.foundation.translation import LANGUAGES, _, set_language


def make_parser() -> argparse.ArgumentParser:
    """The parser of ``paigong``; every command has a `run` that takes the arguments and returns the exit status."""
    parser = argparse.ArgumentParser(prog="paigong", description=_("Field service, with and without a network"))
    parser.add_argument("--home", type=Path, help=_("folder of the workspace or of the server"))
    parser.add_argument("--language", choices=list(LANGUAGES), help=_("language of what is shown"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    for room in (workspace, imports, documents, server):
        room.add_commands(commands)
    return parser


def home_of(arguments: argparse.Namespace) -> Home:
    """The home that was named, else the user's own."""
    return Home(arguments.home) if arguments.home else Home.default()


def speak(home: Home, language: str | None) -> None:
    """Use the language that was asked for, else the one of the settings, else the one of the system."""
    set_language(language or read_settings(home).language or system_language())


def system_language() -> str:
    """The language of this computer, where we speak it."""
    code, _encoding = locale.getlocale()
    return "zh_CN" if (code or "").lower().startswith(("zh", "chinese")) else "en"


def run(arguments: argparse.Namespace) -> int:
    """Run the command that was parsed; returns its exit status."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    arguments.home = home_of(arguments)
    speak(arguments.home, arguments.language)
    try:
        status: int = arguments.run(arguments)
    except PaigongError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    return status
