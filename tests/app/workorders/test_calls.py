"""Finding who calls, and what stands there before the call is logged."""

from __future__ import annotations

import pytest

from app.assets.tables import AssetAlias
from app.directory.rules import PersonKind
from app.foundation.errors import Rejection
from app.sla.rules.coverage import Because, Coverage
from app.storage.schema import spec_of
from app.storage.units import Origin
from app.workorders.calls import Asked, Caller, Found, FoundKind
from app.workorders.queries.callers import caller_found, find_callers
from app.workorders.queries.situation import Situation, situation_of
from app.workorders.rules import Channel, OrderKind
from tests.workspaces import Workspace


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer("师范大学")


def found(workspace: Workspace, text: str, at_hand: str = "") -> list[tuple[FoundKind, str]]:
    with workspace.store.read() as reader:
        return [(each.kind, each.id) for each in find_callers(reader, text, at_hand)]


def caller(workspace: Workspace, kind: FoundKind, found_id: str, customer_id: str) -> Caller:
    with workspace.store.read() as reader:
        return caller_found(reader, Found(kind, found_id, customer_id, "", ""))


def situation(workspace: Workspace, who: Caller) -> Situation:
    with workspace.store.read() as reader:
        return situation_of(reader, Asked(who, OrderKind.INCIDENT, Channel.PHONE), workspace.clock.now())


def contact(workspace: Workspace, customer_id: str, name: str = "陈敏", phone: str = "") -> str:
    return workspace.add_person(name, PersonKind.CONTACT, customer_id=customer_id, phone=phone)


@pytest.mark.parametrize("typed", ["陈", "陈敏", "13800001234", "0000 1234", "138-0000", "１２３４"])
def test_a_caller_is_found_by_name_or_by_phone_however_it_is_written(
    workspace: Workspace, customer_id: str, typed: str
) -> None:
    person_id = contact(workspace, customer_id, phone="138 0000-1234")
    contact(workspace, customer_id, "李华", phone="555 0199")
    assert (FoundKind.PERSON, person_id) in found(workspace, typed)
    assert len(found(workspace, typed)) == 1


@pytest.mark.parametrize("typed", ["", "   ", "12", "%", "_"])
def test_what_says_nothing_finds_nobody(workspace: Workspace, customer_id: str, typed: str) -> None:
    contact(workspace, customer_id, phone="138 0000-1234")
    workspace.add_department(customer_id)
    assert found(workspace, typed) == []


def test_our_own_people_are_no_callers(workspace: Workspace) -> None:
    workspace.add_person("陈敏")
    assert found(workspace, "陈敏") == []


@pytest.mark.parametrize("typed", ["KJC", "kjc", "ＫＪＣ", "科技"])
def test_a_department_is_found_by_its_code_or_name(workspace: Workspace, customer_id: str, typed: str) -> None:
    department_id = workspace.add_department(customer_id, "KJC", "科技处")
    assert found(workspace, typed)[0] == (FoundKind.DEPARTMENT, department_id)
    assert caller(workspace, FoundKind.DEPARTMENT, department_id, customer_id).department_id == department_id


@pytest.mark.parametrize("typed", ["GEN-COM-0001", "gen-com-0001", "ＧＥＮ－ＣＯＭ－0001", "ICC-2065556"])
def test_a_device_is_found_by_each_of_its_codes(workspace: Workspace, customer_id: str, typed: str) -> None:
    asset_id = workspace.add_asset(customer_id)
    alias = AssetAlias(id="alias", customer_id=customer_id, asset_id=asset_id, alias="ICC-2065556")
    spec = spec_of(AssetAlias)
    workspace.store.write(lambda unit: unit.apply(spec, [spec.to_values(alias)], origin=Origin.TRUTH))
    assert found(workspace, typed) == [(FoundKind.ASSET, asset_id)]


def test_of_two_devices_with_one_code_that_of_the_customer_at_hand_stands_first(workspace: Workspace) -> None:
    customers = [workspace.add_customer(name) for name in ("A", "B")]
    devices = [workspace.add_asset(customer_id) for customer_id in customers]
    for customer_id, asset_id in zip(customers, devices, strict=True):
        both = found(workspace, "GEN-COM-0001", customer_id)
        assert both[0] == (FoundKind.ASSET, asset_id)
        assert len(both) == 2


def test_the_user_of_a_scanned_device_is_the_caller_where_just_one_has_this_name(
    workspace: Workspace, customer_id: str
) -> None:
    site_id = workspace.add_site(customer_id)
    asset_id = workspace.add_asset(customer_id, user_name="陈敏", site_id=site_id)
    first_id = contact(workspace, customer_id, phone="1234")
    known = caller(workspace, FoundKind.ASSET, asset_id, customer_id)
    assert known == Caller(customer_id, "陈敏", "1234", first_id, "", site_id, "GEN-COM-0001")
    contact(workspace, customer_id, phone="9999")
    ambiguous = caller(workspace, FoundKind.ASSET, asset_id, customer_id)
    assert (ambiguous.name, ambiguous.phone, ambiguous.person_id) == ("陈敏", "", "")


def test_the_place_of_a_caller_is_that_of_his_devices_where_they_agree(workspace: Workspace, customer_id: str) -> None:
    here, there = workspace.add_site(customer_id, "一楼"), workspace.add_site(customer_id, "二楼")
    person_id = contact(workspace, customer_id)
    workspace.add_asset(customer_id, user_name="陈敏", site_id=here)
    assert caller(workspace, FoundKind.PERSON, person_id, customer_id).site_id == here
    workspace.add_asset(customer_id, user_name="陈敏", site_id=there)
    assert caller(workspace, FoundKind.PERSON, person_id, customer_id).site_id == ""


def test_whoever_is_gone_is_refused(workspace: Workspace, customer_id: str) -> None:
    with pytest.raises(Rejection, match="record_unknown"):
        caller(workspace, FoundKind.PERSON, "gone", customer_id)


def test_devices_are_the_persons_whom_they_name_and_no_namesakes(workspace: Workspace, customer_id: str) -> None:
    his, namesake = contact(workspace, customer_id), contact(workspace, customer_id)
    named = workspace.add_asset(customer_id, user_name="chenminKJC", user_id=his)
    free = workspace.add_asset(customer_id, user_name="陈敏")
    workspace.add_asset(customer_id, user_name="陈敏", user_id=namesake)
    scanned = caller(workspace, FoundKind.ASSET, named, customer_id)
    assert (scanned.name, scanned.person_id) == ("陈敏", his)
    assert [device.id for device in situation(workspace, scanned).devices] == [named, free]


def test_devices_and_open_orders_are_the_callers_own(workspace: Workspace, customer_id: str) -> None:
    person_id = contact(workspace, customer_id)
    his = workspace.add_asset(customer_id, user_name="陈敏")
    workspace.add_asset(customer_id, user_name="陈敏敏")
    workspace.add_asset(workspace.add_customer("别处"), user_name="陈敏")
    mine = {
        workspace.add_order(customer_id, caller_id=person_id),
        workspace.add_order(customer_id, asset_id=his),
        workspace.add_order(customer_id, caller_name="陈敏"),
    }
    workspace.add_order(customer_id)
    who = caller(workspace, FoundKind.PERSON, person_id, customer_id)
    stands = situation(workspace, who)
    assert [device.id for device in stands.devices] == [his]
    assert {order.id for order in stands.orders} == mine
    assert len(situation(workspace, Caller(customer_id)).orders) == 4


def test_without_a_contract_nothing_is_covered(workspace: Workspace, customer_id: str) -> None:
    covered = situation(workspace, Caller(customer_id)).covered
    assert (covered.coverage, covered.because) == (Coverage.NOT_COVERED, (Because.NO_CONTRACT,))


def test_a_code_that_is_typed_in_part_finds_those_that_begin_so_in_their_order(workspace: Workspace) -> None:
    customer_id = workspace.add_customer()
    spare = workspace.add_asset(customer_id, "NBK", name="Dock of GEN-COM-0001")
    computers = [workspace.add_asset(customer_id) for _device in range(7)]
    assert found(workspace, "gen-com") == [(FoundKind.ASSET, each) for each in (*computers, spare)]
    computers.append(workspace.add_asset(customer_id))
    assert found(workspace, "gen-com") == [(FoundKind.ASSET, each) for each in computers]
