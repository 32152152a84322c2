"""What the commands of this room name: it must be the customer's own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.directory.tables import SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_
from app.knowledge.rules.concerning import check_affected
from app.knowledge.tables import ServiceGroup
from app.storage.commands import Context
from app.storage.schema import spec_named
from app.storage.units import Reader

SystemIds = Annotated[tuple[str, ...], Meta(max_length=500)]
"""Ids of supported systems."""


def require_affected(reader: Reader, customer_id: str, group_id: str | None, system_ids: tuple[str, ...]) -> None:
    """See to it that something is named, and that it is this customer's.

    :raises Rejection: ``affected_missing``, ``record_unknown``
    """
    check_affected(group_id, system_ids)
    require_named(reader, customer_id, group_id, system_ids)


def require_named(reader: Reader, customer_id: str, group_id: str | None, system_ids: tuple[str, ...]) -> None:
    """See to it that what is named is this customer's.

    :raises Rejection: ``record_unknown``
    """
    if group_id is not None:
        reader.require(ServiceGroup, group_id, customer_id=customer_id)
    for system_id in system_ids:
        reader.require(SupportedSystem, system_id, customer_id=customer_id)


def require_order(reader: Reader, customer_id: str, order_id: str | None) -> None:
    """See to it that an order is this customer's; the room of orders is above this one, but its table is known.

    :raises Rejection: ``record_unknown``
    """
    if order_id is not None:
        reader.require(spec_named("work_orders").row_type, order_id, customer_id=customer_id)


def check_not_later(context: Context, *instants: datetime | None) -> None:
    """See to it that what has happened did not happen after now, by the clock of the device that says so.

    :raises Rejection: ``happens_later``
    """
    for at in instants:
        if at is not None and at > context.at:
            raise Rejection("happens_later")


declare({"happens_later": N_("This time has not come yet. Enter when it happened, or wait until it does.")})
