"""A survey from the window: devices, labels before and after, the form to write on, and the camera's place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.foundation.files import file_name
from app.foundation.home import Home
from tests.ui.hands import click, press, type_latin
from tests.ui.session.conftest import SitDown
from tests.ui.session.desk import Viewer
from ui.pages.assets.page import AssetsPage
from ui.pages.labels.dialog import LabelDialog
from ui.pages.labels.making import Stage
from ui.pages.scanning.camera_dialog import CameraDialog
from ui.pages.survey.dialog import SurveyDialog


def test_a_walk_with_labels_and_paper(sit_down: SitDown, sample_home: Home, viewer: Viewer) -> None:
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.visit("assets")
    desk.choose_in_menu("Survey…")
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), SurveyDialog))
    survey = desk.page(SurveyDialog)
    customer = survey.stays._choices.customers[0]
    survey.stays.customer.set_value(customer[0])
    survey.stays.type.set_value("UPS")
    desk.until(survey.isActiveWindow)
    type_latin(survey.field, "PF2ABCDE")
    press(survey.field, Qt.Key.Key_Return)
    desk.until(lambda: "-UPS-" in survey.code.text())
    click(survey.labels_button)
    desk.until(lambda: isinstance(QApplication.activeModalWidget(), LabelDialog))
    dialog = desk.page(LabelDialog)
    desk.until(lambda: dialog.making.stage is Stage.READY and dialog.making.labels is not None)
    dialog.reject()
    desk.until(lambda: QApplication.activeModalWidget() is survey)
    click(survey.form_button)
    desk.until(lambda: bool(viewer.shown))
    [paper] = viewer.shown
    assert paper.name == file_name(f"survey-{customer[1]}", "pdf")
    survey.reject()


def test_what_the_camera_reads_is_done_with_as_what_a_scanner_types(
    sit_down: SitDown, sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_parent: QObject) -> None:
        raise ImportError

    monkeypatch.setattr(CameraDialog.__init__, "__kwdefaults__", {"lasting": False, "make_source": missing})
    desk = sit_down(sample_home)
    desk.until_at_work()
    desk.visit("attendance")
    desk.look_for("Scan with the camera")
    desk.choose()
    desk.until(lambda: "cannot be loaded here" in desk.said)
    dialog = desk.page(CameraDialog)
    type_latin(dialog.field, "cgs prn 0809")
    press(dialog.field, Qt.Key.Key_Return)
    shown = "CGS-PRN-0809"
    desk.until(lambda: desk.window.current_page == "assets" and shown in desk.page(AssetsPage).detail.code.text())
