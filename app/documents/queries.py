"""What papers say, gathered from the rows."""

from __future__ import annotations

from app.assets.tables import Asset, DeviceType
from app.directory.tables import Customer, Department, Person, Site
from app.documents.dispatch_ticket import TicketFacts
from app.foundation.translation import _
from app.storage.units import Reader
from app.workorders.history import visits_of
from app.workorders.rules import VisitState
from app.workorders.tables import Visit, WorkOrder


def ticket_facts(reader: Reader, order_id: str, issued_by: str) -> TicketFacts:
    """What the dispatch ticket of an order says about the visit that is to be made."""
    order = reader.require(WorkOrder, order_id)
    visit = _visit_to_make(reader, order)
    engineer = reader.get(Person, visit.engineer_id) if visit else None
    asset = reader.get(Asset, order.asset_id) if order.asset_id else None
    department = reader.get(Department, asset.department_id) if asset and asset.department_id else None
    return TicketFacts(
        number=order.number,
        issued_by=issued_by,
        customer=reader.require(Customer, order.customer_id).name,
        department=department.name if department else "",
        reported_by=order.caller_name,
        phone=order.caller_phone,
        asset_code=asset.code if asset else "",
        asset_kind=" ".join(filter(None, (type_name(reader, asset), asset.model))) if asset else "",
        place=place_of_order(reader, order, asset),
        priority=f"P{order.priority}",
        engineer=engineer.name if engineer else "",
        description="\n".join(filter(None, (order.title, order.description))),
        reported_at=order.logged_at,
        dispatched_at=visit.assigned_at if visit else None,
        planned_from_at=visit.planned_at if visit else None,
    )


def place_of_order(reader: Reader, order: WorkOrder, asset: Asset | None) -> str:
    """What the order says, else where the device stands: never the site of one with the room of the other."""
    said = place_text(reader, order.site_id, order.place)
    return said or (place_text(reader, asset.site_id, asset.place) if asset else "")


def _visit_to_make(reader: Reader, order: WorkOrder) -> Visit | None:
    visits = [visit for visit in visits_of(reader, order.id) if visit.state is not VisitState.CALLED_OFF]
    return visits[-1] if visits else None


def type_name(reader: Reader, asset: Asset) -> str:
    """What type of device it is, in the language shown now."""
    device_type = reader.get(DeviceType, asset.type_code)
    return _(device_type.name) if device_type else asset.type_code


def place_text(reader: Reader, site_id: str | None, place: str) -> str:
    """The site and the room."""
    site = reader.get(Site, site_id) if site_id else None
    return " ".join(filter(None, (site.name if site else "", place)))
