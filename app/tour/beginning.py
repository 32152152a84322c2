"""The morning: a server, people, a register, orders, and who goes where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.assets.tables import Asset, AssetAlias
from app.directory.commands import AddCustomer, AddSupportedSystem
from app.directory.tables import Customer, Department, SupportedSystem
from app.foundation.ids import derive_id, new_id
from app.foundation.translation import _
from app.storage.facts import DEVICE_TOKEN, fact
from app.tour.cable import Cable
from app.tour.laptop import PASSWORD, Laptop
from app.tour.processes import ServerProcess, paigong
from app.tour.sample.files import CUSTOMERS, REGISTER, REGISTER_CUSTOMER, MajorIncident, colleague, major_incidents
from app.tour.stage import Claim, Claims, Job, Stage
from app.workorders.commands import AssignOrder, LogOrder
from app.workorders.rules import Channel, OrderKind, OrderState, VisitState
from app.workorders.tables import Visit, WorkOrder

_LOGINS = {"李晓明": "li", "周航": "zhou", "王建国": "wang", "林涛": "lin"}
_TICK_SECONDS = 0.5
_CUSTOMERS_IN_FILE, _DEVICES_IN_REGISTER = 24, 64
_PRINTER = "CGS-PRN-0809"
_ON_DEVICES = (
    (_PRINTER, 2, "行驶证打印机不走纸", "针式打印机进纸后停住，3 号窗口已暂停发证。"),
    ("KJC-COM-1234", 3, "台式机开机后反复蓝屏", "错误代码 0x0000007B，昨日下班前做过系统更新。"),
    ("SGC-PRN-0812", 3, "打印机卡纸，后盖打不开", ""),
)
"""Orders on devices of the register: code, priority, title, description."""
_HOURS_TO_RESOLVE = {1: 1, 2: 2, 3: 4, 4: 8}
"""What the desk agrees with callers, by priority."""


def start_server(stage: Stage) -> Claims:
    """A server on a free port, and a cable between it and the engineers."""
    stage.server = ServerProcess(stage.server_home.folder, stage.workspaces / "server.log", _TICK_SECONDS)
    stage.closing.callback(stage.server.stop)
    yield Claim(_("A server process answers at {url}").format(url=stage.server.url), held=True)
    stage.cable = Cable(stage.server.port)
    stage.closing.callback(stage.cable.close)
    text = _("The engineers reach it through {url}, a cable that can be pulled").format(url=stage.cable.url)
    yield Claim(text, held=True)


def enrol_everybody(stage: Stage) -> Claims:
    """The administrator lets four people sign in, and each does so on a laptop."""
    for name, login in _LOGINS.items():
        role = colleague(name).role
        told = ("--name", name, "--role", role)
        paigong(stage.server_home.folder, "admin", "add-user", login, *told, typed=f"{PASSWORD}\n")
    stage.dispatcher = _enrol(stage, "李晓明", stage.server.url)
    stage.manager = _enrol(stage, "周航", stage.server.url)
    stage.first_engineer = _enrol(stage, "王建国", stage.cable.url)
    stage.second_engineer = _enrol(stage, "林涛", stage.cable.url)
    for laptop in stage.laptops:
        with laptop.workspace.store.read() as reader:
            enrolled = bool(fact(reader, DEVICE_TOKEN))
        yield Claim(_("{name} has signed in; the laptop is in agreement").format(name=laptop.name), enrolled)


def _enrol(stage: Stage, name: str, url: str) -> Laptop:
    laptop = Laptop(stage.workspaces, colleague(name), _LOGINS[name], url)
    stage.closing.callback(laptop.close)
    return laptop


def import_register(stage: Stage) -> Claims:
    """The desk imports the customers and one customer's register."""
    desk = stage.dispatcher
    desk.paigong("import", "customers", str(CUSTOMERS))
    stage.customer_id = new_id()
    imported = len(desk.all(Customer))
    yield Claim(_("{count} customers were imported").format(count=imported), imported == _CUSTOMERS_IN_FILE)
    desk.run(AddCustomer(id=stage.customer_id, name=REGISTER_CUSTOMER))
    desk.paigong("assets", "import", str(REGISTER), "--customer", REGISTER_CUSTOMER)
    assets = desk.all(Asset, customer_id=stage.customer_id)
    (printer,) = (asset for asset in assets if asset.code == _PRINTER)
    stage.printer_id = printer.id
    text = _("{count} devices were imported from a register with Chinese headers").format(count=len(assets))
    yield Claim(text, len(assets) == _DEVICES_IN_REGISTER)
    departments = desk.all(Department, customer_id=stage.customer_id)
    text = _("Its {count} departments were made with the codes that the devices carry").format(count=len(departments))
    yield Claim(text, {"KJC", "CGS", "DD01"} <= {department.code for department in departments})
    desk.agree()
    numbered = {asset.code for asset in desk.all(Asset, customer_id=stage.customer_id)}
    final = {"KJC-NBK-0220", "CGS-SCN-0122"} <= numbered
    yield Claim(_("Two new devices without a code got the next serials of their types"), final)
    kept = len(desk.all(AssetAlias)) == 2  # noqa: PLR2004 - those two
    yield Claim(_("The provisional codes that they had until then still lead to them"), kept)


def log_incidents(stage: Stage) -> Claims:
    """The desk logs the major incidents of a month, each with the service it affects, and faults of some devices."""
    desk, incidents = stage.dispatcher, major_incidents()
    for customer in dict.fromkeys(incident.customer for incident in incidents):
        desk.run(AddCustomer(id=_customer_id(customer), name=customer))
    for incident in incidents:
        _log_incident(desk, incident)
    for fault in _ON_DEVICES:
        _log_fault(desk, stage.customer_id, *fault)
    orders = desk.all(WorkOrder)
    urgent = sum(order.priority == 1 for order in orders)
    text = _("{count} orders are logged, {urgent} of them with priority 1").format(count=len(orders), urgent=urgent)
    yield Claim(text, len(orders) == len(incidents) + len(_ON_DEVICES))
    affected = {desk.one(SupportedSystem, order.system_id).product for order in orders if order.system_id}
    yield Claim(
        _("They affect {services}").format(services=", ".join(sorted(affected))),
        affected == {incident.affected_service for incident in incidents},
    )
    numbers = sorted(order.number for order in orders)
    text = _("Each had its number at once: {first} to {last}").format(first=numbers[0], last=numbers[-1])
    yield Claim(text, len(set(numbers)) == len(orders) and all(number[4:].isdigit() for number in numbers))


def _log_incident(desk: Laptop, incident: MajorIncident) -> None:
    customer_id = _customer_id(incident.customer)
    system_id = derive_id(customer_id, incident.affected_service)
    if not desk.all(SupportedSystem, id=system_id):
        system = AddSupportedSystem(
            id=system_id, customer_id=customer_id, category="Business systems", product=incident.affected_service
        )
        desk.run(system)
    order = LogOrder(
        id=new_id(),
        customer_id=customer_id,
        title=incident.title,
        kind=OrderKind.INCIDENT,
        channel=Channel.DETECTED,
        priority=incident.priority,
        system_id=system_id,
        due_at=_due(incident.priority),
    )
    desk.run(order)


def _log_fault(desk: Laptop, customer_id: str, code: str, priority: int, title: str, description: str) -> None:
    (asset,) = desk.all(Asset, customer_id=customer_id, code=code)
    order = LogOrder(
        id=new_id(),
        customer_id=customer_id,
        title=title,
        priority=priority,
        description=description,
        asset_id=asset.id,
        site_id=asset.site_id,
        place=asset.place,
        caller_name=asset.user_name or "冯波",
        caller_phone="内线 2307",
        due_at=_due(priority),
    )
    desk.run(order)


def _customer_id(name: str) -> str:
    return derive_id("tour", "customer", name)


def _due(priority: int) -> datetime:
    return datetime.now(UTC) + timedelta(hours=_HOURS_TO_RESOLVE[priority])


def assign(stage: Stage) -> Claims:
    """The desk sends the engineers; they hear of it."""
    desk, first, second = stage.dispatcher, stage.first_engineer, stage.second_engineer
    stage.finished_off_line = _assign(desk, "打印机卡纸，后盖打不开", first)
    stage.given_away = _assign(desk, "Telephony: Hardware failure", second)
    stage.cancelled = _assign(desk, "Gower: Known issue", second)
    stage.about_printer = _assign(desk, "行驶证打印机不走纸", first)
    desk.agree()
    for engineer, count in ((first, 2), (second, 2)):
        engineer.sync()
        visits = engineer.all(Visit, engineer_id=engineer.person_id, state=VisitState.RECEIVED)
        text = _("{name} was sent to {count} orders, and was told so").format(name=engineer.name, count=len(visits))
        yield Claim(text, len(visits) == count and engineer.notice_codes == {"notice_visit_assigned"})
    sent = desk.all(WorkOrder, state=OrderState.ASSIGNED)
    waiting = _("{count} orders wait for somebody to be sent").format(count=len(desk.all(WorkOrder)) - len(sent))
    yield Claim(waiting, len(sent) == 4)  # noqa: PLR2004 - those four


def _assign(desk: Laptop, title: str, engineer: Laptop) -> Job:
    (order,) = desk.all(WorkOrder, title=title)
    job = Job(order.id, new_id(), order.number)
    soon = datetime.now(UTC) + timedelta(minutes=30)
    desk.run(AssignOrder(order_id=job.order_id, visit_id=job.visit_id, engineer_id=engineer.person_id, planned_at=soon))
    return job
