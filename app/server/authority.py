"""A server's store that is open: the authority that judges every command, and that gives some itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import EVERYTHING
from app.files.contents import Contents
from app.foundation.clock import Clock
from app.foundation.ids import new_id
from app.server.doorbell import Doorbell
from app.storage.commands import Context, command_spec
from app.storage.runner import CommandRunner
from app.storage.store import Store
from app.storage.units import UnitOfWork
from app.sync.snapshot.server import SnapshotShelf

SYSTEM_ACTOR = "system"
SERVER_DEVICE = "server"


@dataclass(frozen=True, slots=True)
class Server:
    """A server's store that is open, how a command is carried out on it, and where it keeps the contents of files."""

    store: Store
    runner: CommandRunner
    clock: Clock
    contents: Contents
    snapshots: SnapshotShelf
    doorbell: Doorbell

    def run(self, *commands: object) -> None:
        """Carry out commands of the server itself (the ticker, the first start), all or none."""
        self.store.write(lambda unit: self.run_in(unit, *commands))

    def run_in(self, unit: UnitOfWork, *commands: object) -> None:
        """Carry out commands of the server itself in a transaction that is open."""
        for command in commands:
            spec, context = command_spec(command), self.own_context()
            complete = spec.prepare(unit, command, context) if spec.prepare else command
            self.runner.perform(unit, spec, complete, context)

    def own_context(self) -> Context:
        """In which the server does something itself, now."""
        return Context(
            command_id=new_id(),
            actor_id=SYSTEM_ACTOR,
            device_id=SERVER_DEVICE,
            at=self.clock.now(),
            rights=EVERYTHING,
            authority=True,
        )

    def close(self) -> None:
        """Hang up on everybody who listens, and close the store."""
        self.doorbell.close()
        self.store.close()
