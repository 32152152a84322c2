"""Looking after the server: `paigong admin …`."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import Any

from app.accounts.matrix import permission_matrix
from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user
from app.bootstrap import open_server
from app.cli import audit, care
from app.cli.serve import name_database
from app.directory.commands import AddPerson
from app.directory.queries import customer_named
from app.directory.rules import PersonKind
from app.foundation.ids import new_id
from app.foundation.translation import _
from app.server.authority import Server
from app.storage.units import UnitOfWork

_KINDS = {Role.ENGINEER: PersonKind.ENGINEER, Role.DISPATCHER: PersonKind.DISPATCHER}


def add_commands(commands: Any) -> None:
    """Add this room's commands to the parser."""
    admin = commands.add_parser("admin", help=_("look after the server")).add_subparsers(required=True)
    user = admin.add_parser("add-user", help=_("let somebody sign in; the password is read from standard input"))
    user.add_argument("login")
    user.add_argument("--name", required=True, help=_("the person's name"))
    user.add_argument("--role", required=True, choices=[role.value for role in Role])
    user.add_argument("--customer", action="append", default=[], help=_("only for this customer; may be repeated"))
    name_database(user)
    user.set_defaults(run=_add_user)
    audit.add_commands(admin)
    care.add_commands(admin)

    roles = admin.add_parser("roles", help=_("print what each role may do, as CSV"))
    roles.set_defaults(run=_roles)


def _add_user(arguments: argparse.Namespace) -> int:
    password = care.password_from_input()
    server = open_server(arguments.home, arguments.database)
    try:
        server.store.write(lambda unit: _add(server, unit, arguments, password))
    finally:
        server.close()
    print(_("{login} can sign in now.").format(login=arguments.login))
    return 0


def _roles(_arguments: argparse.Namespace) -> int:
    csv.writer(sys.stdout, lineterminator="\n").writerows(permission_matrix())
    return 0


def _add(server: Server, unit: UnitOfWork, arguments: argparse.Namespace, password: str) -> None:
    role = Role(arguments.role)
    person_id = new_id()
    server.run_in(unit, AddPerson(id=person_id, name=arguments.name, kind=_KINDS.get(role, PersonKind.MANAGER)))
    grants = [Grant(role, customer_named(unit, name).id) for name in arguments.customer] or [Grant(role, None)]
    add_user(unit, login=arguments.login, password=password, person_id=person_id, grants=grants)
