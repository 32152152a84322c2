from __future__ import annotations

from dataclasses import replace

import pytest

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import _hasher, add_user, check_password  # the real one: tests run with a quick one
from app.accounts.tables import User
from app.accounts.users import grants_of
from app.foundation.errors import Rejection
from app.storage.units import UnitOfWork
from tests.workspaces import Workspace

PASSWORD = "correct horse 电池"


@pytest.fixture
def zhang(workspace: Workspace) -> User:
    def add(unit: UnitOfWork) -> User:
        grants = [Grant(Role.ENGINEER, "a"), Grant(Role.DISPATCHER, None)]
        return add_user(unit, login="zhangsanKJC", password=PASSWORD, person_id="zhang", grants=grants)

    return workspace.store.write(add)


def test_the_right_password_signs_in(workspace: Workspace, zhang: User) -> None:
    with workspace.store.read() as reader:
        assert check_password(reader, "zhangsanKJC", PASSWORD) == zhang


@pytest.mark.parametrize(("login", "password"), [("zhangsanKJC", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_is_refused_alike(
    workspace: Workspace, zhang: User, login: str, password: str
) -> None:
    with workspace.store.read() as reader, pytest.raises(Rejection) as refused:
        check_password(reader, login, password)
    assert (refused.value.code, refused.value.params) == ("sign_in_failed", {})


def test_the_password_itself_is_kept_nowhere(workspace: Workspace, zhang: User) -> None:
    assert PASSWORD not in workspace.get(User, zhang.id).password_hash


def test_a_guess_costs_time_and_memory(workspace: Workspace, zhang: User) -> None:
    """At least what RFC 9106 asks for where memory is short."""
    kept = _hasher().hash(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert (_hasher().time_cost, _hasher().memory_cost) >= (3, 64 * 1024)
    workspace.store.write(lambda unit: unit.put(replace(zhang, password_hash=kept)))
    with workspace.store.read() as reader:
        assert check_password(reader, zhang.login, PASSWORD).id == zhang.id


def test_two_people_cannot_sign_in_by_one_name(workspace: Workspace, zhang: User) -> None:
    with pytest.raises(Rejection, match="login_taken"):
        workspace.store.write(
            lambda unit: add_user(unit, login="zhangsanKJC", password="another one", person_id="li", grants=[])
        )


def test_a_short_password_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Rejection, match="password_too_short"):
        workspace.store.write(lambda unit: add_user(unit, login="li", password="1234567", person_id="li", grants=[]))
    assert workspace.all(User) == []


def test_grants_are_those_that_were_given(workspace: Workspace, zhang: User) -> None:
    with workspace.store.read() as reader:
        assert grants_of(reader, zhang.id).held == {Grant(Role.ENGINEER, "a"), Grant(Role.DISPATCHER, None)}


def test_whoever_may_not_sign_in_any_more_does_not(workspace: Workspace, zhang: User) -> None:
    workspace.store.write(lambda unit: unit.put(replace(zhang, active=False)))
    with workspace.store.read() as reader, pytest.raises(Rejection, match="sign_in_failed"):
        check_password(reader, "zhangsanKJC", PASSWORD)
