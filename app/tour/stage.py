"""What the tour is played on, and how a step says what it saw."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.foundation.errors import Trouble
from app.foundation.home import Home
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.storage.store import Store, sqlite_engine
from app.storage.units import Reader
from app.tour.cable import Cable
from app.tour.laptop import Laptop
from app.tour.processes import ServerProcess

_PATIENCE_SECONDS = 30

declare(
    {
        "tour_failed": N_("The tour stopped at “{step}”. This did not hold: {claim}"),
    }
)


class TourFailed(Trouble):
    """Something that a step claims was not so."""

    def __init__(self, step: str, claim: str) -> None:
        super().__init__("tour_failed", step=step, claim=claim)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a step says it has seen, and whether it was so."""

    text: str
    held: bool


Claims = Iterator[Claim]


@dataclass(frozen=True, slots=True)
class Job:
    """An order of the story, and the visit of the engineer who was sent first."""

    order_id: str
    visit_id: str
    number: str


@dataclass
class Stage:
    """Folders, processes, people and orders. What has no value at first is put there by the step that brings it."""

    workspaces: Path
    papers: Path
    closing: ExitStack
    server: ServerProcess = field(init=False)
    cable: Cable = field(init=False)
    dispatcher: Laptop = field(init=False)
    manager: Laptop = field(init=False)
    first_engineer: Laptop = field(init=False)
    second_engineer: Laptop = field(init=False)
    customer_id: str = field(init=False)
    printer_id: str = field(init=False)
    finished_off_line: Job = field(init=False)
    given_away: Job = field(init=False)
    newcomers_visit_id: str = field(init=False)
    cancelled: Job = field(init=False)
    about_printer: Job = field(init=False)
    repair_id: str = field(init=False)

    @property
    def server_home(self) -> Home:
        """Where the server's store is."""
        return Home(self.workspaces / "server")

    @property
    def laptops(self) -> tuple[Laptop, ...]:
        """Everybody's."""
        return self.dispatcher, self.manager, self.first_engineer, self.second_engineer

    @contextmanager
    def read_server(self) -> Iterator[Reader]:
        """Read the server's store, beside the process that serves it."""
        store = Store(sqlite_engine(self.server_home.database, self.server_home.read_key()))
        try:
            with store.read() as reader:
                yield reader
        finally:
            store.close()


def in_time(look: Callable[[], bool], meanwhile: Callable[[], None]) -> bool:
    """Whether something is seen within half a minute, doing `meanwhile` again and again."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not look():
        if time.monotonic() > deadline:
            return False
        meanwhile()
    return True
