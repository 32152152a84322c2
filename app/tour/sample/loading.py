"""Filling a fresh workspace with the sample data, through commands only, as its people would have given them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from app.accounts.queries import held_grants
from app.assets.tables import Asset
from app.directory.tables import Customer
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.settings import read_settings
from app.foundation.translation import N_
from app.storage.facts import PERSON_ID, SAMPLE, SERVER_URL, fact, set_fact
from app.storage.runner import CommandRunner, Reactions
from app.storage.schema import columns_of
from app.storage.store import Store
from app.storage.units import Reader, UnitOfWork
from app.tour.sample.directory import customers, own_people, places, sample_id, systems
from app.tour.sample.files import REGISTER_CUSTOMER
from app.tour.sample.orders import Whereabouts, order_steps
from app.tour.sample.register import register_commands
from app.tour.sample.services import service_steps
from app.tour.sample.timetable import Step, Timetable
from app.tour.sample.week import attendance_steps, cleaning_steps, repair_steps
from app.workspace import Workspace

_BEGAN = timedelta(days=30)
"""So long ago the directory and the register were filled."""

declare(
    {
        "sample_needs_fresh": N_(
            "Sample data goes only into a new workspace without a server. Start Paigong with another folder "
            "(--home) to try it."
        ),
    }
)


def load_sample(workspace: Workspace) -> None:
    """Fill a fresh workspace without a server: directory, register, and what happened in the last days, until now.

    All of it is one transaction: there is the whole sample or none of it.

    :raises Rejection: ``sample_needs_fresh``
    :raises Trouble: the workspace cannot be written to
    """
    now = workspace.runner.clock.now()
    timetable = Timetable(now, read_settings(workspace.home).zone())
    workspace.store.write(lambda unit: _fill(unit, workspace.store, timetable))


def _fill(unit: UnitOfWork, store: Store, timetable: Timetable) -> None:
    if fact(unit, SERVER_URL) or unit.first(Customer) is not None:
        raise Rejection("sample_needs_fresh")
    owner_id, began_at = fact(unit, PERSON_ID), timetable.now - _BEGAN
    customer_id = sample_id("customer", REGISTER_CUSTOMER)
    past = _Past(store)
    directory = (*own_people(), *customers(), *systems(), *places(customer_id))
    past.live_through(unit, Step(began_at, owner_id, directory))
    past.live_through(unit, Step(began_at, owner_id, register_commands(unit, customer_id)))
    for step in sorted(_happenings(unit, timetable, owner_id), key=attrgetter("at")):
        past.live_through(unit, step)
    set_fact(unit, PERSON_ID, owner_id)
    set_fact(unit, SAMPLE, "yes")


def _happenings(reader: Reader, timetable: Timetable, owner_id: str) -> Iterator[Step]:
    def locate(code: str) -> Whereabouts:
        (asset,) = reader.find(Asset, columns_of(Asset).code == code)
        return Whereabouts(asset.id, asset.site_id, asset.place)

    yield from order_steps(timetable, owner_id, locate)
    yield from attendance_steps(timetable)
    yield from cleaning_steps(timetable)
    yield from repair_steps(timetable, locate)
    yield from service_steps(timetable, owner_id)


class _Past:
    """Carries commands out at the time and in the name of a step, in an open transaction. It is its own clock."""

    def __init__(self, store: Store) -> None:
        self._runner = CommandRunner(store, self, held_grants, Reactions())
        self._now = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The instant of the step."""
        return self._now

    def live_through(self, unit: UnitOfWork, step: Step) -> None:
        """Do what happened at a step."""
        self._now = step.at
        set_fact(unit, PERSON_ID, step.actor_id)
        self._runner.run_in(unit, *step.commands)
