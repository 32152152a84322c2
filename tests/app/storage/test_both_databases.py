"""The same commands leave the same rows on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import sqlalchemy as sa

from app.accounts.rules import EVERYTHING
from app.assets.rules import DEVICE_TYPES
from app.assets.tables import DeviceType
from app.calendars.periods import Grain, period_of
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.foundation.errors import Rejection
from app.knowledge.availability import availabilities
from app.storage.facts import DEVICE_CODE, DEVICE_ID, PERSON_ID, set_fact
from app.storage.runner import CommandRunner, Reactions
from app.storage.schema import Values, all_specs, metadata
from app.storage.store import Store, postgres_engine
from app.storage.units import UnitOfWork
from app.workorders.commands import AssignOrder
from app.workorders.shares import share_figures
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.app.storage.examples import EXAMPLES
from tests.fakes import A_MONDAY_MORNING, FakeClock
from tests.workspaces import OWNER_ID, Workspace

NOW = A_MONDAY_MORNING + timedelta(days=1)
STEPS = (
    *EXAMPLES,
    AssignOrder(order_id="order", visit_id="own", engineer_id=OWNER_ID),
    StartWork(visit_id="own"),
    ResolveVisit(visit_id="own", resolution="工作完成"),
    *EXAMPLES,
)
"""Every command, twice over: most are carried out, and many are refused the second time."""


def settle_in(unit: UnitOfWork) -> None:
    set_fact(unit, DEVICE_ID, "device")
    set_fact(unit, DEVICE_CODE, "7KQ")
    set_fact(unit, PERSON_ID, OWNER_ID)
    unit.put(
        Person(id=OWNER_ID, customer_id=None, team_id=None, kind=PersonKind.MANAGER, name="王芳", phone="", email="")
    )
    unit.put(*(DeviceType(id=code, name=name) for code, name in DEVICE_TYPES.items()))


def verdicts(store: Store) -> list[str]:
    """Carries the steps out; what each was refused for, or nothing."""
    store.write(settle_in)
    numbers = count()
    clock = FakeClock(A_MONDAY_MORNING)
    runner = CommandRunner(store, clock, lambda _reader: EVERYTHING, Reactions(), lambda: f"command-{next(numbers)}")
    said = []
    for step in STEPS:
        clock.advance(minutes=1)
        try:
            runner.run(step)
            said.append("")
        except Rejection as refused:
            said.append(refused.code)
    return said


def rows(store: Store) -> dict[str, dict[str, Values]]:
    """Everything that is synchronised, by table and id."""
    with store.read() as reader:
        return {
            spec.name: reader.values_of(spec, reader.connection.execute(sa.select(spec.table.c.id)).scalars().all())
            for spec in all_specs()
            if spec.scope is not None
        }


def figures(store: Store) -> tuple[object, ...]:
    """What is counted from them: availability of services, shares of calls."""
    with store.read() as reader:
        shares = share_figures(reader, period_of(A_MONDAY_MORNING.date(), Grain.MONTH), Grain.WEEK, NOW)
        return availabilities(reader, (NOW.year, NOW.month), NOW), shares


def test_commands_are_judged_alike_and_leave_the_same_rows(
    postgres_url: str, new_workspace: Callable[[str], Workspace]
) -> None:
    engine = postgres_engine(postgres_url)
    metadata.create_all(engine)
    postgres, sqlite = Store(engine, path="PostgreSQL"), new_workspace("7KQ").store
    said = verdicts(postgres)
    assert verdicts(sqlite) == said
    assert {"", "record_exists", "order_cancelled"} <= set(said)
    assert rows(postgres) == rows(sqlite)
    assert all(
        rows(postgres)[name] for name in ("work_orders", "send_in_repairs", "cleaning_plans", "attendance_events")
    )
    assert figures(postgres) == figures(sqlite)
    assert all(figures(postgres))
    postgres.close()
