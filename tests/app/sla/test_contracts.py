"""Contracts: their time, their list, their amendments, and what the desk is told is covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assets.filters import AssetFilter, Due, Planned
from app.assets.queries import wanted_assets
from app.assets.tables import Asset
from app.calendars.commands import AddCalendar
from app.foundation.errors import Rejection
from app.sla.commands import AddPolicy, PauseTerms, TargetTerms
from app.sla.contract_commands import (
    AddContract,
    DecideAmendment,
    EditContract,
    ListDevice,
    ProposeAmendment,
)
from app.sla.device_lists import contracts_of_device
from app.sla.queries import Promises, covered, is_in_hours, scope_of
from app.sla.rules.coverage import Because, Call, Coverage, Scope, coverage_of
from app.sla.rules.promises import Bound, Metric, Unit
from app.sla.tables import Contract, Policy
from app.storage.edits import edit_of
from tests.workspaces import Workspace

TARGET = TargetTerms(
    level="any", metric=Metric.RESTORE, bound=Bound.AT_MOST, value=4, unit=Unit.HOUR, calendar_id="office"
)
GOLD = AddPolicy(id="gold", code="gold", name="Gold", targets=(TARGET,))
BEGINS, ENDS = date(2026, 1, 1), date(2026, 12, 31)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


@pytest.fixture
def customer(workspace: Workspace) -> str:
    customer = workspace.add_customer()
    week = {str(day): "09:00-17:00" for day in range(5)}
    workspace.run(
        AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week=week),
        GOLD,
        replace(GOLD, id="silver", code="silver", name="Silver"),
        AddContract(
            id="k",
            customer_id=customer,
            number="K-1",
            name="Support",
            policy_id="gold",
            begins_on=BEGINS,
            ends_on=ENDS,
            chargeable_kinds=("training",),
            all_devices=False,
            calendar_id="office",
        ),
    )
    return customer


def refusal(workspace: Workspace, command: object, by: str = "owner") -> str:
    with pytest.raises(Rejection) as said:
        workspace.run(command, by=by)
    return said.value.code


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(GOLD, id="x", code="x", targets=()), "policy_level_without_target"),
        (replace(GOLD, id="x", code="x", targets=(replace(TARGET, level="P1"),)), "policy_level_without_target"),
        (
            replace(GOLD, id="x", code="x", levels={"1": "P1", "2": "P2"}, targets=(replace(TARGET, level="P1"),)),
            "policy_level_without_target",
        ),
        (replace(GOLD, id="x", code="x", targets=(TARGET, TARGET)), "policy_target_doubled"),
        (replace(GOLD, id="x", code="x", targets=(replace(TARGET, unit=None),)), "policy_figure_missing"),
        (replace(GOLD, id="x", code="x", targets=(replace(TARGET, calendar_id="nowhere"),)), "record_unknown"),
        (replace(GOLD, id="x"), "name_taken"),
    ],
)
def test_a_policy_with_a_hole_is_refused(workspace: Workspace, customer: str, wrong: AddPolicy, code: str) -> None:
    assert refusal(workspace, wrong) == code


def test_a_pause_belongs_to_the_clocks_that_it_names(workspace: Workspace, customer: str) -> None:
    workspace.run(replace(GOLD, id="x", code="x", pauses={"caller": PauseTerms(stops=(Metric.RESTORE,))}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_on": date(2025, 1, 1)}, "contract_period_wrong"),
        ({"policy_id": "nothing"}, "record_unknown"),
        ({"calendar_id": "nothing"}, "record_unknown"),
        ({"number": "K-1"}, "name_taken"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(
    workspace: Workspace, customer: str, change: dict[str, object], code: str
) -> None:
    contract = AddContract(id="x", customer_id=customer, number="K-2", name="S", policy_id="gold", begins_on=BEGINS)
    assert refusal(workspace, replace(contract, **change)) == code  # type: ignore[arg-type]


def test_what_belongs_to_another_customer_is_unknown_here(workspace: Workspace, customer: str) -> None:
    other = workspace.add_customer("Other")
    workspace.run(replace(GOLD, id="theirs", code="theirs", customer_id=other))
    amendment = ProposeAmendment(id="a", contract_id="k", policy_id="theirs", effective_on=date(2026, 7, 1))
    assert refusal(workspace, amendment) == "record_unknown"


def test_an_amendment_counts_from_its_day_on_once_somebody_else_has_approved_it(
    workspace: Workspace, customer: str
) -> None:
    amendment = ProposeAmendment(id="a", contract_id="k", policy_id="silver", effective_on=date(2026, 7, 1))
    assert refusal(workspace, replace(amendment, effective_on=date(2027, 1, 1))) == "amendment_outside_contract"
    workspace.run(amendment)
    contract = workspace.get(Contract, "k")

    def counts(on: date) -> str:
        with workspace.store.read() as reader:
            return Promises(reader).policy_at(contract, noon(on)).policy.code

    assert counts(date(2026, 8, 1)) == "gold"
    assert refusal(workspace, DecideAmendment(amendment_id="a", approved=True)) == "amendment_own"
    workspace.run(DecideAmendment(amendment_id="a", approved=True), by="somebody else")
    assert (counts(date(2026, 6, 30)), counts(date(2026, 7, 1))) == ("gold", "silver")
    assert refusal(workspace, DecideAmendment(amendment_id="a", approved=False), by="third") == "amendment_decided"


def test_what_was_declined_never_counts(workspace: Workspace, customer: str) -> None:
    workspace.run(ProposeAmendment(id="a", contract_id="k", policy_id="silver", effective_on=BEGINS))
    workspace.run(DecideAmendment(amendment_id="a", approved=False), by="somebody else")
    with workspace.store.read() as reader:
        assert Promises(reader).policy_at(workspace.get(Contract, "k"), noon(ENDS)).policy.code == "gold"


def test_a_contract_is_corrected_but_not_turned_round(workspace: Workspace, customer: str) -> None:
    contract = workspace.get(Contract, "k")
    workspace.run(edit_of(EditContract, contract, ends_on=date(2026, 6, 30)))
    with workspace.store.read() as reader:
        assert Promises(reader).contract_at(customer, noon(date(2026, 6, 30))) is not None
        assert Promises(reader).contract_at(customer, noon(date(2026, 7, 1))) is None
    second = AddContract(id="l", customer_id=customer, number="K-2", name="L", policy_id="gold", begins_on=BEGINS)
    workspace.run(second, edit_of(EditContract, workspace.get(Contract, "k"), number="K-3", excluded_kinds=("swap",)))
    assert (workspace.get(Contract, "k").number, workspace.get(Contract, "k").excluded_kinds) == ("K-3", ("swap",))
    for wrong, code in (({"number": "K-2"}, "name_taken"), ({"excluded_kinds": ("two words",)}, "command_malformed")):
        assert refusal(workspace, edit_of(EditContract, workspace.get(Contract, "k"), **wrong)) == code
    backwards = edit_of(EditContract, workspace.get(Contract, "k"), begins_on=date(2026, 12, 1))
    assert refusal(workspace, backwards) == "contract_period_wrong"


def test_a_contract_that_begins_earlier_than_was_entered_has_its_first_policy_from_then_on(
    workspace: Workspace, customer: str
) -> None:
    workspace.run(edit_of(EditContract, workspace.get(Contract, "k"), begins_on=date(2025, 1, 1)))
    with workspace.store.read() as reader:
        policy = Promises(reader).policy_at(workspace.get(Contract, "k"), noon(date(2025, 1, 1)))
    assert policy.policy.code == "gold"


def test_an_amendment_excludes_and_charges_other_kinds_from_its_day_on(workspace: Workspace, customer: str) -> None:
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    amendment = ProposeAmendment(id="a", contract_id="k", policy_id="gold", effective_on=july, excluded_kinds=("swap",))
    free = replace(amendment, id="b", effective_on=august, excluded_kinds=None, chargeable_kinds=())
    workspace.run(amendment, free)
    workspace.run(*(DecideAmendment(amendment_id=each, approved=True) for each in ("a", "b")), by="somebody else")

    def kinds(on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        with workspace.store.read() as reader:
            amended = Promises(reader).amended(workspace.get(Contract, "k"), noon(on))
        return amended.excluded_kinds, amended.chargeable_kinds

    assert kinds(date(2026, 6, 30)) == ((), ("training",))
    assert kinds(july) == (("swap",), ("training",))
    assert kinds(august) == (("swap",), ())
    with workspace.store.read() as reader:
        found = covered(reader, customer, ("swap", "phone"), None, datetime(2026, 7, 1, 2, tzinfo=UTC))
    assert found.coverage is Coverage.NOT_COVERED


def test_the_hours_of_a_contract_are_its_customers_or_everybodys(workspace: Workspace, customer: str) -> None:
    other = workspace.add_customer("Other")
    hours = AddCalendar(id="own", name="Own", customer_id=customer, zone="UTC", week={"0": "09:00-10:00"})
    workspace.run(hours, replace(hours, id="theirs", customer_id=other))
    workspace.run(edit_of(EditContract, workspace.get(Contract, "k"), calendar_id="own", all_devices=True))
    assert workspace.get(Contract, "k").calendar_id == "own"
    wrong = edit_of(EditContract, workspace.get(Contract, "k"), calendar_id="theirs")
    assert refusal(workspace, wrong) == "record_unknown"


def test_a_device_is_on_the_list_once_or_not_and_is_one_of_the_customers(workspace: Workspace, customer: str) -> None:
    device = workspace.add_asset(customer)

    def listed() -> bool:
        with workspace.store.read() as reader:
            contract = workspace.get(Contract, "k")
            return scope_of(reader, contract, workspace.get(Policy, "gold"), device)[1]

    assert not listed()
    workspace.run(ListDevice(contract_id="k", asset_id=device), ListDevice(contract_id="k", asset_id=device))
    assert listed()
    workspace.run(ListDevice(contract_id="k", asset_id=device, listed=False))
    assert not listed()
    other = workspace.add_asset(workspace.add_customer("Another"))
    for stranger in ("nobody", other):
        with pytest.raises(Rejection, match="record_unknown"):
            workspace.run(ListDevice(contract_id="k", asset_id=stranger))


@pytest.mark.parametrize(("hour", "inside"), [(0, False), (1, True), (8, True), (9, False)])
def test_the_hours_of_a_contract_are_its_calendars(
    workspace: Workspace, customer: str, hour: int, inside: bool
) -> None:
    with workspace.store.read() as reader:
        assert is_in_hours(reader, workspace.get(Contract, "k"), datetime(2026, 3, 9, hour, tzinfo=UTC)) is inside


def test_a_contract_begins_and_ends_by_the_days_of_its_own_zone(workspace: Workspace, customer: str) -> None:
    with workspace.store.read() as reader:
        promises = Promises(reader)
        assert promises.contract_at(customer, datetime(2025, 12, 31, 15, tzinfo=UTC)) is None
        assert promises.contract_at(customer, datetime(2025, 12, 31, 16, tzinfo=UTC)) is not None
        assert promises.contract_at(customer, datetime(2026, 12, 31, 16, tzinfo=UTC)) is None


CALL = Call("incident", "phone", has_device=True, listed=True, in_hours=True)
SCOPE = Scope(frozenset({"project_work"}), frozenset({"training"}), frozenset({"phone"}), all_devices=False)


@pytest.mark.parametrize(
    ("call", "coverage", "because"),
    [
        (CALL, Coverage.COVERED, []),
        (replace(CALL, kind="training"), Coverage.CHARGEABLE, [Because.KIND_CHARGEABLE]),
        (replace(CALL, kind="project_work"), Coverage.NOT_COVERED, [Because.KIND_EXCLUDED]),
        (replace(CALL, listed=False), Coverage.NOT_COVERED, [Because.DEVICE_NOT_LISTED]),
        (replace(CALL, listed=False, has_device=False), Coverage.COVERED, []),
        (replace(CALL, in_hours=False), Coverage.CHARGEABLE, [Because.OUTSIDE_HOURS]),
        (replace(CALL, channel="mail"), Coverage.COVERED, [Because.CHANNEL_NOT_AGREED]),
        (
            replace(CALL, kind="training", listed=False),
            Coverage.NOT_COVERED,
            [Because.KIND_CHARGEABLE, Because.DEVICE_NOT_LISTED],
        ),
    ],
)
def test_the_desk_sees_what_is_covered_and_why_not(call: Call, coverage: Coverage, because: list[Because]) -> None:
    covered = coverage_of(call, SCOPE)
    assert (covered.coverage, list(covered.because)) == (coverage, because)


@given(st.booleans(), st.booleans(), st.booleans())
def test_without_a_contract_nothing_is_covered(has_device: bool, listed: bool, in_hours: bool) -> None:
    assert coverage_of(Call("incident", "phone", has_device, listed, in_hours), None).coverage is Coverage.NOT_COVERED


@pytest.mark.parametrize("all_devices", [False, True])
def test_devices_are_listed_whose_contract_ends(workspace: Workspace, customer: str, all_devices: bool) -> None:
    listed, bare = (workspace.add_asset(customer, name=name) for name in ("listed", "bare"))
    workspace.add_asset(workspace.add_customer("Another"), name="theirs")
    contract = workspace.get(Contract, "k")
    workspace.run(ListDevice(contract_id="k", asset_id=listed))
    if all_devices:
        workspace.run(edit_of(EditContract, contract, all_devices=True))
    ends_then, ended_before = Due(Planned.CONTRACT, ENDS, ENDS), Due(Planned.CONTRACT, BEGINS, date(2026, 12, 30))
    with workspace.store.read() as reader:
        found = [asset.name for asset in wanted_assets(reader, AssetFilter(due=ends_then))]
        assert list(wanted_assets(reader, AssetFilter(due=ended_before))) == []
        under = [
            [each.id for each in contracts_of_device(reader, reader.require(Asset, one))] for one in (listed, bare)
        ]
    assert found == (["listed", "bare"] if all_devices else ["listed"])
    assert under == [["k"], ["k"] if all_devices else []]
