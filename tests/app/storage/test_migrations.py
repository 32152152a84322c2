"""One chain of migrations makes what the tables say, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

import app.bootstrap  # noqa: F401 - declares every table
from app.accounts.devices import device_of_token, digest
from app.accounts.rules import DeviceState
from app.sla.rules.escalation import Measure
from app.sla.tables import Policy, PolicyPause, PolicyStep
from app.storage import migration
from app.storage.images import ServerImage, rewind
from app.storage.migration import (
    alembic_config,
    bring_up_to_date,
    current_revision,
    newest_revision,
    upgrade,
)
from app.storage.outbox import stood_rows
from app.storage.schema import metadata
from app.storage.store import Store, postgres_engine, sqlite_engine
from app.workorders.history import replayed, visits_of
from app.workorders.rules import EventKind, OrderState, VisitState
from app.workorders.tables import OrderEvent, WorkOrder

Upgrade = Callable[[sa.Connection, str], None]


@pytest.fixture(autouse=True)
def real_migrations(quick_tables: Upgrade, monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """Not the short way that other tests take; returns that one."""
    short = migration.upgrade_within
    monkeypatch.setattr(migration, "upgrade_within", quick_tables)
    return short


def check(engine: sa.Engine) -> None:
    """Raises where the database differs from the tables."""
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_the_chain_makes_the_tables_on_sqlite(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "workspace.db", os.urandom(32))
    assert bring_up_to_date(engine)
    assert not bring_up_to_date(engine), "there is nothing left to do"
    with engine.connect() as connection:
        assert current_revision(connection) == newest_revision()
    check(engine)
    engine.dispose()


def test_other_tests_begin_with_the_tables_that_the_chain_makes(real_migrations: Upgrade) -> None:
    def made(upgrade_within: Upgrade) -> set[object]:
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            upgrade_within(connection, "head")
            assert current_revision(connection) == newest_revision()
            found = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
        engine.dispose()
        return {tuple(row) for row in found}

    assert made(real_migrations) == made(migration.upgrade_within)


def test_the_chain_makes_the_tables_on_postgresql(empty_postgres_url: str) -> None:
    engine = postgres_engine(empty_postgres_url)
    assert bring_up_to_date(engine)
    assert not bring_up_to_date(engine), "there is nothing left to do"
    assert set(metadata.tables) <= set(sa.inspect(engine).get_table_names())
    check(engine)
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_devices_that_were_enrolled_before_tokens_were_replaced_are_still_known(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    engine = (
        postgres_engine(request.getfixturevalue("empty_postgres_url"))
        if database == "postgresql"
        else sqlite_engine(tmp_path / "server.db", os.urandom(32))
    )
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO users VALUES ('u', 'li', 'p', 'hash', true)")
        connection.exec_driver_sql(
            "INSERT INTO devices (id, code, name, user_id, token_digest, enrolled_at, last_sequence) "
            f"VALUES ('d', '7KQ', 'laptop', 'u', '{digest('the token')}', 0, 41)"
        )
    assert bring_up_to_date(engine)
    device, user = device_of_token(Store(engine), "the token", at)
    assert (device.id, device.last_sequence, device.state, user.login) == ("d", 41, DeviceState.ENROLLED, "li")
    engine.dispose()


ORDER_BEFORE = ["o", "W26-000001", "c", None, None, None, "incident", "phone", 3, "Jam", "", "", "", "", "paused", "e"]
ORDER_BEFORE += ["parts", 0, "p", None, None, "", None]
"""An order as the version before order and visit kept it."""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_orders_visits_and_facts_of_the_version_before_stand_as_they_were(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    engine = (
        postgres_engine(request.getfixturevalue("empty_postgres_url"))
        if database == "postgresql"
        else sqlite_engine(tmp_path / "workspace.db", os.urandom(32))
    )
    upgrade(engine, "0013")
    with engine.begin() as connection:
        values = ", ".join("NULL" if value is None else repr(value) for value in ORDER_BEFORE)
        connection.exec_driver_sql(f"INSERT INTO work_orders VALUES ({values})")
        connection.exec_driver_sql("INSERT INTO visits VALUES ('v', 'o', 'c', 'e', 'paused', NULL, 0, 'p', 1, NULL)")
        for ordinal, kind in enumerate(("logged", "assigned", "started", "paused"), 1):
            visit = "NULL" if kind == "logged" else "'v'"
            fact = f"'{kind}', 'o', 'c', {visit}, {ordinal}, '{kind}', {ordinal}, 'p', '', '{{}}'"
            connection.exec_driver_sql(f"INSERT INTO order_events VALUES ({fact})")
    assert bring_up_to_date(engine)
    with Store(engine).read() as reader:
        order = reader.require(WorkOrder, "o")
        assert (order.state, order.priority, order.impact, order.remote) == (OrderState.PAUSED, 3, None, False)
        assert [visit.state for visit in visits_of(reader, "o")] == [VisitState.INTERRUPTED]
        assert reader.require(OrderEvent, "paused").kind is EventKind.INTERRUPTED
        past = replayed(reader, "o")
    assert (past.order, past.visits) == (OrderState.PAUSED, {"v": VisitState.INTERRUPTED})
    engine.dispose()


def test_what_was_pending_before_an_update_can_still_be_undone_and_told(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "workspace.db", os.urandom(32))
    upgrade(engine)
    store = Store(engine)
    image = ServerImage(id="work_orders:o", table_name="work_orders", row_id="o", content=json.dumps(ORDER_BEFORE))
    store.write(lambda unit: unit.put(image))
    store.write(rewind)
    with store.read() as reader:
        order = reader.require(WorkOrder, "o")
    assert (order.title, order.category, order.remote, order.parent_id) == ("Jam", "", False, None)
    ((_spec, told),) = stood_rows(json.dumps({"work_orders": {"o": ORDER_BEFORE}}))
    assert told[: len(ORDER_BEFORE)] == tuple(ORDER_BEFORE)
    assert stood_rows(json.dumps({"work_orders": {"o": ["o"], "p": []}, "visits": {"v": [1] * 30}})) == []
    engine.dispose()


def test_shipped_policies_of_the_version_before_learn_when_to_remind_and_steps_keep_their_shares(
    tmp_path: Path,
) -> None:
    engine = sqlite_engine(tmp_path / "workspace.db", os.urandom(32))
    upgrade(engine, "0023")
    with engine.begin() as connection:
        for policy_id, customer, code in (("p", "NULL", "council-ict"), ("q", "'c'", "council-ict")):
            connection.exec_driver_sql(
                f"INSERT INTO policies VALUES ('{policy_id}', {customer}, '{code}', 'N', '{{}}', 'restart', 'pauses', "
                "'', '50', NULL)"
            )
            pause = f"'{policy_id}c', '{policy_id}', {customer}, 'caller', 'restore', NULL, NULL"
            connection.exec_driver_sql(f"INSERT INTO policy_pauses VALUES ({pause})")
        connection.exec_driver_sql("INSERT INTO policy_steps VALUES ('s', 'q', 'c', 'last', 90, 'manager', '', 4, '')")
    assert bring_up_to_date(engine)
    with Store(engine).read() as reader:
        reminders = [reader.require(PolicyPause, one).remind_after_minutes for one in ("pc", "qc")]
        step = reader.require(PolicyStep, "s")
        assert reader.require(Policy, "q").chase_minutes == 480
    assert reminders == [1440, None], "only what is as it was shipped"
    assert (step.amount, step.measure, step.metrics, step.levels) == (90, Measure.SHARE, (), ())
    engine.dispose()
