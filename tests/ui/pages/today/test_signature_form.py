"""The customer signs on the engineer's laptop, and the report is wanted on paper."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.files.tables import Attachment, FileTransfer
from app.workorders.commands import CancelOrder
from app.workorders.report_commands import SIGNATURE_DIGEST
from app.workorders.rules import EventKind
from app.workorders.tables import OrderEvent
from app.workorders.visit_commands import StartWork
from tests.ui.hands import click
from tests.ui.pages.showing import Show, dialog_over
from tests.ui.widgets.test_signature_pad import STROKE, draw
from tests.workspaces import OWNER_ID, Workspace
from ui.pages.today.page import TodayPage
from ui.pages.today.signature_form import SignatureForm
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def order_id(workspace: Workspace) -> str:
    return workspace.add_order(workspace.add_customer(), caller_name="欧阳慧敏")


@pytest.fixture
def visit_id(workspace: Workspace, order_id: str) -> str:
    return workspace.assign(order_id, OWNER_ID)


@pytest.fixture
def page(qtbot: QtBot, work: Work, wall: WallClock, show: Show[TodayPage], visit_id: str) -> TodayPage:
    page = show(TodayPage(work, wall))
    qtbot.waitUntil(lambda: page.visit.chosen is not None)
    return page


@pytest.fixture
def form(qtbot: QtBot, page: TodayPage, workspace: Workspace, visit_id: str) -> SignatureForm:
    assert not page.visit.sign.isVisible(), "there is nothing to sign for yet"
    workspace.run(StartWork(visit_id=visit_id))
    qtbot.waitUntil(page.visit.sign.isVisible)
    click(page.visit.sign)
    return dialog_over(page, SignatureForm)


def test_a_signature_becomes_a_file_and_a_fact(
    qtbot: QtBot, work: Work, form: SignatureForm, workspace: Workspace, order_id: str, visit_id: str
) -> None:
    assert form.signer.value() == "欧阳慧敏"
    draw(form.pad, *STROKE)
    with qtbot.waitSignal(form.accepted):
        click(form.submit_button)
    (picture,) = workspace.all(Attachment, about_id=order_id)
    (event,) = workspace.all(OrderEvent, kind=EventKind.SIGNED)
    assert (event.note, event.visit_id, event.facts) == ("欧阳慧敏", visit_id, {SIGNATURE_DIGEST: picture.digest})
    with work.vault.open(picture.digest) as content, Image.open(io.BytesIO(content.readall())) as image:
        assert sum(image.convert("L").histogram()[:100]) > 1000
    assert picture.digest in {transfer.digest for transfer in workspace.all(FileTransfer)}


def test_nothing_is_kept_without_a_name_or_a_signature(form: SignatureForm, workspace: Workspace) -> None:
    form.signer.set_value("")
    click(form.submit_button)
    assert form.isVisible()
    form.signer.set_value("Li")
    draw(form.pad, QPoint(10, 10))
    click(form.submit_button)
    assert form.isVisible()
    assert workspace.all(Attachment) == []


def test_what_is_refused_leaves_the_signature_on_the_pad(
    qtbot: QtBot, form: SignatureForm, workspace: Workspace, order_id: str, visit_id: str
) -> None:
    from app.workorders.rules import PauseReason
    from app.workorders.visit_commands import PauseWork

    draw(form.pad, *STROKE)
    workspace.run(PauseWork(visit_id=visit_id, reason=PauseReason.OTHER), CancelOrder(order_id=order_id, reason="Moot"))
    click(form.submit_button)
    qtbot.waitUntil(lambda: form.submit_button.isEnabled() and form.banner.isVisible())
    assert form.pad.value()
    assert workspace.all(Attachment) == []


def test_the_report_is_asked_for_by_its_order(qtbot: QtBot, page: TodayPage, order_id: str) -> None:
    with qtbot.waitSignal(page.report_requested) as asked:
        click(page.visit.report)
    assert asked.args == [order_id]
