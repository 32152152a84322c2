"""Attaching a checklist to an order, and answering its points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.checklists.rules import ItemAnswer, checked_reading, items_of
from app.checklists.tables import ChecklistVersion
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import Code, ShortText
from app.messages.commands import tell
from app.storage.commands import Context, handles
from app.storage.units import Reader, UnitOfWork
from app.workorders.checklist_tables import ChecklistAnswer, OrderChecklist
from app.workorders.checklists import answers_of, attach
from app.workorders.history import customer_of_order, name_of
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachChecklist:
    """Somebody wants an order to be worked on by a list too; work that begins has its lists by itself."""

    order_id: str
    version_id: str


@handles(
    "workorders.attach_checklist", AttachChecklist, permission=Permission.LOG_ORDERS, customer_of=customer_of_order
)
def attach_checklist(unit: UnitOfWork, command: AttachChecklist, context: Context) -> None:
    """Once is enough."""
    order = unit.require(WorkOrder, command.order_id)
    _refuse_cancelled(order)
    unit.require(ChecklistVersion, command.version_id)
    attach(unit, context, order, [command.version_id])


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerItem:
    """What was done about the point at `place`; `seen_id` is the answer that stood there then, None for none."""

    checklist_id: str
    place: Annotated[int, Meta(ge=1)]
    answer: ItemAnswer
    reading: Code = ""
    note: ShortText = ""
    seen_id: str | None = None


def _customer_of_checklist(reader: Reader, command: AnswerItem) -> str:
    return reader.require(OrderChecklist, command.checklist_id).customer_id


@handles("workorders.answer_item", AnswerItem, permission=Permission.WORK_ON_VISITS, customer_of=_customer_of_checklist)
def answer_item(unit: UnitOfWork, command: AnswerItem, context: Context) -> None:
    """Answers stand beside each other, and the last one counts: whoever else had answered is told, and who is last."""
    checklist = unit.require(OrderChecklist, command.checklist_id)
    order = unit.require(WorkOrder, checklist.order_id)
    _refuse_cancelled(order)
    item = next((item for item in items_of(checklist.items) if item.place == command.place), None)
    if item is None:
        raise Rejection("record_unknown", table="checklist_items", id=str(command.place))
    earlier = answers_of(unit, checklist.id)
    answer = ChecklistAnswer(
        id=derive_id("checklist_answer", context.command_id),
        customer_id=checklist.customer_id,
        order_id=checklist.order_id,
        checklist_id=checklist.id,
        place=item.place,
        ordinal=len(earlier) + 1,
        answer=command.answer,
        reading=checked_reading(item, command.answer, command.reading, command.note),
        note=command.note.strip(),
        at=context.at,
        actor_id=context.actor_id,
    )
    unit.put(answer)
    stood = next((one for one in reversed(earlier) if one.place == item.place), None)
    if stood is not None and stood.id != command.seen_id:
        _tell_both(unit, context, order, stood, answer)


def _tell_both(
    unit: UnitOfWork, context: Context, order: WorkOrder, stood: ChecklistAnswer, answer: ChecklistAnswer
) -> None:
    """Nobody is told of himself, nor where both say the same."""
    said = [(one.answer, one.reading, one.note) for one in (stood, answer)]
    if stood.actor_id == answer.actor_id or said[0] == said[1]:
        return
    about = ("work_orders", order.id)
    facts = {"number": order.number, "place": str(answer.place)}
    actor, earlier = name_of(unit, answer.actor_id), name_of(unit, stood.actor_id)
    tell(unit, context, stood.actor_id, "notice_item_answered_anew", facts | {"actor": actor}, about)
    tell(unit, context, answer.actor_id, "notice_item_answered_before", facts | {"earlier": earlier}, about)


def _refuse_cancelled(order: WorkOrder) -> None:
    if order.state is OrderState.CANCELLED:
        raise Rejection("order_cancelled", number=order.number)
