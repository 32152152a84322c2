"""Commands that no program of ours would make: each is refused as a verdict, and the queue behind it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.accounts.rules import Grant, Role
from app.bootstrap import open_server
from app.directory.commands import AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.server.authority import Server
from app.storage.commands import command_spec
from app.storage.outbox import OutboxState
from app.storage.schema import Values, all_specs
from tests.app.storage.examples import EXAMPLES
from tests.app.sync.devices import new_device
from tests.fakes import FakeClock

NUMBER, TEXT = 10**30, "a\0b"
LONG_TEXT = "".join(str(number) for number in range(20_000))
"""Which no index of PostgreSQL can squeeze."""
ODD: list[Any] = [
    TEXT,
    LONG_TEXT,
    "",
    NUMBER,
    -1,
    1.5,
    True,
    None,
    [],
    {},
    [TEXT],
    {"": TEXT},
    "9999-12-31",
    "0001-01-01T00:00:00Z",
]
NOT_OVERLOOKED = {TEXT, LONG_TEXT, NUMBER}
"""What no field of any command may hold."""
EDGES = [-2_208_988_800_000_000, 0, 32_503_680_000_000_000]
"""The first and the last moment that a device's clock may claim."""


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = open_server(Home(tmp_path), url, clock)
    yield made
    made.close()


def odd_bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every example with every field replaced by everything odd, one at a time."""
    for example in EXAMPLES:
        body: dict[str, Any] = msgspec.to_builtins(example)
        for name in body:
            for odd in ODD:
                yield command_spec(example).name, {**body, name: odd}
        yield command_spec(example).name, {}


def test_no_odd_command_stops_the_queue(server: Server) -> None:
    device = new_device(server, "li", Grant(Role.ADMINISTRATOR, None))
    odd = list(odd_bodies())
    for start in range(0, len(odd), 99):
        device.offer(*(device.envelope(name, body) for name, body in odd[start : start + 99]))
    device.push(AddPerson(id="last", name="最后", kind=PersonKind.ENGINEER))
    judged = device.verdicts()
    assert [command.sequence for command in judged] == list(range(1, len(odd) + 2))
    assert judged[-1].verdict is OutboxState.APPLIED
    assert not [command for command in judged if command.code == "handler_failed"]
    for (name, body), command in zip(odd, judged, strict=False):
        if any(value in NOT_OVERLOOKED for value in body.values() if isinstance(value, str | int)):
            assert command.verdict is OutboxState.REJECTED, (name, body)


def test_what_a_clock_may_claim_is_judged(server: Server) -> None:
    device = new_device(server, "li", Grant(Role.ADMINISTRATOR, None))
    for occurred_at in EDGES:
        device.offer(
            *(
                device.envelope(command_spec(example).name, msgspec.to_builtins(example), occurred_at=occurred_at)
                for example in EXAMPLES
            )
        )
    assert len(device.verdicts()) == len(EDGES) * len(EXAMPLES)
    assert "handler_failed" not in {command.code for command in device.verdicts()}


def test_a_command_of_another_version_is_kept_and_refused(server: Server) -> None:
    device = new_device(server, "li", Grant(Role.ADMINISTRATOR, None))
    device.offer(device.envelope("directory.add_team", {"id": "t", "name": "North"}, version=2))
    (judged,) = device.verdicts()
    assert (judged.verdict, judged.code, judged.body) == (
        OutboxState.REJECTED,
        "command_too_new",
        '{"id":"t","name":"North"}',
    )


def everything(server: Server) -> dict[str, dict[str, Values]]:
    """All rows that are synchronised, by table and id."""
    with server.store.read() as reader:
        return {
            spec.name: reader.values_of(
                spec, reader.connection.exec_driver_sql(f"SELECT id FROM {spec.name}").scalars().all()
            )
            for spec in all_specs()
            if spec.scope is not None
        }
