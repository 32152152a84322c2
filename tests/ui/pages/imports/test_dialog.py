"""Importing as a person does it: drop a file, look at the judgement, put it right, import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.assets.commands import RegisterAsset
from app.assets.tables import Asset
from app.directory.tables import Customer, Import
from app.foundation.ids import new_id
from app.foundation.sheets.dates import DateOrder
from tests.app.foundation.sheets.writing import separated
from tests.ui.conftest import Speak
from tests.ui.hands import click, press
from tests.ui.pages.imports.conftest import OpenDialog
from tests.workspaces import Workspace
from ui.pages.imports.dialog import ImportDialog
from ui.pages.imports.importing import Stage
from ui.pages.imports.made_dialog import MadeImportsDialog
from ui.theme.theme import theme
from ui.widgets.fields import ChoiceField

REGISTER = [
    ["资产编号", "资产名称", "设备类型", "使用部门", "购置日期"],
    ["ＫＪＣ－ＣＯＭ－００４２", "前台电脑", "台式机", "科技处", "2023-03-05"],
    ["ICC-8", "扫描仪", "扫描仪", "财务处", "2024-05-06"],
    ["icc-8", "扫描仪二号", "扫描仪", "财务处", "2024-05-06"],
    ["ICC-9", "打印机", "打印机", "财务处", "去年"],
]
FileWith = Callable[[str, bytes], Path]


@pytest.fixture
def register(file_with: FileWith) -> Path:
    return file_with("清册.csv", separated(REGISTER).encode("gb18030"))


def drop(widget: QWidget, *paths: Path) -> bool:
    """Drag files onto `widget` and let them go; answers whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), action, data, button, no_key)
    entering.ignore()
    QApplication.sendEvent(widget, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), action, data, button, no_key))
    return True


def pick(choice: ChoiceField, value: str) -> None:
    """Go through the choices by the arrow keys until `value` is chosen."""
    press(choice, Qt.Key.Key_Home)
    for _step in range(choice.count()):
        if choice.value() == value:
            return
        press(choice, Qt.Key.Key_Down)
    raise AssertionError(f"{value} is not offered")


def wait_for(qtbot: QtBot, dialog: ImportDialog, stage: Stage) -> None:
    qtbot.waitUntil(lambda: dialog.importing.stage is stage, timeout=30_000)


def judged(qtbot: QtBot, dialog: ImportDialog, path: Path) -> ImportDialog:
    """Drop a file and wait for its judgement."""
    assert drop(dialog, path)
    wait_for(qtbot, dialog, Stage.JUDGED)
    return dialog


def chooser_of(dialog: ImportDialog) -> QFileDialog:
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    return chooser


def rows(dialog: ImportDialog) -> list[list[str]]:
    """What the list shows."""
    model = dialog.preview.rows.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def column_choices(dialog: ImportDialog, column: str) -> list[ChoiceField]:
    """The choices beside a column of the file: what it holds, and how it is written."""
    choices = dialog.file.columns.findChildren(ChoiceField)
    return [choice for choice in choices if f"“{column}”" in choice.accessibleName() and choice.isVisibleTo(dialog)]


def test_a_dropped_file_is_read_understood_and_judged(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, workspace: Workspace
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    assert rows(dialog) == [
        ["2", "New here", "KJC-COM-0042", "前台电脑", "COM", "科技处", "“资产编号” is read as “KJC-COM-0042”."],
        ["3", "New here", "DEP-SCN-… ICC-8", "扫描仪", "SCN", "财务处", ""],
        [
            *("4", "Refused", "ICC-8", "扫描仪二号", "SCN", "财务处"),
            "“ICC-8” in “资产编号” stands in line 3 already. Give each its own.",
        ],
        [
            *("5", "Refused", "ICC-9", "打印机", "PRN", "财务处"),
            "“去年” in “购置日期” is not a date. Write it as 2026-11-22.",
        ],
    ]
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"清册.csv", "CSV · GB18030 · separated by commas"} <= texts
    assert "New departments (2): 科技处 (KJC), 财务处 (DEP)" in texts
    assert dialog.footer.import_button.text() == "Import 2 rows"
    assert workspace.all(Asset) == []


def test_the_new_rows_are_imported_and_then_known(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, workspace: Workspace
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    with qtbot.waitSignal(dialog.importing.imported):
        click(dialog.footer.import_button)
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert {asset.code for asset in workspace.all(Asset)} == {"KJC-COM-0042", "DEP-SCN-0001"}
    assert dialog.banner.accessibleName() == "2 rows were imported."
    assert [row[1:3] for row in rows(dialog)][:2] == [
        ["Already here", "KJC-COM-0042"],
        ["Already here", "DEP-SCN-0001 ICC-8"],
    ]
    assert not dialog.footer.import_button.isEnabled()
    assert dialog.footer.close_button.text() == "Close"


def test_a_file_may_be_chosen_instead_of_dropped(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = open_dialog()
    click(dialog.beginning.action)
    chooser = chooser_of(dialog)
    chooser.selectFile(str(register))
    chooser.accept()
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert len(rows(dialog)) == 4


def test_a_file_that_was_dropped_on_the_window_comes_with_the_dialog(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path
) -> None:
    dialog = open_dialog(file=str(register))
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert len(rows(dialog)) == 4


def test_only_one_file_can_be_dropped(open_dialog: OpenDialog, register: Path) -> None:
    dialog = open_dialog()
    assert not drop(dialog, register, register)
    assert not drop(dialog)
    assert dialog.importing.stage is Stage.NO_FILE


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file bad.csv is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "The file bad.csv is not a table."),
        (b"Kunde\nK\xf8\xf8\xf8nhavn\n", "The characters in line 2 of bad.csv cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_a_sentence_and_another_may_be_dropped(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith, register: Path, data: bytes, sentence: str
) -> None:
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.importing.failed, timeout=30_000):
        drop(dialog, file_with("bad.csv", data))
    assert sentence in dialog.banner.accessibleName()
    judged(qtbot, dialog, register)
    assert dialog.banner.isHidden()


def test_a_missing_column_is_named_and_can_be_chosen(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith
) -> None:
    dialog = open_dialog(kind="customers")
    drop(dialog, file_with("customers.csv", b"Kunde,Ansatte\nNAV,1940\nKORO,23\n"))
    wait_for(qtbot, dialog, Stage.MISJUDGED)
    assert "These columns are needed and were not found: Customer." in dialog.banner.accessibleName()
    assert not dialog.footer.import_button.isEnabled()
    pick(column_choices(dialog, "Kunde")[0], "name")
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert dialog.banner.isHidden()
    assert [row[1:3] for row in rows(dialog)] == [["New here", "NAV"], ["New here", "KORO"]]


def test_a_field_that_another_column_is_chosen_for_leaves_the_first(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith
) -> None:
    dialog = judged(qtbot, open_dialog(kind="customers"), file_with("c.csv", b"Name,Trading name\nNAV AS,NAV\n"))
    assert rows(dialog)[0][2] == "NAV AS"
    pick(column_choices(dialog, "Trading name")[0], "name")
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert rows(dialog)[0][2] == "NAV"
    assert column_choices(dialog, "Name")[0].currentText() == "Not imported"


def test_the_order_of_dates_is_chosen_where_the_file_does_not_tell(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith
) -> None:
    path = file_with("assets.csv", b"Name,Purchase date,Purchase cost\nPC,3/4/2026,1299.00\n")
    dialog = judged(qtbot, open_dialog(), path)
    assert "may mean two dates" in rows(dialog)[0][-1]
    _field, order = column_choices(dialog, "Purchase date")
    assert [order.itemText(place) for place in range(order.count())] == [
        "day or month first?",
        "day first",
        "month first",
    ]
    pick(order, "day_first")
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert rows(dialog)[0][1] == "New here"
    assert column_choices(dialog, "Purchase date")[1].currentText() == "day first"


def test_whose_the_rows_are_must_be_chosen(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, customer_id: str
) -> None:
    dialog = open_dialog(customer_id="")
    drop(dialog, register)
    wait_for(qtbot, dialog, Stage.NEEDS_CUSTOMER)
    assert dialog.footer.words == "Choose the customer to whom the rows belong."
    assert not dialog.footer.import_button.isEnabled()
    pick(dialog.source.customer_choice, customer_id)
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert dialog.footer.import_button.text() == "Import 2 rows"


def test_the_same_file_can_be_taken_for_another_kind_of_table(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith, workspace: Workspace
) -> None:
    dialog = judged(qtbot, open_dialog(), file_with("c.csv", b"Name,Staff\nNAV,1940\n"))
    pick(dialog.source.kind_choice, "customers")
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert not dialog.source.customer_choice.isVisible()
    assert not dialog.source.code_choice.isVisible()
    with qtbot.waitSignal(dialog.importing.imported):
        press(dialog.footer.import_button, Qt.Key.Key_Space)
    assert {customer.name for customer in workspace.all(Customer)} == {"吉林省检察院", "NAV"}


def test_codes_of_another_form_may_be_kept(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    pick(dialog.source.code_choice, "keep")
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert rows(dialog)[1][2] == "ICC-8"


def test_the_rows_of_one_verdict_can_be_looked_at_alone(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    dialog.preview.filters.choose("refused")
    assert [row[0] for row in rows(dialog)] == ["4", "5"]
    dialog.preview.filters.choose("already_here")
    assert rows(dialog) == []
    dialog.preview.filters.choose("all")
    assert len(rows(dialog)) == 4


def test_the_refused_rows_are_saved_beside_the_file(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    click(dialog.footer.save_button)
    chooser = chooser_of(dialog)
    assert Path(chooser.selectedFiles()[0]) == register.with_name("清册 refused.csv")
    with qtbot.waitSignal(dialog.importing.refused_written, timeout=30_000):
        chooser.accept()
    saved = register.with_name("清册 refused.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in saved] == ["资产编号", "icc-8", "ICC-9"]
    assert "2 rows were written to" in dialog.banner.accessibleName()


def test_what_came_in_between_stops_the_import_as_a_whole_and_is_shown(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, workspace: Workspace, customer_id: str
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    workspace.run(
        RegisterAsset(
            id=new_id(), customer_id=customer_id, type_code="COM", name="Another", existing_code="KJC-COM-0042"
        )
    )
    with qtbot.waitSignal(dialog.importing.failed):
        click(dialog.footer.import_button)
    assert "KJC-COM-0042" in dialog.banner.accessibleName()
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert [asset.name for asset in workspace.all(Asset)] == ["Another"]
    assert rows(dialog)[0][1] == "Refused"
    assert dialog.footer.import_button.text() == "Import 1 row"


def test_escape_closes_the_dialog_but_not_while_rows_are_imported(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    with qtbot.waitSignal(dialog.importing.imported):
        click(dialog.footer.import_button)
        press(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not dialog.footer.close_button.isEnabled()
    wait_for(qtbot, dialog, Stage.JUDGED)
    with qtbot.waitSignal(dialog.finished):
        press(dialog, Qt.Key.Key_Escape)


def test_the_dialog_follows_the_language(qtbot: QtBot, open_dialog: OpenDialog, register: Path, speak: Speak) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    speak("zh_CN")
    assert dialog.windowTitle() == "【Import a table】"
    assert dialog.footer.import_button.text() == "【Import 2 rows】"
    assert column_choices(dialog, "资产编号")[0].itemText(0) == "【Not imported】"
    assert dialog.source.code_choice.currentText() == "【Give our codes beside them】"
    header = dialog.preview.rows.model().headerData(0, Qt.Orientation.Horizontal)
    assert header == "【Line】"
    speak("en")
    assert dialog.footer.import_button.text() == "Import 2 rows"


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    widgets = [widget for widget in dialog.findChildren(QWidget) if widget.isVisibleTo(dialog)]
    reached = [widget for widget in widgets if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [widget for widget in reached if not widget.accessibleName()]
    assert nameless == []
    assert dialog.footer.import_button in reached
    assert dialog.preview.rows in reached
    assert len([widget for widget in reached if isinstance(widget, QComboBox)]) == 4 + len(REGISTER[0])


def test_the_list_keeps_the_rules_of_models(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = open_dialog()
    QAbstractItemModelTester(dialog.preview.rows.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, dialog)
    judged(qtbot, dialog, register)
    dialog.preview.filters.choose("refused")


def test_light_and_dark_both_show_the_judgement(qtbot: QtBot, open_dialog: OpenDialog, register: Path) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    light = dialog.grab().toImage()
    theme.apply(dark=True)
    dark = dialog.grab().toImage()
    assert light.size() == dark.size()
    assert light.pixelColor(5, 5).lightness() > 200
    assert dark.pixelColor(5, 5).lightness() < 60


def test_an_import_is_undone_from_where_it_was_made(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, workspace: Workspace
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    with qtbot.waitSignal(dialog.importing.imported):
        click(dialog.footer.import_button)
    wait_for(qtbot, dialog, Stage.JUDGED)
    dialog.banner.action_requested.emit(None)
    [shown] = dialog.findChildren(MadeImportsDialog)
    made = shown.part
    qtbot.waitUntil(made.undo_button.isEnabled)
    assert made.words.text().startswith("4 records would be taken back.")
    with qtbot.waitSignal(made.undone):
        click(made.undo_button)
    assert workspace.all(Asset) == []
    qtbot.waitUntil(lambda: "Nothing of this import is left" in made.words.text())
    qtbot.waitUntil(lambda: dialog.importing.stage is Stage.JUDGED and dialog.importing.wanted_count == 2)


def test_what_is_imported_until_it_is_stopped_stays_and_is_told(
    qtbot: QtBot, open_dialog: OpenDialog, register: Path, workspace: Workspace
) -> None:
    dialog = judged(qtbot, open_dialog(), register)
    with qtbot.waitSignal(dialog.importing.imported) as stopped:
        click(dialog.footer.import_button)
        click(dialog.footer.stop_button)
    assert stopped.args == [False]
    wait_for(qtbot, dialog, Stage.JUDGED)
    assert "Stopped after 50 % of 2 rows." in dialog.banner.accessibleName()
    assert workspace.all(Asset) == []
    assert len(workspace.all(Import)) == 1
    assert dialog.footer.import_button.text() == "Import 2 rows"


def test_what_was_chosen_is_offered_again_for_the_next_file_with_the_same_headings(
    qtbot: QtBot, open_dialog: OpenDialog, file_with: FileWith, customer_id: str
) -> None:
    table = [["Tag no.", "What", "Bought on"], ["ICC-1", "PC", "3/4/2026"]]
    dialog = judged_stage(qtbot, open_dialog(), file_with("a.csv", separated(table).encode()), Stage.MISJUDGED)
    dialog.importing.map_column(1, "name")
    wait_for(qtbot, dialog, Stage.JUDGED)
    dialog.importing.settle_form("purchased_on", DateOrder.DAY_FIRST)
    wait_for(qtbot, dialog, Stage.JUDGED)
    with qtbot.waitSignal(dialog.importing.imported):
        click(dialog.footer.import_button)
    table[1][0] = "ICC-2"
    second = open_dialog(customer_id="")
    judged_stage(qtbot, second, file_with("b.csv", separated(table).encode()), Stage.JUDGED)
    assert second.importing.is_remembered
    assert second.importing.choices.customer_id == customer_id
    assert second.importing.mapping.columns["name"] == 1
    assert second.importing.mapping.forms == {"purchased_on": DateOrder.DAY_FIRST}


def judged_stage(qtbot: QtBot, dialog: ImportDialog, path: Path, stage: Stage) -> ImportDialog:
    """Drop a file and wait for what becomes of it."""
    drop(dialog, path)
    wait_for(qtbot, dialog, stage)
    return dialog
