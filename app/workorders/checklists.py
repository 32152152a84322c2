"""The checklists of an order: which it begins with, what stands in them, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable

from app.assets.tables import Asset
from app.checklists.queries import fitting_checklists
from app.checklists.rules import ItemAnswer, items_of, still_open
from app.checklists.tables import ChecklistVersion
from app.directory.tables import SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.translation import _
from app.storage.commands import Context
from app.storage.units import Reader, UnitOfWork
from app.workorders.checklist_tables import ChecklistAnswer, OrderChecklist
from app.workorders.tables import Visit, WorkOrder


def checklists_of(reader: Reader, order_id: str) -> list[OrderChecklist]:
    """The lists of an order, as they were attached."""
    return reader.having(OrderChecklist, "attached_at", "id", order_id=order_id)


def answers_of(reader: Reader, checklist_id: str) -> list[ChecklistAnswer]:
    """All answers of a list, in the order in which they were judged."""
    return reader.having(ChecklistAnswer, "ordinal", "id", checklist_id=checklist_id)


def latest_answers(reader: Reader, checklist_id: str) -> dict[int, ChecklistAnswer]:
    """The answer that counts, by the place of its point."""
    return {answer.place: answer for answer in answers_of(reader, checklist_id)}


def versions_to_begin_with(reader: Reader, visit_id: str) -> tuple[str, ...]:
    """The lists that work on a visit begins with, as far as they are known here and the order has none of them yet."""
    visit = reader.get(Visit, visit_id)
    order = reader.get(WorkOrder, visit.order_id) if visit else None
    if order is None:
        return ()
    asset = reader.get(Asset, order.asset_id) if order.asset_id else None
    system = reader.get(SupportedSystem, order.system_id) if order.system_id else None
    fitting = fitting_checklists(
        reader,
        order.customer_id,
        kind=order.kind,
        type_code=asset.type_code if asset else "",
        system_category=system.category if system else "",
    )
    there = {_template_of(reader, checklist) for checklist in checklists_of(reader, order.id)}
    return tuple(version.id for version in fitting if version.template_id not in there)


def _template_of(reader: Reader, checklist: OrderChecklist) -> str:
    version = reader.get(ChecklistVersion, checklist.version_id)
    return version.template_id if version else ""


def attach(unit: UnitOfWork, context: Context, order: WorkOrder, version_ids: Iterable[str]) -> None:
    """Copy these versions onto an order; those that are not known here, or are there already, are passed over."""
    for version_id in version_ids:
        version = unit.get(ChecklistVersion, version_id)
        checklist_id = derive_id("order_checklist", order.id, version_id)
        is_theirs = version is not None and version.customer_id in (None, order.customer_id)
        if version is None or not is_theirs or unit.get(OrderChecklist, checklist_id) is not None:
            continue
        unit.put(
            OrderChecklist(
                id=checklist_id,
                customer_id=order.customer_id,
                order_id=order.id,
                version_id=version.id,
                name=version.name,
                items=version.items,
                attached_at=context.at,
                attached_by_id=context.actor_id,
            )
        )


def refuse_unfinished(reader: Reader, order_id: str) -> None:
    """See to it that nothing required is still open in a list of the order.

    :raises Rejection: ``checklist_not_complete``
    """
    for checklist in checklists_of(reader, order_id):
        answers: dict[int, ItemAnswer] = {
            place: latest.answer for place, latest in latest_answers(reader, checklist.id).items()
        }
        missing = still_open(items_of(checklist.items), answers)
        if missing:
            texts = "; ".join(_(item.text) for item in missing)
            raise Rejection("checklist_not_complete", name=_(checklist.name), items=texts)
