"""The file of an import: its name, how it was read, and how its columns are understood."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.foundation.sheets.columns import ColumnForm
from app.foundation.sheets.sheet import Sheet
from app.foundation.sheets.words import file_words
from app.foundation.translation import N_, _
from ui.pages.imports.column_panel import ColumnPanel
from ui.pages.imports.importing import Importing
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import IconLabel
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated


class FileCard(Translated, Card):
    """Follows an import; what is chosen for a column goes straight to it."""

    another_requested = Signal()

    def __init__(self, importing: Importing) -> None:
        super().__init__(margin=0, spacing=0)
        self._importing = importing
        self._shown: tuple[Sheet, str] | None = None
        self._forms: dict[str, ColumnForm] = {}
        self._name, self._words = ElidedLabel(role="strong"), ElidedLabel(role="caption")
        self.another_button = ToolButton("folder-open", N_("Choose another file"))
        self.columns = ColumnPanel()
        self.another_button.clicked.connect(self.another_requested)
        self.columns.mapping_requested.connect(importing.map_column)
        self.columns.form_requested.connect(importing.settle_form)
        importing.changed.connect(self._follow)
        self._lay_out()

    def retranslate(self) -> None:
        sheet = self._importing.sheet
        self._name.show_text(sheet.name if sheet else "")
        words = file_words(sheet.understood) if sheet else []
        if self._importing.is_remembered:
            words.insert(0, _("columns as at the last import"))
        self._words.show_text(" · ".join(words))

    def _follow(self) -> None:
        sheet, kind, preview = self._importing.sheet, self._importing.kind, self._importing.preview
        if sheet is None:
            return
        if self._shown is None or self._shown[0] is not sheet or self._shown[1] != kind.name:
            self._shown, self._forms = (sheet, kind.name), {}
            self.columns.show_sheet(sheet, kind.fields)
        self.retranslate()
        if preview is not None:
            self._forms = {use.field.name: use.form for use in preview.columns if use.field and use.form}
        mapping = self._importing.mapping
        self.columns.show_mapping(mapping, {**self._forms, **mapping.forms})

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._words)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.md, SPACE.sm, SPACE.sm, SPACE.sm)
        head.setSpacing(SPACE.sm)
        head.addWidget(IconLabel("file-text", size=20))
        head.addLayout(names, 1)
        head.addWidget(self.another_button)
        self.body.addLayout(head)
        self.body.addWidget(self.columns, 1)
