"""A server that tells callers what happens and hears them, mail servers on loopback, and a caller."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_server
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.foundation.translation import Language
from app.messages.settings import Mailbox, MailServer, MessageSettings, Security, SmsGateway
from app.messages.tables import OutgoingMessage
from app.server.authority import Server
from app.server.post.fetcher import Fetcher
from app.server.post.postman import Postman
from app.storage.schema import RowT, columns_of
from app.workorders.commands import LogOrder
from tests.fakes import FakeClock
from tests.mail import MailHost

CALLER = "kay@northvale.example"
SERVICE = "Service desk"
DESK = "desk@service.example"


@dataclass
class Office:
    """A server with one customer, whose caller is known by mail and by phone."""

    server: Server
    settings: MessageSettings
    clock: FakeClock

    def __post_init__(self) -> None:
        self.server.run(
            AddCustomer(id="c", name="Northvale", language=Language.NORWEGIAN),
            AddPerson(id="kay", name="Kay Olsen", kind=PersonKind.CONTACT, customer_id="c", email=CALLER),
        )
        self.postman = Postman(self.server, self.settings, 3600)

    def log(self, order_id: str = "o", **fields: Any) -> None:
        """Log an order of the caller's."""
        self.server.run(
            LogOrder(**{"id": order_id, "customer_id": "c", "title": "Skriveren står", "caller_id": "kay", **fields})
        )

    def all(self, row_type: type[RowT]) -> list[RowT]:
        with self.server.store.read() as reader:
            return reader.find(row_type, order_by=[columns_of(row_type).id])

    def fetcher(self) -> Fetcher:
        """Who looks into its mailbox, as a process that has just begun."""
        assert self.settings.imap
        return Fetcher(self.server, self.settings, self.settings.imap, 3600)

    def message(self) -> OutgoingMessage:
        (message,) = self.all(OutgoingMessage)
        return message


@pytest.fixture
def mail_host() -> Iterator[MailHost]:
    with MailHost() as host:
        yield host


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's home that was made once, to be copied: making its tables takes longer than most tests."""
    home = tmp_path_factory.mktemp("template") / "server"
    open_server(Home(home), "", FakeClock()).close()
    return home


@pytest.fixture
def new_office(tmp_path: Path, clock: FakeClock, empty_server: Path) -> Iterator[Callable[..., Office]]:
    """Opens a server that writes by a mail server or a gateway."""
    opened: list[Server] = []

    def make(
        smtp: MailServer | None = None,
        sms: SmsGateway | None = None,
        database_url: str = "",
        imap: Mailbox | None = None,
    ) -> Office:
        settings = MessageSettings(address=DESK, service=SERVICE, smtp=smtp, sms=sms, imap=imap)
        if not database_url:
            shutil.copytree(empty_server, tmp_path / "server")
        opened.append(open_server(Home(tmp_path / "server"), database_url, clock, messages=settings))
        return Office(opened[-1], settings, clock)

    yield make
    for server in opened:
        server.close()


@pytest.fixture
def office(new_office: Callable[..., Office], mail_host: MailHost) -> Office:
    return new_office(MailServer(host="127.0.0.1", port=mail_host.port, security=Security.NONE))
