"""Running the server and letting people sign in. FastAPI is loaded only when it is served."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import Any

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import open_server
from app.directory.commands import AddPerson
from app.directory.queries import customer_named
from app.directory.rules import PersonKind
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.server.authority import Server
from app.server.ticker import TICK_SECONDS
from app.storage.units import UnitOfWork

declare(
    {
        "server_packages_missing": N_(
            "The server's packages are not installed here ({detail}). Install Paigong with its server part."
        ),
    }
)

_KINDS = {Role.ENGINEER: PersonKind.ENGINEER, Role.DISPATCHER: PersonKind.DISPATCHER}


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    serve = commands.add_parser("serve", help=_("run the server that laptops agree with"))
    serve.add_argument("--database", default="", help=_("postgresql+psycopg://… instead of a file in the folder"))
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8460)
    serve.add_argument(
        "--tick", type=seconds, default=TICK_SECONDS, help=_("seconds between two looks at what has fallen due")
    )
    serve.set_defaults(run=_serve)

    admin = commands.add_parser("admin", help=_("look after the server")).add_subparsers(required=True)
    user = admin.add_parser("add-user", help=_("let somebody sign in; the password is read from standard input"))
    user.add_argument("login")
    user.add_argument("--name", required=True, help=_("the person's name"))
    user.add_argument("--role", required=True, choices=[role.value for role in Role])
    user.add_argument("--customer", action="append", default=[], help=_("only for this customer; may be repeated"))
    user.add_argument("--database", default="", help=_("postgresql+psycopg://… instead of a file in the folder"))
    user.set_defaults(run=_add_user)


def seconds(text: str) -> float:
    """A time to wait that somebody wrote, longer than none.

    :raises ValueError: it is none; the parser makes a sentence of it
    """
    duration = float(text)
    if not 0 < duration < float("inf"):
        raise ValueError(text)
    return duration


def _serve(arguments: argparse.Namespace) -> int:
    try:
        from app.server.serve import listen, serve
    except ModuleNotFoundError as error:
        raise Trouble("server_packages_missing", detail=error.name) from error

    logging.getLogger().setLevel(logging.INFO)
    listener = listen(arguments.host, arguments.port)
    server = open_server(arguments.home, arguments.database)
    address = "http://{}:{}".format(*listener.getsockname()[:2])
    serve(
        server,
        listener,
        lambda: print(_("Serving on {address}").format(address=address), flush=True),
        tick_seconds=arguments.tick,
    )
    return 0


def _add_user(arguments: argparse.Namespace) -> int:
    password = sys.stdin.readline().rstrip("\r\n")
    server = open_server(arguments.home, arguments.database)
    try:
        server.store.write(lambda unit: _add(server, unit, arguments, password))
    finally:
        server.close()
    print(_("{login} can sign in now.").format(login=arguments.login))
    return 0


def _add(server: Server, unit: UnitOfWork, arguments: argparse.Namespace, password: str) -> None:
    role = Role(arguments.role)
    person_id = new_id()
    server.run_in(unit, AddPerson(id=person_id, name=arguments.name, kind=_KINDS.get(role, PersonKind.MANAGER)))
    grants = [Grant(role, customer_named(unit, name).id) for name in arguments.customer] or [Grant(role, None)]
    add_user(unit, login=arguments.login, password=password, person_id=person_id, grants=grants)
