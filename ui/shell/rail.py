"""The rail at the left: which pages there are, which one is shown, where something waits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout

from app.foundation.translation import N_, _
from ui.theme.fonts import font
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SIZE, SPACE, TYPE, ColorName
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import CENTERED, badge_text, paint_badge, paint_focus_ring, paint_icon, paint_round, smooth
from ui.widgets.translated import Translated

_ICON = 22
_ROOMY, _LEAST_WITH_NAME = 52, 44
"""Where an entry is lower its icon stands alone: its name is in the tool tip, and a screen reader says it."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page of the rail; `text_source` is marked with `N_`, `at_bottom` sets it apart from the daily ones.

    `keys` lead to it in place of those that follow from its place. A page `beneath` another one has no button: that of
    the other one is marked while it is shown.
    """

    key: str
    icon: str
    text_source: str
    at_bottom: bool = False
    keys: str = ""
    beneath: str = ""


RAIL_ENTRIES = (
    RailEntry("today", "layout-dashboard", N_("Today")),
    RailEntry("desk", "phone", N_("Desk")),
    RailEntry("workorders", "clipboard-list", N_("Work orders")),
    RailEntry("assets", "server", N_("Assets")),
    RailEntry("maintenance", "calendar-days", N_("Maintenance")),
    RailEntry("repairs", "wrench", N_("Repairs")),
    RailEntry("attendance", "user-check", N_("Attendance")),
    RailEntry("directory", "building-2", N_("Directory")),
    RailEntry("knowledge", "info", N_("Knowledge")),
    RailEntry("inbox", "inbox", N_("Inbox")),
    RailEntry("settings", "settings", N_("Settings"), at_bottom=True, keys="Ctrl+,"),
    RailEntry("stocktakes", "list-checks", N_("Stocktakes"), keys="Ctrl+Shift+I", beneath="assets"),
)


def page_keys(entry: RailEntry, number: int) -> str:
    """The keys that lead to a page: its own, else by its place in the rail, from 1 to 10."""
    return entry.keys or f"Ctrl+{number % 10}"


class Rail(QFrame):
    """One button a page; the arrow keys move between them."""

    page_requested = Signal(str)

    def __init__(self, entries: tuple[RailEntry, ...]) -> None:
        super().__init__()
        self.setFixedWidth(SIZE.rail_width)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.sm, 0, SPACE.sm)
        column.setSpacing(2)
        self._beneath = {entry.key: entry.beneath for entry in entries if entry.beneath}
        for number, entry in enumerate((entry for entry in entries if not entry.beneath), start=1):
            button = self._add_button(entry, QKeySequence(page_keys(entry, number)))
            if entry.at_bottom:
                column.addStretch()
            column.addWidget(button)
        self._group.buttonClicked.connect(self._button_clicked)

    def show_current(self, key: str) -> None:
        """Mark the entry called `key` as the page that is shown."""
        self._buttons[self._beneath.get(key, key)].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show that `count` things wait on the page called `key`; nothing at zero."""
        self._buttons[key].set_count(count)

    def _add_button(self, entry: RailEntry, shortcut: QKeySequence) -> _RailButton:
        button = _RailButton(entry, shortcut)
        self._buttons[entry.key] = button
        self._group.addButton(button)
        return button

    def _button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _RailButton):
            self.page_requested.emit(button.key)


class _RailButton(Translated, KeyboardButton):
    def __init__(self, entry: RailEntry, shortcut: QKeySequence) -> None:
        super().__init__()
        self.key = entry.key
        self._entry, self._shortcut = entry, shortcut
        self._count = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.retranslate()

    def set_count(self, count: int) -> None:
        self._count = count
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        text = _(self._entry.text_source)
        self.setText(text)
        self.setAccessibleName(f"{text} {badge_text(self._count)}" if self._count else text)
        self.setToolTip(f"{text}  {self._shortcut.toString(QKeySequence.SequenceFormat.NativeText)}")

    def sizeHint(self) -> QSize:
        return QSize(SIZE.rail_width, SIZE.rail_entry)

    def minimumSizeHint(self) -> QSize:
        return QSize(SIZE.rail_width, SIZE.least_rail_entry)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect()).adjusted(SPACE.sm, 2, -SPACE.sm, -2)
        checked = self.isChecked()
        if checked or self.underMouse():
            paint_round(painter, area, "accent_soft" if checked else "hover", RADIUS.card)
        color: ColorName = "accent_text" if checked else "text_muted"
        middle = area.center().x()
        shows_name = self.height() >= _LEAST_WITH_NAME
        icon_at = area.top() + max(area.height() / 3, 13) if shows_name else area.center().y()
        paint_icon(painter, self._entry.icon, color, middle - _ICON / 2, icon_at, _ICON)
        if shows_name:
            painter.setFont(font(TYPE.tiny if self.text().isascii() else TYPE.caption, 600 if checked else 500))
            painter.setPen(theme.color(color))
            below = 23 if self.height() >= _ROOMY else 18
            painter.drawText(QRectF(0, area.bottom() - below, self.width(), 18), CENTERED, self.text())
        if self._count:
            paint_badge(painter, middle + 4, area.top() + 3, self._count, "accent_soft" if checked else "surface")
        if self.shows_focus:
            paint_focus_ring(painter, area, RADIUS.card - 1)
