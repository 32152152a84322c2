"""The server over real HTTP, and a stranger who speaks to it byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import requests

from app.accounts.rules import Role
from app.bootstrap import open_server
from app.foundation.home import Home
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.wire import MEDIA_TYPE, PROTOCOL, Message, Refusal, unpack
from tests.app.sync.conftest import PASSWORD, Headquarters
from tests.fakes import FakeClock

STEPS = ("enrol", "push", "pull", "leases", "tokens", "check")


@dataclass
class Answer:
    """What came back: a refusal has a code, and its raw text."""

    status: int
    code: str
    text: str


class Stranger:
    """Sends whatever bytes and headers a test wants."""

    def __init__(self, headquarters: Headquarters) -> None:
        self.headquarters = headquarters
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = ""
        """Of a dispatcher's device, once it is enrolled."""
        self.patience_minutes = 16
        """That pass before each attempt to sign in, so that it is not refused for coming too early."""

    def send(
        self, step: str, content: bytes, *, token: str | None = None, encoding: str = "", **headers: str
    ) -> Answer:
        """One message; the answer must be of our protocol, whatever was sent."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            named.setdefault("Authorization", f"Bearer {token}")
        if step == "enrol":
            self.headquarters.clock.advance(minutes=self.patience_minutes)
        if encoding:
            named["Content-Encoding"] = encoding
        response = self.session.post(f"{self.headquarters.url}/v1/{step}", data=content, headers=named, stream=True)
        raw = response.raw.read(decode_content=False)
        assert response.headers["Content-Type"] == MEDIA_TYPE, response.headers
        if response.status_code == requests.codes.ok:
            return Answer(200, "", "")
        refusal = unpack(raw, response.headers.get("Content-Encoding", ""), Refusal)
        return Answer(response.status_code, refusal.code, msgspec.json.encode(refusal).decode())

    def say(self, step: str, message: object, *, token: str | None = None) -> Answer:
        """A message of plain values, as JSON."""
        return self.send(step, msgspec.json.encode(message), token=token)

    def enrol(self, login: str) -> str:
        """Sign in as this person; returns the token."""
        request = EnrolRequest(protocol=PROTOCOL, login=login, password=PASSWORD, device_name="x", settled_sequence=0)
        response = self.session.post(f"{self.headquarters.url}/v1/enrol", data=msgspec.json.encode(request))
        return msgspec.json.decode(response.content, type=EnrolReply).token


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    """At the door of a server on SQLite, which all tests of a module share."""
    folder = tmp_path_factory.mktemp("server")
    headquarters = Headquarters(open_server(Home(folder / "server")), folder, FakeClock())
    yield from knocking(headquarters)


@pytest.fixture
def stranger_at_postgres(tmp_path: Path, postgres_url: str, clock: FakeClock) -> Iterator[Stranger]:
    """At the door of a server on PostgreSQL, which keeps less than SQLite does."""
    yield from knocking(Headquarters(open_server(Home(tmp_path / "server"), postgres_url), tmp_path, clock))


def knocking(headquarters: Headquarters) -> Iterator[Stranger]:
    """A stranger at this server's door, who has a dispatcher's token; both are gone afterwards."""
    headquarters.add_user("li", Role.DISPATCHER)
    made = Stranger(headquarters)
    made.token = made.enrol("li")
    yield made
    made.session.close()
    headquarters.close()


def fields_of(message: Message) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(message)
    return fields
