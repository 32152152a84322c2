"""`paigong admin …` for users and devices: what it prints is stable, and what it refuses it says in a sentence."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts.devices import enrol_device
from app.accounts.sign_in import check_password
from app.accounts.users import set_active, user_named
from app.bootstrap import open_server
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.foundation.home import Home
from app.server.authority import Server
from app.storage.numbers import lease_block
from app.storage.units import UnitOfWork
from app.workorders.commands import LogOrder
from tests.fakes import FakeClock

Admin = Callable[..., str]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "server")


@pytest.fixture
def admin(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Admin:
    """Runs a command; returns what it printed, or what it said that is wrong."""

    def command(*words: str, typed: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = run(["admin", *words], home, "en")
        said = capsys.readouterr()
        return said.out if status == 0 else f"refused: {said.err}"

    return command


@pytest.fixture
def with_customer(home: Home) -> None:
    server = open_server(home)
    server.run(AddCustomer(id="customer", name="Northvale Council"))
    server.close()


def at_server(home: Home, work: Callable[[Server], object]) -> object:
    server = open_server(home, "", FakeClock())
    try:
        return work(server)
    finally:
        server.close()


def lines(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed)))


def test_somebody_is_added_with_a_password_and_listed(admin: Admin, home: Home) -> None:
    added = admin("add-user", "li", "--name", "李晓明", "--role", "dispatcher", typed="correct horse\n")
    assert added == "li can sign in now.\n"
    assert lines(admin("list-users")) == [{"login": "li", "active": "yes", "roles": "dispatcher"}]

    def sign_in(server: Server) -> None:
        with server.store.read() as reader:
            check_password(reader, "li", "correct horse")

    at_server(home, sign_in)
    assert admin("add-user", "li", "--name", "x", "--role", "engineer", typed="correct horse\n").startswith("refused: ")


@pytest.mark.usefixtures("with_customer")
def test_roles_are_given_and_taken_for_all_customers_or_one(admin: Admin) -> None:
    admin(
        "add-user", "wang", "--name", "王", "--role", "engineer", "--customer", "northvale council", typed="12345678\n"
    )
    admin("grant", "wang", "--role", "desk_agent")
    assert lines(admin("list-users"))[0]["roles"] == "desk_agent; engineer: Northvale Council"
    assert "does not hold" in admin("withdraw", "wang", "--role", "engineer")
    admin("withdraw", "wang", "--role", "engineer", "--customer", "Northvale Council")
    assert lines(admin("list-users"))[0]["roles"] == "desk_agent"
    assert "nobody who signs in as zhao" in admin("grant", "zhao", "--role", "manager")


@pytest.mark.usefixtures("with_customer")
def test_the_customers_own_people_are_contacts_of_that_customer(admin: Admin, home: Home) -> None:
    told = ("add-user", "boss", "--name", "科长", "--role", "approver")
    assert "Name the customer" in admin(*told, typed="12345678\n")
    assert admin("list-users") == "login,active,roles\n"
    admin(*told, "--customer", "Northvale Council", typed="12345678\n")

    def person(server: Server) -> Person:
        with server.store.read() as reader:
            return reader.require(Person, user_named(reader, "boss").person_id)

    found = at_server(home, person)
    assert isinstance(found, Person)
    assert (found.customer_id, found.kind) == ("customer", "contact")


def test_a_code_is_printed_alone_and_how_long_it_is_good_beside_it(
    admin: Admin, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    code = admin("add-user", "li", "--name", "李", "--role", "dispatcher", "--invite")
    again = admin("invite", "li", "--hours", "2")
    assert run(["admin", "invite", "li", "--hours", "3"], home, "en") == 0
    assert capsys.readouterr().err == "It is good once, for 3 hours.\n"
    for printed in (code, again):
        assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}\n", printed)
    assert code != again


def test_a_password_is_changed_and_passwords_are_switched_off(admin: Admin, home: Home) -> None:
    admin("add-user", "li", "--name", "李", "--role", "dispatcher", typed="12345678\n")
    assert "at least 8" in admin("set-password", "li", typed="short\n")
    assert admin("set-password", "li", typed="another one\n") == "li has another password now.\n"
    assert admin("passwords", "off") == "People sign in by codes only.\n"

    def sign_in(server: Server) -> str:
        with server.store.read() as reader, pytest.raises(Rejection) as refused:
            check_password(reader, "li", "another one")
        return refused.value.code

    assert at_server(home, sign_in) == "passwords_not_taken"


def test_accounts_are_closed_and_opened(admin: Admin) -> None:
    admin("add-user", "li", "--name", "李", "--role", "dispatcher", typed="12345678\n")
    admin("deactivate-user", "li")
    assert lines(admin("list-users"))[0]["active"] == "no"
    assert "was closed" in admin("invite", "li")
    admin("activate-user", "li")
    assert lines(admin("list-users"))[0]["active"] == "yes"


@pytest.mark.usefixtures("with_customer")
def test_every_number_is_listed_with_what_became_of_it(admin: Admin, home: Home) -> None:
    at_server(home, lambda server: server.run(LogOrder(id="order", customer_id="customer", title="x")))
    assert admin("numbers") == "series,counted\nW26,50\n"
    listed = lines(admin("numbers", "W26"))
    assert listed[0] == {"serial": "1", "state": "used", "device": "server", "record": "order"}
    assert [each["state"] for each in listed[1:]] == ["leased"] * 49
    assert "No number of the series W99" in admin("numbers", "W99")


def test_devices_are_listed_and_revoked(admin: Admin, home: Home) -> None:
    admin("add-user", "li", "--name", "李", "--role", "dispatcher", typed="12345678\n")

    def enrolled(server: Server) -> str:
        user = server.store.write(lambda unit: user_named(unit, "li"))
        at = server.clock.now()
        device = server.store.write(lambda unit: enrol_device(unit, user, "Li's laptop", at)).device
        server.store.write(lambda unit: lease_block(unit, "W26", device.id, at, 30))
        return device.code

    code = str(at_server(home, enrolled))
    (listed,) = lines(admin("list-devices"))
    assert (listed["device"], listed["name"], listed["login"], listed["state"]) == (
        code,
        "Li's laptop",
        "li",
        "enrolled",
    )
    assert listed["heard_of_at"] == listed["ended_at"] == ""
    assert listed["numbers_left"] == "30"
    assert admin("revoke-device", code.lower()).startswith(f"{code} is shut out.")
    (revoked,) = lines(admin("list-devices"))
    assert revoked["state"] == "revoked"
    assert revoked["ended_at"]
    assert revoked["numbers_left"] == "0"
    assert "There is no device ZZZZ" in admin("revoke-device", "ZZZZ")


def test_the_record_names_who_ran_a_command(admin: Admin, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for operator in ("maintenance", "zhang"):
        monkeypatch.setenv("LOGNAME", operator)
        login = f"user of {operator}"
        admin("add-user", login, "--name", login, "--role", "engineer", typed="correct horse\n")

    def close_account(unit: UnitOfWork) -> None:
        set_active(unit, user_named(unit, "user of zhang"), active=False)

    at_server(home, lambda server: server.store.write(close_account))
    entries = [line.split("\t") for line in admin("audit", "list").splitlines()]
    users = [(act, json.loads(content)) for _number, _at, act, _subject, content in entries if act.startswith("users.")]
    assert [(act, told.get("operator")) for act, told in users] == [
        ("users.added", "maintenance"),
        ("users.added", "zhang"),
        ("users.changed", None),
    ]
    assert admin("audit", "verify").startswith("The record is whole")


def test_the_record_tells_who_took_passwords_away_and_who_restored_the_server(
    admin: Admin, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(printed: str) -> list[tuple[str, str, str]]:
        entries = [line.split("\t") for line in printed.splitlines()]
        return [
            (act, subject, json.loads(content).get("operator")) for _number, _at, act, subject, content in entries[-2:]
        ]

    monkeypatch.setenv("LOGNAME", "zhang")
    admin("passwords", "off")
    admin("passwords", "on")
    changed = ("workspace_facts.changed", "password_sign_in", "zhang")
    assert told(admin("audit", "list"))[-1] == changed
    backup, password = str(tmp_path / "backup"), "a long password\n"
    admin("backup", backup, typed=password)
    monkeypatch.setenv("LOGNAME", "li")
    restored = Home(tmp_path / "restored")
    for words in (["restore", backup], ["audit", "list"]):
        monkeypatch.setattr(sys, "stdin", io.StringIO(password))
        capsys.readouterr()
        assert run(["admin", *words], restored, "en") == 0
    listed = told(capsys.readouterr().out)
    assert [(act, operator) for act, _subject, operator in listed] == [(changed[0], "zhang"), ("server.restored", "li")]
