from __future__ import annotations

import keyring as system
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.bootstrap import create_workspace, open_server, open_workspace
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.sentences import sentence
from app.safekeeping.passwords import (
    SHORTEST_PASSWORD,
    Cost,
    change_password,
    forget_protection,
    pause_after,
    protect,
    read_protection,
    remove_password,
    unlock,
)
from app.safekeeping.secret_halves import KeyringHalf
from tests.app.safekeeping.conftest import QUICK, Keyring
from tests.app.test_bad_luck import refused, says

PASSWORD, OTHER = "长安街 1949 号", "another password"


@pytest.fixture
def key(home: Home) -> bytes:
    return home.read_key()


def test_a_protected_workspace_opens_with_the_password_only(home: Home, key: bytes, keyring: Keyring) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    assert not home.key_file.exists()
    assert says(refused(home.read_key), "workspace_locked")
    assert says(refused(lambda: unlock(home, OTHER, keyring=keyring)), "workspace_password_wrong")
    assert unlock(home, PASSWORD, keyring=keyring) == key


def test_neither_file_nor_keyring_holds_the_key_or_the_password(home: Home, key: bytes, keyring: Keyring) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    kept = [path.read_bytes() for path in home.folder.iterdir()] + list(keyring.secrets.values())
    for secret in (key, key.hex().encode(), PASSWORD.encode()):
        assert not any(secret in content for content in kept)


def test_the_password_alone_opens_nothing_on_another_computer(home: Home, keyring: Keyring) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    another = Keyring()
    assert says(refused(lambda: unlock(home, PASSWORD, keyring=another)), "keyring_silent")
    another.secrets = {name: bytes(32) for name in keyring.secrets}
    assert refused(lambda: unlock(home, PASSWORD, keyring=another)).code == "workspace_password_wrong"


def test_a_keyring_that_falls_silent_is_said_and_opens_when_it_speaks_again(
    home: Home, key: bytes, keyring: Keyring
) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    keyring.is_silent = True
    assert says(refused(lambda: unlock(home, PASSWORD, keyring=keyring)), "keyring_silent")
    keyring.is_silent = False
    assert unlock(home, PASSWORD, keyring=keyring) == key


def test_without_a_keyring_a_file_of_the_owner_takes_its_place(home: Home, key: bytes) -> None:
    protect(home, PASSWORD, cost=QUICK)
    assert read_protection(home).half == "file"
    assert home.secret_file.stat().st_mode & 0o777 == home.protection_file.stat().st_mode & 0o777 == 0o600
    assert unlock(home, PASSWORD) == key
    home.secret_file.unlink()
    assert says(refused(lambda: unlock(home, PASSWORD)), "secret_missing")


def test_a_changed_password_opens_the_same_data_and_the_old_one_does_not(
    home: Home, key: bytes, keyring: Keyring
) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    assert refused(lambda: change_password(home, OTHER, PASSWORD, keyring=keyring)).code == "workspace_password_wrong"
    change_password(home, PASSWORD, OTHER, keyring=keyring)
    assert unlock(home, OTHER, keyring=keyring) == key
    assert refused(lambda: unlock(home, PASSWORD, keyring=keyring)).code == "workspace_password_wrong"


def test_a_removed_password_leaves_the_key_file_and_no_secret(home: Home, key: bytes, keyring: Keyring) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    assert refused(lambda: remove_password(home, OTHER, keyring=keyring)).code == "workspace_password_wrong"
    assert home.is_protected
    remove_password(home, PASSWORD, keyring=keyring)
    assert home.read_key() == key
    assert keyring.secrets == {}
    assert list(home.folder.iterdir()) == [home.key_file]


def test_a_deed_that_was_cut_off_leaves_a_workspace_that_the_password_opens(
    home: Home, key: bytes, keyring: Keyring
) -> None:
    """Setting and removing have one state in common where both files lie there: it counts as protected."""
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    home.write_key(key)
    assert refused(home.read_key).code == "workspace_locked"
    assert unlock(home, PASSWORD, keyring=keyring) == key
    assert not home.key_file.exists()


def test_a_password_that_could_not_be_tried_is_not_set(home: Home, key: bytes) -> None:
    class Forgetful(Keyring):
        def read(self, name: str) -> bytes:
            return bytes(32)

    assert refused(lambda: protect(home, PASSWORD, keyring=Forgetful(), cost=QUICK)).code == "workspace_password_wrong"
    assert home.read_key() == key


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST_PASSWORD - 1), "x" * 1001])
def test_a_password_of_no_use_is_refused(home: Home, key: bytes, password: str) -> None:
    trouble = refused(lambda: protect(home, password, cost=QUICK))
    assert says(trouble, trouble.code)
    assert home.read_key() == key


def test_a_password_is_the_same_however_its_accents_were_typed(home: Home, key: bytes, keyring: Keyring) -> None:
    protect(home, "Hønefoss é", keyring=keyring, cost=QUICK)
    assert unlock(home, "Hønefoss é", keyring=keyring) == key


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, 400), flip=st.integers(1, 255))
def test_a_damaged_protection_is_said_and_never_opens_with_another_key(
    home: Home, keyring: Keyring, at: int, flip: int
) -> None:
    if not home.is_protected:
        protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    whole = home.protection_file.read_bytes()
    damaged = bytearray(whole)
    damaged[at % len(whole)] ^= flip
    home.protection_file.write_bytes(damaged)
    try:
        with pytest.raises(Trouble) as caught:
            unlock(home, PASSWORD, keyring=keyring)
        assert "…" not in sentence(caught.value)
    finally:
        home.protection_file.write_bytes(whole)


def test_what_was_forgotten_opens_never_again(home: Home, keyring: Keyring) -> None:
    protect(home, PASSWORD, keyring=keyring, cost=QUICK)
    forget_protection(home, keyring)
    assert keyring.secrets == {}
    assert list(home.folder.iterdir()) == []


def test_wrong_passwords_cost_more_and_more_time_up_to_a_minute() -> None:
    pauses = [pause_after(failures).total_seconds() for failures in range(12)]
    assert pauses[:6] == [0, 0, 0, 2, 4, 8]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60


def test_a_guess_costs_much_memory_by_default() -> None:
    assert Cost().memory_kib >= 64 * 1024
    assert Cost().rounds >= 3


def test_a_real_workspace_opens_with_its_key_and_a_server_says_that_it_cannot_ask(home: Home) -> None:
    create_workspace(home, "王建国").close()
    protect(home, PASSWORD, cost=QUICK)
    assert refused(lambda: open_workspace(home)).code == "workspace_locked"
    assert refused(lambda: open_server(home)).code == "workspace_locked"
    open_workspace(home.unlocked(unlock(home, PASSWORD))).close()
    assert "key" not in repr(home.unlocked(bytes(32)))


class MemoryKeyring(KeyringBackend):
    """What an operating system's keyring does, in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


def test_the_keyring_of_the_system_is_used_where_there_is_one(home: Home, key: bytes) -> None:
    before, memory = system.get_keyring(), MemoryKeyring()
    system.set_keyring(memory)
    try:
        protect(home, PASSWORD, cost=QUICK)
        assert read_protection(home).half == "keyring"
        assert len(memory.kept) == 1
        assert unlock(home, PASSWORD) == key
        KeyringHalf().forget("nobody")
        remove_password(home, PASSWORD)
        assert memory.kept == {}
    finally:
        system.set_keyring(before)
