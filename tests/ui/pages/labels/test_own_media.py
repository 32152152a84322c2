"""Printing on designs and sheets of one's own from the window."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset, LabelEvent
from app.foundation.settings import LabelChoices
from app.labels.commands import WriteLabelFormat
from app.labels.keeping import KeptJob, Progress
from app.labels.rules.sheets import SHEETS
from tests.app.labels.test_formats import OWN_SHEET
from tests.app.labels.test_own_designs import WHOLE
from tests.ui.hands import click
from tests.ui.pages.labels.conftest import OpenDialog
from tests.workspaces import Workspace
from ui.pages.label_formats.dialog import FormatsDialog
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage


def choose(dialog: LabelDialog, medium: str) -> None:
    dialog.form.medium.set_value(medium)
    dialog.form.medium.activated.emit(dialog.form.medium.currentIndex())


def test_a_sheet_of_ones_own_remembers_its_places_and_takes_ones_own_design(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace
) -> None:
    workspace.run(
        WriteLabelFormat(id="s1", format_id="s", name="Two by eight", sheet=OWN_SHEET),
        WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=WHOLE),
    )
    dialog = open_dialog(
        LabelChoices(medium="Two by eight", taken_places={"Two by eight": (0, 1)}, sheet_design="Hotline")
    )
    assert dialog.form.places.taken == {0, 1}
    job = dialog.form.job(())
    assert job.medium == "Two by eight@1 Hotline@1"
    with qtbot.waitSignal(dialog.chosen, timeout=20_000) as kept:
        click(dialog.print_button)
    assert kept.args is not None
    assert kept.args[0].taken_places == {"Two by eight": (0, 1, 2, 3, 4)}
    assert (kept.args[0].medium, kept.args[0].sheet_design) == ("Two by eight", "Hotline")
    qtbot.waitUntil(lambda: {event.medium for event in workspace.all(LabelEvent)} == {job.medium})


def test_what_was_printed_before_can_be_printed_as_it_was(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, devices: list[str]
) -> None:
    customer_id = workspace.all(Asset)[0].customer_id
    workspace.run(
        WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=WHOLE),
        RecordLabels(
            customer_id=customer_id, asset_ids=(devices[0],), kind=LabelEventKind.PRINTED, medium="L7160 Hotline@1"
        ),
        WriteLabelFormat(id="d2", format_id="d", name="Hotline", design=replace(WHOLE, bordered=False), seen_number=1),
    )
    dialog = open_dialog(LabelChoices(medium="Hotline"), asset_id=devices[0])
    medium = dialog.form.medium
    offered = [medium.itemText(row) for row in range(medium.count())]
    assert offered[-2:] == ["Hotline", "Hotline, version 1, as it was printed before"]
    assert dialog.form.job(()).medium == "Hotline@2"
    choose(dialog, "Hotline@1")
    assert dialog.form.job(()).design == replace(WHOLE, code="Hotline", name="Hotline", version=1)
    qtbot.waitUntil(lambda: bool(dialog.making.picture), timeout=20_000)


def test_a_job_that_stopped_goes_on_on_its_own_printer_in_the_version_that_it_began_with(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, devices: list[str]
) -> None:
    stopped = KeptJob(
        asset_ids=tuple(devices),
        medium="Hotline@1",
        printer="zpl://10.0.0.7",
        copies=1,
        reason="",
        begun_at=workspace.clock.now(),
        progress=Progress(out=1, written=1),
    )
    workspace.store.write(stopped.keep)
    workspace.run(
        WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=WHOLE),
        WriteLabelFormat(id="d2", format_id="d", name="Hotline", design=replace(WHOLE, bordered=False), seen_number=1),
    )
    dialog = open_dialog(LabelChoices(printer="zpl://10.0.0.8"))
    qtbot.waitUntil(lambda: bool(dialog.making.picture), timeout=20_000)
    assert dialog.form.job(()).medium == "Hotline@1"
    assert dialog.form.printer.value() == "zpl://10.0.0.7"


def test_what_is_made_meanwhile_is_offered_at_once(qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace) -> None:
    dialog = open_dialog()
    click(dialog.form.formats)
    formats = dialog.findChild(FormatsDialog)
    assert isinstance(formats, FormatsDialog)
    qtbot.waitUntil(lambda: formats.part.chosen is not None)
    assert formats.part.chosen is not None
    assert formats.part.chosen.id == "50x30"
    formats.close()
    dialog._work.run_command(WriteLabelFormat(id="d1", format_id="d", name="Hotline", design=WHOLE))
    qtbot.waitUntil(lambda: bool(dialog.form.medium.own_designs) and dialog.making.stage is Stage.READY)
    assert dialog.form.medium.value() == "50x30"
    choose(dialog, "L7160")
    assert dialog.form._rows["design"].isVisible()
    assert dialog.form.sheet == SHEETS[0]
