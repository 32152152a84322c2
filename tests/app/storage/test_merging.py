from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assets.commands import RegisterAsset
from app.assets.consumable_commands import AddConsumable, EditConsumable
from app.assets.edit_commands import EditAsset
from app.assets.licence_commands import AddLicence, EditLicence
from app.calendars.commands import AddCalendar, EditCalendar
from app.directory.commands import AddCustomer, AddDepartment, AddPerson, AddSite, AddSupportedSystem
from app.directory.edit_commands import EditCustomer, EditDepartment, EditPerson, EditSite, EditSupportedSystem
from app.knowledge.commands import AddServiceGroup, EditKnownIssue, EditServiceGroup, PublishKnownIssue
from app.sla.contract_commands import AddContract, EditContract
from app.storage.commands import all_commands
from app.storage.edits import Edit
from app.storage.rules import Fate, Merge, fate, together
from app.storage.schema import spec_of
from app.workorders.commands import LogOrder
from app.workorders.edit_commands import EditOrder, EditVisit
from app.workorders.part_commands import EditUsedPart, UsePart

DESK, DEVICE, PERSON = Merge.DESK, Merge.DEVICE, Merge.PERSON
POLICIES: dict[type[Edit], dict[str, Merge]] = {
    EditOrder: {
        **dict.fromkeys(("site_id", "asset_id", "system_id", "remote"), DEVICE),
        **dict.fromkeys(("kind", "channel", "priority", "due_at", "category", "impact", "urgency"), DESK),
        **dict.fromkeys(("parent_id", "team_id", "affected"), DESK),
        **dict.fromkeys(("title", "description", "caller_id", "caller_name", "caller_phone", "place"), PERSON),
    },
    EditVisit: {"planned_at": DESK, "started_at": DEVICE, "finished_at": DEVICE},
    EditAsset: {
        **dict.fromkeys(("site_id", "serial_number", "place"), DEVICE),
        **dict.fromkeys(("department_id", "name", "maker", "model", "owner", "user_name", "supplier"), PERSON),
        **dict.fromkeys(("purchased_on", "cost_minor", "currency", "notes", "state", "user_id"), PERSON),
        **dict.fromkeys(("warranty_until", "networked", "budget_head", "components"), PERSON),
    },
    EditLicence: {
        **dict.fromkeys(("product", "publisher", "key", "seats", "expires_on", "supplier", "contract_number"), PERSON),
        "notes": PERSON,
    },
    EditConsumable: {
        **dict.fromkeys(("name", "category", "maker", "model_number", "item_number", "supplier"), PERSON),
        **dict.fromkeys(("order_number", "owner", "place", "least_quantity", "purchased_on"), PERSON),
        **dict.fromkeys(("cost_minor", "currency", "notes"), PERSON),
    },
    EditCustomer: dict.fromkeys(("name", "staff_count", "language"), PERSON),
    EditSite: dict.fromkeys(("name", "address", "clean"), PERSON),
    EditDepartment: {"name": PERSON},
    EditPerson: dict.fromkeys(("team_id", "name", "phone", "email", "department_id", "account_name"), PERSON),
    EditSupportedSystem: dict.fromkeys(("category", "product", "site"), PERSON),
    EditCalendar: {"name": PERSON},
    EditContract: {
        **dict.fromkeys(("number", "name", "begins_on", "ends_on", "review_on", "scope", "exclusions"), PERSON),
        **dict.fromkeys(("optional_services", "all_devices", "outside_hours", "calendar_id"), PERSON),
        **dict.fromkeys(("excluded_kinds", "chargeable_kinds"), PERSON),
    },
    EditUsedPart: {
        **dict.fromkeys(("description", "part_number", "quantity_thousandths", "unit", "source"), DEVICE),
        **dict.fromkeys(("serial_out", "serial_in"), DEVICE),
        **dict.fromkeys(("price_minor", "currency"), DESK),
    },
    EditServiceGroup: dict.fromkeys(("name", "target_hundredths", "calendar_id"), PERSON),
    EditKnownIssue: dict.fromkeys(("title", "what_to_do", "begins_at", "ends_at"), PERSON),
}
"""Who decides about every field that can be edited."""
ADDED_BY: dict[type[Edit], type[Any]] = {
    EditOrder: LogOrder,
    EditAsset: RegisterAsset,
    EditLicence: AddLicence,
    EditConsumable: AddConsumable,
    EditCustomer: AddCustomer,
    EditSite: AddSite,
    EditDepartment: AddDepartment,
    EditPerson: AddPerson,
    EditSupportedSystem: AddSupportedSystem,
    EditCalendar: AddCalendar,
    EditContract: AddContract,
    EditServiceGroup: AddServiceGroup,
    EditKnownIssue: PublishKnownIssue,
    EditUsedPart: UsePart,
}
values = st.sampled_from("abc")
policies = st.sampled_from(Merge)


def test_every_field_that_an_edit_can_change_says_who_decides_about_it() -> None:
    edits = {spec.command_type for spec in all_commands() if issubclass(spec.command_type, Edit)}
    assert edits == set(POLICIES)
    for edit_type, expected in POLICIES.items():
        editable = spec_of(edit_type.row_type).editable
        assert {name: column.merge for name, column in editable.items()} == expected, edit_type


@pytest.mark.parametrize("edit_type", ADDED_BY, ids=lambda edit_type: edit_type.__name__)
def test_what_may_be_entered_later_is_what_may_be_entered_at_first(edit_type: type[Edit]) -> None:
    row_hints = get_type_hints(edit_type.row_type, include_extras=True)
    added = get_type_hints(ADDED_BY[edit_type], include_extras=True)
    for name in spec_of(edit_type.row_type).editable:
        assert limits(row_hints[name]) == limits(added[name]), name


def limits(hint: Any) -> set[str]:
    """The limits of a type, however deep they lie."""
    found = {repr(extra) for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, msgspec.Meta)}
    parts = get_args(hint) if get_origin(hint) else ()
    return found.union(*(limits(part) for part in parts if not isinstance(part, msgspec.Meta)))


@pytest.mark.parametrize(
    ("merge", "seen", "wanted", "stands", "by_desk", "expected"),
    [
        (DESK, "a", "b", "a", False, Fate.APPLIED),
        (DEVICE, "a", "b", "a", True, Fate.APPLIED),
        (PERSON, "a", "b", "a", True, Fate.APPLIED),
        (DESK, "a", "b", "b", False, Fate.SAME),
        (PERSON, "a", "b", "b", False, Fate.SAME),
        (DESK, "a", "b", "c", True, Fate.WON),
        (DESK, "a", "b", "c", False, Fate.YIELDED),
        (DEVICE, "a", "b", "c", False, Fate.WON),
        (DEVICE, "a", "b", "c", True, Fate.YIELDED),
        (PERSON, "a", "b", "c", True, Fate.ASKED),
        (PERSON, "a", "b", "c", False, Fate.ASKED),
        (PERSON, "a", "a", "c", False, Fate.ASKED),
    ],
)
def test_who_decides_about_a_field_is_what_the_column_says(
    merge: Merge, seen: str, wanted: str, stands: str, by_desk: bool, expected: Fate
) -> None:
    assert fate(merge, seen=seen, wanted=wanted, stands=stands, by_desk=by_desk) is expected


def after(stands: str, met: Fate, wanted: str) -> str:
    return wanted if met in {Fate.APPLIED, Fate.WON} else stands


def edit(merge: Merge, base: str, wanted: str, stands: str, by_desk: bool) -> str:
    met = fate(merge, seen=base, wanted=wanted, stands=stands, by_desk=by_desk)
    return after(stands, met, wanted)


@given(policies, values, values, values, st.booleans())
def test_no_value_is_invented_and_an_edit_that_comes_twice_changes_nothing_more(
    merge: Merge, seen: str, wanted: str, stands: str, by_desk: bool
) -> None:
    once = edit(merge, seen, wanted, stands, by_desk)
    assert once in {wanted, stands}
    assert edit(merge, seen, wanted, once, by_desk) == once


@given(st.sampled_from([DESK, DEVICE]), values, values, values)
def test_between_the_desk_and_a_device_the_order_of_arrival_decides_nothing(
    merge: Merge, base: str, by_desk: str, by_device: str
) -> None:
    desk_first = edit(merge, base, by_device, edit(merge, base, by_desk, base, True), False)
    device_first = edit(merge, base, by_desk, edit(merge, base, by_device, base, False), True)
    assert base in {by_desk, by_device} or desk_first == device_first


@given(values, values, st.booleans(), policies, policies)
def test_edits_of_different_fields_never_meet(first: str, second: str, by_desk: bool, one: Merge, other: Merge) -> None:
    """Each was made without having seen the other."""
    assert edit(one, "x", first, "x", by_desk) == first
    assert edit(other, "y", second, "y", not by_desk) == second


def test_what_belongs_together_gives_way_together() -> None:
    groups = {"cost": "money", "currency": "money", "name": ""}
    fates = {"cost": Fate.APPLIED, "currency": Fate.ASKED, "name": Fate.APPLIED}
    assert together(fates, groups) == {"cost": Fate.ASKED, "currency": Fate.ASKED, "name": Fate.APPLIED}
    fates = {"cost": Fate.YIELDED, "currency": Fate.ASKED, "name": Fate.ASKED}
    assert together(fates, groups) == {"cost": Fate.ASKED, "currency": Fate.ASKED, "name": Fate.ASKED}
    fates = {"cost": Fate.APPLIED, "currency": Fate.SAME, "name": Fate.YIELDED}
    assert together(fates, groups) == fates
