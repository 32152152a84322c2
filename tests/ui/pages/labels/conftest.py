"""The dialog that prints labels, over a workspace with three devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.assets.filters import AssetFilter
from app.foundation.settings import LabelChoices
from tests.ui.opened import empty_workspace, workspace
from tests.ui.pages.imports.conftest import processes, work
from tests.workspaces import Workspace
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage
from ui.work.work import Work

__all__ = ["empty_workspace", "processes", "work", "workspace"]

OpenDialog = Callable[..., LabelDialog]


@pytest.fixture
def devices(workspace: Workspace) -> list[str]:
    """The ids of the devices KJC-COM-0001, -0002, -0003."""
    customer = workspace.add_customer("第一人民医院")
    department = workspace.add_department(customer, "KJC", "科技处")
    return [workspace.add_asset(customer, "COM", "台式机", department_id=department) for _number in range(3)]


@pytest.fixture
def open_dialog(qtbot: QtBot, work: Work, devices: list[str]) -> Iterator[OpenDialog]:
    opened: list[LabelDialog] = []

    def open_it(choices: LabelChoices | None = None, asset_id: str = "") -> LabelDialog:
        dialog = LabelDialog(work, None, AssetFilter(), choices or LabelChoices(), asset_id=asset_id)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.making.stage is Stage.READY and dialog.making.labels is not None)
        opened.append(dialog)
        return dialog

    yield open_it
    for dialog in filter(Shiboken.isValid, opened):
        dialog.close()
