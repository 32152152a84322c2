"""What papers say, gathered from the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.assets.queries import code_stands
from app.assets.tables import Asset, DeviceType
from app.directory.tables import Customer, Department, Person, Site
from app.documents.dispatch_ticket import TicketFacts
from app.documents.labels import LabelFacts
from app.foundation.errors import Rejection
from app.foundation.sentences import declare
from app.foundation.translation import N_, _
from app.storage.units import Reader
from app.workorders.history import visits_of
from app.workorders.rules import VisitState
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True)
class Labels:
    """What labels say, and the codes that none is printed for yet: they may still change."""

    ready: tuple[LabelFacts, ...]
    waiting: tuple[str, ...]

    def check(self) -> None:
        """See to it that none waits.

        :raises Rejection: ``label_not_final``
        """
        if self.waiting:
            raise Rejection("label_not_final", codes=", ".join(self.waiting))


def labels_of(reader: Reader, asset_ids: Iterable[str]) -> Labels:
    """What the labels of devices say. A label stays for years, so it is made for a code only that will stay, too."""
    assets = [reader.require(Asset, asset_id) for asset_id in asset_ids]
    return Labels(
        tuple(_label_facts(reader, asset) for asset in assets if code_stands(reader, asset)),
        tuple(asset.code for asset in assets if not code_stands(reader, asset)),
    )


def _label_facts(reader: Reader, asset: Asset) -> LabelFacts:
    """The model stands without its maker: a label has little room."""
    department = reader.get(Department, asset.department_id) if asset.department_id else None
    customer = reader.require(Customer, asset.customer_id)
    return LabelFacts(
        code=asset.code,
        department=department.name if department else customer.name,
        facts=(_type_name(reader, asset), asset.model, _place(reader, asset.site_id, asset.place), asset.serial_number),
    )


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
        asset_kind=" ".join(filter(None, (_type_name(reader, asset), asset.model))) if asset else "",
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
    said = _place(reader, order.site_id, order.place)
    return said or (_place(reader, asset.site_id, asset.place) if asset else "")


def _visit_to_make(reader: Reader, order: WorkOrder) -> Visit | None:
    visits = [visit for visit in visits_of(reader, order.id) if visit.state is not VisitState.CALLED_OFF]
    return visits[-1] if visits else None


def _type_name(reader: Reader, asset: Asset) -> str:
    device_type = reader.get(DeviceType, asset.type_code)
    return _(device_type.name) if device_type else asset.type_code


def _place(reader: Reader, site_id: str | None, place: str) -> str:
    site = reader.get(Site, site_id) if site_id else None
    return " ".join(filter(None, (site.name if site else "", place)))


declare(
    {
        "label_not_final": N_(
            "No label was printed for {codes}: the server has not confirmed the code, and it may still change. "
            "Connect to the server once, then print the label."
        ),
    }
)
