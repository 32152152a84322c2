"""The window of a lost laptop: at its next contact its keys are destroyed, and nothing but the reason is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.tour.cable import Cable
from app.workspace import open_for_reading
from tests.app.safekeeping.test_shredding import revoke
from tests.app.sync.conftest import Headquarters
from tests.fakes import FakeClock
from tests.ui.hands import CTRL, press
from tests.ui.session.conftest import Enrolled, SitDown


def test_a_revoked_laptop_destroys_its_keys_and_shows_only_why(
    sit_down: SitDown, headquarters: Headquarters, cable: Cable, enrolled: Enrolled, clock: FakeClock
) -> None:
    headquarters.add_user("wang", Role.DISPATCHER)
    headquarters.server.run(AddCustomer(id=new_id(), name="江州市交警支队"))
    home = enrolled("wang")
    desk = sit_down(home)
    desk.until(lambda: "Synced" in desk.status)
    desk.press_keys(Qt.Key.Key_N, CTRL)
    desk.form()
    revoke(headquarters)
    desk.application.synchronising.wake()
    desk.until(lambda: "The access of this computer was withdrawn" in desk.said)
    assert "were destroyed on 2026-11-02" in desk.said
    assert "江州" not in desk.said
    assert "What is wrong" not in desk.said
    assert desk.buttons("Dismiss") == []
    press(desk.window, Qt.Key.Key_K, Qt.Key.Key_N, modifier=CTRL)
    assert desk.window.is_locked
    assert not home.key_file.exists()
    with pytest.raises(Trouble) as caught:
        open_for_reading(home, clock)
    assert caught.value.code == "workspace_shredded"
    desk.push("Close Paigong")
    again = sit_down(home)
    again.until(lambda: "cannot be read any more" in again.said)
    left = {path.name: path.stat().st_size for path in home.folder.iterdir() if path != home.settings_file}
    again.push("Set it aside and begin anew")
    again.until(lambda: bool(again.buttons("Start empty")))
    (folder,) = home.aside_folder.iterdir()
    assert {path.name: path.stat().st_size for path in folder.iterdir()} == left
    again.push("Start empty")
    again.until_at_work()
    assert home.key_file.exists()
