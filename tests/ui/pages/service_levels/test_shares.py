"""Shares of calls in the window: the figure with its target, the cases behind it, and which orders missed it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workorders.commands import LogOrder
from app.workorders.desk_commands import ResolveOrder
from app.workorders.tables import WorkOrder
from tests.app.workorders.test_shares import call, desk
from tests.ui.hands import press
from tests.ui.pages.showing import Show, rows_of, texts_of
from tests.workspaces import Workspace
from ui.pages.service_levels.part import SHARES, ServiceLevelsPart
from ui.pages.service_levels.shares_part import SharesPart
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

__all__ = ["desk"]


@pytest.fixture
def part(
    qtbot: QtBot, work: Work, wall: WallClock, desk: Workspace, show: Show[ServiceLevelsPart]
) -> ServiceLevelsPart:
    part = ServiceLevelsPart(work, wall)
    show(part)
    part.parts.choose(SHARES)
    qtbot.waitUntil(lambda: len(rows_of(part.shares.shares.rows)) == 2)
    return part


def results(shares: SharesPart) -> list[list[str]]:
    return [row[2:] for row in rows_of(shares.shares.rows)]


def test_a_figure_stands_beside_its_target_with_the_orders_that_missed_it(
    qtbot: QtBot, part: ServiceLevelsPart, desk: Workspace
) -> None:
    shares = part.shares
    assert results(shares) == [["—", "—", "No calls"], ["—", "—", "No calls"]]
    for order_id, waited in (("a", 20), ("b", 21), ("unknown", None)):
        call(desk, order_id, waited)
    desk.run(ResolveOrder(order_id="a", resolution="Restarted"))
    desk.run(LogOrder(id="open", customer_id="c", title="open"))
    shares.refresh()
    qtbot.waitUntil(lambda: results(shares) == [["1 of 2", "50.0 %", "Missed"], ["1 of 1", "100.0 %", "Met"]])
    assert rows_of(shares.shares.rows)[0][0] == "Call picked up at most 20 seconds · 90 % of the calls"
    assert "Not recorded" in texts_of(shares)
    ((order, _logged, why),) = rows_of(shares.misses.rows)
    number = desk.get(WorkOrder, "b").number
    assert (order, why) == (f"{number} b", "after 21 seconds")
    shares.misses.rows.setFocus()
    with qtbot.waitSignal(part.order_requested) as requested:
        press(shares.misses.rows, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert requested.args == ["b"]


def test_another_period_is_chosen(qtbot: QtBot, part: ServiceLevelsPart, desk: Workspace) -> None:
    shares = part.shares
    call(desk, "a", 20)
    desk.clock.advance(days=1)
    shares.retranslate()
    qtbot.waitUntil(lambda: results(shares)[0] == ["—", "—", "No calls"])
    press(shares.period.grain, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: results(shares)[0] == ["1 of 1", "100.0 %", "Met"])
    assert shares.period.which.currentText() == "9 Mar 2026 – 15 Mar 2026"
