"""The dialog in which a table is imported: from the file to the rows in the workspace, with nothing unseen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.assets.imports import ASSETS
from app.assets.imports.kinds import IMPORT_KINDS
from app.directory.imports import ImportChoices
from app.directory.queries import customers
from app.foundation.translation import N_, _, ngettext
from app.storage.units import Reader
from ui.pages.file_drop import FileDrop
from ui.pages.imports.file_card import FileCard
from ui.pages.imports.footer import ImportFooter
from ui.pages.imports.importing import Importing, Stage
from ui.pages.imports.preview_card import PreviewCard
from ui.pages.imports.source_bar import SourceBar
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

_WIDTH, _HEIGHT = 1280, 740
_FILE_WIDTH = 356
_TITLE, _UNDO = N_("Import a table"), N_("Undo this import…")


class ImportDialog(Translated, QDialog):
    """Asks what is imported and whose it is, shows what would become of each row, and imports what is new.

    It is shown with `open()`; `file` and `customer_id` are given where they are known already.
    """

    def __init__(
        self,
        work: Work,
        wall: WallClock,
        parent: QWidget | None,
        *,
        kind: str = ASSETS.name,
        customer_id: str = "",
        file: str = "",
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._first_file = work, file
        self.importing = Importing(work, IMPORT_KINDS[kind], ImportChoices(customer_id), self)
        self.banner = NoticeBanner()
        self.earlier = Button(N_("Imports that were made…"), icon="history")
        self.source = SourceBar(tuple(IMPORT_KINDS.values()))
        self.beginning = EmptyState("upload", N_("Drop a CSV file or an Excel workbook here."), N_("Choose a file…"))
        self.file, self.preview = FileCard(self.importing), PreviewCard()
        self.footer = ImportFooter(self.importing)
        self._pages = QStackedLayout()
        self._lay_out()
        self._connect()
        self._follow()
        self.retranslate()

    def open(self) -> None:
        """Show the dialog, and read the file if one was given."""
        self._work.run_query(_customer_names, self.source.set_customers)
        super().open()
        self.source.kind_choice.setFocus()
        if self._first_file:
            self.choose_file(self._first_file)

    def choose_file(self, path: str) -> None:
        """Show what would become of this file."""
        if self.importing.stage is not Stage.IMPORTING:
            self.importing.choose_file(Path(path))

    def ask_for_file(self) -> None:
        """Let a person choose a file."""
        chooser = QFileDialog(self, _("Choose a file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([_("Tables") + " (*.csv *.tsv *.txt *.xlsx *.xlsm)", _("All files") + " (*)"])
        chooser.fileSelected.connect(self.choose_file)
        _open(chooser)

    def ask_where_to_save(self) -> None:
        """Let a person say where the refused rows go: beside the file, unless he says otherwise."""
        source = self.importing.path
        name = _("{name} refused").format(name=source.stem)
        chooser = QFileDialog(self, _("Save the refused rows"), str(source.parent), "CSV (*.csv)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.selectFile(f"{name}.csv")
        chooser.fileSelected.connect(self.save_refused)
        _open(chooser)

    def save_refused(self, path: str) -> None:
        """Write the refused rows to the file at `path`."""
        self.importing.write_refused(Path(path))

    def reject(self) -> None:
        """Close, unless rows are being imported: what becomes of them must be seen."""
        if self.importing.stage is not Stage.IMPORTING:
            super().reject()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))

    def _follow(self) -> None:
        """Show the stage that the import is at."""
        importing = self.importing
        has_file = importing.sheet is not None
        self.source.show_choices(importing.kind, importing.choices)
        self.source.setEnabled(importing.stage is not Stage.IMPORTING)
        self.file.setEnabled(importing.stage is not Stage.IMPORTING)
        self.beginning.setEnabled(importing.stage is not Stage.READING)
        self._pages.setCurrentIndex(1 if has_file else 0)
        if importing.stage is Stage.IMPORTING:
            return
        if importing.stage is not Stage.JUDGING:
            self.preview.show_preview(importing.preview, importing.kind.shown)

    def _kind_chosen(self, kind: str) -> None:
        self.importing.choose_kind(IMPORT_KINDS[kind])

    def _failed(self, error: Exception) -> None:
        self.banner.show_notice(notice_of(error))

    def _imported(self, whole: bool) -> None:
        count, percent = self.importing.wanted_count, self.importing.stepping.percent if self.importing.stepping else 0
        if whole:
            words = ngettext("{count} row was imported.", "{count} rows were imported.", count)
            notice = Notice(Tone.OK, words.format(count=f"{count:,}"), action_source=_UNDO)
        else:
            words = _("Stopped after {percent} % of {count} rows.").format(percent=percent, count=f"{count:,}")
            advice = _("What is imported stays, and is listed among the imports. Import the file again to go on.")
            notice = Notice(Tone.WARN, words, advice, action_source=_UNDO)
        self.banner.show_notice(notice)
        self.footer.close_button.set_text_source(N_("Close"))

    def _undo_clicked(self, _notice: Notice) -> None:
        self._show_made(self.importing.made_id)

    def _show_made(self, import_id: str) -> None:
        """Show the imports that were made, one of them marked; what is undone here is judged anew."""
        from ui.pages.imports.made_dialog import MadeImportsDialog

        made = MadeImportsDialog(self._work, self._wall, self, chosen=import_id)
        made.part.undone.connect(self.importing.judge_again)
        made.open()

    def _refused_written(self, path: str, count: int) -> None:
        words = ngettext("{count} row was written to {path}.", "{count} rows were written to {path}.", count)
        advice = _("Mend it in a spreadsheet program and import that file.")
        self.banner.show_notice(Notice(Tone.INFO, words.format(count=f"{count:,}", path=path), advice))

    def _connect(self) -> None:
        importing = self.importing
        importing.changed.connect(self._follow)
        importing.begun_anew.connect(self.banner.dismiss)
        importing.failed.connect(self._failed)
        importing.imported.connect(self._imported)
        importing.refused_written.connect(self._refused_written)
        self.banner.action_requested.connect(self._undo_clicked)
        self.earlier.clicked.connect(lambda: self._show_made(""))
        self.source.kind_chosen.connect(self._kind_chosen)
        self.source.choices_made.connect(importing.choose)
        self.beginning.action_requested.connect(self.ask_for_file)
        self.file.another_requested.connect(self.ask_for_file)
        self.footer.save_requested.connect(self.ask_where_to_save)
        self.footer.close_requested.connect(self.reject)
        self.footer.import_requested.connect(importing.carry_out)
        FileDrop(self).file_dropped.connect(self.choose_file)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        splitter = QSplitter()
        splitter.setHandleWidth(SPACE.md)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.file)
        splitter.addWidget(self.preview)
        splitter.setSizes([_FILE_WIDTH, _WIDTH - _FILE_WIDTH])
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(_TITLE, "title"))
        head.addStretch()
        head.addWidget(self.earlier)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.source)
        column.addLayout(self._pages, 1)
        self._pages.addWidget(self.beginning)
        self._pages.addWidget(splitter)
        column.addWidget(self.footer)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a choice must not set off whatever button comes first


def _open(chooser: QFileDialog) -> None:
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.open()


def _customer_names(reader: Reader) -> tuple[tuple[str, str], ...]:
    return tuple((customer.id, customer.name) for customer in customers(reader))
