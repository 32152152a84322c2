"""Laptops without a workspace: each speaks the protocol over one kept connection, and remembers what came."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from app.accounts.devices import enrol_device
from app.accounts.rules import Grant, Grants
from app.accounts.tables import RoleGrant, User
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.foundation.ids import derive_id, new_id
from app.server.authority import Server
from app.storage.commands import Envelope, enclose
from app.storage.units import UnitOfWork
from app.sync.pull.server import DeviceScopes
from app.sync.pull.wire import PullReply, PullRequest
from app.sync.push.wire import PushReply, PushRequest
from app.sync.stamps import epoch_of, last_sequence
from app.sync.wire import MEDIA_TYPE, PROTOCOL, Message, MessageT, pack, unpack

_PATIENCE_SECONDS = 60.0


@dataclass
class WireLaptop:
    """One laptop, which was in agreement when it was made. `seen` are ids of rows, `verdicts` by the command's id."""

    login: str
    token: str
    epoch: str
    scopes: str
    cursor: int
    seen: set[str] = field(default_factory=set)
    verdicts: dict[str, str] = field(default_factory=dict)
    settled_sequence: int = 0

    def __post_init__(self) -> None:
        self._sequence = count(1)
        self._connection: http.client.HTTPConnection | None = None

    def envelope(self, server: Server, command: object) -> Envelope:
        """A command as it waits in an outbox."""
        return enclose(command, command_id=new_id(), sequence=next(self._sequence), at=server.clock.now())

    def push(self, port: int, commands: Sequence[Envelope]) -> None:
        """Offer commands in one message."""
        reply = self._ask(
            port, "push", PushRequest(protocol=PROTOCOL, epoch=self.epoch, commands=[*commands]), PushReply
        )
        assert reply.last_sequence >= commands[-1].sequence

    def pull(self, port: int) -> None:
        """Bring what is new, to the last page."""
        more = True
        while more:
            request = PullRequest(
                protocol=PROTOCOL,
                epoch=self.epoch,
                cursor=self.cursor,
                scopes=self.scopes,
                settled_sequence=self.settled_sequence,
            )
            reply = self._ask(port, "pull", request, PullReply)
            assert not reply.anew
            self.cursor, more = reply.cursor, reply.more
            self.seen |= {str(row_id) for rows in reply.tables for row_id in (rows.values or [[]])[0]}
            self.verdicts |= {verdict.command_id: verdict.verdict for verdict in reply.verdicts}
            self.settled_sequence = max([self.settled_sequence, *(one.sequence for one in reply.verdicts)])

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, port: int, step: str, message: Message, reply_type: type[MessageT]) -> MessageT:
        if self._connection is None or self._connection.port != port:
            self.close()
            self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": MEDIA_TYPE,
            "Content-Encoding": "zstd",
            "Accept-Encoding": "zstd",
        }
        self._connection.request("POST", f"/v1/{step}", pack(message, zstd=True), headers)
        response = self._connection.getresponse()
        content = response.read()
        assert response.status == http.HTTPStatus.OK, (step, response.status)
        return unpack(content, response.headers.get("Content-Encoding", ""), reply_type)


def enrolled_laptops(server: Server, grants_by_login: dict[str, Sequence[Grant]]) -> list[WireLaptop]:
    """A laptop for each of these new users; the person has the login as id. All are in agreement with the server."""

    def enrol(unit: UnitOfWork) -> list[tuple[str, str, Grants]]:
        made = []
        for login, grants in grants_by_login.items():
            server.run_in(unit, AddPerson(id=login, name=login, kind=PersonKind.ENGINEER))
            user = User(id=new_id(), login=login, person_id=login, password_hash="", active=True)
            unit.put(user)
            unit.put(*(_row_of(grant, user) for grant in grants))
            made.append((login, enrol_device(unit, user, login, server.clock.now()).token, Grants.of(grants)))
        return made

    made = server.store.write(enrol)
    with server.store.read() as reader:
        epoch, cursor = epoch_of(reader), last_sequence(reader)
    return [
        WireLaptop(login, token, epoch, DeviceScopes(grants, login).digest, cursor) for login, token, grants in made
    ]


def _row_of(grant: Grant, user: User) -> RoleGrant:
    return RoleGrant(
        id=derive_id("grant", user.id, grant.role, grant.customer_id or ""),
        user_id=user.id,
        role=grant.role,
        customer_id=grant.customer_id,
    )
