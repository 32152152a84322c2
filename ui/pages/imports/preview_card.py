"""The judged rows with their counts, and what would be added besides."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from app.foundation.sheets.preview import ImportPreview, Verdict
from app.foundation.translation import N_, _
from ui.pages.imports.row_list import RowList
from ui.theme.tokens import SPACE
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.translated import Translated

_ALL = "all"
_LONGEST_PART = 1000


class PreviewCard(Translated, Card):
    """Counts that narrow the list when they are clicked, the list, and a line on what else would be added."""

    def __init__(self) -> None:
        super().__init__(margin=1, spacing=0)
        self._preview: ImportPreview | None = None
        self.filters = FilterBar(
            (
                FilterChoice(_ALL, N_("All")),
                FilterChoice(Verdict.NEW, N_("New here")),
                FilterChoice(Verdict.CHANGED, N_("To be changed")),
                FilterChoice(Verdict.ALREADY_HERE, N_("Already here")),
                FilterChoice(Verdict.REFUSED, N_("Refused")),
            )
        )
        self.filters.chosen.connect(self._narrow)
        self.rows = RowList()
        self._additions = ElidedLabel(role="caption")
        self._additions.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.md, SPACE.sm, SPACE.md, SPACE.sm)
        head.addWidget(self.filters)
        head.addStretch()
        self.body.addLayout(head)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self._additions)

    def show_preview(self, preview: ImportPreview | None, shown: tuple[str, ...]) -> None:
        """Show another preview; None shows no rows."""
        self._preview = preview
        counts = {} if preview is None else {verdict.value: preview.counts[verdict] for verdict in Verdict}
        self.filters.set_counts({} if preview is None else {_ALL: len(preview.rows), **counts})
        self.rows.show_preview(preview, shown)
        self.retranslate()

    def retranslate(self) -> None:
        additions = () if self._preview is None else self._preview.additions
        parts = [f"{_(each.label)} ({len(each.names)}): {', '.join(each.names)}" for each in additions]
        self._additions.show_text("   ".join(parts), "\n".join(part[:_LONGEST_PART] for part in parts))
        self._additions.setVisible(bool(additions))

    def _narrow(self, key: str) -> None:
        self.rows.show_only(None if key == _ALL else Verdict(key))
