"""Known issues, closures and outages that concern a caller."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import IconLabel, Label, Role, TranslatedLabel

if TYPE_CHECKING:
    from app.knowledge.queries import Known

_ROLES: tuple[Role, ...] = ("strong", "caption", "body")


class KnownList(QWidget):
    """Says of each what it is about, until when, and what the caller can do meanwhile.

    Where a work order is about it, the call can be linked with that one.
    """

    link_requested = Signal(str, str)
    """With the id of that order and the title of what is known; both empty where it is to be linked no more."""

    def __init__(self, wall: WallClock) -> None:
        super().__init__()
        self._wall = wall
        self._entries: list[QWidget] = []
        self._said: object = None
        self.links: dict[str, Button] = {}
        """The button that links the call with an order, by the order's id."""
        self._none = TranslatedLabel(N_("Nothing is known that would explain it."), "muted", wrapped=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE.xs, 0, 0)
        self._column.setSpacing(SPACE.sm)
        self._column.addWidget(TranslatedLabel(N_("Known issues"), "strong"))
        self._column.addWidget(self._none)

    def show_known(self, known: tuple[Known, ...], numbers: Mapping[str, str], linked_id: str) -> None:
        """Show these in place of what was shown; `numbers` are those of their orders, `linked_id` is the one chosen."""
        words = (tuple(map(self._words, known)), tuple(numbers.items()), linked_id)
        if words == self._said:
            return  # asked again every half minute: whoever is at one of the buttons keeps the keyboard there
        self._said = words
        for entry in self._entries:
            self._column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.links = {}
        self._entries = [self._entry(each, numbers, linked_id) for each in known]
        for entry in self._entries:
            self._column.addWidget(entry)
        self._none.setVisible(not known)

    def _words(self, known: Known) -> tuple[str, str, str]:
        """What it is about, what is affected and when, and what the caller can do meanwhile."""
        from app.knowledge.queries import KNOWN_KIND_NAMES

        until = _("until {time}").format(time=self._wall.text(known.ends_at)) if known.ends_at else ""
        since = _("since {time}").format(time=self._wall.text(known.begins_at))
        about = " · ".join(filter(None, (_(KNOWN_KIND_NAMES[known.kind]), ", ".join(known.services), since, until)))
        return known.title, about, known.what_to_do

    def _entry(self, known: Known, numbers: Mapping[str, str], linked_id: str) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        for text, role in zip(self._words(known), _ROLES, strict=True):
            if text:
                words.addWidget(Label(text, role, wrapped=True))
        if known.order_id in numbers:
            words.addWidget(self._link(known, numbers, linked_id), 0, Qt.AlignmentFlag.AlignLeft)
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(IconLabel("triangle-alert", "warn_text", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return entry

    def _link(self, known: Known, numbers: Mapping[str, str], linked_id: str) -> Button:
        """Ask for the link, or for its end: what is chosen says so."""
        order_id = known.order_id or ""
        is_linked = order_id == linked_id
        link = self.links[order_id] = Button(
            N_("The call is about this: linked") if is_linked else N_("The call is about this"),
            icon="check" if is_linked else "paperclip",
            kind="link",
        )
        link.setToolTip(_("The new order is linked with {number}.").format(number=numbers[order_id]))
        wanted = ("", "") if is_linked else (order_id, known.title)
        link.clicked.connect(partial(self.link_requested.emit, *wanted))
        return link
