"""The photos and documents of an order, as a person sees and handles them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.files.tables import Attachment, FileReceipt, FileTransfer
from app.files.transfers import keep_failure, keep_progress
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.storage.outbox import OutboxEntry
from tests.app.files.samples import PDF, PROGRAM, attach, attaching, picture, taken_in
from tests.ui.conftest import Speak
from tests.ui.hands import CTRL, click, press
from tests.ui.pages.showing import dialog_over, texts_of
from tests.workspaces import Workspace
from ui.pages.files.opening import Opening
from ui.pages.files.strip import FilesStrip
from ui.pages.files.withdraw_form import WithdrawForm
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.work.work import Work


class Scene:
    """A strip on a card, about an order."""

    def __init__(self, qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace) -> None:
        self.qtbot, self.work, self.workspace = qtbot, work, workspace
        workspace.add_person("王芳")
        self.customer_id = workspace.add_customer()
        self.order_id = workspace.add_order(self.customer_id)
        self.page = QWidget()
        self.strip = FilesStrip(work, wall, self.page)
        column = QVBoxLayout(self.page)
        column.addWidget(self.strip)
        column.addStretch()
        qtbot.addWidget(self.page)
        self.page.resize(420, 500)
        with qtbot.waitExposed(self.page):
            self.page.show()

    def open(self) -> Scene:
        self.strip.show_record(self.customer_id, "work_orders", self.order_id)
        self.until(self.strip.isEnabled)
        return self

    def until(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen, timeout=20_000)

    def attach(self, content: bytes, name: str) -> str:
        """As was done on this laptop before; returns the digest."""
        taken = taken_in(self.work.vault, content, name)
        command = attaching(taken, self.customer_id, ("work_orders", self.order_id))
        attach(self.workspace.store, self.workspace.runner, command)
        return taken.digest

    @property
    def said(self) -> list[str]:
        return [tile.face.accessibleName() for tile in self.strip.tiles]

    def see(self, *words: str) -> None:
        """Wait until each file says this."""
        self.until(
            lambda: (
                len(self.said) == len(words) and all(word in name for word, name in zip(words, self.said, strict=True))
            )
        )


@pytest.fixture
def scene(qtbot: QtBot, work: Work, wall: WallClock, workspace: Workspace) -> Scene:
    return Scene(qtbot, work, wall, workspace)


class Viewer(QObject):
    """The program that shows files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    made = Viewer()
    QDesktopServices.setUrlHandler("file", made, "show")  # type: ignore[arg-type]  # its stub says bytes
    yield made
    QDesktopServices.unsetUrlHandler("file")


def drop(target: QWidget, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return enter.isAccepted()


def test_files_that_are_dropped_are_attached_in_a_process_of_their_own(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "机房.jpg").write_bytes(picture())
    (tmp_path / "手册.pdf").write_bytes(PDF)
    scene.open()
    assert "Nothing is attached yet" in texts_of(scene.page)
    assert drop(scene.page, tmp_path / "机房.jpg", tmp_path / "手册.pdf")
    assert "Adding 2 files…" in texts_of(scene.page)
    scene.until(lambda: len(scene.said) == 2)
    scene.until(lambda: "Adding" not in texts_of(scene.page))
    assert {name.split(", ")[0] for name in scene.said} == {"机房.jpg", "手册.pdf"}
    assert all("On this computer" in name for name in scene.said)
    pictured = {tile.facts.file.attachment.name: tile.facts.thumbnail is not None for tile in scene.strip.tiles}
    assert pictured == {"机房.jpg": True, "手册.pdf": False}
    assert {transfer.digest for transfer in scene.workspace.all(FileTransfer)} > {
        one.digest for one in scene.workspace.all(Attachment)
    }


def test_what_is_refused_is_told_by_name_and_the_others_are_attached(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "setup.jpg").write_bytes(PROGRAM)
    (tmp_path / "a.txt").write_bytes(b"good")
    told: list[Exception] = []
    scene.work.failed.connect(told.append)
    scene.open().strip.attach([tmp_path / "setup.jpg", tmp_path / "a.txt", tmp_path / "gone.txt"])
    scene.see("a.txt")
    scene.until(lambda: len(told) == 2)
    assert {getattr(error, "code", "") for error in told} == {"attachment_type_refused", "attachment_unreadable"}
    assert "Adding" not in texts_of(scene.page)


def test_a_picture_is_pasted(scene: Scene) -> None:
    copied = QImage(60, 40, QImage.Format.Format_RGB32)
    copied.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(copied)
    scene.open()
    scene.page.activateWindow()
    scene.strip.add.setFocus()
    press(scene.strip.add, Qt.Key.Key_V, modifier=CTRL)
    scene.see("2026-11-02 ")
    assert scene.workspace.all(Attachment)[0].media_type == "image/png"


def test_a_file_is_opened_in_another_program_as_it_is(scene: Scene, viewer: Viewer) -> None:
    content = picture()
    scene.attach(content, "机房.jpg")
    scene.open().see("机房.jpg")
    click(scene.strip.tiles[0].face)
    scene.until(lambda: bool(viewer.opened))
    (path,) = viewer.opened
    assert (path.name, path.read_bytes()) == ("机房.jpg", content)
    scene.work.vault.close_up()
    assert not path.exists()


def test_where_no_program_opens_a_file_that_is_said(scene: Scene, wall: WallClock) -> None:
    scene.attach(picture(), "机房.jpg")
    scene.open().see("机房.jpg")
    told: list[Exception] = []
    scene.work.failed.connect(told.append)
    opening = Opening(scene.work, wall.clock, scene.page, show=lambda _url: False)
    scene.strip.tiles[0].open_requested.disconnect()
    scene.strip.tiles[0].open_requested.connect(opening.open)
    click(scene.strip.tiles[0].face)
    scene.until(lambda: bool(told))
    assert "No program on this computer opens “机房.jpg”." in notice_of(told[0]).sentence


def test_each_file_says_where_it_is(scene: Scene) -> None:
    waiting, uploading, parked, there = (scene.attach(f"{nth}".encode(), f"{nth}.txt") for nth in range(4))
    scene.workspace.connect()
    transfers = {transfer.digest: transfer for transfer in scene.workspace.all(FileTransfer)}
    now = scene.workspace.clock.now()
    refusal = Rejection("attachment_type_refused", name="2.txt")
    receipt = FileReceipt(id=new_id(), customer_id=scene.customer_id, digest=there, size=1, received_at=now)
    scene.workspace.store.write(lambda unit: keep_progress(unit, transfers[uploading].id, 1))
    scene.workspace.store.write(lambda unit: keep_failure(unit, transfers[parked].id, refusal, now))
    scene.workspace.store.write(lambda unit: unit.put(receipt))
    scene.open().see(", Waits to be uploaded", "Uploading, 100 %", "neither a photo nor a document", ", Uploaded")
    assert scene.strip.uploaded.text() == "1 of 4 uploaded"
    retry = scene.strip.tiles[2].try_again_action
    assert [tile.try_again_action.isVisible() for tile in scene.strip.tiles] == [False, False, True, False]
    retry.trigger()
    scene.see(", Waits", "Uploading", ", Waits", ", Uploaded")
    assert waiting


def test_a_file_that_is_not_here_is_fetched_and_then_opened(scene: Scene, viewer: Viewer, tmp_path: Path) -> None:
    content = picture()
    digest = scene.attach(content, "far.jpg")
    scene.workspace.connect()
    now = scene.workspace.clock.now()
    scene.work.vault.let_go(digest)
    scene.open().see("Not uploaded yet by")
    told: list[Exception] = []
    scene.work.failed.connect(told.append)
    click(scene.strip.tiles[0].face)
    assert [getattr(error, "code", "") for error in told] == ["attachment_not_uploaded"]
    receipt = FileReceipt(id=new_id(), customer_id=scene.customer_id, digest=digest, size=1, received_at=now)
    scene.workspace.store.write(lambda unit: unit.put(receipt))
    scene.see("On the server")
    click(scene.strip.tiles[0].face)
    scene.see("Being fetched, 0 %")
    assert viewer.opened == []
    taken_in(scene.work.vault, content, "far.jpg")
    (fetched,) = [one for one in scene.workspace.all(FileTransfer) if one.direction == "down"]
    scene.workspace.store.write(lambda unit: unit.remove(FileTransfer, fetched.id))
    scene.until(lambda: bool(viewer.opened))
    assert viewer.opened[0].read_bytes() == content


def test_a_file_is_withdrawn_after_one_more_question(scene: Scene) -> None:
    scene.attach(b"wrong one", "wrong.txt")
    scene.open().see("wrong.txt")
    scene.strip.tiles[0].withdraw_action.trigger()
    form = dialog_over(scene.page, WithdrawForm)
    assert "“wrong.txt” will no longer be seen" in texts_of(form)
    click(form.cancel)
    assert scene.workspace.all(Attachment)[0].withdrawn_at is None
    scene.strip.tiles[0].withdraw_action.trigger()
    click(dialog_over(scene.page, WithdrawForm).withdraw)
    scene.see()
    assert scene.workspace.all(Attachment)[0].withdrawn_at is not None


def test_another_record_shows_its_own_files_and_gets_what_is_dropped_then(scene: Scene, tmp_path: Path) -> None:
    scene.attach(b"one", "one.txt")
    other = scene.workspace.add_order(scene.customer_id)
    scene.open().see("one.txt")
    scene.strip.show_record(scene.customer_id, "work_orders", other)
    scene.until(scene.strip.isEnabled)
    scene.see()
    (tmp_path / "two.txt").write_bytes(b"two")
    scene.strip.attach([tmp_path / "two.txt"])
    scene.strip.show_record(scene.customer_id, "work_orders", scene.order_id)
    scene.until(lambda: len(scene.workspace.all(Attachment)) == 2)
    scene.see("one.txt")
    assert {file.name: file.about_id for file in scene.workspace.all(Attachment)}["two.txt"] == other


def test_the_strip_speaks_chinese(scene: Scene, speak: Speak) -> None:
    scene.attach(b"one", "one.txt")
    scene.open().see("On this computer")
    speak("zh_CN")
    scene.until(lambda: "【On this computer】" in scene.said[0])
    assert "【" in texts_of(scene.page)


def test_nothing_is_attached_where_that_is_not_permitted(scene: Scene, tmp_path: Path) -> None:
    scene.attach(b"one", "one.txt")
    scene.workspace.connect()
    scene.open().see("one.txt")
    assert not scene.strip.add.isVisible()
    assert not scene.strip.tiles[0].withdraw_action.isVisible()
    (tmp_path / "two.txt").write_bytes(b"two")
    before = scene.workspace.all(OutboxEntry)
    scene.strip.attach([tmp_path / "two.txt"])
    assert scene.strip._attaching.under_way == 0
    assert scene.workspace.all(OutboxEntry) == before
