"""The register of licences: who uses a seat, what is overused, what expires."""

from __future__ import annotations

from datetime import date

import pytest

from app.assets.licence_commands import AddLicence, EditLicence, UseSeat
from app.assets.licences import seat_users, used_licences
from app.foundation.errors import Rejection
from tests.workspaces import OWNER_ID, Workspace

LAST_DAY = date(2027, 1, 31)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    customer_id = workspace.add_customer()
    workspace.run(
        AddLicence(
            id="office", customer_id=customer_id, product=" Office  suite", seats=1, expires_on=date(2027, 1, 31)
        ),
        AddLicence(id="linux", customer_id=customer_id, product="Linux"),
    )
    return customer_id


def listed(workspace: Workspace, expiring_by: date | None = None) -> list[tuple[str, int, bool]]:
    with workspace.store.read() as reader:
        return [(each.licence.product, each.used, each.is_overused) for each in used_licences(reader, expiring_by)]


def test_more_seats_can_be_used_than_were_bought_and_that_is_told(workspace: Workspace, customer_id: str) -> None:
    asset_id, person_id = workspace.add_asset(customer_id), workspace.add_person(customer_id=customer_id)
    on_device = UseSeat(licence_id="office", asset_id=asset_id)
    workspace.run(on_device, on_device, UseSeat(licence_id="linux", asset_id=asset_id))
    assert listed(workspace) == [("Linux", 1, False), ("Office suite", 1, False)]
    workspace.run(UseSeat(licence_id="office", person_id=person_id))
    assert listed(workspace) == [("Linux", 1, False), ("Office suite", 2, True)]
    with workspace.store.read() as reader:
        users = [(user.code, user.name) for user in seat_users(reader, "office")]
    assert users == [("GEN-COM-0001", "Front desk PC"), ("", "张三")]
    workspace.run(UseSeat(licence_id="office", asset_id=asset_id, used=False))
    assert listed(workspace)[1] == ("Office suite", 1, False)
    workspace.run(EditLicence(id="office", seen={"seats": 1}, wanted={"seats": 0}))
    assert listed(workspace)[1] == ("Office suite", 1, True)


@pytest.mark.usefixtures("customer_id")
@pytest.mark.parametrize(("by", "products"), [(date(2027, 1, 30), []), (date(2027, 1, 31), ["Office suite"])])
def test_what_expires_is_listed(workspace: Workspace, by: date, products: list[str]) -> None:
    assert [product for product, _used, _over in listed(workspace, by)] == products


def test_a_seat_is_used_by_one_of_the_customer(workspace: Workspace, customer_id: str) -> None:
    ours, theirs = workspace.add_asset(customer_id), workspace.add_asset(workspace.add_customer("Another"))
    wrong = {
        UseSeat(licence_id="office"): "licence_seat_unclear",
        UseSeat(licence_id="office", asset_id=ours, person_id="p"): "licence_seat_unclear",
        UseSeat(licence_id="office", asset_id=theirs): "record_unknown",
        UseSeat(licence_id="office", person_id=OWNER_ID): "record_unknown",
    }
    for seat, code in wrong.items():
        with pytest.raises(Rejection, match=code):
            workspace.run(seat)
