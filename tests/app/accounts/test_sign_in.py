from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.accounts.rules import Grant, Role
from app.accounts.sign_in import add_user, check_password, device_of_token, digest, enrol_device, grants_of
from app.accounts.tables import Device, User
from app.foundation.errors import Rejection
from app.storage.units import UnitOfWork
from tests.workspaces import Workspace

AT = datetime(2026, 11, 2, tzinfo=UTC)
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


def test_an_enrolled_device_is_known_by_its_token_of_which_only_a_digest_is_kept(
    workspace: Workspace, zhang: User
) -> None:
    signed_in = workspace.store.write(lambda unit: enrol_device(unit, zhang, "Zhang's laptop", AT))
    with workspace.store.read() as reader:
        assert device_of_token(reader, signed_in.token) == (signed_in.device, zhang)
    (device,) = workspace.all(Device)
    assert device.token_digest == digest(signed_in.token) != signed_in.token
    assert len(device.code) == 3


def test_an_unknown_token_is_refused(workspace: Workspace, zhang: User) -> None:
    with workspace.store.read() as reader, pytest.raises(Rejection, match="device_unknown"):
        device_of_token(reader, "made up")


def test_whoever_may_not_sign_in_any_more_is_not_known_by_his_device_either(workspace: Workspace, zhang: User) -> None:
    signed_in = workspace.store.write(lambda unit: enrol_device(unit, zhang, "Zhang's laptop", AT))
    workspace.store.write(lambda unit: unit.put(replace(zhang, active=False)))
    with workspace.store.read() as reader:
        with pytest.raises(Rejection, match="device_unknown"):
            device_of_token(reader, signed_in.token)
        with pytest.raises(Rejection, match="sign_in_failed"):
            check_password(reader, "zhangsanKJC", PASSWORD)


def test_every_device_gets_a_code_of_its_own(workspace: Workspace, zhang: User) -> None:
    for _ in range(20):
        workspace.store.write(lambda unit: enrol_device(unit, zhang, "laptop", AT))
    assert len({device.code for device in workspace.all(Device)}) == 20
