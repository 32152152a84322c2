"""The photos and documents of the record that a page shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.files.wording import uploaded_words
from app.foundation.translation import N_, _, ngettext
from ui.pages.file_drop import FilesDrop, local_paths
from ui.pages.files.attaching import About, Attaching
from ui.pages.files.file_tile import FileTile, TileFacts
from ui.pages.files.opening import Opening
from ui.pages.files.reading import SeenFiles, read_files
from ui.pages.files.withdraw_form import WithdrawForm
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import Label, TranslatedLabel
from ui.work.work import Work

if TYPE_CHECKING:
    from app.files.queries import AttachedFile
    from app.storage.units import Reader

_NOTHING, _NOTHING_YET = N_("Nothing is attached."), N_("Nothing is attached yet. Add a photo, or drop a file here.")
_TABLES = ("attachments", "file_receipts", "file_transfers", "people", "workspace_facts")


class FilesStrip(LivePage):
    """Shows the files of one record, and lets more be added: chosen, dropped on `surroundings`, or pasted."""

    def __init__(self, work: Work, wall: WallClock, surroundings: QWidget) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._about: About | None = None
        self._chosen_for: About | None = None
        self._pictures: dict[str, QPixmap] = {}
        self._attaching, self._opening = Attaching(work, wall.clock, self), Opening(work, wall.clock, self)
        self.uploaded, self.busy = Label(role="caption"), Label(role="caption")
        self.nothing = TranslatedLabel(_NOTHING, "muted", wrapped=True)
        self.add = Button(N_("Add photo or document…"), icon="paperclip")
        self.tiles: list[FileTile] = []
        self._lay_out()
        self.setEnabled(False)
        self.add.clicked.connect(self._choose)
        self._attaching.changed.connect(self._show_busy)
        FilesDrop(surroundings).files_dropped.connect(self.attach)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), surroundings)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        wall.zone_changed.connect(self.retranslate)

    def show_record(self, customer_id: str, table: str, record_id: str) -> None:
        """Show the files of another record."""
        about = (customer_id, table, record_id)
        if about != self._about:
            self._about = about
            self._show_tiles(())
            self.setEnabled(False)
            self.refresh()

    def question(self) -> Callable[[Reader], SeenFiles] | None:
        if self._about is None:
            return None
        return partial(read_files, self._work, self._about, frozenset(self._pictures))

    def show_answer(self, answer: SeenFiles) -> None:
        if self._about is None or answer.about_id != self._about[2]:
            return
        for digest, content in answer.thumbnails.items():
            self._pictures[digest] = QPixmap.fromImage(QImage.fromData(content))
        found = answer.found
        self.setEnabled(True)
        self._show_tiles(tuple(self._facts(answer, file) for file in found.files))
        self.uploaded.setText(uploaded_words(found))
        self.nothing.setVisible(not found.files)
        self.nothing.set_text_source(_NOTHING_YET if found.may_attach else _NOTHING)
        self.add.setVisible(found.may_attach)
        self._show_busy()
        self._opening.files_known(found.files)

    def attach(self, paths: list[Path]) -> None:
        """Attach these files to the record that is shown."""
        if self._may_attach and self._about is not None:
            self._attaching.attach_files(paths, self._about)

    def paste(self) -> None:
        """Attach what was copied: files, or a picture."""
        data = QGuiApplication.clipboard().mimeData()
        if self._about is None or not self._may_attach:
            return
        if data.hasUrls():
            self.attach(local_paths(data))
        elif data.hasImage():
            stamp = self._wall.now().strftime("%Y-%m-%d %H.%M.%S")
            picture = QImage(QGuiApplication.clipboard().image())
            self._attaching.attach_picture(picture, f"{stamp}.png", self._about)

    @property
    def _may_attach(self) -> bool:
        """Whether the record that is shown is known, and takes files of whoever looks at it."""
        return self.isEnabled() and self.add.isVisibleTo(self)

    def _facts(self, seen: SeenFiles, file: AttachedFile) -> TileFacts:
        attachment = file.attachment
        picture = self._pictures.get(attachment.thumbnail_digest or "")
        added_by = seen.names.get(attachment.added_by_id, "…")
        return TileFacts(
            file=file,
            thumbnail=None if picture is None or picture.isNull() else picture,
            added_by=added_by,
            added=_("Added by {name}, {at}").format(name=added_by, at=self._wall.text(attachment.added_at)),
            may_withdraw=seen.found.may_attach,
            has_server=seen.found.has_server,
        )

    def _show_tiles(self, facts: tuple[TileFacts, ...]) -> None:
        """The same files keep their tiles: the keyboard may be on one of them."""
        ids = [one.file.attachment.id for one in facts]
        if ids != [tile.facts.file.attachment.id for tile in self.tiles]:
            for tile in self.tiles:
                self._column.removeWidget(tile)
                tile.deleteLater()
            self.tiles = [self._new_tile(one) for one in facts]
            return
        for tile, one in zip(self.tiles, facts, strict=True):
            tile.show_facts(one)

    def _new_tile(self, facts: TileFacts) -> FileTile:
        tile = FileTile(facts)
        tile.open_requested.connect(self._opening.open)
        tile.withdraw_requested.connect(self._withdraw)
        tile.try_again_requested.connect(self._try_again)
        self._column.addWidget(tile)
        return tile

    def _choose(self) -> None:
        chooser = QFileDialog(self, _("Add photo or document…"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        chooser.filesSelected.connect(self._chosen)
        self._chosen_for = self._about
        chooser.open()

    def _chosen(self, paths: list[str]) -> None:
        """Another record may be shown by now: the files are for the one that they were asked for."""
        if self._chosen_for is not None:
            self._attaching.attach_files([Path(path) for path in paths], self._chosen_for)

    def _withdraw(self, file: AttachedFile) -> None:
        WithdrawForm(self._work, file.attachment.id, file.attachment.name, self).open()

    def _try_again(self, file: AttachedFile) -> None:
        self._work.write(partial(_try_again, file.transfer_id))

    def _show_busy(self) -> None:
        count = self._attaching.under_way
        text = ngettext("Adding a file…", "Adding {count} files…", count).format(count=count)
        self.busy.setText(text if count else "")
        self.busy.setVisible(bool(count))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.sm)
        head.addWidget(TranslatedLabel(N_("Photos and documents"), "strong"))
        head.addStretch()
        head.addWidget(self.uploaded)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE.xs)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.busy)
        foot.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, SPACE.xs, 0, 0)
        outer.setSpacing(SPACE.xs)
        outer.addLayout(head)
        outer.addWidget(self.nothing)
        outer.addLayout(self._column)
        outer.addLayout(foot)


def _try_again(transfer_id: str, unit: object) -> None:
    from app.files.transfers import try_again

    try_again(unit, transfer_id)  # type: ignore[arg-type]  # the unit of work
