"""What the report of a stocktake takes from the rows."""

from __future__ import annotations

from app.directory.tables import Customer
from app.documents.stocktake_report import StocktakeEventFacts, StocktakeReportFacts
from app.foundation.errors import Rejection
from app.stocktakes.findings import all_findings, unknown_in
from app.stocktakes.queries import (
    counters_of,
    departments_in,
    events_of,
    part_of,
    rooms_of,
    sees_expected,
    summary_of,
)
from app.stocktakes.tables import Stocktake
from app.storage.units import Reader


def stocktake_report_facts(reader: Reader, stocktake_id: str, *, issued_by: str = "") -> StocktakeReportFacts:
    """What the rows say about a stocktake, in the language shown now.

    :raises Rejection: ``stocktake_blind`` where the person here may not see it yet
    """
    stocktake = reader.require(Stocktake, stocktake_id)
    if not sees_expected(reader, stocktake):
        raise Rejection("stocktake_blind")
    customer = reader.get(Customer, stocktake.customer_id)
    return StocktakeReportFacts(
        reference=stocktake.reference,
        name=stocktake.name,
        customer=customer.name if customer else "",
        part=part_of(reader, stocktake),
        issued_by=issued_by,
        summary=summary_of(reader, stocktake),
        departments=tuple(departments_in(reader, stocktake)),
        rooms=tuple((room.name, room.expected or 0, room.found or 0) for room in rooms_of(reader, stocktake)),
        devices=tuple(all_findings(reader, stocktake)),
        unknown=tuple(unknown_in(reader, stocktake)),
        counters=tuple(counters_of(reader, stocktake)),
        events=tuple(
            StocktakeEventFacts(event.kind, event.at, actor, event.note)
            for event, actor in events_of(reader, stocktake)
        ),
    )
