"""Keeps the projection of the clocks in step with what is written.

What a command changed is judged in its own transaction. What the server said, and whatever changes promises for many
orders, is judged afterwards (`app.workorders.clocks.judge_waiting`).
"""

from __future__ import annotations

from app.storage.facts import ORDERS_JUDGED, fact, set_fact
from app.storage.schema import TableSpec, Values
from app.storage.units import After, Before, Origin, UnitOfWork

FEW = 50
"""Orders that are judged in the transaction that changed them."""
_ORDERS = {"work_orders": "id", "order_events": "order_id"}
_PROMISES = frozenset({"amendments", "calendar_versions", "contracts", "policies", "policy_pauses", "policy_targets"})


class ClockKeeper:
    """Sees which orders and promises a unit of work has changed."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._stale: set[str] = set()
        self._customers: set[str | None] = set()

    def wrote(self, unit: UnitOfWork, spec: TableSpec, before: Before, after: After, origin: Origin) -> None:  # noqa: ARG002
        """Remember what was written."""
        if spec.name in _ORDERS:
            place = spec.columns.index(_ORDERS[spec.name])
            orders = self._changed if origin is Origin.COMMAND else self._stale
            orders |= {str(values[place]) for rows in (before, after) for values in rows.values()}
        elif spec.name in _PROMISES:
            self._customers |= {_customer(spec, values) for rows in (before, after) for values in rows.values()}

    def finishing(self, unit: UnitOfWork) -> None:
        """Judge few orders at once, and leave all others for afterwards."""
        if not (self._changed or self._stale or self._customers):
            return
        from app.workorders.clocks import forget_deadlines, judge  # reading a first list needs nothing of it

        for customer_id in self._customers if None not in self._customers else (None,):
            forget_deadlines(unit, customer_id)
        leave = self._stale if len(self._changed) <= FEW else self._stale | self._changed
        if (leave or self._customers) and fact(unit, ORDERS_JUDGED):
            set_fact(unit, ORDERS_JUDGED, "")
        unit.plain.run_each("DELETE FROM deadlines WHERE id = ?", [(order_id,) for order_id in leave])
        judge(unit, self._changed - leave)


def _customer(spec: TableSpec, values: Values) -> str | None:
    customer_id = values[spec.columns.index("customer_id")]
    return None if customer_id is None else str(customer_id)
