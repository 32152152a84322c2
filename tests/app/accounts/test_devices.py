"""A device is known by its token, which is replaced without a gap, and not by one that was replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from app.accounts.devices import (
    STILL_UNDER_WAY,
    SignedIn,
    device_of_token,
    digest,
    enrol_device,
    next_token,
    shut_out,
)
from app.accounts.rules import DeviceState
from app.accounts.sign_in import add_user
from app.accounts.tables import Device, DeviceToken, User
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence
from app.storage.units import Changes
from tests.workspaces import Workspace

AT = datetime(2026, 11, 2, tzinfo=UTC)
LATER = AT + timedelta(days=1)


@pytest.fixture
def zhang(workspace: Workspace) -> User:
    return workspace.store.write(
        lambda unit: add_user(unit, login="zhang", password="correct horse", person_id="zhang", grants=[])
    )


@pytest.fixture
def signed_in(workspace: Workspace, zhang: User) -> SignedIn:
    return workspace.store.write(lambda unit: enrol_device(unit, zhang, "Zhang's laptop", AT))


def known(workspace: Workspace, token: str, at: datetime = AT) -> Device:
    return device_of_token(workspace.store, token, at)[0]


def renewed(workspace: Workspace, device: Device, token: str, at: datetime = LATER) -> str:
    return workspace.store.write(lambda unit: next_token(unit, device, token, at))


def refusal(workspace: Workspace, token: str, at: datetime = AT) -> str:
    with pytest.raises(Rejection) as refused:
        device_of_token(workspace.store, token, at)
    assert sentence(refused.value)
    return refused.value.code


def test_only_a_digest_of_a_token_is_kept(workspace: Workspace, signed_in: SignedIn) -> None:
    assert known(workspace, signed_in.token) == signed_in.device
    (kept,) = workspace.all(DeviceToken)
    assert kept.id == digest(signed_in.token)
    assert signed_in.token not in repr((workspace.all(DeviceToken), workspace.all(Device), signed_in))
    assert len(signed_in.device.code) == 3


def test_an_unknown_token_is_refused(workspace: Workspace, signed_in: SignedIn) -> None:
    assert refusal(workspace, "made up") == "device_unknown"
    assert refusal(workspace, digest(signed_in.token)) == "device_unknown"


def test_whose_account_was_closed_is_told_so(workspace: Workspace, zhang: User, signed_in: SignedIn) -> None:
    workspace.store.write(lambda unit: unit.put(replace(zhang, active=False)))
    assert refusal(workspace, signed_in.token) == "user_inactive"


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([DeviceState.FENCED], "device_fenced"),
        ([DeviceState.REVOKED], "device_revoked"),
        ([DeviceState.FENCED, DeviceState.REVOKED], "device_revoked"),
        ([DeviceState.REVOKED, DeviceState.FENCED], "device_revoked"),
    ],
)
def test_whoever_was_shut_out_is_told_why(
    workspace: Workspace, signed_in: SignedIn, states: list[DeviceState], code: str
) -> None:
    for state in states:
        workspace.store.write(partial(shut_out, device_id=signed_in.device.id, state=state, at=LATER))
    assert refusal(workspace, signed_in.token) == code
    (device,) = workspace.all(Device)
    assert device.ended_at == LATER


def test_every_device_gets_a_code_of_its_own(workspace: Workspace, zhang: User) -> None:
    for _ in range(20):
        workspace.store.write(lambda unit: enrol_device(unit, zhang, "laptop", AT))
    assert len({device.code for device in workspace.all(Device)}) == 20


def test_the_next_token_is_the_same_however_often_it_is_asked_for(workspace: Workspace, signed_in: SignedIn) -> None:
    renewals = {renewed(workspace, signed_in.device, signed_in.token, LATER + timedelta(hours=n)) for n in range(3)}
    assert len(renewals) == 1
    assert len(workspace.all(DeviceToken)) == 2
    kept = repr(workspace.all(DeviceToken))
    assert renewals.pop() not in kept


def test_the_old_token_is_good_until_the_new_one_was_used(workspace: Workspace, signed_in: SignedIn) -> None:
    new = renewed(workspace, signed_in.device, signed_in.token)
    assert known(workspace, signed_in.token, LATER) == signed_in.device
    assert known(workspace, new, LATER) == signed_in.device
    assert refusal(workspace, signed_in.token, LATER + STILL_UNDER_WAY) == "token_replaced"
    assert known(workspace, new, LATER) == signed_in.device, "what was under way shuts nobody out"


def test_a_copy_that_uses_a_replaced_token_shuts_both_out(workspace: Workspace, signed_in: SignedIn) -> None:
    new = renewed(workspace, signed_in.device, signed_in.token)
    known(workspace, new, LATER)
    assert refusal(workspace, signed_in.token, LATER + STILL_UNDER_WAY + timedelta(seconds=1)) == "device_fenced"
    assert refusal(workspace, new, LATER) == "device_fenced"
    assert refusal(workspace, signed_in.token, LATER) == "device_fenced"


def test_nobody_renews_the_token_of_another_device(workspace: Workspace, zhang: User, signed_in: SignedIn) -> None:
    other = workspace.store.write(lambda unit: enrol_device(unit, zhang, "another", AT))
    for token in (other.token, "made up"):
        with pytest.raises(Rejection, match="device_unknown"):
            renewed(workspace, signed_in.device, token)


def test_a_laptop_that_signs_in_anew_ends_its_former_device_when_it_is_heard_of(
    workspace: Workspace, zhang: User, signed_in: SignedIn
) -> None:
    again = workspace.store.write(lambda unit: enrol_device(unit, zhang, "laptop", LATER, former_token=signed_in.token))
    assert known(workspace, signed_in.token, LATER) == signed_in.device, "the reply may have been lost"
    assert known(workspace, again.token, LATER) == again.device
    assert refusal(workspace, signed_in.token, LATER) == "device_fenced"
    assert known(workspace, again.token, LATER) == again.device


def test_an_idle_device_costs_a_write_only_now_and_then(workspace: Workspace, signed_in: SignedIn) -> None:
    written: list[Changes] = []
    workspace.store.listen(written.append)
    for minute in range(11):
        known(workspace, signed_in.token, AT + timedelta(minutes=minute))
    assert len(written) == 3
