"""Known issues, closures and outages that concern a caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.labels import IconLabel, Label, TranslatedLabel

if TYPE_CHECKING:
    from app.knowledge.queries import Known


class KnownList(QWidget):
    """Says of each what it is about, until when, and what the caller can do meanwhile."""

    def __init__(self, wall: WallClock) -> None:
        super().__init__()
        self._wall = wall
        self._entries: list[QWidget] = []
        self._none = TranslatedLabel(N_("Nothing is known that would explain it."), "muted", wrapped=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE.xs, 0, 0)
        self._column.setSpacing(SPACE.sm)
        self._column.addWidget(TranslatedLabel(N_("Known issues"), "strong"))
        self._column.addWidget(self._none)

    def show_known(self, known: tuple[Known, ...]) -> None:
        """Show these in place of what was shown."""
        for entry in self._entries:
            self._column.removeWidget(entry)
            entry.deleteLater()
        self._entries = [self._entry(each) for each in known]
        for entry in self._entries:
            self._column.addWidget(entry)
        self._none.setVisible(not known)

    def _entry(self, known: Known) -> QWidget:
        from app.knowledge.queries import KNOWN_KIND_NAMES

        until = _("until {time}").format(time=self._wall.text(known.ends_at)) if known.ends_at else ""
        since = _("since {time}").format(time=self._wall.text(known.begins_at))
        about = " · ".join(filter(None, (_(KNOWN_KIND_NAMES[known.kind]), ", ".join(known.services), since, until)))
        words = QVBoxLayout()
        words.setSpacing(2)
        labels = (
            Label(known.title, "strong", wrapped=True),
            Label(about, "caption", wrapped=True),
            Label(known.what_to_do, wrapped=True),
        )
        for label in labels:
            words.addWidget(label)
            label.setHidden(not label.text())
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(IconLabel("triangle-alert", "warn_text", 18))
        row.addLayout(words, 1)
        return entry
