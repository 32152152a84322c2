"""A code lets one person in, once, for a while; who guesses gets nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app.accounts.rules import normal_sign_in_code, sign_in_code
from app.accounts.sign_in import (
    MOST_WRONG_CODES,
    check_password,
    invite,
    redeem_code,
    set_password,
    take_passwords,
)
from app.accounts.tables import SignInCode, User
from app.accounts.users import make_user, set_active
from app.foundation.errors import Rejection
from app.foundation.sentences import sentence
from tests.workspaces import Workspace

AT = datetime(2026, 11, 2, tzinfo=UTC)
GOOD_FOR = timedelta(hours=48)


@pytest.fixture
def zhang(workspace: Workspace) -> User:
    return workspace.store.write(lambda unit: make_user(unit, login="zhang", person_id="zhang", grants=[]))


@pytest.fixture
def code(workspace: Workspace, zhang: User) -> str:
    return workspace.store.write(lambda unit: invite(unit, zhang, AT, GOOD_FOR))


def redeem(workspace: Workspace, code: str, *, login: str = "zhang", attempt: str = "", at: datetime = AT) -> str:
    """Empty where it lets the person in, else the code of the refusal."""
    try:
        redeem_code(workspace.store, login, code, attempt, at)
    except Rejection as refused:
        return refused.code if sentence(refused) else "no sentence"
    return ""


def test_a_code_is_short_and_has_nothing_that_is_misread() -> None:
    codes = {sign_in_code(Random(seed).choice) for seed in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert len(code) == 9
        assert not set("01ILOU") & set(code)
        first, second = code.split("-")
        for typed in (
            code.lower(),
            f" {first} {second} ",
            f"{first}{second}",
            "".join(chr(ord(c) + 0xFEE0) for c in code),
        ):
            assert normal_sign_in_code(typed) == first + second


def test_a_code_lets_its_person_in_once(workspace: Workspace, zhang: User, code: str) -> None:
    assert redeem_code(workspace.store, "zhang", code.lower(), "", AT) == zhang
    assert redeem(workspace, code) == "code_used"


def test_a_sign_in_whose_reply_was_lost_is_repeated_by_the_same_laptop_only(workspace: Workspace, code: str) -> None:
    assert redeem(workspace, code, attempt="mine") == ""
    assert redeem(workspace, code, attempt="mine") == ""
    assert redeem(workspace, code, attempt="another") == "code_used"
    assert redeem(workspace, code) == "code_used"
    assert redeem(workspace, code, attempt="mine", at=AT + GOOD_FOR) == "code_expired"


def test_a_code_is_good_for_a_while_only(workspace: Workspace, code: str) -> None:
    assert redeem(workspace, code, at=AT + GOOD_FOR) == "code_expired"
    assert redeem(workspace, code, at=AT + GOOD_FOR - timedelta(seconds=1)) == ""


def test_a_new_code_takes_the_place_of_the_old_one(workspace: Workspace, zhang: User, code: str) -> None:
    newer = workspace.store.write(lambda unit: invite(unit, zhang, AT, GOOD_FOR))
    assert redeem(workspace, code) == "code_wrong"
    assert redeem(workspace, newer) == ""


@pytest.mark.parametrize("login", ["zhang", "nobody"])
def test_a_wrong_code_and_an_unknown_login_are_refused_alike(workspace: Workspace, code: str, login: str) -> None:
    assert redeem(workspace, "2222-2222", login=login) == "code_wrong"


def test_who_guesses_makes_the_code_worthless(workspace: Workspace, code: str) -> None:
    for _try in range(MOST_WRONG_CODES):
        assert redeem(workspace, "2222-2222") == "code_wrong"
    assert redeem(workspace, code) == "code_wrong"


def test_whose_account_was_closed_gets_no_code_and_none_lets_him_in(
    workspace: Workspace, zhang: User, code: str
) -> None:
    workspace.store.write(lambda unit: set_active(unit, zhang, active=False))
    assert redeem(workspace, code) == "user_inactive"
    with pytest.raises(Rejection, match="user_inactive"):
        workspace.store.write(lambda unit: invite(unit, unit.require(User, zhang.id), AT, GOOD_FOR))


def test_the_code_itself_is_kept_nowhere(workspace: Workspace, code: str) -> None:
    (kept,) = workspace.all(SignInCode)
    assert normal_sign_in_code(code) not in repr(kept)
    assert kept.code_hash.startswith("$argon2id$")


def test_without_a_password_nobody_signs_in_by_one(workspace: Workspace, zhang: User) -> None:
    with workspace.store.read() as reader:
        for password in ("", "correct horse"):
            with pytest.raises(Rejection, match="sign_in_failed"):
                check_password(reader, "zhang", password)


def test_a_server_may_take_no_passwords(workspace: Workspace, zhang: User, code: str) -> None:
    workspace.store.write(lambda unit: set_password(unit, zhang, "correct horse"))
    workspace.store.write(lambda unit: take_passwords(unit, taken=False))
    with workspace.store.read() as reader, pytest.raises(Rejection, match="passwords_not_taken"):
        check_password(reader, "zhang", "correct horse")
    assert redeem(workspace, code) == ""
    workspace.store.write(lambda unit: take_passwords(unit, taken=True))
    with workspace.store.read() as reader:
        assert check_password(reader, "zhang", "correct horse").login == "zhang"
