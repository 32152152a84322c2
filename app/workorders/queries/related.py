"""What other orders have to do with one: its parent and parts, what goes on in what, duplicates, links by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_
from app.storage.units import Reader
from app.workorders.rules import LinkKind
from app.workorders.tables import OrderLink, WorkOrder


class Relation(StrEnum):
    """What another order is to this one."""

    PARENT = "parent"
    CONTINUED_IN = "continued_in"
    FOLLOW_ON_OF = "follow_on_of"
    DUPLICATE = "duplicate"
    RELATED = "related"
    """Linked by hand, and so it can be unlinked."""
    PART = "part"


RELATION_NAMES = {
    Relation.PARENT: N_("Part of"),
    Relation.CONTINUED_IN: N_("Goes on in"),
    Relation.FOLLOW_ON_OF: N_("Follow-on of"),
    Relation.DUPLICATE: N_("Duplicate"),
    Relation.RELATED: N_("Related"),
    Relation.PART: N_("Part"),
}


@dataclass(frozen=True, slots=True)
class RelatedOrder:
    """Another order, told so that it can be told from others and its caller be reached."""

    relation: Relation
    id: str
    number: str
    told: str


def related_orders(reader: Reader, order: WorkOrder) -> tuple[RelatedOrder, ...]:
    """The other orders in the order of `Relation`; those that are not here are left out."""
    found: list[RelatedOrder] = []
    for relation, other_id in _relations(reader, order):
        other = reader.get(WorkOrder, other_id) if other_id else None
        if other is not None:
            told = " ".join(filter(None, (other.title, other.caller_name, other.caller_phone)))
            found.append(RelatedOrder(relation, other.id, other.number, told))
    kinds = list(Relation)
    return tuple(sorted(found, key=lambda each: (kinds.index(each.relation), each.number)))


def _relations(reader: Reader, order: WorkOrder) -> Iterator[tuple[Relation, str | None]]:
    """That two are related holds whichever way round."""
    yield Relation.PARENT, order.parent_id
    yield Relation.CONTINUED_IN, order.continued_in_id
    for link in reader.having(OrderLink, "id", order_id=order.id):
        yield Relation(link.kind), link.other_id
    for link in reader.having(OrderLink, "id", other_id=order.id, kind=LinkKind.RELATED):
        yield Relation.RELATED, link.order_id
    for part in reader.having(WorkOrder, "number", parent_id=order.id):
        yield Relation.PART, part.id
