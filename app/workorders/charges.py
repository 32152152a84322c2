"""Work to be charged for: the time of visits, split by the hours of the contract that was in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.calendars.working_time import WorkingTime, stamp
from app.directory.queries import names_of
from app.directory.tables import Customer
from app.sla.queries import Promises
from app.sla.rules.coverage import Coverage
from app.storage.schema import columns_of
from app.storage.units import Reader
from app.workorders.history import events_of, visits_of
from app.workorders.rules.work_time import WorkTime, split_by_hours, stretches_of_work
from app.workorders.tables import OrderEvent, Visit, WorkOrder

_MOST_OFFSET = timedelta(hours=14)
"""How far a zone's days lie from those of UTC at most."""


@dataclass(frozen=True, slots=True)
class Charge:
    """A finished visit with its time; `coverage` is what the contract says of work outside its hours."""

    customer: str
    order: WorkOrder
    visit: Visit
    engineer: str
    finished_at: datetime
    time: WorkTime
    coverage: Coverage | None


def work_time(reader: Reader, order: WorkOrder, now: datetime) -> WorkTime:
    """How long people were at work on an order until `now` (aware), by the hours of its contract."""
    contract = (promises := Promises(reader)).contract_at(order.customer_id, order.logged_at)
    hours = promises.hours_of(contract) if contract else None
    events, visits = events_of(reader, order.id), visits_of(reader, order.id)
    times = [_time_of(visit, events, hours, now) for visit in visits]
    return WorkTime(sum(time.inside for time in times), sum(time.outside for time in times))


def charges(reader: Reader, month: tuple[int, int], now: datetime) -> list[Charge]:
    """The visits that were finished in a month with work outside of the hours of their contracts, by customer and time.

    :param month: the year and the month, by the zone of the contract's calendar
    """
    promises = Promises(reader)
    found: list[Charge] = []
    for visit in _finished_about(reader, month):
        order = reader.get(WorkOrder, visit.order_id)
        contract = promises.contract_at(order.customer_id, order.logged_at) if order else None
        hours = promises.hours_of(contract) if contract else None
        if order is None or contract is None or hours is None or visit.finished_at is None:
            continue
        local = visit.finished_at.astimezone(ZoneInfo(hours.hours.zone))
        time = _time_of(visit, events_of(reader, order.id), hours, now)
        if (local.year, local.month) == month and time.outside:
            customer = reader.require(Customer, order.customer_id).name
            engineer = names_of(reader, [visit.engineer_id]).get(visit.engineer_id, "")
            found.append(Charge(customer, order, visit, engineer, local, time, contract.outside_hours))
    return sorted(found, key=lambda charge: (charge.customer, charge.finished_at, charge.visit.id))


def _time_of(visit: Visit, events: Sequence[OrderEvent], hours: WorkingTime | None, now: datetime) -> WorkTime:
    own = [(event.kind, stamp(event.at)) for event in events if event.visit_id == visit.id]
    started, finished = (None if at is None else stamp(at) for at in (visit.started_at, visit.finished_at))
    return split_by_hours(stretches_of_work(own, started, finished, stamp(now)), hours)


def _finished_about(reader: Reader, month: tuple[int, int]) -> list[Visit]:
    """The visits finished in a month of any zone."""
    year, number = month
    begins = datetime(year, number, 1, tzinfo=ZoneInfo("UTC"))
    ends = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=ZoneInfo("UTC"))
    column = columns_of(Visit)
    return reader.find(Visit, column.finished_at >= begins - _MOST_OFFSET, column.finished_at < ends + _MOST_OFFSET)
