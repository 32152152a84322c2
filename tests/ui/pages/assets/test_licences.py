"""The register of licences in the window."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from app.assets.licence_commands import AddLicence, UseSeat
from tests.ui.hands import click, type_latin
from tests.ui.pages.assets.conftest import OpenPage, SmallRegister
from tests.ui.pages.assets.looking import wait_for_device
from tests.workspaces import Workspace
from ui.pages.assets.licence_forms import LicenceForm, SeatForm
from ui.pages.assets.licences_part import LicencesPart
from ui.widgets.cells import ChipCell
from ui.widgets.small_list import _CELL_ROLE
from ui.widgets.tones import Tone


def test_a_licence_is_registered_and_tells_who_uses_it_but_not_its_key(
    qtbot: QtBot, open_page: OpenPage, workspace: Workspace, register: SmallRegister
) -> None:
    workspace.run(AddLicence(id="linux", customer_id=register.hospital, product="Zorin", expires_on=date(2020, 1, 31)))
    page = open_page()
    page.licences_action.trigger()
    (part,) = page.findChildren(LicencesPart)
    qtbot.waitUntil(lambda: part.chosen is not None)
    click(part.add)
    (form,) = part.findChildren(LicenceForm)
    form.customer.set_value(register.hospital)
    form.seats.set_value("1234567890")
    assert form.problems() == {"seats": "Enter a whole number."}, "more than can be kept"
    form.seats.set_value("")
    for field, text in ((form.product, "Office"), (form.seats, "0"), (form.key, "SECRET-1")):
        type_latin(field, text)
    click(form.submit_button)
    qtbot.waitUntil(lambda: len(part.licences.rows.row_ids) == 2)
    part.licences.rows.choose(part.licences.rows.row_ids[0])
    click(part.users.link)
    (seat,) = part.findChildren(SeatForm)
    type_latin(seat.device.line, "KJC-PRN-0042")
    click(seat.submit_button)
    qtbot.waitUntil(lambda: bool(part.users.names))
    model = part.licences.rows.model()
    row = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert row == ["Office", "第一人民医院", "1 of 0 used", "—"]
    expired = model.index(1, 3).data(_CELL_ROLE)
    assert isinstance(expired, ChipCell)
    assert (expired.words, expired.chip.tone) == ("31 Jan 2020", Tone.BREACH)
    told = [*row, *(text.text() for pair in part.facts._labels for text in pair)]
    assert not any("SECRET" in each for each in told)
    click(next(iter(part.users.unlink.values())))
    qtbot.waitUntil(lambda: not part.users.names)
    workspace.run(UseSeat(licence_id=part.licences.rows.chosen_id, asset_id=register.printer))
    qtbot.waitUntil(lambda: bool(part.users.names))
    click(next(iter(part.users.names.values())))
    wait_for_device(qtbot, page, "KJC-PRN-0042")
