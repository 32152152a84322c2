from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.foundation.home import Home
from app.foundation.settings import Settings, write_settings
from app.storage.facts import SERVER_URL, set_fact
from tests.ui.conftest import Speak
from tests.ui.hands import click, press, type_latin
from tests.ui.pages.showing import Show, dialog_over, texts_of
from tests.workspaces import Workspace
from ui.pages.settings.licences import LicencesDialog
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.zone_field import zone_names
from ui.pages.wall_clock import WallClock, computer_zone
from ui.work.work import Work


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def page(work: Work, wall: WallClock, workspace: Workspace, home: Home) -> SettingsPage:
    return SettingsPage(work, wall, home, "9.8.7")


def type_over(page: SettingsPage, text: str) -> QLineEdit:
    """Type into the field of the zone, in place of what stands there."""
    line = page.zone.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    type_latin(line, text)
    return line


class TestAppearance:
    def test_what_was_chosen_before_stands(self, page: SettingsPage, show: Show[SettingsPage], home: Home) -> None:
        write_settings(home, Settings(language="en", theme="dark", time_zone="Europe/Oslo"))
        show(page)
        assert page.language.currentText() == "English"
        assert page.theme.currentText() == "Dark"
        assert page.zone.currentText() == "Europe/Oslo"

    def test_a_choice_is_told_at_once(self, qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage]) -> None:
        show(page)
        with qtbot.waitSignal(page.language_chosen) as language:
            press(page.language, Qt.Key.Key_Down)
        assert language.args == ["zh_CN"]
        with qtbot.waitSignal(page.theme_chosen) as theme:
            press(page.theme, Qt.Key.Key_Down)
        assert theme.args == ["light"]

    def test_a_zone_is_found_by_a_part_of_its_name(
        self, qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage]
    ) -> None:
        show(page)
        type_over(page, "shangh")
        completer = page.zone.completer()
        assert completer is not None
        found = completer.completionModel()
        assert [found.index(row, 0).data() for row in range(found.rowCount())] == ["Asia/Shanghai"]
        popup = completer.popup()
        assert popup is not None
        press(popup, Qt.Key.Key_Down)
        with qtbot.waitSignal(page.zone_chosen) as chosen:
            press(popup, Qt.Key.Key_Return)
        assert chosen.args == ["Asia/Shanghai"]

    def test_half_a_name_is_no_zone(self, qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage]) -> None:
        show(page)
        stood = page.zone.currentText()
        assert computer_zone() in stood
        with qtbot.assertNotEmitted(page.zone_chosen):
            press(type_over(page, "nowhere"), Qt.Key.Key_Return)
            page.theme.setFocus()
        assert page.zone.currentText() == stood

    def test_every_zone_that_is_offered_is_known_to_the_program(self) -> None:
        names = zone_names()
        assert {"Asia/Shanghai", "Europe/London", "Europe/Oslo", "UTC"} <= set(names)
        for name in names:
            assert ZoneInfo(name).key == name


class TestTheServer:
    def test_a_workspace_that_works_alone_can_be_connected(
        self, qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage]
    ) -> None:
        show(page)
        qtbot.waitUntil(lambda: "This workspace is on this computer only." in texts_of(page))
        assert "7KQ" in texts_of(page)
        with qtbot.waitSignal(page.sign_in_requested):
            click(page.sign_in)

    def test_it_is_said_which_server_as_whom_and_when_they_last_agreed(
        self, qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage], workspace: Workspace
    ) -> None:
        workspace.store.write(lambda unit: set_fact(unit, SERVER_URL, "https://paigong.example.org"))
        show(page)
        qtbot.waitUntil(lambda: "https://paigong.example.org" in texts_of(page))
        page.show_synced_at(workspace.clock.now() - timedelta(minutes=3))
        said = texts_of(page).splitlines()
        for name, value in (("Signed in as", "王芳"), ("Device code", "7KQ"), ("Last agreement", "07:57")):
            assert said[said.index(name) + 1] == value
        assert page.sign_in.accessibleName() == "Sign in again"


def test_it_is_said_plainly_where_the_data_and_its_key_lie(
    page: SettingsPage, show: Show[SettingsPage], home: Home
) -> None:
    said = texts_of(show(page))
    assert f"The workspace lies in {home.folder}." in said
    assert f"The key lies in a file that only you can read: {home.key_file}." in said


def test_version_and_licences_are_shown(page: SettingsPage, show: Show[SettingsPage]) -> None:
    assert "9.8.7" in texts_of(show(page))
    click(page.licences)
    dialog = dialog_over(page, LicencesDialog)
    text = dialog.text.toPlainText()
    assert "Lucide" in text
    assert "Apache License" in text
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_another_language_reaches_every_word(
    qtbot: QtBot, page: SettingsPage, show: Show[SettingsPage], speak: Speak
) -> None:
    show(page)
    qtbot.waitUntil(lambda: "7KQ" in texts_of(page))
    speak("zh_CN")
    said = texts_of(page)
    assert "【Device code】" in said
    assert "【Appearance】" in said
    assert page.theme.itemText(1) == "【Light】"
    assert page.language.currentText() == "中文"
    assert page.zone.itemText(0) == f"【As this computer ({computer_zone()})】"
