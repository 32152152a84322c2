"""What is told of the visit that is chosen, in the language shown now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.foundation.translation import _
from app.workorders.rules import ORDER_KIND_NAMES
from ui.pages.wall_clock import WallClock
from ui.widgets.key_value_grid import KeyValue

if TYPE_CHECKING:
    from app.workorders.queries.chosen_visit import ChosenVisit


def visit_facts(chosen: ChosenVisit, wall: WallClock) -> tuple[KeyValue, ...]:
    """What the engineer must know before he goes in; what nobody entered is left out."""
    detail, visit = chosen.detail, chosen.visit
    order = detail.order
    kind = [_(ORDER_KIND_NAMES[order.kind]), order.category, _("Remote") if order.remote else ""]
    facts = (
        (_("Customer"), detail.customer),
        (_("Asset"), " · ".join(filter(None, (detail.asset_code, detail.asset_name)))),
        (_("System"), detail.system),
        (_("Kind"), " · ".join(filter(None, kind))),
        (_("Planned for"), wall.text(visit.planned_at) if visit.planned_at else ""),
        (_("Description"), order.description),
        (_("Solution"), order.resolution),
    )
    return tuple(KeyValue(key, value) for key, value in facts if value)


def place_text(chosen: ChosenVisit) -> str:
    """Where to go: site and room, below them the address."""
    return "\n".join(filter(None, (chosen.place, chosen.address)))


def spent_text(chosen: ChosenVisit) -> str:
    """What the visit took so far."""
    return _("On the way {travel} · at work {work}").format(
        travel=_hours(chosen.spent.travel), work=_hours(chosen.spent.work)
    )


def _hours(spent: timedelta) -> str:
    from app.workorders.telling_clocks import hours_and_minutes

    return hours_and_minutes(int(spent.total_seconds()))
