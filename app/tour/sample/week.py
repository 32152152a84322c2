"""What else happened in the last days: people came and went, plans fell due, devices were away for repair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.attendance.commands import CheckIn, CheckOut
from app.foundation.ids import derive_id
from app.maintenance.commands import AddCleaningPlan, MakeDueOrders
from app.maintenance.rules import EveryMonths
from app.repairs.commands import ArriveAtMaker, SendOut, TakeBack
from app.repairs.rules import RepairOutcome
from app.tour.sample.directory import sample_id
from app.tour.sample.files import REGISTER_CUSTOMER
from app.tour.sample.orders import Locate
from app.tour.sample.timetable import Step, Timetable

MANAGER = "周航"
_DAYS_SHOWN = 5
_CAME = {
    "周航": time(8, 5),
    "李晓明": time(7, 56),
    "王建国": time(8, 21),
    "林涛": time(8, 27),
    "赵敏": time(8, 12),
    "王喆": time(8, 18),
}
"""When each of us usually comes; who goes home does so ten hours later."""
_TODAY = {**{name: came for name, came in _CAME.items() if name != "王喆"}, "赵敏": time(8, 47)}
"""Today one comes late and one has not come yet."""
_WORKED = timedelta(hours=10)


def attendance_steps(timetable: Timetable) -> Iterator[Step]:
    """Everybody came and went on the last days; most are in today."""
    zone = timetable.zone_name
    for ago in range(1, _DAYS_SHOWN + 1):
        for place, (name, usual) in enumerate(_CAME.items()):
            came = timetable.wall(timetable.working_day(ago), usual) - timedelta(minutes=(3 * ago + 5 * place) % 11)
            yield Step(came, sample_id("person", name), (CheckIn(zone=zone),))
            yield Step(came + _WORKED, sample_id("person", name), (CheckOut(zone=zone),))
    for place, (name, came_today) in enumerate(_TODAY.items()):
        at = timetable.earlier_today(came_today, minutes_ago=40 - 5 * place)
        yield Step(at, sample_id("person", name), (CheckIn(zone=zone),))


def cleaning_steps(timetable: Timetable) -> Iterator[Step]:
    """Two plans, one of which has just made its order (`domain.md` §5)."""
    planned_at = timetable.instant("5d 10:00")
    printers_due = timetable.wall(timetable.working_day(1), time(9))
    soon = timetable.today + timedelta(days=12)
    yield Step(
        planned_at,
        sample_id("person", MANAGER),
        (
            _plan("KJC", "科技处电脑清洁保养", 6, soon, "COM", "NBK"),
            _plan("CGS", "车管所打印机、扫描仪清洁保养", 6, printers_due.date(), "PRN", "SCN"),
        ),
    )
    yield Step(printers_due, sample_id("person", MANAGER), (MakeDueOrders(on=printers_due.date()),))


def _plan(department: str, title: str, every_months: EveryMonths, first_due_on: date, *types: str) -> AddCleaningPlan:
    customer_id = sample_id("customer", REGISTER_CUSTOMER)
    return AddCleaningPlan(
        id=sample_id("plan", title),
        customer_id=customer_id,
        department_id=derive_id(customer_id, "department", department),
        title=title,
        every_months=every_months,
        first_due_on=first_due_on,
        type_codes=types,
    )


def repair_steps(timetable: Timetable, locate: Locate) -> Iterator[Step]:
    """A printer is at its maker's; a notebook has come back with a bill."""
    away = (locate("CGS-PRN-0810").asset_id or "", "奔图", "定影组件过热报警，打印十页后停机")
    back = (locate("DD01-NBK-0218").asset_id or "", "惠普", "主板不加电")
    yield _sent_out(timetable.instant("3d 14:30"), "林涛", *away)
    yield _by(
        timetable.instant("1d 10:20"), "林涛", ArriveAtMaker(repair_id=_repair_id(away[0]), reference="BT-2611-0087")
    )
    yield _sent_out(timetable.instant("5d 09:30"), "王喆", *back)
    yield _by(
        timetable.instant("4d 11:00"), "王喆", ArriveAtMaker(repair_id=_repair_id(back[0]), reference="HP5528103")
    )
    bill = TakeBack(
        repair_id=_repair_id(back[0]),
        outcome=RepairOutcome.REPAIRED,
        cost_minor=68_000,
        currency="CNY",
        note="更换主板",
    )
    yield _by(timetable.instant("1d 15:10"), "王喆", bill)


def _sent_out(at: datetime, name: str, asset_id: str, maker: str, fault: str) -> Step:
    return _by(at, name, SendOut(id=_repair_id(asset_id), asset_id=asset_id, maker=maker, fault=fault))


def _by(at: datetime, name: str, command: object) -> Step:
    return Step(at, sample_id("person", name), (command,))


def _repair_id(asset_id: str) -> str:
    return derive_id("sample", "repair", asset_id)
