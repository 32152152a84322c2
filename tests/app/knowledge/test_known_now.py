from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.knowledge.closure_commands import BeginClosure, CancelClosure
from app.knowledge.commands import (
    AddServiceGroup,
    EditKnownIssue,
    EndOutage,
    ListSystem,
    PublishKnownIssue,
    WithdrawOutage,
)
from app.knowledge.queries import KnownKind, known_now
from app.knowledge.tables import KnownIssue, Outage, ServiceGroupSystem
from app.sla.presets import calendar_id
from app.storage.edits import edit_of
from tests.app.knowledge.conftest import NOW, Council
from tests.workspaces import Workspace

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def publish(council: Council, title: str, **fields: Any) -> str:
    issue_id = new_id()
    said: dict[str, Any] = {"what_to_do": "Wait a minute.", "begins_at": NOW} | fields
    council.workspace.run(PublishKnownIssue(id=issue_id, customer_id=council.id, title=title, **said))
    return issue_id


def titles(council: Council, at: datetime, **asked: str) -> set[str]:
    with council.workspace.store.read() as reader:
        return {known.title for known in known_now(reader, council.id, at, **asked)}


def refusal(workspace: Workspace, command: object) -> str:
    with pytest.raises(Rejection) as refused:
        workspace.run(command)
    return refused.value.code


def test_a_caller_is_told_what_may_concern_him_and_nothing_else(council: Council, workspace: Workspace) -> None:
    printer, computer = (workspace.add_asset(council.id, kind) for kind in ("PRN", "COM"))
    publish(council, "All")
    publish(council, "Payroll", system_ids=(council.payroll,))
    publish(council, "Business", group_id=council.groups["business systems"])
    publish(council, "Network", group_id=council.groups["network"])
    publish(council, "Printer", asset_id=printer)
    every = {"All", "Payroll", "Business", "Network", "Printer"}
    assert titles(council, NOW) == every
    assert titles(council, NOW, system_id=council.payroll) == {"All", "Payroll", "Business", "Printer"}
    assert titles(council, NOW, system_id=council.finance) == {"All", "Business", "Printer"}
    assert titles(council, NOW, asset_id=printer) == every
    assert titles(council, NOW, asset_id=computer) == every - {"Printer"}


def test_an_issue_is_told_from_its_beginning_until_just_before_its_end(council: Council, workspace: Workspace) -> None:
    issue_id = publish(council, "Mail is slow", ends_at=NOW + HOUR)
    assert titles(council, NOW - timedelta(seconds=1)) == titles(council, NOW + HOUR) == set()
    assert titles(council, NOW) == {"Mail is slow"}
    workspace.run(edit_of(EditKnownIssue, workspace.get(KnownIssue, issue_id), ends_at=NOW + DAY, title="Mail"))
    assert titles(council, NOW + HOUR) == {"Mail"}
    wrong = edit_of(EditKnownIssue, workspace.get(KnownIssue, issue_id), ends_at=NOW)
    assert refusal(workspace, wrong) == "closure_period_wrong"


def test_closures_and_outages_are_known_issues_without_being_entered_again(
    council: Council, workspace: Workspace
) -> None:
    order_id = workspace.add_order(council.id)
    closure_id = council.close(2 * DAY, lasts=2 * HOUR)
    begins = NOW + 2 * DAY
    assert titles(council, begins - HOUR) == titles(council, begins + 2 * HOUR) == set()
    assert titles(council, begins) == {"New database"}
    workspace.clock.advance(days=3)
    workspace.run(BeginClosure(closure_id=closure_id, at=begins))
    assert titles(council, begins + DAY) == {"New database"}, "nobody has said that it ended"
    outage_id = council.break_down(begins, None, note="Power cut", order_id=order_id)
    with workspace.store.read() as reader:
        known = {each.kind: each for each in known_now(reader, council.id, begins + HOUR)}
    assert known[KnownKind.OUTAGE].order_id == order_id
    assert known[KnownKind.OUTAGE].services == ("Payroll",)
    assert known[KnownKind.CLOSURE].ends_at == begins + 2 * HOUR
    workspace.run(EndOutage(outage_id=outage_id, at=begins + HOUR))
    assert titles(council, begins + HOUR) == {"New database"}


def test_what_was_cancelled_or_withdrawn_is_not_told(council: Council, workspace: Workspace) -> None:
    workspace.run(CancelClosure(closure_id=council.close(2 * DAY), reason="No"))
    outage_id = council.break_down(NOW - HOUR, None, note="Power cut")
    assert titles(council, NOW) == {"Power cut"}
    workspace.run(WithdrawOutage(outage_id=outage_id, reason="Another building"))
    assert titles(council, NOW) == titles(council, NOW + 2 * DAY) == set()
    assert workspace.get(Outage, outage_id).withdrawn_because == "Another building"
    assert refusal(workspace, EndOutage(outage_id=outage_id)) == "outage_over"


def test_an_outage_is_of_the_past_and_ends_once(council: Council, workspace: Workspace) -> None:
    for wrong, code in (
        ((NOW + HOUR, None), "happens_later"),
        ((NOW - HOUR, NOW + HOUR), "happens_later"),
        ((NOW - HOUR, NOW - HOUR), "closure_period_wrong"),
    ):
        with pytest.raises(Rejection, match=code):
            council.break_down(*wrong)
    outage_id = council.break_down(NOW - HOUR, None)
    assert refusal(workspace, EndOutage(outage_id=outage_id, at=NOW - 2 * HOUR)) == "closure_period_wrong"
    workspace.run(EndOutage(outage_id=outage_id))
    assert refusal(workspace, EndOutage(outage_id=outage_id)) == "outage_over"
    assert [outage.ended_at for outage in workspace.all(Outage)] == [NOW]


def test_what_belongs_to_another_customer_is_unknown(council: Council, workspace: Workspace) -> None:
    other = workspace.add_customer("Elsewhere")
    order_id, asset_id = workspace.add_order(other), workspace.add_asset(other)
    with pytest.raises(Rejection, match="record_unknown"):
        council.break_down(NOW, None, order_id=order_id)
    strange: list[dict[str, Any]] = [{"order_id": order_id}, {"asset_id": asset_id}, {"system_ids": (new_id(),)}]
    for named in strange:
        with pytest.raises(Rejection, match="record_unknown"):
            publish(council, "Strange", **named)
    with workspace.store.read() as reader, pytest.raises(Rejection, match="record_unknown"):
        known_now(reader, new_id(), NOW)


def test_a_system_belongs_to_a_group_once_until_it_does_not(council: Council, workspace: Workspace) -> None:
    group_id = council.groups["network"]
    workspace.run(*[ListSystem(group_id=group_id, system_id=council.payroll)] * 2)
    assert len(workspace.all(ServiceGroupSystem, group_id=group_id)) == 1
    workspace.run(ListSystem(group_id=group_id, system_id=council.payroll, listed=False))
    assert workspace.all(ServiceGroupSystem, group_id=group_id) == []


def test_two_groups_of_a_customer_have_two_names(council: Council, workspace: Workspace) -> None:
    again = AddServiceGroup(
        id=new_id(),
        customer_id=council.id,
        name="network",
        target_hundredths=9_900,
        calendar_id=calendar_id("MKIP-websites"),
    )
    assert refusal(workspace, again) == "name_taken"
