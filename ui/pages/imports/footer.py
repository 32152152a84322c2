"""How far an import has come, and what can be done next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.foundation.sheets.preview import Verdict
from app.foundation.translation import N_, _, ngettext
from ui.pages.imports.importing import Importing, Stage
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.translated import Translated

_BUSY = frozenset({Stage.READING, Stage.JUDGING, Stage.IMPORTING})
_WORDS = {
    Stage.READING: N_("Reading the file…"),
    Stage.NEEDS_CUSTOMER: N_("Choose the customer to whom the rows belong."),
    Stage.JUDGING: N_("Comparing the rows with what is here…"),
    Stage.MISJUDGED: N_("Choose what the columns hold."),
    Stage.IMPORTING: N_("Importing. You may stop at any time: what is imported by then stays, and can be undone."),
}
_ALL_HERE = N_("Nothing to import: every row is already here.")
_NONE_GOOD = N_("Nothing can be imported: mend the refused rows, or choose what the columns hold.")


class ImportFooter(Translated, QWidget):
    """A bar that runs while something is done, words, and the buttons."""

    save_requested = Signal()
    close_requested = Signal()
    import_requested = Signal()

    def __init__(self, importing: Importing) -> None:
        super().__init__()
        self._importing = importing
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._words = ElidedLabel(role="muted")
        self.save_button = Button(N_("Save the refused rows…"), icon="download")
        self.close_button = Button(N_("Cancel"))
        self.import_button = Button(N_("Import"), kind="primary")
        self.save_button.clicked.connect(self.save_requested)
        self.close_button.clicked.connect(self.close_requested)
        self.import_button.clicked.connect(self.import_requested)
        self.stop_button = Button(N_("Stop"))
        self.stop_button.clicked.connect(importing.stop)
        self._lay_out()
        importing.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def words(self) -> str:
        """What is said about how far the import has come."""
        return self._words.text()

    def retranslate(self) -> None:
        stage, count, stepping = self._importing.stage, self._importing.wanted_count, self._importing.stepping
        self._progress.setVisible(stage in _BUSY)
        self._progress.setMaximum(100 if stepping else 0)
        self._progress.setValue(stepping.percent if stepping else 0)
        self.stop_button.setVisible(stepping is not None)
        self._words.show_text(self._stage_words())
        self.save_button.setVisible(self._importing.refused_count > 0)
        self.close_button.setEnabled(stage is not Stage.IMPORTING)
        self.import_button.setEnabled(stage is Stage.JUDGED and count > 0)
        words = ngettext("Import {count} row", "Import {count} rows", count) if count else _("Import")
        self.import_button.set_text_source(words.format(count=f"{count:,}"))  # ready words: no catalogue has them

    def _stage_words(self) -> str:
        preview = self._importing.preview
        if self._importing.stage is not Stage.JUDGED or preview is None:
            source = _WORDS.get(self._importing.stage, "")
        elif self._importing.wanted_count:
            source = ""
        else:
            source = _ALL_HERE if preview.counts[Verdict.ALREADY_HERE] == len(preview.rows) > 0 else _NONE_GOOD
        return _(source) if source else ""

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE.sm)
        row.addWidget(self._words, 1)
        for button in (self.save_button, self.close_button, self.stop_button, self.import_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self._progress)
        column.addLayout(row)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
