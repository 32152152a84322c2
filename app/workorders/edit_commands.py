"""Correcting an order, planning a visit anew: edits, which merge with what others changed meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from app.accounts.rules import Permission
from app.directory.tables import Team
from app.foundation.errors import Rejection
from app.messages.commands import tell
from app.messages.giving_way import tell_whose_gave_way
from app.storage.commands import Context, Merged, handles
from app.storage.edits import Edit, Merging, customer_of_edited, merge_edit
from app.storage.units import UnitOfWork
from app.workorders.commands import BELONGINGS
from app.workorders.history import Fact, events_of, name_of, record
from app.workorders.rules import EventKind, priority_of
from app.workorders.tables import Visit, WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOrder(Edit):
    """Correct what an order says: who called, what is wrong and where, by when it is due."""

    row_type = WorkOrder


@handles("workorders.edit", EditOrder, permission=Permission.LOG_ORDERS, customer_of=customer_of_edited)
def edit_order(unit: UnitOfWork, command: EditOrder, context: Context) -> Merged | None:
    """What it said before stays in its history. Another priority needs a reason, which `PrioritiseOrder` has."""
    order = unit.require(WorkOrder, command.id)
    by_desk = context.rights.may(Permission.TRIAGE_ORDERS, order.customer_id)
    merging = merge_edit(command, order, context, order.customer_id, by_desk=by_desk, normal={"title": str.strip})
    merging.require(unit, BELONGINGS, customer_id=order.customer_id)
    merging.require(unit, {"team_id": Team})
    if "parent_id" in merging.changed:
        _check_parents(unit, merging.row)
    if "priority" in merging.changed:
        raise Rejection("priority_reason_missing", number=order.number)
    if merging.changed:
        _tell_whose_gave_way(unit, context, order, merging)
        edited, facts = merging.row, merging.told()
        if not edited.priority_reason and {"impact", "urgency"} & facts.keys():
            edited = replace(edited, priority=priority_of(edited.impact, edited.urgency))
            facts["priority"] = json.dumps([order.priority, edited.priority])
        record(unit, context, edited, Fact(EventKind.EDITED, facts=facts))
    return merging.outcome


def _check_parents(unit: UnitOfWork, order: WorkOrder) -> None:
    """See to it that no order is part of itself, not even over others."""
    passed, above = {order.id}, order.parent_id
    while above is not None:
        if above in passed:
            raise Rejection("order_parent_circular", number=order.number)
        passed.add(above)
        parent = unit.get(WorkOrder, above)
        above = parent.parent_id if parent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditVisit(Edit):
    """Plan a visit anew, or correct when it really began and ended."""

    row_type = Visit


@handles("workorders.edit_visit", EditVisit, permission=Permission.LOG_ORDERS, customer_of=customer_of_edited)
def edit_visit(unit: UnitOfWork, command: EditVisit, context: Context) -> Merged | None:
    """When it really was, its engineer knows; the desk may correct it too. He is told when it is planned anew."""
    visit = unit.require(Visit, command.id)
    if context.actor_id != visit.engineer_id and not context.rights.may(Permission.TRIAGE_ORDERS, visit.customer_id):
        raise Rejection("visit_of_other")
    by_desk = context.actor_id != visit.engineer_id
    merging = merge_edit(command, visit, context, visit.customer_id, by_desk=by_desk)
    _check_times(visit, merging.row)
    if merging.changed:
        order = unit.require(WorkOrder, visit.order_id)
        _tell_whose_gave_way(unit, context, order, merging)
        record(unit, context, order, Fact(EventKind.EDITED, merging.row, facts=merging.told()))
        if by_desk and "planned_at" in merging.changed:
            facts = {"number": order.number}
            tell(unit, context, visit.engineer_id, "notice_visit_replanned", facts, ("work_orders", order.id))
    return merging.outcome


def _check_times(stood: Visit, visit: Visit) -> None:
    for before, after in ((stood.started_at, visit.started_at), (stood.finished_at, visit.finished_at)):
        if (before is None) != (after is None):
            raise Rejection("visit_times_wrong")
    if visit.started_at and visit.finished_at and visit.finished_at < visit.started_at:
        raise Rejection("visit_times_wrong")


def _tell_whose_gave_way(
    unit: UnitOfWork, context: Context, order: WorkOrder, merging: Merging[WorkOrder] | Merging[Visit]
) -> None:
    """Whoever had entered what is replaced now by rule is told; the history has both."""
    edits = (event for event in reversed(events_of(unit, order.id)) if event.kind is EventKind.EDITED)
    notice = "notice_edit_replaced", {"actor": name_of(unit, context.actor_id), "number": order.number}
    tell_whose_gave_way(unit, context, merging, edits, notice, ("work_orders", order.id))
