"""The sample data, loaded into a real workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.assets.rules import AssetState
from app.assets.tables import Asset, AssetAlias
from app.attendance.queries import days_of_all
from app.attendance.rules import DayState
from app.bootstrap import create_workspace
from app.checklists.presets import preset_checklists
from app.checklists.tables import ChecklistVersion
from app.directory.tables import Customer, Department, Person, Site, SupportedSystem
from app.foundation.errors import Rejection
from app.foundation.home import Home
from app.foundation.sentences import declared_codes
from app.foundation.settings import Settings, write_settings
from app.knowledge.availability import availabilities
from app.knowledge.looking import closures_in_list, known_in_list
from app.maintenance.queries import due_plans
from app.maintenance.tables import CleaningOccurrence, CleaningPlan
from app.repairs.rules import RepairState
from app.repairs.tables import SendInRepair
from app.sla.tables import Contract
from app.storage.commands import disclose
from app.storage.facts import PERSON_ID, SERVER_URL, fact, set_fact
from app.storage.outbox import OutboxEntry
from app.storage.schema import RowT, columns_of
from app.sync.enrolment.laptop import enrol
from app.sync.transport import Transport
from app.tour.sample import load_sample
from app.tour.sample.files import REGISTER_CUSTOMER
from app.workorders.clocks import judge_waiting
from app.workorders.history import replayed
from app.workorders.rules import OPEN_ORDER_STATES, OrderKind, OrderState, VisitState
from app.workorders.tables import OrderClock, OrderEvent, Visit, WorkOrder
from app.workspace import Workspace
from tests.fakes import FakeClock

SUNDAY_AFTERNOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
"""14:30 in Shanghai."""
SHORTLY_AFTER_MIDNIGHT = datetime(2026, 11, 22, 16, 4, tzinfo=UTC)
"""00:04 on the 23rd in Shanghai."""

NewWorkspace = Callable[[datetime], Workspace]


@pytest.fixture(scope="module")
def new_workspace_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewWorkspace]:
    """Makes a fresh workspace in Shanghai whose clock stands at an instant."""
    made: list[Workspace] = []

    def make(now: datetime) -> Workspace:
        home = Home(tmp_path_factory.mktemp("home") / "workspace")
        write_settings(home, Settings(time_zone="Asia/Shanghai"))
        made.append(create_workspace(home, "周一鸣", FakeClock(now)))
        return made[-1]

    yield make
    for workspace in made:
        workspace.close()


@pytest.fixture(scope="module")
def loaded(new_workspace_at: NewWorkspace) -> Workspace:
    """A workspace with the sample data, to be looked at only."""
    workspace = new_workspace_at(SUNDAY_AFTERNOON)
    load_sample(workspace)
    return workspace


def every(workspace: Workspace, row_type: type[RowT]) -> list[RowT]:
    with workspace.store.read() as reader:
        return reader.find(row_type, order_by=[columns_of(row_type).id])


def test_everything_that_ships_is_there(loaded: Workspace) -> None:
    with loaded.store.read() as reader:
        counts = {row_type.__name__: reader.count(row_type) for row_type in (Customer, Department, Site, Person, Asset)}
    assert counts == {"Customer": 28, "Department": 10, "Site": 5, "Person": 7, "Asset": 64}
    assert len(every(loaded, SupportedSystem)) > 138
    assert 60 <= len(every(loaded, WorkOrder)) <= 70


def test_the_councils_services_are_measured_and_something_is_known_about_them(loaded: Workspace) -> None:
    with loaded.store.read() as reader:
        measured = {each.group.name: each for each in availabilities(reader, (2026, 11), SUNDAY_AFTERNOON)}
        (closure,) = closures_in_list(reader, only_open=True)
        (known,) = known_in_list(reader, SUNDAY_AFTERNOON)
    assert len(measured) == 5
    assert len(measured["business systems"].figure.down) > 10
    assert len(measured["network"].causes) == 1
    assert closure.services == ("business systems",)
    assert closure.closure.announced_at is not None
    assert known.known.services == ("mail and home server",)


def test_the_councils_have_an_agreement_and_work_is_done_by_checklists(loaded: Workspace) -> None:
    (contract,) = every(loaded, Contract)
    judge_waiting(loaded.store)
    promised = {clock.order_id for clock in every(loaded, OrderClock)}
    orders = [order for order in every(loaded, WorkOrder) if order.customer_id == contract.customer_id]
    assert {order.id for order in orders if order.state in OPEN_ORDER_STATES} == promised != set()
    assert len(every(loaded, ChecklistVersion)) == len(list(preset_checklists()))


def test_the_register_was_understood_column_by_column(loaded: Workspace) -> None:
    (computer,) = (asset for asset in every(loaded, Asset) if asset.code == "KJC-COM-1234")
    with loaded.store.read() as reader:
        department = reader.require(Department, computer.department_id or "")
        site = reader.require(Site, computer.site_id or "")
    assert (department.name, site.name, computer.place) == ("科技处", "支队机关大楼", "903")
    assert (computer.maker, computer.model, computer.serial_number) == ("戴尔", "OptiPlex 7090", "3P4FXW2J")
    assert (computer.user_name, computer.supplier) == ("孙立新", "省政府采购中心")
    assert computer.purchased_on is not None
    assert computer.purchased_on.isoformat() == "2024-05-06"
    assert (computer.cost_minor, computer.currency) == (616_500, "CNY")
    assert not every(loaded, AssetAlias), "all codes stand, and a lone workspace gives final ones"
    assert {asset.code for asset in every(loaded, Asset)} >= {"KJC-NBK-0220", "CGS-SCN-0122"}


def test_orders_are_in_all_states_and_visits_too(loaded: Workspace) -> None:
    states = Counter(order.state for order in every(loaded, WorkOrder))
    assert set(states) == set(OrderState)
    assert all(states[state] >= 5 for state in OPEN_ORDER_STATES)
    assert {visit.state for visit in every(loaded, Visit)} >= {
        VisitState.SENT,
        VisitState.ACCEPTED,
        VisitState.WORKING,
        VisitState.INTERRUPTED,
        VisitState.DONE,
        VisitState.CALLED_OFF,
    }
    kinds = {OrderKind.INCIDENT, OrderKind.REQUEST, OrderKind.MAINTENANCE, OrderKind.INSPECTION}
    assert {order.kind for order in every(loaded, WorkOrder)} >= kinds


def test_due_times_lie_around_now(loaded: Workspace) -> None:
    running = [order for order in every(loaded, WorkOrder) if order.state in OPEN_ORDER_STATES and order.due_at]
    overdue = [order for order in running if order.due_at and order.due_at < SUNDAY_AFTERNOON]
    soon = timedelta(hours=1)
    due_soon = [order for order in running if order.due_at and timedelta() < order.due_at - SUNDAY_AFTERNOON < soon]
    assert len(overdue) >= 3
    assert len(due_soon) >= 3
    assert len(running) > len(overdue) + len(due_soon)


@pytest.mark.parametrize("now", [SUNDAY_AFTERNOON, SHORTLY_AFTER_MIDNIGHT])
def test_nothing_has_happened_in_the_future_and_every_state_follows_from_its_events(
    new_workspace_at: NewWorkspace, now: datetime
) -> None:
    workspace = new_workspace_at(now)
    load_sample(workspace)
    with workspace.store.read() as reader:
        for order in reader.find(WorkOrder):
            assert replayed(reader, order.id).order is order.state
    for event in every(workspace, OrderEvent):
        assert now - timedelta(days=9) < event.at <= now
    for entry in every(workspace, OutboxEntry):
        assert entry.occurred_at <= now


def test_each_did_his_part(loaded: Workspace) -> None:
    names = {person.id: person.name for person in every(loaded, Person)}
    by_name = Counter(names[event.actor_id] for event in every(loaded, OrderEvent))
    assert set(by_name) >= {"李晓明", "王建国", "林涛", "赵敏", "王喆"}
    for visit in every(loaded, Visit):
        assert names[visit.assigned_by_id] == "李晓明"


def test_something_is_to_be_done_by_whoever_tries_it(loaded: Workspace) -> None:
    with loaded.store.read() as reader:
        me = reader.require(Person, fact(reader, PERSON_ID))
    assert me.name == "周一鸣"
    assert len([visit for visit in every(loaded, Visit) if visit.engineer_id == me.id]) == 2


def test_today_most_are_in_and_one_came_late(loaded: Workspace) -> None:
    with loaded.store.read() as reader:
        days = {one.person.name: one.day for one in days_of_all(reader, SUNDAY_AFTERNOON.date())}
    assert {name for name, day in days.items() if day.state is DayState.IN} == {
        "周航",
        "李晓明",
        "王建国",
        "林涛",
        "赵敏",
    }
    assert [name for name, day in days.items() if day.late] == ["赵敏"]
    assert days["王喆"].state is DayState.NOT_YET


def test_a_cleaning_plan_has_made_its_order_and_another_is_to_come(loaded: Workspace) -> None:
    (made,) = every(loaded, CleaningOccurrence)
    (order,) = (order for order in every(loaded, WorkOrder) if order.id == made.order_id)
    assert order.description == "PRN × 2 · SCN × 3", "the printer that is away is not cleaned"
    assert len(every(loaded, CleaningPlan)) == 2
    with loaded.store.read() as reader:
        assert not due_plans(reader, SUNDAY_AFTERNOON.date())


def test_a_printer_is_away_and_a_notebook_is_back_with_a_bill(loaded: Workspace) -> None:
    repairs = {repair.state: repair for repair in every(loaded, SendInRepair)}
    assert set(repairs) == {RepairState.AT_MAKER, RepairState.BACK}
    (away,) = (asset for asset in every(loaded, Asset) if asset.state is AssetState.IN_REPAIR)
    assert away.id == repairs[RepairState.AT_MAKER].asset_id
    assert (repairs[RepairState.BACK].cost_minor, repairs[RepairState.BACK].currency) == (68_000, "CNY")


def test_every_command_is_kept_as_it_was_given(loaded: Workspace) -> None:
    entries = every(loaded, OutboxEntry)
    assert sorted(entry.sequence for entry in entries) == list(range(1, len(entries) + 1))
    for entry in entries:
        disclose(entry.name, entry.body_fields())


def test_it_is_the_same_every_time(new_workspace_at: NewWorkspace, loaded: Workspace) -> None:
    again = new_workspace_at(SUNDAY_AFTERNOON)
    load_sample(again)
    for row_type in (Customer, Department, Site, SupportedSystem, Asset, WorkOrder):
        assert _without_owner(again, row_type) == _without_owner(loaded, row_type)


def _without_owner(workspace: Workspace, row_type: type[Any]) -> list[str]:
    with workspace.store.read() as reader:
        owner_id = fact(reader, PERSON_ID)
    return [repr(row).replace(owner_id, "owner") for row in every(workspace, row_type)]


def test_it_is_not_loaded_twice(new_workspace_at: NewWorkspace) -> None:
    workspace = new_workspace_at(SUNDAY_AFTERNOON)
    load_sample(workspace)
    count = len(every(workspace, OutboxEntry))
    with pytest.raises(Rejection, match="sample_needs_fresh"):
        load_sample(workspace)
    assert len(every(workspace, OutboxEntry)) == count
    assert "sample_needs_fresh" in declared_codes()


def test_it_is_not_loaded_into_a_workspace_that_has_a_server(new_workspace_at: NewWorkspace) -> None:
    workspace = new_workspace_at(SUNDAY_AFTERNOON)
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    with pytest.raises(Rejection, match="sample_needs_fresh"):
        load_sample(workspace)
    assert not every(workspace, Customer)


def test_where_something_goes_wrong_nothing_of_it_is_there(
    new_workspace_at: NewWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = new_workspace_at(SUNDAY_AFTERNOON)

    def broken(*_given: object) -> Iterator[object]:
        raise Rejection("not_permitted")

    monkeypatch.setattr("app.tour.sample.loading.repair_steps", broken)
    with workspace.store.read() as reader:
        owner_id = fact(reader, PERSON_ID)
    with pytest.raises(Rejection, match="not_permitted"):
        load_sample(workspace)
    assert not every(workspace, Customer)
    with workspace.store.read() as reader:
        assert fact(reader, PERSON_ID) == owner_id


def test_the_register_is_of_the_customer_that_it_names(loaded: Workspace) -> None:
    customers = {customer.id: customer.name for customer in every(loaded, Customer)}
    assert {customers[asset.customer_id] for asset in every(loaded, Asset)} == {REGISTER_CUSTOMER}


def test_the_files_are_where_the_program_looks_for_them() -> None:
    from app.tour.sample import files

    assert all(path.is_file() for path in (files.REGISTER, files.CUSTOMERS))
    assert Path(files.FOLDER).name == "sample"


def test_sample_data_never_reaches_a_server(loaded: Workspace) -> None:
    transport = Transport("http://127.0.0.1:1")
    with pytest.raises(Rejection, match="sample_stays_here"):
        enrol(loaded.store, transport, "li", "password", "laptop")
    transport.close()
