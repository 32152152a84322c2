"""Choosing a time zone among all that there are, by typing a part of its name."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from app.foundation.translation import _
from ui.pages.wall_clock import computer_zone
from ui.widgets.translated import Translated

_MOST_SHOWN = 12


class ZoneField(Translated, QComboBox):
    """All IANA zones; the first entry is whatever the computer is set to, with an empty name."""

    zone_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.addItem("", "")
        for name in zone_names():
            self.addItem(name, name)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.activated.connect(self._activated)
        self.retranslate()

    def show_zone(self, name: str) -> None:
        """Show that the zone called `name` stands."""
        self.setCurrentIndex(max(0, self.findData(name)))

    def retranslate(self) -> None:
        self.setItemText(0, _("As this computer ({zone})").format(zone=computer_zone()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was only half typed is no zone: show again what stands."""
        super().focusOutEvent(event)
        self.setEditText(self.itemText(self.currentIndex()))

    def _activated(self, place: int) -> None:
        self.zone_chosen.emit(self.itemData(place))


@cache
def zone_names() -> tuple[str, ...]:
    """The IANA names of places, without the aliases of another time."""
    names = (bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
    return tuple(sorted(name for name in names if name == "UTC" or ("/" in name and not name.startswith("Etc/"))))
