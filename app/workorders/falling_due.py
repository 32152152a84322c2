"""Which orders the clock has something to do with, cheaply: from the projection, and from what is solved for long."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.sla.queries import Promises
from app.sla.tables import Amendment, Contract, Policy
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.rules import OrderState
from app.workorders.tables import Deadline, OrderEvent, WorkOrder

AT_ONCE = 200
"""Orders that one look at the clock deals with; the next look goes on."""


def orders_to_warn_of(reader: Reader, now: datetime) -> list[str]:
    """The open orders of which something is to be said by `now`, the longest waiting first."""
    column = columns_of(Deadline)
    query = sa.select(column.id).where(column.wake_at <= now).order_by(column.wake_at).limit(AT_ONCE)
    return [str(row[0]) for row in reader.connection.execute(query)]


def orders_unanswered(reader: Reader, now: datetime) -> list[str]:
    """The solved orders to which nothing happened for as long as their contracts say (`domain.md` §3: two weeks)."""
    promises = Promises(reader)
    found: list[str] = []
    for customer_id, fewest_days in _customers_with_a_limit(reader):
        for order in _quiet_since(reader, customer_id, now, fewest_days):
            days = days_to_answer(promises, order)
            if days is not None and not _heard_of(reader, order.id, now - timedelta(days=days)):
                found.append(order.id)
    return found[:AT_ONCE]


def days_to_answer(promises: Promises, order: WorkOrder) -> int | None:
    """After how many days without an answer the contract has a solved order closed; None where it never does."""
    contract = promises.contract_at(order.customer_id, order.logged_at)
    return promises.policy_at(contract, order.logged_at).policy.close_after_days if contract else None


def _customers_with_a_limit(reader: Reader) -> list[tuple[str, int]]:
    policy, amendment, contract = columns_of(Policy), columns_of(Amendment), columns_of(Contract)
    query = (
        sa.select(contract.customer_id, sa.func.min(policy.close_after_days))
        .where(amendment.contract_id == contract.id, amendment.policy_id == policy.id)
        .where(policy.close_after_days.is_not(None))
        .group_by(contract.customer_id)
        .order_by(contract.customer_id)
    )
    return [(str(customer_id), int(days)) for customer_id, days in reader.connection.execute(query)]


def _quiet_since(reader: Reader, customer_id: str, now: datetime, days: int) -> list[WorkOrder]:
    column = columns_of(WorkOrder)
    return reader.find(
        WorkOrder,
        column.customer_id == customer_id,
        column.state == OrderState.RESOLVED,
        column.resolved_at <= now - timedelta(days=days),
    )


def _heard_of(reader: Reader, order_id: str, since: datetime) -> bool:
    column = columns_of(OrderEvent)
    return reader.first(OrderEvent, column.order_id == order_id, column.at > since) is not None
