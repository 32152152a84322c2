"""The orders of the last days: what `orders.csv` says, as the commands that people gave at the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.ids import derive_id
from app.tour.sample.directory import sample_id, system_id
from app.tour.sample.files import MajorIncident, SampleOrder, major_incidents, sample_orders
from app.tour.sample.timetable import Step, Timetable, next_quarter
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, CloseOrder, LogOrder
from app.workorders.rules import Channel, OrderKind, PauseReason
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork

DISPATCHER = "李晓明"
MYSELF = "我"
"""Whoever tries the sample data: some visits are his, so that there is something to do."""
_TRAVEL = timedelta(minutes=30)
_MINUTES_BEFORE = {
    "assigned": 4,
    "accepted": 6,
    "started": 22,
    "noted": 12,
    "paused": 30,
    "resolved": 34,
    "closed": 75,
    "cancelled": 15,
}
"""How long each step takes to come, where the order is old enough; else all are drawn together."""
_DONE_BY_DESK = frozenset({"assigned", "closed", "cancelled"})
_MAJOR_ENGINEERS = ("王建国", "林涛", "赵敏", "王喆")
_MAJOR_LOGGED = (
    "1d 08:37",
    "1d 13:05",
    "2d 07:52",
    "2d 16:20",
    "3d 09:41",
    "3d 11:16",
    "4d 08:09",
    "4d 15:33",
    "5d 10:27",
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The ids of a device, of its site, and the place in it."""

    asset_id: str | None = None
    site_id: str | None = None
    place: str = ""


Locate = Callable[[str], Whereabouts]
"""Finds a device of the register by its code."""


def order_steps(timetable: Timetable, owner_id: str, locate: Locate) -> Iterator[Step]:
    """Everything that happened to the orders, order by order."""
    for number, order in enumerate([*sample_orders(), *map(_as_order, major_incidents(), _MAJOR_LOGGED)], start=1):
        yield from _Life(timetable, owner_id, order, sample_id("order", str(number))).steps(locate)


def _as_order(incident: MajorIncident, logged: str) -> SampleOrder:
    engineer = _MAJOR_ENGINEERS[_MAJOR_LOGGED.index(logged) % len(_MAJOR_ENGINEERS)]
    return SampleOrder(
        customer=incident.customer,
        kind=OrderKind.INCIDENT,
        channel=Channel.DETECTED,
        priority=incident.priority,
        title=incident.title[:200],
        description="",
        asset="",
        system=incident.affected_service,
        place="",
        caller="",
        phone="",
        logged=logged,
        due_minutes=120,
        life=f"assigned {engineer}; accepted; started; resolved {incident.resolution}; closed",
    )


class _Life:
    """What happens to one order."""

    def __init__(self, timetable: Timetable, owner_id: str, order: SampleOrder, order_id: str) -> None:
        self._timetable = timetable
        self._owner_id = owner_id
        self._order = order
        self._order_id = order_id
        self._desk_id = sample_id("person", DISPATCHER)
        self._engineer_id = ""
        self._visit_id = ""

    def steps(self, locate: Locate) -> Iterator[Step]:
        logged_at = self._timetable.instant(self._order.logged)
        yield Step(logged_at, self._desk_id, (self._log(logged_at, locate),))
        happenings = [part.strip().partition(" ") for part in self._order.life.split(";") if part.strip() != "logged"]
        minutes = [_MINUTES_BEFORE[kind] for kind, _space, _rest in happenings]
        age = self._timetable.now - logged_at
        stretch = min(1.0, 0.95 * age / timedelta(minutes=sum(minutes))) if minutes else 1.0
        at = logged_at
        for (kind, _space, rest), before in zip(happenings, minutes, strict=True):
            at += timedelta(minutes=before) * stretch
            yield self._step(kind, rest, at)

    def _log(self, at: datetime, locate: Locate) -> LogOrder:
        order = self._order
        where = locate(order.asset) if order.asset else Whereabouts()
        return LogOrder(
            id=self._order_id,
            customer_id=sample_id("customer", order.customer),
            title=order.title,
            kind=order.kind,
            channel=order.channel,
            priority=order.priority,
            description=order.description,
            asset_id=where.asset_id,
            site_id=where.site_id,
            system_id=system_id(order.customer, order.system) if order.system else None,
            place=order.place or where.place,
            caller_name=order.caller,
            caller_phone=order.phone,
            due_at=at + timedelta(minutes=order.due_minutes),
        )

    def _step(self, kind: str, rest: str, at: datetime) -> Step:
        command = self._assign(rest, at) if kind == "assigned" else self._command(kind, rest)
        return Step(at, self._desk_id if kind in _DONE_BY_DESK else self._engineer_id, (command,))

    def _command(self, kind: str, rest: str) -> object:
        order_id, visit_id = self._order_id, self._visit_id
        commands: dict[str, Callable[[], object]] = {
            "accepted": lambda: AcceptVisit(visit_id=visit_id),
            "started": lambda: StartWork(visit_id=visit_id),
            "paused": lambda: PauseWork(visit_id=visit_id, reason=PauseReason(rest)),
            "noted": lambda: AddNote(order_id=order_id, text=rest),
            "resolved": lambda: ResolveVisit(visit_id=visit_id, resolution=rest),
            "closed": lambda: CloseOrder(order_id=order_id),
            "cancelled": lambda: CancelOrder(order_id=order_id, reason=rest),
        }
        return commands[kind]()

    def _assign(self, name: str, at: datetime) -> AssignOrder:
        self._engineer_id = self._owner_id if name == MYSELF else sample_id("person", name)
        self._visit_id = derive_id(self._order_id, "visit", self._engineer_id)
        return AssignOrder(
            order_id=self._order_id,
            visit_id=self._visit_id,
            engineer_id=self._engineer_id,
            planned_at=next_quarter(at + _TRAVEL),
        )
