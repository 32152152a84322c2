"""Devices as the server knows them, without a laptop: whatever a test wants to say is said to the server's halves."""

from __future__ import annotations

from itertools import count
from typing import Any

import msgspec

from app.accounts import tables
from app.accounts.devices import enrol_device
from app.accounts.rules import Grant
from app.accounts.sign_in import add_user
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.foundation.ids import new_id
from app.server.authority import Server
from app.storage.commands import Envelope, enclose
from app.storage.schema import columns_of
from app.storage.units import UnitOfWork
from app.sync.pull.server import answer
from app.sync.pull.wire import PackedReply, PullReply, PullRequest
from app.sync.push.server import JudgedCommand, receive
from app.sync.push.wire import PushReply, PushRequest
from app.sync.stamps import epoch_of
from app.sync.wire import PROTOCOL


class Device:
    """A device and its user, with an outbox of its own."""

    def __init__(self, server: Server, device: tables.Device, user: tables.User) -> None:
        self.device, self.user = device, user
        self._server = server
        self._sequence = count(1)
        with server.store.read() as reader:
            self._epoch = epoch_of(reader)

    def envelope(
        self, name: str, body: dict[str, Any], *, version: int = 1, occurred_at: int | None = None
    ) -> Envelope:
        """A command that takes its place in the outbox, whatever it says."""
        at = int(self._server.clock.now().timestamp() * 1_000_000)
        return Envelope(
            command_id=new_id(),
            sequence=next(self._sequence),
            name=name,
            version=version,
            body=body,
            occurred_at=at if occurred_at is None else occurred_at,
        )

    def enclose(self, command: object) -> Envelope:
        """A command of ours that takes its place in the outbox."""
        return enclose(command, command_id=new_id(), sequence=next(self._sequence), at=self._server.clock.now())

    def request(self, *envelopes: Envelope) -> PushRequest:
        return PushRequest(protocol=PROTOCOL, epoch=self._epoch, commands=list(envelopes))

    def offer(self, *envelopes: Envelope) -> PushReply:
        """All in one message."""
        return self.send(self.request(*envelopes))

    def send(self, request: PushRequest) -> PushReply:
        server = self._server
        return receive(server.store, server.runner.perform, self.device, self.user, request, server.clock.now())

    def push(self, *commands: object) -> None:
        """A message for each."""
        for command in commands:
            self.offer(self.enclose(command))

    def pull(self, cursor: int = 0, scopes: str = "") -> PullReply:
        request = PullRequest(protocol=PROTOCOL, epoch=self._epoch, cursor=cursor, scopes=scopes, settled_sequence=0)
        return as_read(answer(self._server.store, self.device, self.user, request, self._server.clock.now()))

    def verdicts(self) -> list[JudgedCommand]:
        """On what it has offered, in that order."""
        column = columns_of(JudgedCommand)
        with self._server.store.read() as reader:
            return reader.find(JudgedCommand, column.device_id == self.device.id, order_by=[column.sequence])


def as_read(reply: PackedReply) -> PullReply:
    """A page as the laptop reads it."""
    return msgspec.json.decode(msgspec.json.encode(reply), type=PullReply)


def new_device(server: Server, login: str, *grants: Grant) -> Device:
    """A device on which a new person has signed in; his id is his login."""

    def make(unit: UnitOfWork) -> tuple[tables.Device, tables.User]:
        server.run_in(unit, AddPerson(id=login, name=login, kind=PersonKind.ENGINEER))
        user = add_user(unit, login=login, password="12345678", person_id=login, grants=list(grants))
        return enrol_device(unit, user, login, server.clock.now()).device, user

    return Device(server, *server.store.write(make))
