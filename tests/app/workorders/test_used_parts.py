"""Parts used on a visit: noted, corrected and withdrawn, with a history that forgets nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import Grant, Grants, Role
from app.foundation.errors import Rejection
from app.messages.tables import Notice
from app.storage.edits import edit_of
from app.workorders.commands import CancelOrder
from app.workorders.part_commands import EditUsedPart, UsePart, WithdrawPart
from app.workorders.part_tables import UsedPart
from app.workorders.queries.detail import EventDetail, order_detail
from app.workorders.queries.used_parts import OrderParts, order_parts, parts_in_asset
from app.workorders.rules import EventKind
from app.workorders.rules.parts import PartSource, PartUnit, quantity_text, thousandths_of
from app.workorders.telling_parts import part_details, part_title
from tests.workspaces import OWNER_ID, Workspace

ENGINEER = Grants.of([Grant(Role.ENGINEER, None)])


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    customer_id = workspace.add_customer()
    return workspace.add_order(customer_id, asset_id=workspace.add_asset(customer_id, id="printer"))


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    return workspace.assign(order_id, OWNER_ID)


@pytest.fixture
def part(workspace: Workspace, visit_id: str) -> UsedPart:
    roller = UsePart(
        id="part",
        visit_id=visit_id,
        description=" Pickup roller ",
        part_number="RM1-0037",
        quantity_thousandths=2_000,
        serial_out="A1",
        serial_in="B2",
        price_minor=4_550,
        currency="CNY",
    )
    workspace.run(roller)
    return workspace.get(UsedPart, "part")


def shown(workspace: Workspace, order_id: str) -> OrderParts:
    with workspace.store.read() as reader:
        found = order_parts(reader, order_id)
    assert found is not None
    return found


def last_event(workspace: Workspace, order_id: str) -> EventDetail:
    with workspace.store.read() as reader:
        detail = order_detail(reader, order_id, workspace.clock.now())
    assert detail is not None
    return detail.events[-1]


def test_a_part_stands_on_the_order_in_its_device_and_in_the_history(
    workspace: Workspace, order_id: str, part: UsedPart
) -> None:
    assert part_title(part) == "2 pcs · Pickup roller · RM1-0037"
    assert part_details(part) == "out: A1, in: B2 · Our own stock · 45.50 CNY"
    assert [one.part for one in shown(workspace, order_id).parts] == [part]
    with workspace.store.read() as reader:
        assert parts_in_asset(reader, "printer") == [part]
    event = last_event(workspace, order_id).event
    assert (event.kind, event.facts["part"]) == (EventKind.PART_USED, "Pickup roller · RM1-0037")


def test_a_correction_keeps_what_stood_and_means_quantity_and_unit_together(
    workspace: Workspace, order_id: str, part: UsedPart
) -> None:
    workspace.run(edit_of(EditUsedPart, part, unit=PartUnit.METRE, quantity_thousandths=1_500))
    corrected = last_event(workspace, order_id)
    assert corrected.event.kind is EventKind.PART_CORRECTED
    changed = {change.field: (change.before, change.after) for change in corrected.changed}
    assert changed == {"quantity_thousandths": (2_000, 1_500), "unit": (PartUnit.PIECE, PartUnit.METRE)}


def test_what_is_withdrawn_is_gone_from_the_list_and_stays_in_the_history(
    workspace: Workspace, order_id: str, part: UsedPart
) -> None:
    workspace.run(WithdrawPart(part_id=part.id, reason="Noted twice"), WithdrawPart(part_id=part.id, reason="Again"))
    assert shown(workspace, order_id).parts == ()
    with workspace.store.read() as reader:
        assert parts_in_asset(reader, "printer") == []
    event = last_event(workspace, order_id).event
    assert (event.kind, event.note) == (EventKind.PART_WITHDRAWN, "Noted twice")
    with pytest.raises(Rejection, match="part_withdrawn"):
        workspace.run(edit_of(EditUsedPart, part, serial_in="C3"))


def test_only_whose_visit_it_is_and_the_desk_note_and_change_parts(
    workspace: Workspace, order_id: str, visit_id: str, part: UsedPart
) -> None:
    other = workspace.add_person()
    workspace.grants = ENGINEER
    for command in (
        UsePart(id="second", visit_id=visit_id, description="Screw"),
        edit_of(EditUsedPart, part, serial_in="C3"),
        WithdrawPart(part_id=part.id, reason="No"),
    ):
        with pytest.raises(Rejection, match="visit_of_other"):
            workspace.run(command, by=other)
    workspace.run(edit_of(EditUsedPart, part, serial_in="C3"))
    assert shown(workspace, order_id).visit_id == visit_id


def test_the_desk_gives_way_in_what_was_used_and_is_told_by_whom(workspace: Workspace, part: UsedPart) -> None:
    desk = workspace.add_person("文员")
    workspace.run(edit_of(EditUsedPart, part, serial_in="typed"), by=desk)
    workspace.run(edit_of(EditUsedPart, part, serial_in="read"))
    assert workspace.get(UsedPart, part.id).serial_in == "read"
    assert [notice.code for notice in workspace.all(Notice, person_id=desk)] == ["notice_edit_replaced"]


def test_a_cancelled_order_takes_no_part(workspace: Workspace, order_id: str, visit_id: str) -> None:
    workspace.run(CancelOrder(order_id=order_id))
    with pytest.raises(Rejection, match="order_cancelled"):
        workspace.run(UsePart(id="part", visit_id=visit_id, description="Screw"))


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("2", PartUnit.PIECE, 2_000),
        ("1,5", PartUnit.METRE, 1_500),
        ("1.5", PartUnit.KILOGRAM, 1_500),
        ("0.001", PartUnit.LITRE, 1),
        ("2.0", PartUnit.SET, 2_000),
        ("0", PartUnit.PIECE, "part_quantity_wrong"),
        ("-1", PartUnit.PIECE, "part_quantity_wrong"),
        ("0.0005", PartUnit.METRE, "part_quantity_wrong"),
        ("1000001", PartUnit.PIECE, "part_quantity_wrong"),
        ("1.5", PartUnit.PIECE, "part_quantity_not_whole"),
        ("1,500", PartUnit.METRE, "figure_unclear"),
        ("two", PartUnit.PIECE, "figure_not_understood"),
        ("2 €", PartUnit.PIECE, "figure_not_understood"),
    ],
)
def test_a_quantity_is_read_as_people_write_it(text: str, unit: PartUnit, expected: int | str) -> None:
    try:
        read: int | str = thousandths_of(text, unit)
    except Rejection as refused:
        read = refused.code
    assert read == expected


@given(st.integers(min_value=1, max_value=10**9))
def test_what_is_shown_of_a_quantity_is_read_as_the_same(thousandths: int) -> None:
    assert Decimal(quantity_text(thousandths)) * 1000 == thousandths


@pytest.mark.parametrize("fields", [{"quantity_thousandths": 500}, {"unit": PartUnit.SET, "quantity_thousandths": 1}])
def test_the_server_too_refuses_half_a_piece(workspace: Workspace, visit_id: str, fields: dict[str, object]) -> None:
    half = {"id": "half", "visit_id": visit_id, "description": "Roller", "source": PartSource.CUSTOMER, **fields}
    with pytest.raises(Rejection, match="part_quantity_not_whole"):
        workspace.run(UsePart(**half))  # type: ignore[arg-type]


def test_a_piece_is_not_halved_by_a_correction(workspace: Workspace, part: UsedPart) -> None:
    with pytest.raises(Rejection, match="part_quantity_not_whole"):
        workspace.run(edit_of(EditUsedPart, part, quantity_thousandths=500))
