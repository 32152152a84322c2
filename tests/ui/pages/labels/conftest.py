"""The dialog that prints labels, over a workspace with three devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.assets.filters import AssetFilter
from app.foundation.errors import Trouble
from app.foundation.settings import LabelChoices
from app.labels.rules.sheets import Margins
from tests.fakes import FakeClock
from tests.ui.opened import empty_workspace, workspace
from tests.ui.pages.imports.conftest import processes, work
from tests.workspaces import Workspace
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage
from ui.pages.wall_clock import WallClock
from ui.printers import system
from ui.work.work import Work

__all__ = ["empty_workspace", "processes", "work", "workspace"]

OpenDialog = Callable[..., LabelDialog]


@pytest.fixture
def devices(workspace: Workspace) -> list[str]:
    """The ids of the devices KJC-COM-0001, -0002, -0003."""
    customer = workspace.add_customer("第一人民医院")
    department = workspace.add_department(customer, "KJC", "科技处")
    return [workspace.add_asset(customer, "COM", "台式机", department_id=department) for _number in range(3)]


@dataclass
class Office:
    """The printers of a computer: what they leave white, what they were given, and what is wrong with them."""

    white: dict[str, Margins] = field(default_factory=dict)
    given: list[tuple[str, bytes]] = field(default_factory=list)
    trouble: Trouble | None = None

    def names(self) -> list[str]:
        return list(self.white)

    def margins(self, name: str, width_mm: float, height_mm: float) -> Margins:
        return self.white[name]

    def hand_over(self, name: str, pdf: bytes, dots_per_mm: float, is_unwanted: object = None) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.given.append((name, pdf))


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office()
    for name in ("names", "margins", "hand_over"):
        monkeypatch.setattr(system, name, getattr(office, name))
    return office


@pytest.fixture
def open_dialog(qtbot: QtBot, work: Work, devices: list[str], tmp_path: Path) -> Iterator[OpenDialog]:
    opened: list[LabelDialog] = []
    wall_clock = WallClock(FakeClock())

    def open_it(choices: LabelChoices | None = None, asset_id: str = "") -> LabelDialog:
        given = (work, wall_clock, None, AssetFilter(), choices or LabelChoices())
        dialog = LabelDialog(*given, papers=tmp_path / "papers", asset_id=asset_id)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.making.stage is Stage.READY and dialog.making.labels is not None)
        opened.append(dialog)
        return dialog

    yield open_it
    for dialog in filter(Shiboken.isValid, opened):
        dialog.close()
