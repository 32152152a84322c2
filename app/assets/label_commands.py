"""The log of labels: which were printed, why again, and which stick on their devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset, LabelEvent
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.sentences import declare
from app.foundation.texts import Code, ShortText
from app.foundation.translation import N_
from app.storage.commands import Context, handles, its_customer
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork

MOST_LABELS = 500
"""So many labels one command tells of; a larger job gives several."""
_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLabels:
    """Labels of devices of one customer were printed or stuck on. What happened is written down, never refused."""

    customer_id: str
    asset_ids: Annotated[tuple[str, ...], Meta(min_length=1, max_length=MOST_LABELS)]
    kind: LabelEventKind
    medium: Code = ""
    reason: ShortText = ""


@handles("assets.record_labels", RecordLabels, permission=Permission.REGISTER_ASSETS, customer_of=its_customer)
def record_labels(unit: UnitOfWork, command: RecordLabels, context: Context) -> None:
    """The code is the one that the device had then: where it has another one now, a new label is due."""
    for asset_id in dict.fromkeys(command.asset_ids):
        asset = unit.require(Asset, asset_id, customer_id=command.customer_id)
        unit.put(
            LabelEvent(
                id=derive_id("label", context.command_id, asset_id),
                asset_id=asset_id,
                customer_id=command.customer_id,
                code=asset.code,
                kind=command.kind,
                medium=command.medium,
                reason=command.reason,
                at=context.at,
                actor_id=context.actor_id,
            )
        )


def check_reprints(reader: Reader, assets: Sequence[Asset], reason: str) -> None:
    """See to it, before labels are printed, that those which have one already are printed for a reason.

    :raises Rejection: ``label_reprint_needs_reason``
    """
    again = [] if reason else printed_before(reader, assets)
    if again:
        raise Rejection("label_reprint_needs_reason", codes=again[:_NAMED], count=len(again))


def printed_before(reader: Reader, assets: Sequence[Asset]) -> list[str]:
    """The codes of those devices that have a label with this code already."""
    event = columns_of(LabelEvent)
    return [
        asset.code
        for asset in assets
        if reader.first(LabelEvent, event.asset_id == asset.id, event.code == asset.code) is not None
    ]


def last_printed_on(reader: Reader, assets: Sequence[Asset]) -> set[str]:
    """What the last labels of these devices were printed on, as it was written down."""
    kind = LabelEventKind.PRINTED
    events = (reader.having(LabelEvent, "at", "id", asset_id=asset.id, kind=kind) for asset in assets)
    return {found[-1].medium for found in events if found}


declare(
    {
        "label_reprint_needs_reason": N_(
            "Nothing was printed: {count} of these labels were printed before ({codes}). Give a reason."
        ),
    }
)
