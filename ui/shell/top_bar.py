"""The bar at the top: where we are, the way to everything, language, theme, what waits, who is here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.foundation.translation import N_, _
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SIZE, SPACE, TYPE
from ui.widgets.appearance_buttons import LanguageButton, ThemeButton
from ui.widgets.avatar import Avatar
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import paint_focus_ring, paint_icon, paint_key_cap, paint_text, smooth
from ui.widgets.tool_button import ToolButton
from ui.widgets.translated import Translated

_SEARCH_WIDTH = 380
_LEAST_SEARCH_WIDTH = 220
_AVATAR = 32
_MOST_NAME_WIDTH = 120


class TopBar(QFrame):
    """What it is asked for goes out as signals; what it shows is set by the window."""

    search_requested = Signal()
    language_requested = Signal(str)
    dark_requested = Signal(bool)
    inbox_requested = Signal()
    lock_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(SIZE.top_bar)
        self._title = TranslatedLabel("", "title")
        self._search = _SearchButton()
        self._search.clicked.connect(self.search_requested)
        self._languages, self._theme = LanguageButton(), ThemeButton()
        self._languages.language_requested.connect(self.language_requested)
        self._theme.dark_requested.connect(self.dark_requested)
        self._bell = ToolButton("bell", N_("What waits for you"))
        self._bell.clicked.connect(self.inbox_requested)
        self._lock = ToolButton("lock", N_("Lock the window"))
        self._lock.clicked.connect(self.lock_requested)
        self._lock.hide()
        self._avatar = Avatar(size=_AVATAR)
        self._name = Label(role="body")
        self._name.setMaximumWidth(_MOST_NAME_WIDTH)
        self._lay_out()
        self.set_person("")

    def set_title_source(self, title_source: str) -> None:
        """Name the page that is shown; the text is marked with `N_`."""
        self._title.set_text_source(title_source)

    def set_person(self, name: str) -> None:
        """Show who works here; empty while nobody is signed in."""
        self._avatar.setVisible(bool(name))
        self._name.setVisible(bool(name))
        self._avatar.set_name(name)
        self._name.setText(name)
        self._name.setToolTip(name)

    def set_waiting_count(self, count: int) -> None:
        """Show at the bell how many things wait for an answer."""
        self._bell.set_count(count)

    def set_lockable(self, lockable: bool) -> None:
        """Show the way to the lock, where there is a password to open it with."""
        self._lock.setVisible(lockable)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.xl, 0, SPACE.lg, 0)
        row.setSpacing(SPACE.sm)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._search, 2)
        row.addStretch(1)
        for button in (self._languages, self._theme, self._lock, self._bell):
            row.addWidget(button)
        row.addSpacing(SPACE.xs)
        row.addWidget(self._avatar)
        row.addWidget(self._name)


class _SearchButton(Translated, KeyboardButton):
    """Looks like a field; it only opens the command palette, where one types with or without an input method."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setMaximumWidth(_SEARCH_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_(N_("Search orders, customers, assets…")))
        self.setAccessibleName(_(N_("Search everything")))
        self.setToolTip(f"{self.accessibleName()}  {_SHORTCUT}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH_WIDTH, SIZE.control + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_SEARCH_WIDTH, SIZE.control + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        area = QRectF(self.rect())
        painter.setPen(QPen(theme.color("border_strong" if self.underMouse() else "border"), 1))
        painter.setBrush(theme.color("surface_sunken"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS.control, RADIUS.control)
        paint_icon(painter, "search", "text_faint", SPACE.md, area.center().y(), 16)
        cap = paint_key_cap(painter, area.right() - SPACE.sm, area.center().y(), _SHORTCUT)
        paint_text(painter, area.adjusted(38, 0, -cap - SPACE.lg, 0), self.text(), "text_faint", size=TYPE.body)
        if self.shows_focus:
            paint_focus_ring(painter, area)


_SHORTCUT = "Ctrl+K"
