"""What the clock causes by itself: warnings and steps of escalation, and closing what nobody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.accounts.queries import people_holding
from app.accounts.rules import DESK_ROLES, Permission, Role
from app.assets.tables import Asset
from app.calendars.working_time import SECOND, stamp
from app.directory.queries import names_of
from app.directory.rules import PersonKind
from app.directory.tables import Person
from app.foundation.sentences import declare, declare_words
from app.foundation.translation import N_
from app.messages.commands import tell
from app.sla.queries import Promises
from app.sla.rules.escalation import Told
from app.sla.rules.promises import METRIC_NAMES
from app.storage.commands import Context, handles
from app.storage.schema import columns_of
from app.storage.units import Reader, UnitOfWork
from app.workorders.clocks import judge, read_clocks
from app.workorders.falling_due import days_to_answer, orders_to_warn_of, orders_unanswered
from app.workorders.history import Fact, customer_of_order, events_of, record
from app.workorders.rules import EventKind, OrderState
from app.workorders.suppliers import ticket_of
from app.workorders.tables import WorkOrder
from app.workorders.telling_clocks import hours_and_minutes
from app.workorders.watching import METRIC, TOLD, UNANSWERED_DAYS, WATCHED_STATES, Saying, sayings

_ROLES = {
    Told.DESK: DESK_ROLES,
    Told.OPERATIONS_MANAGER: (Role.OPERATIONS_MANAGER,),
    Told.SERVICES_MANAGER: (Role.SERVICES_MANAGER,),
    Told.MANAGER: (Role.MANAGER,),
}
_KINDS = {
    Told.TECHNICAL_MANAGER: PersonKind.TECHNICAL_MANAGER,
    Told.BUSINESS_MANAGER: PersonKind.BUSINESS_MANAGER,
    Told.CHANGE_MANAGER: PersonKind.CHANGE_MANAGER,
    Told.DIRECTOR: PersonKind.DIRECTOR,
    Told.BOARD: PersonKind.BOARD_MEMBER,
}
"""Who is told of every customer's orders, whatever he may do here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnOfOrder:
    """Say what the clocks of an order have to say. The ticker of the authority gives it where they have."""

    order_id: str


@handles("workorders.warn", WarnOfOrder, permission=Permission.TRIAGE_ORDERS, customer_of=customer_of_order)
def warn_of_order(unit: UnitOfWork, command: WarnOfOrder, context: Context) -> None:
    """Each thing is written down as a fact, once, and told to whom it concerns; no state follows from it."""
    order = unit.hold(WorkOrder, command.order_id)
    if order is None or order.state not in WATCHED_STATES:
        return
    read, events = read_clocks(unit, order, context.at), events_of(unit, order.id)
    said = list(sayings(order, read, events, stamp(context.at)))
    for saying in said:
        told = _people(unit, order, saying, context)
        names = ", ".join(sorted(names_of(unit, told).values()))
        record(unit, context, order, Fact(saying.kind, facts=saying.facts | ({TOLD: names} if names else {})))
        facts = {"number": order.number, "title": order.title} | saying.facts
        if saying.left is not None:
            facts["time"] = hours_and_minutes(abs(saying.left) // SECOND)
        for person_id in sorted(told):
            tell(unit, context, person_id, saying.notice, facts, ("work_orders", order.id))
        if Told.MAKER in saying.tells:
            _call_maker(unit, order, context)
    if not said:
        judge(unit, [order.id], context.at)


def _call_maker(unit: UnitOfWork, order: WorkOrder, context: Context) -> None:
    """The third line has no account here: the desk calls it in."""
    asset = unit.get(Asset, order.asset_id) if order.asset_id else None
    maker = (asset.maker or asset.supplier) if asset else ""
    if maker and ticket_of(events_of(unit, order.id)) is None:
        facts = {"number": order.number, "title": order.title, "maker": maker}
        for person_id in sorted(_holding(unit, order, context, _ROLES[Told.DESK])):
            tell(unit, context, person_id, "notice_call_maker", facts, ("work_orders", order.id))


def _people(unit: UnitOfWork, order: WorkOrder, saying: Saying, context: Context) -> set[str]:
    """Whom it concerns: by role for that customer, by what they are to the service, by name, or by what is theirs."""
    column = columns_of(Person)
    roles = [role for told in saying.tells for role in _ROLES.get(told, ())]
    kinds = [_KINDS[told] for told in saying.tells & _KINDS.keys()]
    people = set(saying.person_ids)
    people |= {one.id for one in unit.find(Person, column.customer_id.is_(None), column.kind.in_(sorted(kinds)))}
    people |= _holding(unit, order, context, roles, whoever_is_here=not people)
    if Told.ENGINEER in saying.tells and order.engineer_id is not None:
        people.add(order.engineer_id)
    if Told.TEAM in saying.tells and order.team_id is not None:
        people |= {one.id for one in unit.find(Person, column.team_id == order.team_id)}
    return people


def _holding(
    unit: UnitOfWork, order: WorkOrder, context: Context, roles: Sequence[Role], *, whoever_is_here: bool = True
) -> set[str]:
    """Who holds one of these roles for the customer; where nobody has an account, whoever is here is the desk."""
    people = set(people_holding(unit, roles, order.customer_id))
    if not people and whoever_is_here and unit.get(Person, context.actor_id) is not None:
        people.add(context.actor_id)
    return people


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnanswered:
    """Close what is solved and what its caller has not answered for as long as his contract says."""

    order_id: str


@handles(
    "workorders.close_unanswered", CloseUnanswered, permission=Permission.CLOSE_ORDERS, customer_of=customer_of_order
)
def close_unanswered(unit: UnitOfWork, command: CloseUnanswered, context: Context) -> None:
    """The ticker gives it; whatever happened to the order meanwhile begins the time anew. It can be opened again."""
    order = unit.hold(WorkOrder, command.order_id)
    if order is None or order.state is not OrderState.RESOLVED:
        return
    days = days_to_answer(Promises(unit), order)
    if days is not None and events_of(unit, order.id)[-1].at <= context.at - timedelta(days=days):
        closed = replace(order, closed_at=context.at)
        record(unit, context, closed, Fact(EventKind.CLOSED, facts={UNANSWERED_DAYS: str(days)}))


def commands_due(reader: Reader, now: datetime) -> list[WarnOfOrder | CloseUnanswered]:
    """What the clock causes by `now` (aware), for the authority to carry out."""
    return [
        *(WarnOfOrder(order_id=order_id) for order_id in orders_to_warn_of(reader, now)),
        *(CloseUnanswered(order_id=order_id) for order_id in orders_unanswered(reader, now)),
    ]


declare(
    {
        "notice_clock_warned": N_("{number} {title}: {time} left for “{metric}”."),
        "notice_clock_missed": N_("{number} {title}: “{metric}” was missed, overdue by {time}."),
        "notice_call_maker": N_("{number} {title}: call in {maker}, the third line."),
        "notice_chase_supplier": N_("{number} {title}: no answer from {supplier}. Chase the supplier."),
        "notice_pause_goes_on": N_("{number} {title} has been waiting for {minutes} minutes. Ask how it stands."),
        "notice_fault_severe": N_("{number} {title}: the outage has made it a severe fault."),
        "notice_fault_major": N_("{number} {title}: the outage has made it a major fault."),
    }
)
declare_words(METRIC, {str(metric): name for metric, name in METRIC_NAMES.items()})
