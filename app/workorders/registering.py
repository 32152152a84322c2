"""A work order to register what a stocktake found and nobody knows."""

from __future__ import annotations

from app.foundation.ids import derive_id
from app.stocktakes.decision_commands import UnknownFound
from app.storage.commands import Context
from app.storage.units import UnitOfWork
from app.workorders.commands import LogOrder, log_order, take_order_number
from app.workorders.rules import Channel, OrderKind

_LONGEST_TITLE = 200
_LONGEST_DESCRIPTION = 20_000
"""As of everything that people write (`LongText`): a longer one could not be edited."""
_CUT = "\n…"


def log_registering(unit: UnitOfWork, event: UnknownFound, context: Context) -> None:
    """One order for all that was asked for together: what was scanned, and in which room."""
    stocktake = event.stocktake
    order = LogOrder(
        id=derive_id("stocktake_order", context.command_id, stocktake.id),
        customer_id=stocktake.customer_id,
        title=event.title[:_LONGEST_TITLE],
        kind=OrderKind.REQUEST,
        channel=Channel.DETECTED,
        site_id=stocktake.site_id,
        description=_description(event),
        number=take_order_number(unit, context),
    )
    log_order(unit, order, context)


def _description(event: UnknownFound) -> str:
    """A line for each as far as there is room: the report of the stocktake has all of them."""
    told = "\n".join(" · ".join(filter(None, (place, text))) for text, place in event.found)
    if len(told) <= _LONGEST_DESCRIPTION:
        return told
    return told[: _LONGEST_DESCRIPTION - len(_CUT)].rpartition("\n")[0] + _CUT
