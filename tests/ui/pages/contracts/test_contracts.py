"""Contracts on a customer's page: entered, corrected, amended by two people, and their lists of devices."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.calendars.commands import AddCalendar
from app.sla.commands import AddPolicy, TargetTerms
from app.sla.contract_commands import AddContract, ProposeAmendment
from app.sla.rules.amendments import AmendmentState
from app.sla.rules.coverage import Coverage
from app.sla.rules.promises import Bound, Metric, Unit
from app.sla.tables import Amendment, Contract, ContractDevice
from app.storage.facts import GRANTS, PERSON_ID, set_fact
from tests.ui.hands import click, press, type_latin
from tests.ui.pages.showing import Show, dialog_over, rows_of, texts_of
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.contracts.amendment_form import AmendmentForm
from ui.pages.contracts.contract_dialog import ContractDialog, ContractView
from ui.pages.contracts.contract_form import ContractForm
from ui.pages.directory.customer_card import CustomerCard
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

TARGET = TargetTerms(
    level="any", metric=Metric.RESTORE, bound=Bound.AT_MOST, value=4, unit=Unit.HOUR, calendar_id="office"
)
BEGINS = date(2026, 1, 1)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    workspace.run(
        AddCalendar(id="office", name="Office", zone="Asia/Shanghai", week={"0": "09:00-17:00"}),
        AddPolicy(id="gold", code="gold", name="Gold", targets=(TARGET,)),
        AddPolicy(id="silver", code="silver", name="Silver", targets=(TARGET,)),
    )
    return workspace.add_customer()


@pytest.fixture
def card(work: Work, wall: WallClock, workspace: Workspace, customer_id: str) -> CustomerCard:
    return CustomerCard(work, wall)


@pytest.fixture
def contract(workspace: Workspace, customer_id: str) -> AddContract:
    made = AddContract(
        id="k",
        customer_id=customer_id,
        number="K-1",
        name="Support",
        policy_id="gold",
        begins_on=BEGINS,
        all_devices=False,
    )
    workspace.run(made)
    return made


def contracts(qtbot: QtBot, card: CustomerCard, show: Show[CustomerCard], customer_id: str) -> CustomerCard:
    """The customer's contracts, looked at."""
    show(card)
    card.show_customer(customer_id)
    qtbot.waitUntil(card.parts.isVisible)
    card.parts.choose("contracts")
    qtbot.waitUntil(card.contracts.isVisible)
    return card


@pytest.fixture
def view(
    qtbot: QtBot, card: CustomerCard, show: Show[CustomerCard], customer_id: str, contract: AddContract
) -> ContractView:
    """The contract, opened by a press of Enter on its row."""
    rows = contracts(qtbot, card, show, customer_id).contracts.contracts.rows
    qtbot.waitUntil(lambda: rows.row_ids == ("k",))
    rows.setCurrentIndex(rows.model().index(0, 0))
    press(rows, Qt.Key.Key_Return)
    shown = dialog_over(card, ContractDialog).view
    qtbot.waitUntil(lambda: shown.name.text() == "Support")
    return shown


def states(view: ContractView) -> list[tuple[str, str]]:
    """Policy and state of each amendment, the latest first."""
    return [(row[1], row[4]) for row in rows_of(view.amendments.amendments)]


def test_a_contract_is_entered_with_all_it_says(
    qtbot: QtBot, card: CustomerCard, show: Show[CustomerCard], workspace: Workspace, customer_id: str
) -> None:
    contracts(qtbot, card, show, customer_id)
    qtbot.waitUntil(card.add_button.isVisible)
    click(card.add_button)
    form = dialog_over(card, ContractForm)
    qtbot.waitUntil(lambda: form.policy.count() == 3)
    for field, text in (
        (form.number, "K-7"),
        (form.name, "Support"),
        (form.ends_on, "31/12/2026"),
        (form.scope, "PCs"),
    ):
        type_latin(field, text)
    click(form.submit_button)
    assert "Choose the policy." in texts_of(form)
    assert "Write year, month and day" in texts_of(form)
    form.ends_on.set_value("2026-12-31")
    press(form.policy, Qt.Key.Key_Down)
    press(form.calendar, Qt.Key.Key_Down)
    form.excluded_kinds.set_value("project_work")
    form.chargeable_kinds.set_value("training swap")
    press(form.all_devices, Qt.Key.Key_Space)
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(Contract)) == 1)
    (made,) = workspace.all(Contract)
    assert (made.number, made.scope, made.ends_on, made.calendar_id) == ("K-7", "PCs", date(2026, 12, 31), "office")
    assert (made.excluded_kinds, made.outside_hours) == (("project_work",), Coverage.CHARGEABLE)
    assert (set(made.chargeable_kinds), made.all_devices) == ({"training", "swap"}, False)
    rows = card.contracts.contracts.rows
    qtbot.waitUntil(lambda: [row[0] for row in rows_of(rows)] == ["Support K-7"])
    assert rows_of(rows)[0][2:] == ["Gold", "In force today"]


def test_it_is_corrected_and_only_what_was_touched_changes(
    qtbot: QtBot, view: ContractView, workspace: Workspace
) -> None:
    click(view.correct)
    form = dialog_over(view, ContractForm)
    qtbot.waitUntil(lambda: form.calendar.count() == 2)
    type_latin(form.number, "b")
    form.excluded_kinds.set_value("swap")
    type_latin(form.ends_on, "2025-12-31")
    type_latin(form.exclusions, "Private devices")
    press(form.calendar, Qt.Key.Key_Down)
    press(form.all_devices, Qt.Key.Key_Space)
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert "A contract ends after it begins." in texts_of(form.banner)
    form.ends_on.set_value("2027-12-31")
    click(form.submit_button)
    qtbot.waitUntil(lambda: "Private devices" in texts_of(view))
    stands = workspace.get(Contract, "k")
    assert (stands.ends_on, stands.begins_on) == (date(2027, 12, 31), BEGINS)
    assert (stands.number, stands.excluded_kinds) == ("K-1b", ("swap",))
    assert (stands.calendar_id, stands.all_devices, stands.outside_hours) == ("office", True, Coverage.CHARGEABLE)


def test_an_amendment_counts_once_somebody_else_approved_it(
    qtbot: QtBot, view: ContractView, workspace: Workspace
) -> None:
    assert states(view) == [("Gold", "In force today")]
    click(view.amendments.propose)
    form = dialog_over(view, AmendmentForm)
    assert form.policy.value() == "gold"
    form.policy.set_value("silver")
    form.excluded_kinds.set_value("swap")
    type_latin(form.reason, "Cheaper")
    click(form.submit_button)
    qtbot.waitUntil(
        lambda: states(view) == [("Silver Cheaper · Excluded: Swap", "Proposed"), ("Gold", "In force today")]
    )
    view.amendments.amendments.choose(view.amendments.amendments.row_ids[0])
    qtbot.waitUntil(lambda: "decided by somebody else" in texts_of(view))
    assert not view.amendments.approve.isVisible()
    workspace.store.write(lambda unit: set_fact(unit, PERSON_ID, "somebody"))
    qtbot.waitUntil(view.amendments.approve.isVisible)
    click(view.amendments.approve)
    qtbot.waitUntil(
        lambda: states(view) == [("Silver Cheaper · Excluded: Swap", "In force today"), ("Gold", "Approved")]
    )


def test_an_amendment_is_declined_and_the_contract_stays(
    qtbot: QtBot, view: ContractView, workspace: Workspace
) -> None:
    today = workspace.clock.now().date()
    proposed = ProposeAmendment(id="a", contract_id="k", policy_id="silver", effective_on=today)
    workspace.run(proposed, by="somebody")
    workspace.store.write(lambda unit: set_fact(unit, PERSON_ID, OWNER_ID))
    qtbot.waitUntil(lambda: "a" in view.amendments.amendments.row_ids)
    view.amendments.amendments.choose("a")
    qtbot.waitUntil(view.amendments.decline.isVisible)
    click(view.amendments.decline)
    qtbot.waitUntil(lambda: states(view) == [("Silver", "Declined"), ("Gold", "In force today")])
    assert workspace.get(Amendment, "a").state is AmendmentState.DECLINED


def test_devices_are_put_on_the_list_and_taken_off_it(
    qtbot: QtBot, view: ContractView, workspace: Workspace, customer_id: str
) -> None:
    department = workspace.add_department(customer_id)
    asset_id = workspace.add_asset(customer_id, department_id=department)
    part = view.devices
    type_latin(part.device.line, "KJC-COM-0001")
    qtbot.waitUntil(part.add.isEnabled)
    click(part.add)
    qtbot.waitUntil(lambda: [row[1] for row in rows_of(part.devices)] == ["Front desk PC"])
    assert [device.asset_id for device in workspace.all(ContractDevice)] == [asset_id]
    qtbot.waitUntil(part.take_off.isEnabled)
    click(part.take_off)
    qtbot.waitUntil(lambda: rows_of(part.devices) == [])
    assert workspace.all(ContractDevice) == []


def test_who_may_not_manage_them_only_looks(qtbot: QtBot, view: ContractView, workspace: Workspace) -> None:
    qtbot.waitUntil(view.correct.isVisible)
    workspace.connect()
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    qtbot.waitUntil(lambda: not view.correct.isVisible())
    for button in (view.amendments.propose, view.devices.add, view.devices.take_off):
        assert not button.isVisible()
