"""The checklists of an order as a screen or a paper shows them."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rules import Permission
from app.checklists.queries import offered_checklists
from app.checklists.rules import Item, ItemAnswer, items_of, still_open
from app.checklists.tables import ChecklistVersion
from app.directory.queries import myself, names_of
from app.storage.units import Reader
from app.workorders.checklist_tables import ChecklistAnswer, OrderChecklist
from app.workorders.checklists import checklists_of, latest_answers
from app.workorders.rules import OrderState
from app.workorders.tables import WorkOrder


@dataclass(frozen=True, slots=True)
class ItemState:
    """A point, the answer that counts (None: none yet), and who gave it."""

    item: Item
    answer: ChecklistAnswer | None
    by: str

    @property
    def is_outside(self) -> bool:
        """Whether what was measured lies outside of its limits."""
        return self.answer is not None and self.item.is_outside(self.answer.reading)


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """A list of an order with its points as they stand."""

    checklist: OrderChecklist
    items: tuple[ItemState, ...]

    @property
    def answered(self) -> int:
        """How many points have an answer."""
        return sum(state.answer is not None for state in self.items)

    @property
    def is_complete(self) -> bool:
        """Whether nothing required is open."""
        answers: dict[int, ItemAnswer] = {
            state.item.place: state.answer.answer for state in self.items if state.answer is not None
        }
        return not still_open((state.item for state in self.items), answers)


@dataclass(frozen=True, slots=True)
class OrderChecklists:
    """All lists of an order, those that can be attached to it yet, and what the person at this workspace may do."""

    order_id: str
    lists: tuple[ChecklistState, ...]
    offered: tuple[ChecklistVersion, ...]
    may_answer: bool
    may_attach: bool


def checklist_states(reader: Reader, order_id: str) -> tuple[ChecklistState, ...]:
    """The lists of an order with their points as they stand."""
    return tuple(_state(reader, checklist) for checklist in checklists_of(reader, order_id))


def order_checklists(reader: Reader, order_id: str) -> OrderChecklists | None:
    """The lists of an order as the person at this workspace sees them; None where the order is not here."""
    order = reader.get(WorkOrder, order_id)
    if order is None:
        return None
    grants, lists = myself(reader).grants, checklist_states(reader, order_id)
    is_alive = order.state is not OrderState.CANCELLED
    there = {state.checklist.version_id for state in lists}
    return OrderChecklists(
        order_id,
        lists,
        tuple(version for version in offered_checklists(reader, order.customer_id) if version.id not in there),
        may_answer=is_alive and grants.may(Permission.WORK_ON_VISITS, order.customer_id),
        may_attach=is_alive and grants.may(Permission.LOG_ORDERS, order.customer_id),
    )


def _state(reader: Reader, checklist: OrderChecklist) -> ChecklistState:
    latest = latest_answers(reader, checklist.id)
    names = names_of(reader, {answer.actor_id for answer in latest.values()})
    items = []
    for item in items_of(checklist.items):
        answer = latest.get(item.place)
        items.append(ItemState(item, answer, names.get(answer.actor_id, "") if answer else ""))
    return ChecklistState(checklist, tuple(items))
