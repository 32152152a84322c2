"""A first survey: from device to device one scan is enough, and nothing that was scanned is lost."""

from __future__ import annotations

from pathlib import Path

import PIL.Image
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.assets.blank_labels import ReserveLabels
from app.assets.label_commands import RecordLabels
from app.assets.rules import LabelEventKind
from app.assets.tables import Asset, BlankLabel, LabelEvent
from app.files.tables import Attachment
from app.foundation.errors import Rejection
from tests.ui.hands import press, type_latin
from tests.ui.pages.showing import rows_of
from tests.workspaces import Workspace
from ui.pages.assets.reading import read_choices
from ui.pages.labels.at_once import LabelsAtOnce
from ui.pages.labels.making import BlankCodes
from ui.pages.survey.blank_form import BlankForm
from ui.pages.survey.dialog import FormWanted, SurveyDialog
from ui.pages.wall_clock import WallClock
from ui.work.work import Work


class Customer:
    """Whose devices are looked through."""

    def __init__(self, workspace: Workspace) -> None:
        self.id = workspace.add_customer("第一人民医院")
        self.site = workspace.add_site(self.id, "门诊大楼")
        self.department = workspace.add_department(self.id, "KJC", "科技处")


@pytest.fixture
def customer(workspace: Workspace) -> Customer:
    return Customer(workspace)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def survey(
    qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace, customer: Customer, window: QWidget
) -> SurveyDialog:
    with workspace.store.read() as reader:
        choices = read_choices(reader)
    dialog = SurveyDialog(work, wall, choices, window, no_printing)
    dialog.open()
    for field, value in ((dialog.stays.site, customer.site), (dialog.stays.department, customer.department)):
        field.set_value(value)
    dialog.stays.type.set_value("COM")
    return dialog


def no_printing(_parent: QObject) -> LabelsAtOnce:
    raise AssertionError("nobody wants a label at once")


def enter(dialog: SurveyDialog, *texts: str) -> int:
    """Type as a scanner or a person does; how many keys a person would press without a scanner."""
    for text in texts:
        type_latin(dialog.field, text)
        press(dialog.field, Qt.Key.Key_Return)
    return sum(len(text) + 1 for text in texts)


def registered(workspace: Workspace) -> list[tuple[str, str, str]]:
    assets = sorted(workspace.all(Asset), key=lambda asset: asset.code)
    return [(asset.code, asset.serial_number, asset.place) for asset in assets]


def test_a_hundred_devices_in_ten_rooms_take_a_scan_each_and_a_room_a_few_keys(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, customer: Customer
) -> None:
    by_hand = 0
    for room in range(301, 311):
        press(survey, Qt.Key.Key_F2)
        type_latin(survey.stays.place, str(room))
        press(survey.stays.place, Qt.Key.Key_Return)
        assert survey.field.hasFocus() or survey.focusWidget() is survey.field
        by_hand += 1 + len(str(room)) + 1
        enter(survey, *(f"PF{room}{number:03d}" for number in range(10)))  # with a scanner: no key at all
    qtbot.waitUntil(lambda: len(survey.latest.rows.row_ids) == 50 and len(workspace.all(Asset)) == 100)
    assert by_hand == 50
    assert registered(workspace)[99] == ("KJC-COM-0100", "PF310009", "310")
    assert {asset.site_id for asset in workspace.all(Asset)} == {customer.site}
    qtbot.waitUntil(lambda: rows_of(survey.standing.rooms.rows)[-1:] == [["310", "10"]])
    assert survey.code.text() == "KJC-COM-0100"


def test_a_label_that_was_scanned_before_is_the_devices(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, customer: Customer
) -> None:
    workspace.run(ReserveLabels(customer_id=customer.id, type_code="PRN", count=2))
    enter(survey, "GEN-PRN-0001")
    qtbot.waitUntil(lambda: "GEN-PRN-0001" in survey.carried.text())
    survey.says.dismiss()
    assert survey.carried.text() == ""
    enter(survey, "GEN-PRN-0002", "S/N: PF2ABCDE")
    qtbot.waitUntil(lambda: survey.code.text() == "GEN-PRN-0002")
    [printer] = workspace.all(Asset)
    assert (printer.type_code, printer.serial_number, printer.department_id) == ("PRN", "PF2ABCDE", None)
    qtbot.waitUntil(lambda: survey.standing.waiting_codes == ("GEN-PRN-0001",))
    workspace.run(RecordLabels(customer_id=customer.id, asset_ids=(printer.id,), kind=LabelEventKind.PRINTED))
    enter(survey, "GEN-PRN-0002")
    qtbot.waitUntil(lambda: survey.says.accessibleName() == "GEN-PRN-0002 sticks on its device.")
    qtbot.waitUntil(lambda: {each.kind for each in workspace.all(LabelEvent)} == set(LabelEventKind))
    enter(survey, "PF2ABCDE")
    qtbot.waitUntil(lambda: "in the register already" in survey.says.accessibleName())
    assert len(workspace.all(Asset)) == 1


def test_what_is_wrong_is_said_and_presses_nothing(qtbot: QtBot, survey: SurveyDialog, workspace: Workspace) -> None:
    survey.stays.type.set_value("")
    enter(survey, "PF2ABCDE")
    assert (survey.says.accessibleName(), survey.field.value()) == ("Choose the type of device.", "PF2ABCDE")
    survey.field.clear()
    survey.stays.type.set_value("COM")
    enter(survey, "4006381333931")
    qtbot.waitUntil(lambda: "number of an article" in survey.says.accessibleName())
    assert not any(button.autoDefault() or button.isDefault() for button in survey.findChildren(QPushButton))
    assert workspace.all(Asset) == []
    press(survey, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: registered(workspace) == [("KJC-COM-0001", "", "")])


def test_the_survey_goes_on_where_it_was_left(
    qtbot: QtBot, survey: SurveyDialog, work: Work, wall: WallClock, workspace: Workspace, window: QWidget
) -> None:
    survey.stays.place.set_value("305")
    survey.close()
    with workspace.store.read() as reader:
        choices = read_choices(reader)
    again = SurveyDialog(work, wall, choices, window, no_printing)
    again.open()
    qtbot.waitUntil(lambda: again.stays.place.value() == "305")
    assert (again.stays.type.value(), again.stays.site.currentText()) == ("COM", "门诊大楼")
    again.close()


def test_blank_labels_are_reserved_and_handed_to_the_printer_and_the_form(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, customer: Customer
) -> None:
    wanted: list[object] = []
    survey.labels_requested.connect(wanted.append)
    survey.form_requested.connect(wanted.append)
    survey.blank_button.click()
    form = survey.findChild(BlankForm)
    assert form is not None
    form.count.set_value("501")
    form.submit()
    assert workspace.all(BlankLabel) == []
    form.count.set_value("2")
    form.submit()
    codes = ("KJC-COM-0001", "KJC-COM-0002")
    qtbot.waitUntil(lambda: wanted == [BlankCodes(customer.id, codes)])
    qtbot.waitUntil(lambda: survey.standing.waiting_codes == codes)
    survey.form_button.click()
    [_labels, paper] = wanted
    assert isinstance(paper, FormWanted)
    assert (paper.customer, paper.site, paper.codes) == ("第一人民医院", "门诊大楼", codes)


def test_the_last_device_is_taken_back_and_one_that_is_spoken_of_is_not(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, customer: Customer
) -> None:
    press(survey, Qt.Key.Key_F8)
    enter(survey, "PF2ABCDE", "PF2ABCDF")
    qtbot.waitUntil(lambda: survey.code.text() == "KJC-COM-0002")
    press(survey, Qt.Key.Key_F8, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: survey.says.accessibleName() == "KJC-COM-0002 is out of the register again.")
    assert survey.code.text() == "KJC-COM-0001"
    [left] = workspace.all(Asset)
    workspace.run(RecordLabels(customer_id=customer.id, asset_ids=(left.id,), kind=LabelEventKind.PRINTED))
    press(survey, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "stays in the register" in survey.says.accessibleName())
    assert [asset.serial_number for asset in workspace.all(Asset)] == ["PF2ABCDE"]


def test_a_photo_is_kept_with_the_device_that_was_registered_last(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, tmp_path: Path
) -> None:
    enter(survey, "PF2ABCDE")
    qtbot.waitUntil(survey.photo.isEnabled)
    [device] = workspace.all(Asset)
    PIL.Image.new("RGB", (40, 30)).save(tmp_path / "front.jpg")
    survey.photo.attach([str(tmp_path / "front.jpg")], (device.customer_id, "assets", device.id))
    qtbot.waitUntil(lambda: survey.says.accessibleName() == "The photo was added.", timeout=20_000)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    survey.photo.attach([str(tmp_path / "broken.jpg")], (device.customer_id, "assets", device.id))
    qtbot.waitUntil(lambda: "broken.jpg" in survey.says.accessibleName(), timeout=20_000)
    assert [photo.about_id for photo in workspace.all(Attachment)] == [device.id]


def test_what_was_scanned_just_before_the_survey_is_closed_is_registered(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace
) -> None:
    enter(survey, *(f"PF2ABCD{number}" for number in range(5)))
    survey.close()
    qtbot.waitUntil(lambda: len(workspace.all(Asset)) == 5)


def test_the_walk_goes_on_where_a_device_cannot_be_read_again(
    qtbot: QtBot, survey: SurveyDialog, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_asset_id: str, _reader: object) -> Asset:
        raise Rejection("record_unknown", table="assets", id="x")

    monkeypatch.setattr("ui.pages.survey.walk._asset", gone)
    enter(survey, "PF2ABCDE", "PF2ABCDF")
    qtbot.waitUntil(lambda: len(workspace.all(Asset)) == 2)
