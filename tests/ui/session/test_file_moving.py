"""Files of a window: they wait without a network, go up by themselves, and are opened on another laptop."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.accounts.rules import Role
from app.directory.commands import AddCustomer
from app.files.contents import content_name
from app.files.tables import Attachment
from app.foundation.ids import new_id
from app.tour.cable import Cable
from app.workorders.commands import LogOrder
from tests.app.files.samples import picture
from tests.app.sync.conftest import Headquarters
from tests.ui.hands import click
from tests.ui.pages.showing import dialog_over
from tests.ui.session.conftest import Enrolled, SitDown
from tests.ui.session.desk import Desk, Viewer
from ui.pages.files.strip import FilesStrip
from ui.pages.workorders.page import WorkOrdersPage


@pytest.fixture
def order_id(headquarters: Headquarters) -> str:
    headquarters.add_user("li", Role.DISPATCHER)
    headquarters.add_user("zhang", Role.DISPATCHER)
    order = LogOrder(id=new_id(), customer_id="jiangzhou", title="打印机卡纸", number="W26-000001")
    headquarters.server.run(AddCustomer(id="jiangzhou", name="江州市交警支队"), order)
    return order.id


def strip_of(desk: Desk, order_id: str) -> FilesStrip:
    """The files of the order, which is shown."""
    desk.until(lambda: len(desk.rows) == 1)
    page = desk.page(WorkOrdersPage)
    page.show_record(order_id)
    desk.until(page.detail.files.isEnabled)
    return page.detail.files


def says(strip: FilesStrip, words: str) -> bool:
    return [words in tile.face.accessibleName() for tile in strip.tiles] == [True]


def test_a_photo_taken_off_line_goes_up_by_itself_and_is_opened_on_another_laptop(
    sit_down: SitDown,
    headquarters: Headquarters,
    cable: Cable,
    enrolled: Enrolled,
    order_id: str,
    tmp_path: Path,
    viewer: Viewer,
) -> None:
    content = picture(size=(1200, 900))
    (tmp_path / "机房.jpg").write_bytes(content)
    homes = [enrolled(login) for login in ("li", "zhang")]
    cable.unplug()
    desk = sit_down(homes[0])
    strip = strip_of(desk, order_id)
    click(strip.add)
    dialog_over(strip, QFileDialog).filesSelected.emit([str(tmp_path / "机房.jpg")])
    dialog_over(strip, QFileDialog).reject()
    desk.until(lambda: says(strip, "Waits to be uploaded"))
    cable.plug()
    desk.window.sync_requested.emit()
    desk.until(lambda: says(strip, "Uploaded"))
    assert strip.uploaded.text() == "1 of 1 uploaded"
    with headquarters.server.store.read() as reader:
        (attachment,) = reader.find(Attachment)
    assert headquarters.server.contents.holds(content_name(attachment.digest))
    sit_down.leave(desk)
    other = sit_down(homes[1])
    strip = strip_of(other, order_id)
    other.until(lambda: says(strip, "On the server"))
    other.until(lambda: strip.tiles[0].facts.thumbnail is not None)
    click(strip.tiles[0].face)
    other.until(lambda: bool(viewer.shown))
    path = Path(viewer.shown[0])
    assert path.read_bytes() == content
    sit_down.leave(other)
    assert not path.exists()
