"""Opening a workspace and what begins the work in it: all of it off the GUI thread, loaded where it is done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.foundation.clock import Clock
from app.foundation.errors import PaigongError
from app.foundation.home import Home

if TYPE_CHECKING:
    from app.storage.units import Reader
    from app.workspace import Workspace
    from ui.shell.sign_in import SignInRequest


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A workspace's server, and the authority (PEM) by which it is known; empty where there is none."""

    url: str = ""
    authority: str = ""


class Opening:
    """Opens the workspace of a home, in the thread that writes. `home` has the key once a password was entered."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self.home = home
        self.clock = clock
        self._made: Workspace

    def open_workspace(self) -> Workspace:
        """Open the workspace, or make an empty one."""
        if self.home.exists:
            from app.workspace import open_for_reading

            self._made = open_for_reading(self.home, self.clock)
        else:
            from app.bootstrap import create_empty_workspace

            self._made = create_empty_workspace(self.home, self.clock)
        return self._made

    def get_ready(self) -> None:
        """Load every room, while the first list is being read."""
        from app.bootstrap import get_ready

        get_ready(self._made)


def find_rescue(home: Home, code: str) -> tuple[tuple[str, str], ...] | None:
    """The names and times of the backups to begin a rescue with; None where this trouble is not mended by one."""
    from app.safekeeping.backups import list_backups
    from app.safekeeping.salvage import can_be_rescued

    if not can_be_rescued(home, code):
        return None
    return tuple((one.path.name, f"{one.made_at.astimezone():%Y-%m-%d %H:%M}") for one in list_backups(home))


def make_whole(home: Home, clock: Clock, backup_name: str) -> list[str]:
    """Rescue the workspace, and say what it came to."""
    from app.rescue import rescue
    from app.safekeeping.backups import backup_named

    return rescue(home, clock, backup_named(home, backup_name) if backup_name else None).words()


def make_room(home: Home, clock: Clock) -> None:
    """Set a shredded workspace aside."""
    from app.safekeeping.shredding import set_aside

    set_aside(home, clock.now())


def is_begun(reader: Reader) -> bool:
    """Whether somebody works in this workspace."""
    from app.workspace import has_begun

    return has_begun(reader)


def known_server(reader: Reader) -> KnownServer:
    """The server that this workspace belongs to."""
    from app.storage.facts import SERVER_AUTHORITY, SERVER_URL, fact

    return KnownServer(fact(reader, SERVER_URL), fact(reader, SERVER_AUTHORITY))


def begin_alone(owner_name: str, workspace: Workspace) -> None:
    """Let a person of this name work here without a server."""
    from app.bootstrap import begin_alone

    begin_alone(workspace, owner_name)


def fill_with_sample(owner_name: str, workspace: Workspace) -> None:
    """Fill an empty workspace with invented data, for a person of this name."""
    from app.tour.sample import load_sample

    with workspace.store.read() as reader:
        begun = is_begun(reader)
    if not begun:
        begin_alone(owner_name, workspace)
    load_sample(workspace)


def sign_in(request: SignInRequest, workspace: Workspace) -> None:
    """Make this workspace a device of a server, and agree with it for the first time."""
    from app.sync.enrolment.laptop import enrol
    from app.sync.laptop import LaptopSync
    from app.sync.transport import Transport
    from app.sync.trust import read_authority

    authority = read_authority(request.authority_file) if request.authority_file else request.authority
    transport = Transport(request.server, authority=authority)
    try:
        enrol(workspace.store, transport, request.login, request.password, request.device_name, code=request.code)
    finally:
        transport.close()
    sync = LaptopSync(workspace.store, workspace.runner, workspace.runner.clock)
    try:
        with suppress(PaigongError):  # the sign-in stands; the rounds that follow tell what is in the way now
            sync.synchronise()
    finally:
        sync.close()
