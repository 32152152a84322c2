"""Ticking labels off with a scanner."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset
from tests.ui.hands import press, type_latin
from tests.workspaces import Workspace
from ui.pages.labels.sticking_dialog import StickingDialog
from ui.work.work import Work


def has_come_to(dialog: StickingDialog, said: str, left: str) -> bool:
    return dialog.said.accessibleName().startswith(said) and dialog.left.count.text() == left


def test_labels_are_scanned_one_after_the_other(
    qtbot: QtBot, work: Work, workspace: Workspace, devices: list[str]
) -> None:
    customer = workspace.get(Asset, devices[0]).customer_id
    workspace.run(RecordLabels(customer_id=customer, asset_ids=tuple(devices[:2]), kind=LabelEventKind.PRINTED))
    dialog = StickingDialog(work, None)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.left.count.text() == "2 labels left")
    for code, said, left in (
        ("KJC-COM-0001", "KJC-COM-0001 sticks on its device.", "1 label left"),
        ("KJC-COM-0001", "KJC-COM-0001 was ticked off before.", "1 label left"),
        ("NOBODY", "No device is known as NOBODY.", "1 label left"),
        ("KJC-COM-0002", "KJC-COM-0002 sticks on its device.", "0 labels left"),
    ):
        type_latin(dialog.field, code)
        press(dialog.field, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(has_come_to, dialog, said, left))
        assert dialog.field.value() == ""
    dialog.close()
