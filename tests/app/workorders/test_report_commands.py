from __future__ import annotations

import pytest

from app.files.commands import AttachFile, WithdrawFile
from app.foundation.errors import Rejection
from app.storage.commands import disclose
from app.workorders.commands import CancelOrder, CloseOrder
from app.workorders.history import replayed
from app.workorders.report_commands import REPORT_DIGEST, SIGNATURE_DIGEST, ReportVisit, SignReport
from app.workorders.rules import EventKind, OrderState, VisitState
from app.workorders.tables import OrderEvent, Visit, WorkOrder
from app.workorders.visit_commands import ResolveVisit, StartWork
from tests.workspaces import OWNER_ID, Workspace

DIGEST = "ab" * 32


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    return workspace.add_order(workspace.add_customer())


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    return workspace.assign(order_id, OWNER_ID)


def attached(workspace: Workspace, order_id: str, digest: str = DIGEST) -> AttachFile:
    return AttachFile(
        id=f"file-{digest[:4]}-{order_id}",
        customer_id=workspace.get(WorkOrder, order_id).customer_id,
        about_table="work_orders",
        about_id=order_id,
        name="Signature.png",
        media_type="image/png",
        size=1200,
        digest=digest,
        thumbnail_digest=digest,
        thumbnail_size=900,
    )


def signed(workspace: Workspace) -> list[OrderEvent]:
    return workspace.all(OrderEvent, kind=EventKind.SIGNED)


def test_a_signature_is_a_fact_with_its_picture_and_changes_no_state(
    workspace: Workspace, order_id: str, visit_id: str
) -> None:
    workspace.run(StartWork(visit_id=visit_id))
    workspace.clock.advance(minutes=20)
    workspace.run(attached(workspace, order_id), SignReport(visit_id=visit_id, signer=" 欧阳慧敏 ", digest=DIGEST))
    (event,) = signed(workspace)
    assert (event.note, event.visit_id, event.at) == ("欧阳慧敏", visit_id, workspace.clock.now())
    assert event.facts == {SIGNATURE_DIGEST: DIGEST}
    assert workspace.get(Visit, visit_id).state is VisitState.WORKING
    assert workspace.get(WorkOrder, order_id).state is OrderState.IN_PROGRESS
    with workspace.store.read() as reader:
        assert replayed(reader, order_id).visits == {visit_id: VisitState.WORKING}


def test_it_can_be_signed_after_the_order_was_closed(workspace: Workspace, order_id: str, visit_id: str) -> None:
    workspace.run(StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="New roller"))
    workspace.run(CloseOrder(order_id=order_id))
    workspace.run(attached(workspace, order_id), SignReport(visit_id=visit_id, signer="Li", digest=DIGEST))
    assert len(signed(workspace)) == 1
    assert workspace.get(WorkOrder, order_id).state is OrderState.CLOSED


def test_without_its_picture_nothing_is_signed(workspace: Workspace, order_id: str, visit_id: str) -> None:
    workspace.run(StartWork(visit_id=visit_id))
    sign = SignReport(visit_id=visit_id, signer="Li", digest=DIGEST)
    with pytest.raises(Rejection, match="signature_missing"):
        workspace.run(sign)
    other = workspace.add_order(workspace.get(WorkOrder, order_id).customer_id)
    workspace.run(attached(workspace, other))
    with pytest.raises(Rejection, match="signature_missing"):
        workspace.run(sign)
    mine = attached(workspace, order_id)
    workspace.run(mine, WithdrawFile(attachment_id=mine.id))
    with pytest.raises(Rejection, match="signature_missing"):
        workspace.run(sign)
    assert signed(workspace) == []


def test_nobody_signs_for_work_that_has_not_begun(workspace: Workspace, order_id: str, visit_id: str) -> None:
    workspace.run(attached(workspace, order_id))
    with pytest.raises(Rejection, match="visit_state_wrong"):
        workspace.run(SignReport(visit_id=visit_id, signer="Li", digest=DIGEST))


def test_only_the_engineer_lets_it_be_signed_and_not_for_a_cancelled_order(
    workspace: Workspace, order_id: str, visit_id: str
) -> None:
    workspace.run(attached(workspace, order_id))
    with pytest.raises(Rejection, match="visit_of_other"):
        workspace.run(SignReport(visit_id=visit_id, signer="Li", digest=DIGEST), by=workspace.add_person())
    workspace.run(CancelOrder(order_id=order_id, reason="Solved itself"))
    with pytest.raises(Rejection, match="order_cancelled"):
        workspace.run(SignReport(visit_id=visit_id, signer="Li", digest=DIGEST))


def reported(workspace: Workspace) -> OrderEvent:
    (event,) = workspace.all(OrderEvent, kind=EventKind.REPORTED)
    return event


def test_a_report_that_is_handed_over_names_its_file(workspace: Workspace, order_id: str, visit_id: str) -> None:
    done = (StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"))
    workspace.run(*done, attached(workspace, order_id), ReportVisit(visit_id=visit_id, digest=DIGEST))
    event = reported(workspace)
    assert (event.note, event.facts) == ("Signature.png", {REPORT_DIGEST: DIGEST})


def test_that_it_was_handed_over_stands_where_its_file_is_gone(
    workspace: Workspace, order_id: str, visit_id: str
) -> None:
    file = attached(workspace, order_id)
    done = (StartWork(visit_id=visit_id), ResolveVisit(visit_id=visit_id, resolution="Done"))
    workspace.run(*done, file, WithdrawFile(attachment_id=file.id), ReportVisit(visit_id=visit_id, digest=DIGEST))
    assert (reported(workspace).note, reported(workspace).facts) == ("", {})


def test_what_an_older_program_says_of_a_report_is_understood() -> None:
    assert disclose("workorders.report", {"visit_id": "v"}, 1)[1] == ReportVisit(visit_id="v")
