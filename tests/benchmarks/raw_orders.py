"""The floor of the lists: SQL written by hand on the same SQLCipher file, the least that answers the same question.

No engine, no conditions put together, no recheck where the index alone is exact. Rows come by `fetchall`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2

from app.foundation.home import Home
from app.storage.columns import instant_to_stored
from app.workorders.rules import WAITING_VISIT_STATES, OrderKind, OrderState
from tests.benchmarks.imagined import PRESENT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOW = instant_to_stored(PRESENT)
_SOON = instant_to_stored(PRESENT + timedelta(hours=1))
_WAITING = ", ".join(f"'{state}'" for state in sorted(WAITING_VISIT_STATES))
_NEWEST = "ORDER BY logged_at DESC, rowid DESC"

SEGMENTS = {
    "all": "",
    "unassigned": "WHERE state = 'logged'",
    "in_progress": "WHERE state IN ('assigned', 'in_progress', 'paused')",
    "due_soon": f"WHERE id IN (SELECT id FROM deadlines WHERE due_at BETWEEN {_NOW} AND {_SOON})",
    "overdue": f"WHERE id IN (SELECT id FROM deadlines WHERE due_at < {_NOW})",
    "late_by_plan": "WHERE id IN (SELECT c.order_id FROM order_clocks AS c JOIN visits AS v ON v.order_id = c.order_id "
    f"WHERE c.state = 'running' AND v.state IN ({_WAITING}) AND (c.metric IN ('on_site', 'on_site_on_call') "
    "AND v.planned_at > c.due_at OR c.metric = 'restore' AND v.planned_at + 3600000000 > c.due_at))",
    "mine": "WHERE engineer_id = (SELECT value FROM workspace_facts WHERE id = 'person_id') "
    "AND state IN ('logged', 'assigned', 'in_progress', 'paused')",
}


class RawOrders:
    """A plain connection with the pragmas of the product's."""

    def __init__(self, home: Home) -> None:
        self._connection = dbapi2.connect(str(home.database), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{home.read_key().hex()}'\"")
        self._connection.execute("PRAGMA cache_size = -32768")
        self._connection.execute("PRAGMA temp_store = MEMORY")

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
        return found

    def sorted_by(self, order: str) -> list[tuple[Any, ...]]:
        """Every order, sorted."""
        return self.rows(f"SELECT rowid FROM work_orders ORDER BY {order}")

    def by_time_left(self, limit: int = -1) -> list[tuple[Any, ...]]:
        """Every order, or the first few: those that fall due, the last first, and behind them all others."""
        due = self.rows(
            "SELECT o.rowid FROM deadlines AS d JOIN work_orders AS o ON o.id = d.id WHERE d.due_at IS NOT NULL "
            "ORDER BY d.due_at DESC, o.logged_at DESC, o.rowid DESC LIMIT ?",
            limit,
        )
        runs = "SELECT id FROM deadlines WHERE due_at IS NOT NULL"
        others = self.rows(f"SELECT rowid FROM work_orders WHERE id NOT IN ({runs}) {_NEWEST} LIMIT ?", limit)
        return due + others if limit < 0 else (due + others)[:limit]

    def segment(self, name: str) -> list[tuple[Any, ...]]:
        """One of the parts of the list, the newest first."""
        return self.rows(f"SELECT rowid FROM work_orders {SEGMENTS[name]} {_NEWEST}")

    def of_customer(self, customer_id: str) -> list[tuple[Any, ...]]:
        """The orders of one customer, the newest first."""
        return self.rows(f"SELECT rowid FROM work_orders WHERE customer_id = ? {_NEWEST}", customer_id)

    def by_customer(self) -> list[tuple[Any, ...]]:
        """Every order: customers by name, the newest first in each."""
        customers = self.rows("SELECT id FROM customers ORDER BY name")
        return [row for (customer_id,) in customers for row in self.of_customer(customer_id)]

    def counts(self) -> list[int]:
        """How many orders each segment holds."""
        return [self.rows(f"SELECT count(*) FROM work_orders {part}")[0][0] for part in SEGMENTS.values()]

    def page(self, rowids: list[int]) -> list[tuple[Any, ...]]:
        """What the list shows of these orders: the same values as the product's, in tuples."""
        rows = self.rows(
            f"""SELECT o.rowid, o.id, number, title, o.kind, priority, state, c.name, s.name || ' ' || place, p.name,
            logged_at, due_at
            FROM work_orders AS o LEFT JOIN customers AS c ON c.id = o.customer_id
            LEFT JOIN sites AS s ON s.id = o.site_id LEFT JOIN people AS p ON p.id = o.engineer_id
            WHERE o.rowid IN ({",".join(map(str, rowids))})"""
        )
        return [
            (*row[:4], OrderKind(row[4]), row[5], OrderState(row[6]), *row[7:10], _instant(row[10]), _instant(row[11]))
            for row in rows
        ]

    def search(self, expression: str, recheck: str = "") -> list[tuple[Any, ...]]:
        """Orders that match, the newest first; `recheck` must stand in one of their texts, "" where it need not."""
        aliases = self.rows(
            """SELECT order_id FROM order_aliases WHERE alias LIKE ?
            AND rowid IN (SELECT rowid FROM search_order_aliases WHERE search_order_aliases MATCH ?)""",
            f"%{recheck}%",
            expression,
        )
        exact = "AND (number LIKE :like OR title LIKE :like OR description LIKE :like)" if recheck else ""
        found = "rowid IN (SELECT rowid FROM search_work_orders WHERE search_work_orders MATCH :expression)"
        also = f"OR id IN ({','.join(repr(row[0]) for row in aliases)})" if aliases else ""
        sql = f"SELECT rowid FROM work_orders WHERE ({found} {exact} {also}) {_NEWEST}"
        rows: list[tuple[Any, ...]] = self._connection.execute(
            sql, {"expression": expression, "like": f"%{recheck}%"}
        ).fetchall()
        return rows


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
