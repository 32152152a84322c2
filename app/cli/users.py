"""Looking after users of a server: `paigong admin add-user` and its like."""

from __future__ import annotations

import argparse
import csv
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from app.accounts.matrix import permission_matrix
from app.accounts.rules import AT_CUSTOMER, Grant, Role
from app.accounts.sign_in import add_user, invite, set_password, take_passwords
from app.accounts.tables import User
from app.accounts.users import grant, listed_users, make_user, set_active, user_named, withdraw
from app.bootstrap import open_server
from app.cli.secret_input import new_secret
from app.cli.serve import name_database
from app.directory.commands import AddPerson
from app.directory.queries import customer_named, customers
from app.directory.rules import PersonKind
from app.foundation.ids import new_id
from app.foundation.translation import _, ngettext
from app.server.authority import Server
from app.storage.units import Reader, UnitOfWork

_KINDS = {
    Role.ENGINEER: PersonKind.ENGINEER,
    Role.DESK_AGENT: PersonKind.DISPATCHER,
    Role.DISPATCHER: PersonKind.DISPATCHER,
    **dict.fromkeys(AT_CUSTOMER, PersonKind.CONTACT),
}
_HOURS = 48


def add_commands(admin: Any) -> None:
    """Add these commands to those of ``paigong admin``."""
    add = _command(admin, "add-user", _("let somebody sign in; the password is read from standard input"), _add_user)
    add.add_argument("--name", required=True, help=_("the person's name"))
    _name_role(add)
    add.add_argument("--invite", action="store_true", help=_("no password: print a code instead"))
    for name, text, run in (
        ("grant", _("give somebody a role"), _grant),
        ("withdraw", _("take a role away"), _withdraw),
    ):
        _name_role(_command(admin, name, text, run))
    invited = _command(admin, "invite", _("print a code by which somebody can sign in once"), _invite)
    invited.add_argument("--hours", type=int, default=_HOURS, help=_("how long the code is good"))
    _command(admin, "set-password", _("change a password, which is read from standard input"), _set_password)
    _command(admin, "deactivate-user", _("close an account; what is done is kept"), _deactivate)
    _command(admin, "activate-user", _("open a closed account again"), _activate)

    listing = admin.add_parser("list-users", help=_("print who may sign in, as CSV"))
    name_database(listing)
    listing.set_defaults(run=_list_users)
    passwords = admin.add_parser("passwords", help=_("let people sign in by a password, or by codes only"))
    passwords.add_argument("taken", choices=["on", "off"])
    name_database(passwords)
    passwords.set_defaults(run=_passwords)
    roles = admin.add_parser("roles", help=_("print what each role may do, as CSV"))
    roles.set_defaults(run=_roles)


@contextmanager
def opened_server(arguments: argparse.Namespace, files: str = "") -> Iterator[Server]:
    """The server that the arguments name, closed at the end; the record of what happens names who runs us.

    `files` is where it keeps the contents of files, where that matters.
    """
    server = open_server(arguments.home, arguments.database, files=files, operator=operator_name())
    try:
        yield server
    finally:
        server.close()


def write_csv(*lines: tuple[object, ...]) -> None:
    """Print lines as CSV, the same on every system."""
    csv.writer(sys.stdout, lineterminator="\n").writerows(lines)


def operator_name() -> str:
    """The name of the operating system's user; where he has none, as in some containers, that is said."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # as that function lets through, by system
        return "?"


def _command(admin: Any, name: str, text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """A command about one user."""
    command: argparse.ArgumentParser = admin.add_parser(name, help=text)
    command.add_argument("login")
    name_database(command)
    command.set_defaults(run=run)
    return command


def _name_role(command: argparse.ArgumentParser) -> None:
    command.add_argument("--role", required=True, choices=[role.value for role in Role])
    command.add_argument("--customer", action="append", default=[], help=_("only for this customer; may be repeated"))


def _add_user(arguments: argparse.Namespace) -> int:
    password = "" if arguments.invite else new_secret(_("Password: "))
    with opened_server(arguments) as server:
        code = server.store.write(lambda unit: _add(server, unit, arguments, password))
    if code:
        _print_code(code, _HOURS)
    else:
        print(_("{login} can sign in now.").format(login=arguments.login))
    return 0


def _add(server: Server, unit: UnitOfWork, arguments: argparse.Namespace, password: str) -> str:
    """A code where there is no password. One of the customer's own people is a contact of the customer."""
    grants, person_id = _grants(unit, arguments), new_id()
    role = grants[0].role
    at_customer_id = grants[0].customer_id if role in AT_CUSTOMER else None
    person = AddPerson(
        id=person_id,
        name=arguments.name,
        kind=_KINDS.get(role, PersonKind.MANAGER),
        customer_id=at_customer_id,
    )
    server.run_in(unit, person)
    if not arguments.invite:
        add_user(unit, login=arguments.login, password=password, person_id=person_id, grants=grants)
        return ""
    user = make_user(unit, login=arguments.login, person_id=person_id, grants=grants)
    return invite(unit, user, server.clock.now(), timedelta(hours=_HOURS))


def _grants(reader: Reader, arguments: argparse.Namespace) -> list[Grant]:
    role = Role(arguments.role)
    return [Grant(role, customer_named(reader, name).id) for name in arguments.customer] or [Grant(role, None)]


def _change(arguments: argparse.Namespace, change: Callable[[UnitOfWork, User], None], said: str) -> int:
    with opened_server(arguments) as server:
        server.store.write(lambda unit: change(unit, user_named(unit, arguments.login)))
    print(said.format(login=arguments.login))
    return 0


def _grant(arguments: argparse.Namespace) -> int:
    def give(unit: UnitOfWork, user: User) -> None:
        for given in _grants(unit, arguments):
            grant(unit, user, given)

    return _change(arguments, give, _("{login} has the role now."))


def _withdraw(arguments: argparse.Namespace) -> int:
    def take(unit: UnitOfWork, user: User) -> None:
        for taken in _grants(unit, arguments):
            withdraw(unit, user, taken)

    return _change(arguments, take, _("{login} has the role no more."))


def _set_password(arguments: argparse.Namespace) -> int:
    password = new_secret(_("New password: "))
    return _change(
        arguments, lambda unit, user: set_password(unit, user, password), _("{login} has another password now.")
    )


def _deactivate(arguments: argparse.Namespace) -> int:
    return _change(
        arguments,
        lambda unit, user: set_active(unit, user, active=False),
        _("The account of {login} is closed. To make lost laptops unreadable, revoke their devices."),
    )


def _activate(arguments: argparse.Namespace) -> int:
    return _change(
        arguments, lambda unit, user: set_active(unit, user, active=True), _("The account of {login} is open.")
    )


def _invite(arguments: argparse.Namespace) -> int:
    with opened_server(arguments) as server:
        good_for = timedelta(hours=arguments.hours)
        code = server.store.write(
            lambda unit: invite(unit, user_named(unit, arguments.login), server.clock.now(), good_for)
        )
    _print_code(code, arguments.hours)
    return 0


def _print_code(code: str, hours: int) -> None:
    """The code alone, for whoever reads it by a program; what it is good for goes to standard error."""
    print(code)
    words = ngettext("It is good once, for {count} hour.", "It is good once, for {count} hours.", hours)
    print(words.format(count=hours), file=sys.stderr)


def _list_users(arguments: argparse.Namespace) -> int:
    with opened_server(arguments) as server, server.store.read() as reader:
        names = {customer.id: customer.name for customer in customers(reader)}
        write_csv(
            ("login", "active", "roles"),
            *(
                (
                    listed.user.login,
                    "yes" if listed.user.active else "no",
                    "; ".join(sorted(_told(one, names) for one in listed.grants.held)),
                )
                for listed in listed_users(reader)
            ),
        )
    return 0


def _told(held: Grant, names: dict[str, str]) -> str:
    return held.role if held.customer_id is None else f"{held.role}: {names.get(held.customer_id, held.customer_id)}"


def _passwords(arguments: argparse.Namespace) -> int:
    taken = arguments.taken == "on"
    with opened_server(arguments) as server:
        server.store.write(lambda unit: take_passwords(unit, taken=taken))
    print(_("People sign in by a password or a code.") if taken else _("People sign in by codes only."))
    return 0


def _roles(_arguments: argparse.Namespace) -> int:
    write_csv(*permission_matrix())
    return 0
