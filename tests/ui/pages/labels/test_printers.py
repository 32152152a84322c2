"""Labels on printers from the window: those of the computer, and label printers that stop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.assets.tables import LabelEvent
from app.foundation.errors import Trouble
from app.foundation.settings import Calibration, LabelChoices
from app.labels.checking import codes_in
from app.labels.keeping import KeptJob, Progress
from app.labels.languages import Language
from app.labels.rules.sheets import Margins
from app.storage.drafts import Draft
from tests.app.documents.reading import codes_on_pages
from tests.app.labels.fake_printer import BUSY, SOUND, FakePrinter
from tests.ui.hands import click
from tests.ui.pages.labels.conftest import Office, OpenDialog
from tests.workspaces import Workspace
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage

WIDE, NARROW = Margins(4.2, 4.2, 4.2, 4.2), Margins(1, 1, 1, 1)
ON_PRINTER = LabelChoices(medium="3490", printer_of_sheets="Office")


def finish(qtbot: QtBot, dialog: LabelDialog) -> None:
    qtbot.waitUntil(lambda: dialog.making.stage is Stage.OVER, timeout=20_000)


def names(dialog: LabelDialog) -> list[str]:
    return [dialog.form.printer.choice.itemText(index) for index in range(dialog.form.printer.choice.count())]


def test_sheets_go_to_a_printer_of_this_computer_with_its_own_corrections(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, office: Office, tmp_path: Path
) -> None:
    office.white = {"Office": NARROW, "Floor 2": NARROW}
    dialog = open_dialog(replace(ON_PRINTER, calibrations={"Office": Calibration(dx=1.5), "Floor 2": Calibration()}))
    qtbot.waitUntil(lambda: names(dialog) == ["A PDF file", "Office", "Floor 2"])
    assert dialog.form.printer.value() == "Office"
    assert dialog.form.calibration.calibration.dx == 1.5
    with qtbot.waitSignal(dialog.chosen, timeout=20_000) as kept:
        click(dialog.print_button)
    [(name, pdf)] = office.given
    (tmp_path / "given.pdf").write_bytes(pdf)
    assert name == "Office"
    assert sorted(codes_on_pages(tmp_path / "given.pdf", 203)[0]) == [f"KJC-COM-000{number}" for number in (1, 2, 3)]
    assert kept.args is not None
    assert kept.args[0].printer_of_sheets == "Office"
    qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 3)


def test_labels_that_a_printer_would_cut_are_named_before_anything_is_printed(
    qtbot: QtBot, open_dialog: OpenDialog, office: Office
) -> None:
    office.white = {"Office": WIDE}
    dialog = open_dialog(ON_PRINTER)
    qtbot.waitUntil(lambda: "leaves 4.2 / 4.2 / 4.2 / 4.2 mm white" in dialog.banner.accessibleName())
    assert "1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18, 19, 21, 22, 24" in dialog.banner.accessibleName()


def test_a_printer_that_is_gone_says_so_and_nothing_is_written_down(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, office: Office
) -> None:
    office.white = {"Office": NARROW}
    office.trouble = Trouble("printing_broke_off")
    dialog = open_dialog(ON_PRINTER)
    with qtbot.waitSignal(dialog.making.failed, timeout=20_000):
        click(dialog.print_button)
    assert "driver of the printer broke off" in dialog.banner.accessibleName()
    assert dialog.making.stage is Stage.READY
    assert workspace.all(LabelEvent) == []


def test_a_pdf_that_cannot_be_written_is_told_and_nothing_is_written_down(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "papers").write_bytes(b"a file where the folder should be")
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.making.failed, timeout=20_000):
        click(dialog.print_button)
    assert "could not be written" in dialog.banner.accessibleName()
    assert dialog.print_button.isEnabled()
    assert workspace.all(LabelEvent) == []


def test_a_job_is_stopped_at_once_and_its_rest_is_offered(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace
) -> None:
    sound, busy = SOUND[Language.ZPL], BUSY[Language.ZPL]
    dialog = open_dialog()
    with FakePrinter(Language.ZPL, [sound, sound, busy], 400).on() as printer:
        dialog.form.printer.set_value(printer.address)
        with qtbot.waitSignal(dialog.making.printed, timeout=20_000):
            click(dialog.print_button)
        click(dialog.close_button)
        assert dialog.making.stage is Stage.STOPPING
        qtbot.waitUntil(lambda: dialog.devices.value() == "rest", timeout=20_000)
        qtbot.waitUntil(lambda: dialog.making.labels is not None and len(dialog.making.labels.ready) == 2)
    assert "printing was given up" in dialog.banner.accessibleName()
    qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 1)
    assert dialog.first.currentText() == "KJC-COM-0002"


def test_a_job_that_was_killed_is_offered_again_and_what_is_out_is_written_down(
    qtbot: QtBot, open_dialog: OpenDialog, workspace: Workspace, devices: list[str]
) -> None:
    sound = SOUND[Language.ZPL]
    with FakePrinter(Language.ZPL, [sound], 400).on() as printer:
        begun_at = workspace.clock.now()
        killed = KeptJob(
            asset_ids=tuple(devices),
            medium="50x30",
            printer=printer.address,
            copies=2,
            reason="",
            begun_at=begun_at,
            progress=Progress(out=3),
        )
        workspace.store.write(killed.keep)
        dialog = open_dialog()
        qtbot.waitUntil(lambda: dialog.making.labels is not None and len(dialog.making.labels.ready) == 2)
        qtbot.waitUntil(lambda: bool(dialog.making.picture), timeout=20_000)
        assert not dialog.banner.isHidden()
        assert "Labels left of the job" in dialog.banner.accessibleName()
        assert "whether KJC-COM-0002 did is not known" in dialog.banner.accessibleName()
        qtbot.waitUntil(lambda: len(workspace.all(LabelEvent)) == 1)
        click(dialog.print_button)
        finish(qtbot, dialog)
    printed = [codes_in(label.image().convert("L"))[0] for label in printer.printed]
    assert printed == ["KJC-COM-0002", "KJC-COM-0003", "KJC-COM-0003"]
    qtbot.waitUntil(lambda: workspace.all(Draft) == [] and len(workspace.all(LabelEvent)) == 3)
