"""A lost laptop: at its next contact with the server its keys are destroyed, and nothing in it can be read any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts.devices import shut_out
from app.accounts.rules import DeviceState, Role
from app.accounts.tables import Device
from app.bootstrap import create_empty_workspace, create_workspace, open_server, open_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.safekeeping.backups import list_backups, make_backup, verify
from app.safekeeping.journal import Journal
from app.safekeeping.passwords import protect, unlock
from app.safekeeping.shredding import shred
from app.storage.units import UnitOfWork
from tests.app.safekeeping.conftest import QUICK, Keyring
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.test_bad_luck import refused, says
from tests.fakes import FakeClock

PASSWORD = "correct horse"


@pytest.fixture
def full_home(home: Home, clock: FakeClock) -> Home:
    """A workspace with a journal, a backup and a sealed file, which was laid open when the window was killed."""
    workspace = create_workspace(home, "王建国", clock)
    workspace.runner.run(AddCustomer(id=new_id(), name="师范大学"))
    with workspace.vault.coming_in([b"a photo of the server room"]) as incoming:
        workspace.vault.keep(incoming)
    workspace.vault.lay_open(incoming.digest, "photo.jpg")
    workspace.close()
    make_backup(home, clock.now())
    return home


def everything_left(home: Home, keyring: Keyring) -> bytes:
    """All that somebody finds who has the whole laptop."""
    files = [path.read_bytes() for path in home.folder.rglob("*") if path.is_file()]
    return b"".join([*files, *keyring.secrets.values()])


@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("has_keyring", [False, True])
def test_without_its_keys_nothing_of_a_workspace_can_be_read(
    full_home: Home, keyring: Keyring, clock: FakeClock, is_protected: bool, has_keyring: bool
) -> None:
    key = full_home.read_key()
    keyring.is_silent = not has_keyring
    if is_protected:
        protect(full_home, PASSWORD, keyring=keyring, cost=QUICK)
    assert b"server room" in everything_left(full_home, keyring)
    shred(full_home, clock.now(), keyring)
    left = everything_left(full_home, keyring)
    for secret in (key, key.hex().encode(), "师范大学".encode(), b"a photo of the server room"):
        assert secret not in left
    assert says(refused(lambda: open_workspace(full_home, clock)), "workspace_shredded")
    with pytest.raises(Trouble):
        unlock(full_home, PASSWORD, keyring=keyring)
    assert not full_home.secret_file.exists()
    assert keyring.secrets == {} or not is_protected or keyring.is_silent
    for wrong in (bytes(32), bytes(range(32))):
        with pytest.raises(Trouble):
            verify(list_backups(full_home)[0].path, wrong)
        assert Journal(full_home.journal_file, wrong).read().is_empty


def test_the_same_files_can_be_read_with_the_key_so_it_is_the_key_that_makes_the_difference(
    full_home: Home, clock: FakeClock
) -> None:
    key = full_home.read_key()
    shred(full_home, clock.now())
    verify(list_backups(full_home)[0].path, key)
    assert len(Journal(full_home.journal_file, key).read().entries) == 1


def test_one_that_was_cut_off_is_completed_at_the_next_start(full_home: Home, clock: FakeClock) -> None:
    key = full_home.read_key()
    shred(full_home, clock.now())
    full_home.write_key(key)  # as if the battery had died before it was destroyed
    assert refused(lambda: open_workspace(full_home, clock)).code == "workspace_shredded"
    assert not full_home.key_file.exists()


def test_nothing_new_is_begun_where_a_workspace_was_shredded(full_home: Home, clock: FakeClock) -> None:
    shred(full_home, clock.now())
    assert refused(lambda: create_empty_workspace(full_home, clock)).code == "workspace_shredded"


def revoke(headquarters: Headquarters) -> None:
    """As an administrator does who hears that the laptop was lost."""

    def write(unit: UnitOfWork) -> None:
        (device,) = unit.find(Device)
        shut_out(unit, device.id, DeviceState.REVOKED, headquarters.clock.now())

    headquarters.server.store.write(write)


def customers(headquarters: Headquarters) -> list[Customer]:
    with headquarters.server.store.read() as reader:
        return reader.find(Customer)


class TestRevoked:
    @pytest.fixture
    def headquarters(self, tmp_path: Path, clock: FakeClock) -> Iterator[Headquarters]:
        made = Headquarters(open_server(Home(tmp_path / "server"), "", clock), tmp_path, clock)
        made.add_user("wang", Role.DISPATCHER)
        yield made
        made.close()

    @pytest.fixture
    def laptop_home(self, home: Home, headquarters: Headquarters, clock: FakeClock) -> Home:
        laptop = Laptop(create_empty_workspace(home, clock))
        laptop.enrol(headquarters.url, "wang")
        laptop.synchronise()
        laptop.run(AddCustomer(id=new_id(), name="not sent yet"))
        laptop.close()
        return home

    def test_the_command_line_destroys_the_keys_of_a_revoked_laptop(
        self, laptop_home: Home, headquarters: Headquarters, capsys: pytest.CaptureFixture[str]
    ) -> None:
        revoke(headquarters)
        assert run(["sync"], laptop_home, "en") == 1
        assert "withdrawn this computer's access" in capsys.readouterr().err
        assert not laptop_home.key_file.exists()
        assert refused(lambda: open_workspace(laptop_home)).code == "workspace_shredded"

    def test_what_was_not_sent_is_not_offered_any_more(self, laptop_home: Home, headquarters: Headquarters) -> None:
        revoke(headquarters)
        run(["sync"], laptop_home, "en")
        assert customers(headquarters) == []
