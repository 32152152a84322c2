"""Whatever can happen to an order has its words in the order's history."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.workorders.queries.detail import EventDetail, OrderDetail
from app.workorders.rules import AnswerWay, EventKind, Grade, RatingWay
from app.workorders.tables import OrderEvent
from tests.fakes import A_MONDAY_MORNING, FakeClock
from ui.pages.wall_clock import WallClock
from ui.pages.workorders.wording import history_of

FACTS: dict[EventKind, dict[str, str]] = {
    EventKind.ANSWERED: {"way": AnswerWay.PHONE},
    EventKind.RATED: {"way": RatingWay.LINK, "grade": Grade.GOOD},
    EventKind.TO_SUPPLIER: {"supplier": "Canon", "reference": "M-7"},
    EventKind.WARNED: {"since": "0", "minutes": "60", "reason": "a reason of their own"},
}


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_is_told(kind: EventKind) -> None:
    event = OrderEvent(
        id="e",
        order_id="o",
        customer_id="c",
        visit_id=None,
        ordinal=1,
        kind=kind,
        at=A_MONDAY_MORNING,
        actor_id="p",
        note="",
        facts=FACTS.get(kind, {}),
    )
    detail: Any = SimpleNamespace(events=(EventDetail(event=event, actor="Li", engineer="Wu", changed=()),))
    (entry,) = history_of(cast("OrderDetail", detail), WallClock(FakeClock(), "Asia/Shanghai"))
    if kind is EventKind.TO_SUPPLIER:
        assert entry.title == "Li gave it to Canon M-7"
    assert "{" not in entry.title
