"""What people do on their laptops comes out the same on all sides, whatever the network did in between."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.rules import Role
from app.assets.commands import RegisterAsset
from app.assets.tables import Asset, AssetAlias
from app.bootstrap import create_workspace
from app.directory.commands import AddCustomer, AddDepartment, AddPerson
from app.directory.edit_commands import EditPerson
from app.directory.rules import PersonKind
from app.directory.tables import Customer, Person
from app.foundation.errors import Rejection, Trouble
from app.foundation.home import Home
from app.foundation.ids import new_id
from app.messages.tables import Notice
from app.storage.edits import edit_of
from app.storage.outbox import OutboxEntry, OutboxState, stood_rows
from app.storage.schema import all_specs, columns_of
from app.sync.enrolment.wire import EnrolReply, EnrolRequest
from app.sync.transport import Transport
from app.sync.wire import PROTOCOL
from app.workorders.commands import AddNote, AssignOrder, CancelOrder, LogOrder
from app.workorders.rules import EventKind, OrderState, PauseReason, VisitState
from app.workorders.tables import OrderAlias, OrderEvent, WorkOrder
from app.workorders.visit_commands import AcceptVisit, PauseWork, ResolveVisit, StartWork
from tests.app.sync.conftest import Headquarters, Laptop
from tests.app.sync.team import Team


@pytest.fixture
def team(headquarters: Headquarters) -> Team:
    return Team(headquarters)


def test_an_order_that_was_done_off_line_is_done_everywhere(team: Team) -> None:
    order_id, visit_id = team.order_for(team.wang_id)
    team.wang.run(AcceptVisit(visit_id=visit_id))
    team.wang.run(StartWork(visit_id=visit_id))
    team.wang.run(PauseWork(visit_id=visit_id, reason=PauseReason.PARTS))
    team.wang.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="更换搓纸轮"))
    assert team.order(team.li, order_id).state is OrderState.ASSIGNED
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        order = team.order(laptop, order_id)
        assert (order.state, order.resolution) == (OrderState.RESOLVED, "更换搓纸轮")
    assert {entry.state for entry in team.wang.all(OutboxEntry)} == {OutboxState.APPLIED}


def test_after_quiet_all_sides_hold_the_same_rows(team: Team) -> None:
    _order_id, visit_id = team.order_for(team.wang_id)
    team.wang.run(StartWork(visit_id=visit_id))
    team.li.run(LogOrder(id=new_id(), customer_id=team.customer_id, title="网络中断"))
    team.everybody_agrees()
    for spec in all_specs():
        if spec.scope is not None and spec.row_type is not Notice:
            with team.headquarters.server.store.read() as reader:
                there = reader.find(spec.row_type, order_by=[columns_of(spec.row_type).id])
            for laptop in (team.li, team.wang, team.zhao):
                assert laptop.all(spec.row_type) == there, spec.name


def test_the_desk_sees_that_a_visit_was_sent_and_has_come_to_the_engineers_laptop(team: Team) -> None:
    order_id, visit_id = new_id(), new_id()
    team.li.run(
        LogOrder(id=order_id, customer_id=team.customer_id, title="打印机卡纸"),
        AssignOrder(order_id=order_id, visit_id=visit_id, engineer_id=team.wang_id),
    )
    assert team.visit(team.li, visit_id).state is VisitState.ASSIGNED
    team.li.synchronise()
    assert team.visit(team.li, visit_id).state is VisitState.SENT
    team.wang.synchronise()
    team.wang.synchronise()
    team.li.synchronise()
    assert team.visit(team.li, visit_id).state is VisitState.RECEIVED
    assert not team.wang.all(OutboxEntry, state=OutboxState.PENDING), "it was told in the same round"
    assert len(team.li.all(OrderEvent, order_id=order_id, kind=EventKind.RECEIVED)) == 1


def test_work_that_was_done_stands_and_the_newcomer_is_called_off_with_a_word_to_the_desk(team: Team) -> None:
    order_id, visit_id = team.order_for(team.zhao_id)
    team.zhao.run(AcceptVisit(visit_id=visit_id))
    team.zhao.run(StartWork(visit_id=visit_id))
    team.zhao.run(ResolveVisit(visit_id=visit_id, resolution="重装驱动"))
    newcomers_visit_id = new_id()
    team.li.run(AssignOrder(order_id=order_id, visit_id=newcomers_visit_id, engineer_id=team.wang_id))
    team.li.synchronise()
    team.wang.synchronise()
    assert team.visit(team.wang, newcomers_visit_id).state is VisitState.RECEIVED
    team.everybody_agrees()
    assert team.order(team.li, order_id).state is OrderState.RESOLVED
    assert team.order(team.li, order_id).engineer_id == team.zhao_id
    assert team.visit(team.li, visit_id).state is VisitState.DONE
    assert team.visit(team.wang, newcomers_visit_id).state is VisitState.CALLED_OFF
    assert "notice_work_stood" in {notice.code for notice in team.li.all(Notice, person_id=team.li_id)}
    assert "notice_visit_called_off" in {notice.code for notice in team.wang.all(Notice, person_id=team.wang_id)}
    assert not team.zhao.all(OutboxEntry, state=OutboxState.REJECTED)


def test_starting_an_order_that_was_cancelled_is_refused_and_kept_with_both_sides(team: Team) -> None:
    order_id, visit_id = team.order_for(team.wang_id)
    team.li.run(CancelOrder(order_id=order_id, reason="用户已自行解决"))
    team.li.synchronise()
    team.wang.run(StartWork(visit_id=visit_id))
    assert team.order(team.wang, order_id).state is OrderState.IN_PROGRESS
    team.everybody_agrees()
    (refused,) = team.wang.all(OutboxEntry, state=OutboxState.REJECTED)
    assert refused.name == "workorders.start_work"
    assert refused.code == "order_cancelled"
    stood = {spec.name: spec.from_values(values) for spec, values in stood_rows(refused.stood_before)}
    assert stood["work_orders"].state is OrderState.ASSIGNED
    assert team.order(team.wang, order_id).state is OrderState.CANCELLED


def test_what_is_pending_stays_on_top_of_what_others_did(team: Team) -> None:
    order_id, visit_id = team.order_for(team.wang_id)
    team.li.run(AddNote(order_id=order_id, text="用户下午在"))
    team.li.synchronise()
    team.wang.run(StartWork(visit_id=visit_id))
    team.wang.synchronise()
    events = team.wang.all(OrderEvent, order_id=order_id)
    assert {"noted", "started"} <= {event.kind for event in events}
    assert sorted(event.ordinal for event in events) == list(range(1, len(events) + 1))


def test_numbers_given_off_line_come_from_leased_blocks_and_never_meet(team: Team) -> None:
    for laptop in (team.li, team.wang, team.zhao):
        for _ in range(3):
            laptop.run(LogOrder(id=new_id(), customer_id=team.customer_id, title="离线登记"))
    given = {order.id: order.number for laptop in (team.li, team.wang, team.zhao) for order in laptop.all(WorkOrder)}
    assert len(set(given.values())) == 9
    team.everybody_agrees()
    assert {order.id: order.number for order in team.li.all(WorkOrder)} == given
    assert not team.li.all(OrderAlias)


def test_a_provisional_code_gives_way_to_a_real_one_and_stays_an_alias(team: Team) -> None:
    asset_id = new_id()
    team.wang.run(RegisterAsset(id=asset_id, customer_id=team.customer_id, type_code="COM", name="新电脑"))
    (provisional,) = team.wang.all(Asset)
    assert provisional.serial.startswith("P")
    team.everybody_agrees()
    (asset,) = team.li.all(Asset)
    assert asset.code == "GEN-COM-0001"
    (alias,) = team.li.all(AssetAlias)
    assert alias.alias == provisional.code
    team.wang.run(RegisterAsset(id=new_id(), customer_id=team.customer_id, type_code="COM", name="第二台"))
    (second,) = (asset for asset in team.wang.all(Asset) if asset.id != asset_id)
    assert not second.serial.startswith("P"), "the series is leased from now on"


def test_no_two_devices_get_one_code_off_line(team: Team) -> None:
    """Leased, provisional and carried codes; whatever clashes is refused, told, and kept."""

    def register(laptop: Laptop, carried: str = "") -> None:
        customer_id = team.customer_id
        laptop.run(
            RegisterAsset(id=new_id(), customer_id=customer_id, type_code="COM", name="新电脑", existing_code=carried)
        )

    register(team.wang)  # from now on there is a block
    team.everybody_agrees()
    for laptop in (team.li, team.wang, team.zhao):
        for carried in ("", "", "KJC-COM-0003", "ICC-2065556"):
            register(laptop, carried)
    team.everybody_agrees()
    codes = [asset.code for asset in team.li.all(Asset)]
    assert len(codes) == len(set(codes)) == 11
    called = [*codes, *(alias.alias for alias in team.li.all(AssetAlias))]
    assert len(called) == len(set(called)), "nor does one's alias lead to another"
    refused = [
        entry for laptop in (team.wang, team.zhao) for entry in laptop.all(OutboxEntry, state=OutboxState.REJECTED)
    ]
    assert [entry.code for entry in refused] == ["asset_code_taken"] * 2


def test_a_user_name_that_two_propose_off_line_is_counted_on(team: Team, headquarters: Headquarters) -> None:
    headquarters.add_user("sun", Role.DISPATCHER)
    sun = headquarters.new_laptop("sun")
    team.li.run(AddDepartment(id="kjc", customer_id=team.customer_id, code="KJC", name="科技处"))
    for laptop in (team.li, sun):
        laptop.synchronise()
    person: dict[str, Any] = {"customer_id": team.customer_id, "kind": PersonKind.CONTACT, "department_id": "kjc"}
    for laptop in (team.li, sun):
        laptop.run(AddPerson(id=new_id(), name="张三", account_name="zhangsanKJC", **person))
        laptop.run(AddPerson(id=new_id(), name="李四", **person))
        (later,) = laptop.all(Person, name="李四")
        laptop.run(edit_of(EditPerson, later, account_name="lisi"))
    for laptop in (team.li, sun, team.li):
        laptop.synchronise()
    names = {"zhangsanKJC", "zhangsan2KJC", "lisi", "lisi2"}
    assert [{person.account_name for person in laptop.all(Person)} - {""} for laptop in (team.li, sun)] == [
        names,
        names,
    ]
    with pytest.raises(Rejection, match="account_name_taken"):
        sun.run(AddPerson(id="third", name="章叁", account_name="ZhangsanKJC", **person))


def test_a_workspace_that_worked_alone_offers_what_it_holds(team: Team, headquarters: Headquarters) -> None:
    home = Home(headquarters._folder / "alone")
    alone = headquarters.laptop(create_workspace(home, "Li", headquarters.clock))
    customer_id = new_id()
    alone.run(AddCustomer(id=customer_id, name="师范大学"))
    alone.run(LogOrder(id=new_id(), customer_id=customer_id, title="投影仪无信号"))
    (number_alone,) = {order.number for order in alone.all(WorkOrder)}
    team.li.run(LogOrder(id=new_id(), customer_id=team.customer_id, title="先来的"))
    team.li.synchronise()
    alone.enrol(headquarters.url, "li")
    alone.synchronise()
    team.everybody_agrees()
    (offered,) = team.li.all(WorkOrder, title="投影仪无信号")
    (first,) = team.li.all(WorkOrder, title="先来的")
    assert offered.number != first.number
    if offered.number != number_alone:
        assert [alias.alias for alias in team.li.all(OrderAlias, order_id=offered.id)] == [number_alone]
    assert alone.all(Customer) == team.li.all(Customer)


def test_what_somebody_did_alone_is_his_own_after_he_signed_in(headquarters: Headquarters) -> None:
    home = Home(headquarters._folder / "alone")
    alone = headquarters.laptop(create_workspace(home, "Sun", headquarters.clock))
    (myself,) = alone.all(Person)
    customer_id, order_id, visit_id = new_id(), new_id(), new_id()
    alone.run(AddCustomer(id=customer_id, name="师范大学"))
    alone.run(LogOrder(id=order_id, customer_id=customer_id, title="投影仪无信号"))
    alone.run(AssignOrder(order_id=order_id, visit_id=visit_id, engineer_id=myself.id))
    alone.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="换线"))
    sun_id = headquarters.add_user("sun", Role.ADMINISTRATOR)
    alone.enrol(headquarters.url, "sun")
    alone.synchronise()
    assert not alone.all(OutboxEntry, state=OutboxState.REJECTED)
    (order,) = alone.all(WorkOrder)
    assert (order.state, order.engineer_id, order.logged_by_id) == (OrderState.RESOLVED, sun_id, sun_id)


def test_nobody_does_what_he_was_not_granted(headquarters: Headquarters) -> None:
    team = Team(headquarters)
    with pytest.raises(Rejection, match="not_permitted"):
        team.wang.run(AddCustomer(id=new_id(), name="不该有的客户"))


def test_an_engineer_of_one_customer_gets_nothing_of_the_others(team: Team) -> None:
    other_id = new_id()
    team.li.run(AddCustomer(id=other_id, name="别家"))
    team.li.run(LogOrder(id=new_id(), customer_id=other_id, title="别家的故障"))
    team.everybody_agrees()
    team.headquarters.add_user("sun", Role.ENGINEER, team.customer_id)
    sun = team.headquarters.new_laptop("sun")
    assert [customer.id for customer in sun.all(Customer)] == [team.customer_id]
    assert not sun.all(WorkOrder)
    assert sun.all(Person)


def test_a_lost_reply_changes_nothing(team: Team) -> None:
    order_id, visit_id = team.order_for(team.wang_id)
    team.wang.run(StartWork(visit_id=visit_id))
    with team.wang.workspace.store.read() as reader:
        waiting = reader.find(OutboxEntry, columns_of(OutboxEntry).state == OutboxState.PENDING)
    assert len(waiting) == 1
    for _again in range(3):
        team.wang.synchronise()
    team.li.synchronise()
    starts = [event for event in team.li.all(OrderEvent, order_id=order_id) if event.kind == "started"]
    assert len(starts) == 1


def test_a_dead_server_is_a_sentence_and_loses_nothing(team: Team) -> None:
    _order_id, visit_id = team.order_for(team.wang_id)
    team.headquarters._uvicorn.should_exit = True
    team.headquarters._thread.join()
    team.headquarters._listener.close()
    team.wang.run(StartWork(visit_id=visit_id))
    with pytest.raises(Trouble, match="server_unreachable"):
        team.wang.synchronise()
    assert len(team.wang.all(OutboxEntry, state=OutboxState.PENDING)) == 1


def test_a_wrong_password_is_refused(headquarters: Headquarters) -> None:
    headquarters.add_user("li", Role.DISPATCHER)
    transport = Transport(headquarters.url)
    for login in ("li", "nobody"):
        request = EnrolRequest(protocol=PROTOCOL, login=login, password="wrong", device_name="x", settled_sequence=0)
        with pytest.raises(Rejection, match="sign_in_failed"):
            transport.ask("enrol", request, EnrolReply)
    transport.close()
