"""Printing labels from the window: on sheets, on a printer, and again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.assets.tables import LabelEvent
from app.foundation.settings import Calibration, LabelChoices
from app.labels.languages import Language
from app.labels.rules.sheets import SHEETS
from tests.app.documents.reading import codes_on_pages
from tests.app.labels.fake_printer import NO_PAPER, SOUND, FakePrinter
from tests.ui.hands import click, press
from tests.ui.pages.labels.conftest import OpenDialog
from tests.workspaces import Workspace
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage
from ui.pages.labels.places_field import PlacesField

L7160 = SHEETS[0]


def choose(dialog: LabelDialog, medium: str) -> None:
    dialog.form.medium.set_value(medium)
    dialog.form.medium.activated.emit(dialog.form.medium.currentIndex())


def finish(qtbot: QtBot, dialog: LabelDialog) -> None:
    qtbot.waitUntil(lambda: dialog.making.stage is Stage.OVER, timeout=20_000)


def test_a_used_sheet_is_gone_on_with_and_its_places_are_remembered(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace
) -> None:
    dialog = open_dialog(LabelChoices(taken_places={"L7160": (0, 1)}))
    choose(dialog, "L7160")
    assert dialog.form.places.taken == {0, 1}
    dialog.form.places.toggle(2)
    qtbot.waitUntil(lambda: bool(dialog.making.picture), timeout=20_000)
    with (
        qtbot.waitSignal(dialog.paper_made, timeout=20_000) as made,
        qtbot.waitSignal(dialog.chosen, timeout=20_000) as kept,
    ):
        click(dialog.print_button)
    assert made.args is not None
    assert kept.args is not None
    assert sorted(codes_on_pages(Path(made.args[0]), 203)[0]) == [f"KJC-COM-000{number}" for number in (1, 2, 3)]
    assert (kept.args[0].medium, kept.args[0].taken_places) == ("L7160", {"L7160": (0, 1, 2, 3, 4, 5)})
    qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 3)


def test_a_printer_that_stops_is_told_and_the_rest_is_what_has_no_label(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace
) -> None:
    dialog, sound = open_dialog(), SOUND[Language.ZPL]
    answers = [sound, sound, NO_PAPER[Language.ZPL], sound]
    with FakePrinter(Language.ZPL, answers, 400).on() as printer:
        dialog.form.printer.set_value(printer.address)
        with qtbot.waitSignal(dialog.making.failed, timeout=20_000):
            click(dialog.print_button)
        assert "stopped after 1 labels: it is out of labels" in dialog.banner.accessibleName()
        qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 1)
        qtbot.waitUntil(lambda: dialog.making.labels is not None and len(dialog.making.labels.ready) == 2)
        assert not dialog.banner.isHidden()
        click(dialog.print_button)
        finish(qtbot, dialog)
    assert len(printer.printed) == 4
    qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 3)


def test_a_label_is_printed_again_for_a_reason_only(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, devices: list[str]
) -> None:
    dialog = open_dialog(asset_id=devices[0])
    click(dialog.print_button)
    finish(qtbot, dialog)
    qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 1)
    again = open_dialog(asset_id=devices[0])
    click(again.print_button)
    assert "Say why" in again.banner.accessibleName()
    again.form.reason.set_value("Torn")
    click(again.print_button)
    finish(qtbot, again)
    qtbot.waitUntil(lambda: [event.reason for event in workspace.all(LabelEvent)].count("Torn") == 1)


def test_a_printer_that_cannot_be_is_refused_before_anything_is_made(
    open_dialog: OpenDialog, workspace: Workspace
) -> None:
    dialog = open_dialog()
    dialog.form.printer.set_value("://")
    dialog.form.printer.address.set_value("10.0.0.7")
    click(dialog.print_button)
    assert "is no printer" in dialog.banner.accessibleName()
    assert dialog.making.stage is Stage.READY
    assert workspace.all(LabelEvent) == []


def test_the_corrections_of_a_printer_are_known_by_its_name(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    known = {"2nd floor": Calibration(1.5, -0.5, 1.01, 1.0)}
    dialog = open_dialog(LabelChoices(medium="L7160", calibrations=known))
    assert dialog.form.calibration.calibration == Calibration()
    dialog.form.sheet_printer.set_value("2nd floor")
    assert dialog.form.calibration.calibration.dx == 1.5
    dialog.form.calibration.rulers[1].setValue(99.0)
    with qtbot.waitSignal(dialog.paper_made, timeout=20_000) as page:
        click(dialog.form.calibration.page)
    assert page.args is not None
    assert Path(page.args[0]).name == "calibration.pdf"
    with qtbot.waitSignal(dialog.chosen, timeout=20_000) as kept:
        click(dialog.print_button)
    assert kept.args is not None
    assert kept.args[0].sheet_printer == "2nd floor"
    corrected = kept.args[0].calibrations["2nd floor"]
    assert (corrected.dx, corrected.dy, corrected.sy) == (1.5, -0.5, 100 / 99)
    assert corrected.sx == pytest.approx(1.01, abs=1e-3)


@pytest.fixture
def places(qtbot: QtBot) -> PlacesField:
    field = PlacesField()
    qtbot.addWidget(field)
    field.show_sheet(L7160, frozenset())
    field.resize(field.sizeHint())
    field.show()
    return field


def test_places_are_clicked_or_reached_by_keys(places: PlacesField) -> None:
    click(places, QPoint(places.width() // 2, places.height() // 2))
    assert places.taken == {10}
    assert places.accessibleDescription() == "1 place is used"
    press(places, Qt.Key.Key_Up)
    press(places, Qt.Key.Key_Left)
    press(places, Qt.Key.Key_Space, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert places.taken == {*range(7), 10}
    press(places, Qt.Key.Key_Space)
    assert 6 not in places.taken
