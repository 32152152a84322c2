"""Laptops that attach files, and a line that does harm to what goes over it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pytest

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.files.commands import AttachFile
from app.files.contents import content_name
from app.files.queries import AttachedFile, RecordFiles, record_files
from app.files.rules import Whereabouts
from app.files.tables import FileReceipt
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.sync.files.laptop import FileSync, Pace
from app.sync.transport import Answer, Transport
from app.workorders.commands import LogOrder
from tests.app.files.samples import attach, attaching, taken_in
from tests.app.sync.conftest import Headquarters, Laptop

Harm = Callable[[str, str], str]
"""Tells by method and path what is done to a message: nothing (""), "lost", "reply lost", "twice", "spoilt"."""


class HarmfulLine(Transport):
    """A line to a real server over real HTTP."""

    harm: Harm = staticmethod(lambda _method, _path: "")
    sent: list[tuple[str, str, int]]

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        harm = self.harm(method, path)
        if harm == "lost":
            raise Trouble("server_unreachable", url=self.url)
        if harm == "spoilt":
            content = content[:-1] + bytes([content[-1] ^ 1])
        if harm == "twice":
            super().exchange(method, path, headers, content)
        self.sent.append((method, path, len(content)))
        answer = super().exchange(method, path, headers, content)
        if harm == "reply lost":
            raise Trouble("server_unreachable", url=self.url)
        return answer


class SmallChunks(Pace):
    """Moves a few bytes at a time, however quick it is."""

    def __init__(self, chunk: int) -> None:
        super().__init__()
        self.chunk = chunk

    def arrived(self) -> None:
        pass

    def broke_off(self) -> None:
        pass


class Desk:
    """A laptop, a customer, and an order of his."""

    def __init__(self, headquarters: Headquarters, laptop: Laptop, customer_id: str, order_id: str) -> None:
        self.headquarters, self.laptop = headquarters, laptop
        self.customer_id, self.order_id = customer_id, order_id
        self.sent: list[tuple[str, str, int]] = []

    def on(self, laptop: Laptop) -> Desk:
        """The same order on another laptop."""
        return Desk(self.headquarters, laptop, self.customer_id, self.order_id)

    def command(self, content: bytes, name: str) -> AttachFile:
        taken = taken_in(self.laptop.workspace.vault, content, name)
        return attaching(taken, self.customer_id, ("work_orders", self.order_id))

    def attach(self, content: bytes, name: str = "notes.txt") -> str:
        """Returns the digest of what was attached."""
        command = self.command(content, name)
        attach(self.laptop.workspace.store, self.laptop.workspace.runner, command)
        return command.digest

    def synchronise(self) -> None:
        """A round of commands, one of files, and one of commands, which brings the receipts."""
        self.laptop.synchronise()
        self.laptop.files.synchronise()
        self.laptop.synchronise()

    def found(self) -> RecordFiles:
        workspace = self.laptop.workspace
        with workspace.store.read() as reader:
            return record_files(reader, workspace.vault, self.customer_id, "work_orders", self.order_id)

    def files(self) -> tuple[AttachedFile, ...]:
        return self.found().files

    def whereabouts(self) -> list[Whereabouts]:
        return [file.whereabouts for file in self.files()]

    def harm(self, harm: Harm, chunk: int = 1000) -> FileSync:
        """Rounds of files over a line that does this to each message."""
        sent, done = self.sent, harm

        class Line(HarmfulLine):
            harm = staticmethod(done)

            def __init__(self, url: str, token: str, authority: str) -> None:
                super().__init__(url, token, authority)
                self.sent = sent

        workspace = self.laptop.workspace
        self.laptop.files.close()
        self.laptop.files = FileSync(
            workspace.store, workspace.vault, self.headquarters.clock, Line, pace=SmallChunks(chunk)
        )
        return self.laptop.files

    def held_by_server(self, digest: str) -> bytes:
        """What the server keeps under this digest; empty where it has nothing."""
        contents = self.headquarters.server.contents
        name = content_name(digest)
        return b"".join(contents.read(name, 0, 10**9)) if contents.holds(name) else b""

    def receipts(self) -> set[tuple[str, str]]:
        with self.headquarters.server.store.read() as reader:
            return {(receipt.customer_id, receipt.digest) for receipt in reader.find(FileReceipt)}

    def read(self, digest: str) -> bytes:
        with io.BufferedReader(self.laptop.workspace.vault.open(digest)) as reader:
            return reader.read()


@pytest.fixture
def desk(headquarters: Headquarters) -> Desk:
    """A dispatcher's laptop, once with a server on each database."""
    return desk_at(headquarters)


def desk_at(headquarters: Headquarters) -> Desk:
    headquarters.add_user("li", Role.DISPATCHER)
    laptop = headquarters.new_laptop("li")
    customer_id, order_id = new_id(), new_id()
    laptop.run(
        AddCustomer(id=customer_id, name="第一人民医院"),
        LogOrder(id=order_id, customer_id=customer_id, title="打印机卡纸"),
    )
    laptop.synchronise()
    return Desk(headquarters, laptop, customer_id, order_id)


@pytest.fixture
def one_desk(new_headquarters: Callable[[], Headquarters]) -> Desk:
    """A dispatcher's laptop with a server on SQLite, for many examples."""
    return desk_at(new_headquarters())
