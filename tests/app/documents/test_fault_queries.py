from __future__ import annotations

from datetime import timedelta

from app.documents.fault_queries import fault_report_facts
from app.documents.fault_report import FaultReportFacts
from app.foundation.translation import Language
from app.sla.rules.faults import Affected
from app.workorders.commands import AddNote
from app.workorders.desk_commands import PrioritiseOrder
from app.workorders.rules import PauseReason
from app.workorders.visit_commands import PauseWork, ResolveVisit, RestoreService, StartWork
from tests.fakes import A_MONDAY_MORNING
from tests.workspaces import OWNER_ID, Workspace


def facts(workspace: Workspace, order_id: str) -> FaultReportFacts:
    with workspace.store.read() as reader:
        return fault_report_facts(reader, order_id, issued_by="", now=workspace.clock.now())


def test_the_course_of_a_fault_follows_from_its_events(workspace: Workspace) -> None:
    customer_id = workspace.add_customer("省人民检察院")
    caller = {"caller_name": "Li", "caller_phone": "1"}
    order_id = workspace.add_order(customer_id, affected=Affected.BUSINESS_PROCESSING, **caller)
    visit_id = workspace.assign(order_id, OWNER_ID)
    for command in (
        StartWork(visit_id=visit_id),
        AddNote(order_id=order_id, text="Not for the customer"),
        PauseWork(visit_id=visit_id, reason=PauseReason.PARTS, note="A disk"),
        StartWork(visit_id=visit_id),
        RestoreService(visit_id=visit_id, note="Spare disk"),
        ResolveVisit(visit_id=visit_id, resolution="New controller"),
    ):
        workspace.clock.advance(minutes=10)
        workspace.run(command)
    found = facts(workspace, order_id)
    assert (found.caller, found.affected, found.engineer) == ("Li 1", "Business processing", "王芳")
    assert found.restored_at == A_MONDAY_MORNING + timedelta(minutes=50)
    assert found.resolved_at == A_MONDAY_MORNING + timedelta(minutes=60)
    assert [words for _at, words in found.timeline] == [
        "Logged · 王芳",
        "Assigned · 王芳",
        "Work started · 王芳",
        "Interrupted · Waiting for parts · A disk · 王芳",
        "Work started · 王芳",
        "Service restored · Spare disk · 王芳",
        "Resolved · New controller · 王芳",
    ]


def test_without_an_agreement_its_level_is_its_priority(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    workspace.run(PrioritiseOrder(order_id=order_id, priority=1, reason="The mayor"))
    assert facts(workspace, order_id).levels == ((A_MONDAY_MORNING, "P1"),)


def test_what_was_resolved_at_once_was_restored_then(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer())
    assert facts(workspace, order_id).restored_at is None
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="New cable"))
    assert facts(workspace, order_id).restored_at == A_MONDAY_MORNING


def test_a_report_is_in_the_language_of_its_customer(workspace: Workspace) -> None:
    order_id = workspace.add_order(workspace.add_customer("Rådhuset", language=Language.NORWEGIAN))
    found = facts(workspace, order_id)
    assert found.language is Language.NORWEGIAN
    assert [words for _at, words in found.timeline] == ["Registrert · 王芳"]
    assert facts(workspace, workspace.add_order(workspace.add_customer("省人民检察院"))).language is Language.ENGLISH
