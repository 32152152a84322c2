"""The checklists that work begins with: taken, written, and changed without losing any language."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.checklists.presets import preset_checklists
from app.checklists.tables import ChecklistVersion
from app.foundation.translation import set_language
from tests.ui.hands import click
from tests.ui.pages.showing import Show, dialog_over, texts_of
from tests.workspaces import Workspace
from ui.pages.checklists.form import ChecklistForm, said
from ui.pages.checklists.part import ChecklistsPart
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


@pytest.fixture
def part(qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, show: Show[ChecklistsPart]) -> ChecklistsPart:
    part = show(ChecklistsPart(work, wall))
    qtbot.waitUntil(part.new.isVisible)
    return part


def test_the_shipped_lists_are_taken_and_one_is_changed_in_chinese(
    qtbot: QtBot, part: ChecklistsPart, workspace: Workspace
) -> None:
    click(part.take_presets)
    qtbot.waitUntil(lambda: len(part.checklists.rows.row_ids) == len(list(preset_checklists())))
    assert not part.take_presets.isVisible()
    (printers,) = (one for one in preset_checklists() if "PRN" in one.type_codes)
    part.checklists.rows.choose(printers.template_id)
    assert "Paper feed cleaned · Required" in texts_of(part.detail)
    set_language("zh_CN")
    click(part.detail.edit)
    form = dialog_over(part, ChecklistForm)
    form.items.set_value(form.items.value().replace("* 外壳已清洁", "外壳已擦拭") + "\n室温 [℃ 18..]")
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(workspace.all(ChecklistVersion, template_id=printers.template_id)) == 2)
    newest = max(workspace.all(ChecklistVersion, template_id=printers.template_id), key=lambda one: one.number)
    assert newest.name == printers.name
    kept = printers.items.replace("* Case cleaned", "外壳已擦拭")
    assert newest.items == f"{kept}\n室温 [℃ 18..]"


def test_a_new_list_says_what_cannot_be_read(qtbot: QtBot, part: ChecklistsPart, workspace: Workspace) -> None:
    click(part.new)
    form = dialog_over(part, ChecklistForm)
    form.name.set_value("Room")
    form.items.set_value("Room [about 10]")
    click(form.submit_button)
    assert "“Room [about 10]” cannot be read as a point of a checklist." in texts_of(form)
    form.items.set_value("Door\nDoor")
    form.kinds.set_value("inspection")
    click(form.submit_button)
    qtbot.waitUntil(lambda: [one.kinds for one in workspace.all(ChecklistVersion)] == [("inspection",)])


def test_other_texts_leave_stars_and_brackets_alone() -> None:
    assert said("* a [°C 1..]\n\nb", {"a": "甲", "c": "丙"}) == "* 甲 [°C 1..]\nb"
