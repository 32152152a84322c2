"""Labels that are printed one by one while devices are registered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.assets.tables import LabelEvent
from app.foundation.errors import Rejection
from app.foundation.settings import LabelChoices
from app.labels.checking import codes_in
from app.labels.languages import Language
from tests.app.labels.fake_printer import NO_PAPER, SOUND, FakePrinter
from tests.fakes import FakeClock
from tests.workspaces import Workspace
from ui.pages.labels.at_once import LabelsAtOnce
from ui.pages.survey.at_once_field import AtOnceField
from ui.pages.wall_clock import WallClock
from ui.work.work import Work

WIDTH = 400
"""Of a roll of 50 mm, in dots."""


@pytest.fixture
def open_field(qtbot: QtBot, work: Work, tmp_path: Path) -> Callable[[LabelChoices], AtOnceField]:
    def opened(choices: LabelChoices) -> AtOnceField:
        def make(parent: QObject) -> LabelsAtOnce:
            return LabelsAtOnce(work, WallClock(FakeClock()), choices, tmp_path, parent)

        field = AtOnceField(make)
        qtbot.addWidget(field)
        return field

    return opened


def test_each_label_is_printed_in_its_turn_and_written_down(
    qtbot: QtBot, open_field: Callable[[LabelChoices], AtOnceField], workspace: Workspace, devices: list[str]
) -> None:
    printer = FakePrinter(Language.ZPL, [SOUND[Language.ZPL]], WIDTH)
    with printer.on():
        field = open_field(LabelChoices(medium="50x30", printer=printer.address))
        field.print_label(devices[0])
        field.setChecked(True)
        for device in ("taken out again", *devices[1:]):
            field.print_label(device)
        qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 2, timeout=20_000)
    codes = [code for dots in printer.printed for code in codes_in(dots.image().convert("L"))]
    assert codes == ["KJC-COM-0002", "KJC-COM-0003"]


def test_where_nothing_can_be_printed_it_is_said_and_unticked(
    qtbot: QtBot, open_field: Callable[[LabelChoices], AtOnceField], workspace: Workspace, devices: list[str]
) -> None:
    told: list[Exception] = []
    for choices in (LabelChoices(), LabelChoices(medium="3490", printer="zpl://127.0.0.1")):
        field = open_field(choices)
        field.failed.connect(told.append)
        field.setChecked(True)
        assert not field.isChecked()
    assert [error.code for error in told if isinstance(error, Rejection)] == ["labels_at_once_nowhere"] * 2
    printer = FakePrinter(Language.ZPL, [NO_PAPER[Language.ZPL]], WIDTH)
    with printer.on():
        field = open_field(LabelChoices(medium="50x30", printer=printer.address))
        field.failed.connect(told.append)
        field.setChecked(True)
        field.print_label(devices[0])
        qtbot.waitUntil(lambda: len(told) == 3, timeout=20_000)
    assert not field.isChecked()
    assert workspace.all(LabelEvent) == []
