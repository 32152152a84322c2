"""The import dialog over a real workspace, and files to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from tests.app.foundation.sheets.conftest import file_with, shared_data
from tests.fakes import FakeClock
from tests.ui.opened import Opened, empty_workspace, workspace
from tests.workspaces import Workspace
from ui.pages.imports.dialog import ImportDialog
from ui.pages.wall_clock import WallClock
from ui.work.processes import Processes
from ui.work.work import Work

__all__ = ["empty_workspace", "file_with", "shared_data", "workspace"]

OpenDialog = Callable[..., ImportDialog]


class LastingProcesses(Processes):
    """Processes that outlive the work of one test: starting them takes longer than all that they do."""

    def close(self) -> None:
        """They are ended when the tests are."""


@pytest.fixture(scope="session")
def processes() -> Iterator[Processes]:
    lasting = LastingProcesses()
    yield lasting
    Processes.close(lasting)


@pytest.fixture
def work(qtbot: QtBot, workspace: Workspace, processes: Processes) -> Iterator[Work]:
    work = Work(lambda: Opened(workspace))
    work._processes = processes
    work.start()
    yield work
    work.close()


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer("吉林省检察院")


@pytest.fixture
def open_dialog(qtbot: QtBot, work: Work, customer_id: str) -> Iterator[OpenDialog]:
    """Opens the dialog; for devices of the one customer unless told otherwise."""

    def opened(**given: Any) -> ImportDialog:
        dialog = ImportDialog(work, WallClock(FakeClock(), "UTC"), None, **{"customer_id": customer_id, **given})
        dialogs.append(dialog)
        with qtbot.waitExposed(dialog):
            dialog.open()
        qtbot.waitUntil(lambda: dialog.source.customer_choice.count() > 1)
        return dialog

    dialogs: list[ImportDialog] = []
    yield opened
    for dialog in filter(Shiboken.isValid, dialogs):
        dialog.close()
