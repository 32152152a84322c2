"""The files of `resources/sample/`, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.accounts.rules import Role
from app.directory.rules import PersonKind
from app.workorders.rules import Channel, OrderKind

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "sample"
REGISTER = FOLDER / "register.csv"
CUSTOMERS = FOLDER / "customers.csv"

REGISTER_CUSTOMER = "江州市交警支队"
"""Whose devices `register.csv` holds: an invented city's traffic police, after `domain.md` §2 [GZ]."""
COUNCILS = "Mid Kent shared ICT"
"""Whose systems `supported_systems.csv` lists."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our own people."""

    name: str
    kind: PersonKind
    team: str
    phone: str
    email: str

    @property
    def role(self) -> Role:
        """What this person may do on a server."""
        return Role(self.kind)


@dataclass(frozen=True, slots=True)
class MajorIncident:
    """A row of `major_incidents.csv`: what happened to a service of a customer, and how it ended."""

    customer: str
    priority: int
    affected_service: str
    reason: str
    resolution: str

    @property
    def title(self) -> str:
        """What a desk would call it."""
        return f"{self.affected_service}: {self.reason}"


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """A row of `orders.csv`. `logged` is ``38m`` (minutes ago) or ``2d 09:14`` (two working days ago, local time).

    `due_minutes` count from the logging. `life` is what happened then, in order: ``assigned 林涛; accepted; started``.
    """

    customer: str
    kind: OrderKind
    channel: Channel
    priority: int
    title: str
    description: str
    asset: str
    system: str
    place: str
    caller: str
    phone: str
    logged: str
    due_minutes: int
    life: str


def colleagues() -> list[Colleague]:
    """Our own people."""
    return msgspec.convert(list(rows_of("people.csv")), list[Colleague], strict=False)


def colleague(name: str) -> Colleague:
    """One of our own people, by name."""
    return next(one for one in colleagues() if one.name == name)


def major_incidents() -> list[MajorIncident]:
    """The priority 1 and 2 incidents of a month (`domain.md` §8)."""
    return [
        MajorIncident(
            customer=row["customer"],
            priority=int(row["priority"].removeprefix("P")),
            affected_service=row["affected_service"],
            reason=row["reason"],
            resolution=row["resolution"],
        )
        for row in rows_of("major_incidents.csv")
    ]


def sample_orders() -> list[SampleOrder]:
    """The orders of the last days."""
    return msgspec.convert(list(rows_of("orders.csv")), list[SampleOrder], strict=False)


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file that we ship (UTF-8, commas)."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
