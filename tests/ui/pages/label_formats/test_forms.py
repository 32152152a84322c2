"""Designs and sheets made in the window: seen at once, told what is wrong, kept in versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.labels.commands import WriteLabelFormat
from app.labels.formats import medium_of
from app.labels.rules.designs import DESIGNS, Design, LabelField
from app.labels.rules.sheets import Sheet
from app.labels.tables import LabelFormat
from app.storage.facts import GRANTS, SERVER_URL, set_fact
from tests.app.labels.pictures import emblem
from tests.app.labels.test_own_designs import WHOLE
from tests.ui.hands import click, press
from tests.ui.opened import empty_workspace, workspace
from tests.ui.pages.imports.conftest import processes, work
from tests.workspaces import Workspace
from ui.pages.label_formats.design_form import DesignForm
from ui.pages.label_formats.dialog import FormatsDialog
from ui.pages.label_formats.facts_field import FactsField, Look
from ui.pages.label_formats.form import FormatForm
from ui.pages.label_formats.preview_pane import PreviewPane
from ui.pages.label_formats.sheet_form import SheetForm
from ui.work.work import Work

__all__ = ["empty_workspace", "processes", "work", "workspace"]

FormT = TypeVar("FormT", bound=FormatForm)
FIELD = LabelField
LONG_NAME = "信息化建设与管理中心 ThinkCentre " * 8


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, work: Work) -> Iterator[FormatsDialog]:
    """The list over a device with a long name and a design that somebody has made."""
    workspace.add_asset(workspace.add_customer("第一人民医院"), "COM", LONG_NAME)
    workspace.run(WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=WHOLE))
    opened = FormatsDialog(work, workspace.clock, None, chosen="Hotline")
    opened.open()
    qtbot.waitUntil(lambda: opened.part.chosen is not None)
    yield opened
    if Shiboken.isValid(opened):
        opened.close()


def seen(qtbot: QtBot, pane: PreviewPane) -> tuple[str, ...]:
    """What is said to be wrong once the preview is up to date."""
    qtbot.waitUntil(lambda: pane.preview is not None, timeout=20_000)
    assert pane.preview is not None
    return pane.preview.problems


def the_form(dialog: FormatsDialog, kind: type[FormT]) -> FormT:
    [form] = dialog.findChildren(kind)
    return form


def newest(workspace: Workspace) -> LabelFormat:
    return max(workspace.all(LabelFormat), key=lambda row: (row.made_at, row.number))


def test_what_we_ship_is_copied_changed_seen_and_kept(
    qtbot: QtBot, dialog: FormatsDialog, workspace: Workspace, tmp_path: Path
) -> None:
    dialog.part.formats.rows.choose("50x30")
    assert not dialog.part.change.isVisible()
    click(dialog.part.new)
    form = the_form(dialog, DesignForm)
    seen(qtbot, form.pane)
    picture = tmp_path / "logo.png"
    picture.write_bytes(emblem())
    form.name.set_value("Laptops")
    form.logo.take_file(str(picture))
    qtbot.waitUntil(lambda: bool(form.logo.logo), timeout=20_000)
    form.lines["hotline"].set_value("0431-8888 0000")
    form.label_size.show_figures(60, 40)
    assert seen(qtbot, form.pane) == ()
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(LabelFormat)) == 2)
    made = medium_of(newest(workspace))
    assert isinstance(made, Design)
    assert (made.name, made.version, made.width, made.height) == ("Laptops", 1, 60, 40)
    assert (made.heading, made.facts) == (DESIGNS[1].heading, DESIGNS[1].facts)
    assert made.logo
    qtbot.waitUntil(lambda: len(dialog.part.formats.rows.row_ids) == 2 + 9)


def test_what_is_wrong_is_said_at_once_and_nothing_impossible_is_kept(
    qtbot: QtBot, dialog: FormatsDialog, workspace: Workspace
) -> None:
    click(dialog.part.change)
    form = the_form(dialog, DesignForm)
    [refused] = seen(qtbot, form.pane)
    assert "would be refused: “信息化建设与管理中心" in refused
    form.widths.show_figures(9, 1.5)
    [impossible] = seen(qtbot, form.pane)
    assert "modules of 0.31 mm" in impossible
    click(form.submit_button)
    qtbot.waitUntil(form.banner.isVisible)
    assert len(workspace.all(LabelFormat)) == 1
    form.name.set_value("Hot@line")
    click(form.submit_button)
    assert "no @" in form._rows["name"].error
    form.close()
    assert len(workspace.all(LabelFormat)) == 1, "what is cancelled changes nothing"


def test_a_sheet_of_ones_own_is_made_from_another_one(
    qtbot: QtBot, dialog: FormatsDialog, workspace: Workspace
) -> None:
    dialog.part.formats.rows.choose("L7160")
    click(dialog.part.new)
    form = the_form(dialog, SheetForm)
    form.name.set_value("Letter")
    form.page.set_value("Letter")
    assert form.page_size.figures == (215.9, 279.4)
    [beyond] = seen(qtbot, form.pane)
    assert "beyond the edge of the page" in beyond
    form.counts.show_figures(3, 6)
    assert not [told for told in seen(qtbot, form.pane) if "beyond" in told]
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(LabelFormat)) == 2)
    made = medium_of(newest(workspace))
    assert isinstance(made, Sheet)
    assert (made.columns, made.rows, made.page_height, made.pitch_x) == (3, 6, 279.4, 66.04)


def test_who_may_not_design_labels_only_looks(qtbot: QtBot, workspace: Workspace, work: Work) -> None:
    workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "http://127.0.0.1:1"))
    workspace.store.write(lambda unit: set_fact(unit, GRANTS, '[{"role":"engineer","customer_id":null}]'))
    dialog = FormatsDialog(work, workspace.clock, None)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.part.chosen is not None)
    assert not dialog.part.new.isVisible()
    dialog.close()


def test_fields_are_ticked_moved_and_given_a_look_with_the_keyboard(qtbot: QtBot) -> None:
    field = FactsField()
    qtbot.addWidget(field)
    field.show_design(Design(name="x", width=50, height=30, heading=(FIELD.CUSTOMER,), facts=(FIELD.TYPE, FIELD.MODEL)))
    assert field.value() == "customer:heading type:plain model:plain"
    field.rows.setCurrentRow(1)
    press(field.rows, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    assert field.value() == "customer:heading model:plain type:plain"
    press(field.rows, Qt.Key.Key_Space)
    assert field.value() == "customer:heading model:plain"
    field.rows.setCurrentRow(1)
    field.look.set_value(Look.BOLD)
    field.look.activated.emit(field.look.currentIndex())
    with qtbot.waitSignal(field.edited):
        press(field.rows, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    assert field.value() == "model:bold customer:heading"
    kept = field.value()
    field.set_value("")
    field.set_value(kept)
    assert field.value() == kept, "a draft brings it back"
