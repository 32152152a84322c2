"""Unsent work leaves one window by a file and comes into another one of the same person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.accounts.rules import Role
from app.bootstrap import open_workspace
from app.directory.commands import AddCustomer
from app.foundation.ids import new_id
from app.storage.outbox import waiting_count
from app.tour.cable import Cable
from tests.app.sync.conftest import Headquarters
from tests.ui.session.conftest import Enrolled, SitDown
from tests.ui.session.desk import Desk

PASSWORD = "correct horse"


def push_in_form(desk: Desk, text: str) -> None:
    above = QApplication.activeModalWidget()
    (button,) = (found for found in desk.buttons(text) if found.window() is above)
    button.click()


def test_unsent_work_goes_from_one_window_to_another(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled, tmp_path: Path
) -> None:
    headquarters.add_user("wang", Role.DISPATCHER)
    headquarters.add_user("li", Role.DISPATCHER)
    first, stranger = enrolled("wang"), enrolled("li")
    cable.unplug()
    workspace = open_workspace(first)
    workspace.runner.run(AddCustomer(id=new_id(), name="江州市交警支队"))
    workspace.close()
    file = tmp_path / "unsent.paigong-work"

    desk = sit_down(first)
    desk.until_at_work()
    desk.application.carrying.save(str(file))
    desk.form()
    for name in ("New password", "New password once more"):
        desk.fill(name, PASSWORD)
    push_in_form(desk, "Save unsent work to a file")
    desk.until(lambda: "Saved: 1 entry and 0 files." in desk.said)
    desk.window.close()

    other = sit_down(stranger)
    other.until_at_work()
    other.application.carrying.take_over(str(file))
    other.form()
    other.fill("Password of the file", "wrong password")
    push_in_form(other, "Take over unsent work from a file")
    other.until(lambda: "not the password that the file was made with" in other.said)
    other.fill("Password of the file", PASSWORD)
    push_in_form(other, "Take over unsent work from a file")
    other.until(lambda: "of somebody else" in other.said)
    push_in_form(other, "Cancel")
    other.window.close()
    workspace = open_workspace(stranger)
    with workspace.store.read() as reader:
        assert waiting_count(reader) == 0
    workspace.close()


def test_the_settings_ask_for_the_file(sit_down: SitDown, headquarters: Headquarters, enrolled: Enrolled) -> None:
    headquarters.add_user("wang", Role.DISPATCHER)
    desk = sit_down(enrolled("wang"))
    desk.until_at_work()
    desk.visit("settings")
    for text in ("Save unsent work to a file", "Take over unsent work from a file"):
        desk.push(text)
        form = desk.form()
        assert form.windowTitle() == text
        form.close()
