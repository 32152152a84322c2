"""What is half filled in survives."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.directory.commands import AddCustomer
from app.directory.tables import Customer
from app.storage.drafts import Draft
from tests.ui.opened import Opened
from tests.workspaces import Workspace
from ui.work.drafts import DraftKeeper
from ui.work.work import Work


class Form(QWidget):
    """One field, and its keeper."""

    def __init__(self, work: Work, workspace: Workspace) -> None:
        super().__init__()
        self.fields = {"title": ""}
        self.keeper = DraftKeeper(work, workspace.clock, "form", lambda: self.fields, self)

    def enter(self, title: str) -> None:
        self.fields = {"title": title}
        self.keeper.touch()


@pytest.fixture
def form(qtbot: QtBot, work: Work, workspace: Workspace) -> Form:
    made = Form(work, workspace)
    qtbot.addWidget(made)
    return made


def kept(workspace: Workspace) -> list[str]:
    return [draft.fields["title"] for draft in workspace.all(Draft)]


def test_what_is_entered_is_kept_soon(qtbot: QtBot, form: Form, workspace: Workspace) -> None:
    form.enter("打印机卡")
    form.enter("打印机卡纸")
    qtbot.waitUntil(lambda: kept(workspace) == ["打印机卡纸"], timeout=1_000)


def test_what_was_left_is_found(qtbot: QtBot, form: Form, work: Work, workspace: Workspace) -> None:
    form.enter("打印机卡纸")
    qtbot.waitUntil(lambda: bool(kept(workspace)))
    again = Form(work, workspace)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.keeper.found) as told:
        again.keeper.look()
    assert told.args[0].fields == {"title": "打印机卡纸"}
    assert told.args[0].saved_at == workspace.clock.now()


def test_a_form_that_was_completed_leaves_nothing(qtbot: QtBot, form: Form, workspace: Workspace) -> None:
    form.enter("打印机卡纸")
    qtbot.waitUntil(lambda: bool(kept(workspace)))
    form.enter("打印机卡纸，三楼")
    form.keeper.drop()
    qtbot.waitUntil(lambda: not kept(workspace))


def test_closing_the_window_keeps_the_last_key(qtbot: QtBot, workspace: Workspace) -> None:
    work = Work(lambda: Opened(workspace))
    work.start()
    form = Form(work, workspace)
    qtbot.addWidget(form)
    form.enter("打印机卡纸")
    work.close()
    assert kept(workspace) == ["打印机卡纸"]


def test_a_draft_goes_with_the_command_of_its_form_or_not_at_all(
    qtbot: QtBot, form: Form, work: Work, workspace: Workspace
) -> None:
    form.enter("打印机卡纸")
    qtbot.waitUntil(lambda: bool(kept(workspace)))
    nameless = AddCustomer(id="nobody", name="")
    refused: list[Exception] = []
    work.run_command(nameless, and_write=form.keeper.dropping, failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert kept(workspace) == ["打印机卡纸"]
    customer = AddCustomer(id="somebody", name="师范大学")
    with qtbot.waitSignal(work.run_command(customer, and_write=form.keeper.dropping).succeeded):
        pass
    assert kept(workspace) == []


def test_a_draft_is_gone_even_if_the_window_closes_before_it_hears_that_the_form_is_complete(
    qtbot: QtBot, workspace: Workspace
) -> None:
    work = Work(lambda: Opened(workspace))
    work.start()
    form = Form(work, workspace)
    qtbot.addWidget(form)
    form.enter("师范大学")
    form.keeper.flush()
    work.run_command(AddCustomer(id="somebody", name="师范大学"), and_write=form.keeper.dropping)
    work.close()
    assert [customer.name for customer in workspace.all(Customer)] == ["师范大学"]
    assert kept(workspace) == []
