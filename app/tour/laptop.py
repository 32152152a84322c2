"""Somebody's laptop in the tour: its workspace, the commands given on it, and what is seen in it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from app.bootstrap import open_workspace
from app.foundation.home import Home
from app.inbox.queries import refused_entries
from app.messages.queries import unread_notices
from app.storage.commands import command_spec
from app.storage.facts import PERSON_ID, fact
from app.storage.outbox import OutboxEntry, OutboxState, waiting_count
from app.storage.schema import RowT, columns_of
from app.sync.laptop import LaptopSync
from app.tour.processes import paigong, paigong_fails
from app.tour.sample.files import Colleague
from app.workspace import Workspace

PASSWORD = "tour 出工 2026"  # noqa: S105 - of invented people on a server that lives for a minute


class Laptop:
    """A laptop on which its person has signed in.

    `give` and `sync` are processes of the command line, beside which the workspace is open as in a window that shows
    it; `run` and `agree` are what such a window does itself.
    """

    def __init__(self, folder: Path, colleague: Colleague, login: str, server_url: str) -> None:
        self._home = folder / login
        self.name = colleague.name
        told = ("--server", server_url, "--login", login, "--device", f"{login}-laptop")
        paigong(self._home, "enrol", *told, typed=f"{PASSWORD}\n")
        self.workspace: Workspace = open_workspace(Home(self._home))
        self._sync = LaptopSync(self.workspace.store, self.workspace.runner, self.workspace.runner.clock)

    @property
    def home(self) -> Home:
        """Where the workspace is."""
        return self.workspace.home

    @property
    def person_id(self) -> str:
        """Who signed in."""
        with self.workspace.store.read() as reader:
            return fact(reader, PERSON_ID)

    def give(self, command: object) -> None:
        """Give a command on the command line."""
        body = msgspec.json.encode(command).decode()
        paigong(self._home, "run", command_spec(command).name, body)

    def sync(self) -> str:
        """Agree with the server on the command line; returns what it said."""
        return paigong(self._home, "sync")

    def sync_in_vain(self) -> str:
        """Try to agree on the command line while there is no way to the server; returns the sentence."""
        return paigong_fails(self._home, "sync")

    def paigong(self, *arguments: str, speaking: str = "") -> str:
        """Run any other command of the command line here, in our language or another."""
        return paigong(self._home, *arguments, speaking=speaking)

    def run(self, *commands: object) -> None:
        """Give commands as the window does."""
        self.workspace.runner.run(*commands)

    def agree(self) -> None:
        """Agree with the server as the window does."""
        self._sync.synchronise()

    def all(self, row_type: type[RowT], **wanted: object) -> list[RowT]:
        """The rows with these values, by id."""
        column = columns_of(row_type)
        conditions = [column[name] == value for name, value in wanted.items()]
        with self.workspace.store.read() as reader:
            return reader.find(row_type, *conditions, order_by=[column.id])

    def one(self, row_type: type[RowT], row_id: str) -> RowT:
        """The row with this id."""
        with self.workspace.store.read() as reader:
            return reader.require(row_type, row_id)

    @property
    def waiting(self) -> int:
        """How many commands wait for the server."""
        with self.workspace.store.read() as reader:
            return waiting_count(reader)

    @property
    def refused(self) -> list[OutboxEntry]:
        """What lies in the inbox."""
        with self.workspace.store.read() as reader:
            return refused_entries(reader)

    @property
    def notice_codes(self) -> set[str]:
        """The kinds of notices that the person has not read yet."""
        with self.workspace.store.read() as reader:
            return {notice.code for notice in unread_notices(reader, fact(reader, PERSON_ID))}

    def settled(self, state: OutboxState) -> int:
        """How many commands of this laptop came to this."""
        return len(self.all(OutboxEntry, state=state))

    def close(self) -> None:
        """Close the workspace."""
        self._sync.close()
        self.workspace.close()
