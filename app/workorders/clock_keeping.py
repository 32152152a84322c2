"""Keeps the projection of the clocks in step with what is written.

On a laptop, what a command changed is judged in its own transaction. What the server said, and whatever changes
promises for many orders, is judged afterwards (`app.workorders.clocks.judge_waiting`). On the server all of it is, by
the ticker: whoever hands work in waits for none of it, and neither do two who write at once for each other.
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

    def __init__(self, *, at_once: bool = True) -> None:
        """:param at_once: whether few orders are judged where they were changed, and it is noted that others wait"""
        self._at_once = at_once
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
        soon = self._changed - self._stale if self._at_once and len(self._changed) <= FEW else set()
        leave = (self._stale | self._changed) - soon
        if self._at_once and (leave or self._customers) and fact(unit, ORDERS_JUDGED):
            set_fact(unit, ORDERS_JUDGED, "")
        for sql in ("DELETE FROM deadlines WHERE id = ", "DELETE FROM order_clocks WHERE order_id = "):
            unit.plain.run_each(sql + unit.plain.mark, [(order_id,) for order_id in sorted(leave)])
        if soon:
            judge(unit, soon)


def _customer(spec: TableSpec, values: Values) -> str | None:
    customer_id = values[spec.columns.index("customer_id")]
    return None if customer_id is None else str(customer_id)
