"""Carrying unsent work from one computer to another by a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from app.foundation.clock import Clock
from app.foundation.home import Home
from app.foundation.translation import _
from ui.pages.settings.password_dialog import Deed, PasswordDialog
from ui.session.window import Window
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.unsent.export import Exported
    from app.unsent.takeover import TakenOver
    from app.workspace import Workspace

_ENDING = "paigong-work"


class Carrying(QObject):
    """Asks for the file and for its password, and tells how many entries and files went."""

    def __init__(self, work: Work, window: Window, clock: Clock) -> None:
        super().__init__(window)
        self._work, self._window, self._clock = work, window, clock
        self._workspace: Workspace | None = None

    def begin(self, workspace: Workspace) -> None:
        """Take from this workspace, and bring to it."""
        self._workspace = workspace

    def ask_where_to_save(self) -> None:
        """Let a person say where the unsent work goes."""
        chooser = QFileDialog(self._window, _(Deed.EXPORT.value), "", f"Paigong (*.{_ENDING})")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(_ENDING)
        chooser.fileSelected.connect(self.save)
        _open(chooser)

    def ask_for_file(self) -> None:
        """Let a person choose the file that another computer has written."""
        chooser = QFileDialog(self._window, _(Deed.IMPORT.value), "", f"Paigong (*.{_ENDING})")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.take_over)
        _open(chooser)

    def save(self, path: str) -> None:
        """Ask for a password and write the unsent work to the file at `path`."""
        if self._workspace is not None:
            job = partial(_export, self._workspace.home, self._clock, Path(path))
            self._ask(Deed.EXPORT, PasswordDialog(Deed.EXPORT, self._work, job, self._window))

    def take_over(self, path: str) -> None:
        """Ask for the password and do here what the file at `path` holds."""
        if self._workspace is not None:
            job = partial(_import, self._workspace, Path(path))
            self._ask(Deed.IMPORT, PasswordDialog(Deed.IMPORT, self._work, job, self._window))

    def _ask(self, deed: Deed, dialog: PasswordDialog) -> None:
        dialog.done_with.connect(self._saved if deed is Deed.EXPORT else self._taken_over)
        dialog.open()

    def _saved(self, exported: Exported) -> None:
        from app.unsent.wording import words_of_export

        tone = Tone.WARN if exported.missing else Tone.OK
        self._window.banner.show_notice(Notice(tone, words_of_export(exported)))

    def _taken_over(self, taken: TakenOver) -> None:
        from app.unsent.wording import words_of_takeover

        self._window.banner.show_notice(Notice(Tone.OK, words_of_takeover(taken)))


def _open(chooser: QFileDialog) -> None:
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.open()


def _export(home: Home, clock: Clock, path: Path, _present: str, password: str) -> Exported:
    from app.unsent.export import export_unsent

    return export_unsent(home, path, password, clock.now())


def _import(workspace: Workspace, path: Path, password: str, _new: str) -> TakenOver:
    from app.rescue import take_in
    from app.unsent.file import opened_unsent

    with opened_unsent(path, password) as work:
        return take_in(workspace, work)
