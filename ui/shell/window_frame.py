"""The frame of the window, without data: rail, top bar, pages, status bar, palette, shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QMargins, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.foundation.translation import LANGUAGES, N_, _, language
from ui.shell.error_presenter import ErrorPresenter
from ui.shell.palette import CommandPalette
from ui.shell.palette_entries import PaletteEntry
from ui.shell.rail import RAIL_ENTRIES, Rail, RailEntry, page_keys
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar
from ui.theme.icons import ICON_FOLDER
from ui.theme.theme import theme
from ui.theme.tokens import SIZE, SPACE
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.translated import Translated

PageFactory = Callable[[], QWidget]

_PAGE, _LANGUAGE, _THEME, _SYNC, _CHECK, _LOCK = "page:", "language:", "theme", "sync", "check", "lock"
_QUIT = "quit"
_PALETTE_KEYS, _SYNC_KEYS, _THEME_KEYS, _LOCK_KEYS, _QUIT_KEYS = "Ctrl+K", "F5", "Ctrl+Shift+L", "Ctrl+L", "Ctrl+Q"


class WindowFrame(Translated, QMainWindow):
    """Holds the pages, each built when it is first visited, and turns keys and clicks into wishes.

    `factories` says how to build the page of each key; the rail shows the entries that have one. Whoever owns the
    window listens to the signals, and fills `status_bar`, `top_bar`, `rail`, `banner`, `news` and what the palette
    finds.
    """

    page_shown = Signal(str)
    sync_requested = Signal()
    check_requested = Signal()
    language_requested = Signal(str)
    dark_requested = Signal(bool)
    lock_requested = Signal()
    action_requested = Signal(str)
    """A palette entry of the owner's was chosen; its key."""

    def __init__(
        self,
        factories: Mapping[str, PageFactory],
        *,
        now: Callable[[], datetime],
        version: str,
        entries: tuple[RailEntry, ...] = RAIL_ENTRIES,
    ) -> None:
        super().__init__()
        self._factories = factories
        self._entries = {entry.key: entry for entry in entries if entry.key in factories}
        self._built: dict[str, QWidget] = {}
        self._cover: QWidget | None = None
        self._current = ""
        self._own_actions: tuple[PaletteEntry, ...] = ()
        self.rail = Rail(tuple(self._entries.values()))
        self.top_bar = TopBar()
        self.status_bar = StatusBar(now, version)
        self.banner = NoticeBanner(room=QMargins(SPACE.lg, SPACE.md, SPACE.lg, 0))
        self.errors = ErrorPresenter(self.banner)
        self.news = NoticeBanner(room=QMargins(SPACE.lg, SPACE.md, SPACE.lg, 0))
        self._pages = QStackedWidget()
        self._workspace = QWidget()
        self._layers = QStackedWidget()
        self._rooms = QStackedWidget()
        self._lock: QWidget | None = None
        self._lay_out()
        self.command_palette = CommandPalette(self._workspace)
        self._connect()
        self._add_shortcuts()
        self.resize(SIZE.window_width, SIZE.window_height)
        self.setMinimumSize(SIZE.least_window_width, SIZE.least_window_height)
        self.setWindowIcon(QIcon(str(ICON_FOLDER / "paigong.svg")))
        self.retranslate()

    def fit_into(self, room: QSize) -> None:
        """Fill a screen with so much `room` where the window is too large for it."""
        fitting = self.size().boundedTo(room)
        if fitting != self.size():
            self.resize(fitting)
            self.setWindowState(Qt.WindowState.WindowMaximized)

    @property
    def current_page(self) -> str:
        """The key of the page that is shown; empty before the first."""
        return self._current

    def page(self, key: str) -> QWidget:
        """The page called `key`, built now if it was not visited yet."""
        if key not in self._built:
            page = self._factories[key]()
            self._built[key] = page
            self._pages.addWidget(page)
        return self._built[key]

    def show_page(self, key: str) -> None:
        """Go to the page called `key`; where it cannot be built, say why and stay."""
        try:
            page = self.page(key)
        except Exception as error:  # noqa: BLE001 - a page that breaks must not take the window with it
            self.errors.present(error)
            self._mark_current()
            return
        self.command_palette.close_palette()
        self._current = key
        self._pages.setCurrentWidget(page)
        self._mark_current()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def forget_pages(self) -> None:
        """Build every page anew when it is next visited: another database has taken the place of theirs."""
        for page in self._built.values():
            self._pages.removeWidget(page)
            page.deleteLater()
        self._built.clear()

    def set_actions(self, actions: tuple[PaletteEntry, ...]) -> None:
        """What the palette offers beside the pages and the frame's own actions; told by `action_requested`."""
        self._own_actions = actions

    def add_shortcut(self, keys: str, slot: Callable[[], object]) -> None:
        """Let `keys` do something; they sleep while something covers the workspace."""
        QShortcut(QKeySequence(keys), self._workspace).activated.connect(slot)

    def show_cover(self, cover: QWidget) -> None:
        """Put `cover` (first start, sign-in) in place of the whole workspace; it is deleted when it is taken away."""
        self.hide_cover()
        self._cover = cover
        self._layers.addWidget(cover)
        self._layers.setCurrentWidget(cover)
        cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_cover(self) -> None:
        """Show the workspace."""
        self._layers.setCurrentWidget(self._workspace)
        if self._cover is not None:
            self._layers.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None

    @property
    def is_locked(self) -> bool:
        """Whether nothing of the content may be seen or heard now."""
        return self._lock is not None

    def show_lock(self, lock: QWidget) -> None:
        """Put `lock` before everything, covers included; whatever goes on behind it stays there."""
        self.command_palette.close_palette()
        self._lock = lock
        self._rooms.addWidget(lock)
        self._rooms.setCurrentWidget(lock)
        lock.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_lock(self) -> None:
        """Show again what is behind the lock."""
        if self._lock is not None:
            self._rooms.setCurrentWidget(self._layers)
            self._rooms.removeWidget(self._lock)
            self._lock.deleteLater()
            self._lock = None

    def retranslate(self) -> None:
        self.setWindowTitle(_(N_("Paigong")))

    def open_palette(self, text: str = "") -> None:
        """Open the command palette, `text` typed already."""
        self.command_palette.open_with((*self._own_actions, *self._page_actions(), *self._frame_actions()), text)

    def _page_actions(self) -> tuple[PaletteEntry, ...]:
        opening = _("Go to {page}")
        return tuple(
            PaletteEntry(
                f"{_PAGE}{entry.key}",
                entry.icon,
                opening.format(page=_(entry.text_source)),
                native_keys(page_keys(entry, number)),
            )
            for number, entry in enumerate(self._entries.values(), start=1)
        )

    def _frame_actions(self) -> tuple[PaletteEntry, ...]:
        sync = PaletteEntry(_SYNC, "refresh-cw", _("Sync now"), native_keys(_SYNC_KEYS))
        check = PaletteEntry(_CHECK, "list-checks", _("Compare everything with the server"))
        theme_text = _("Use the light theme") if theme.dark else _("Use the dark theme")
        lighting = PaletteEntry(_THEME, "sun" if theme.dark else "moon", theme_text, native_keys(_THEME_KEYS))
        others = tuple(
            PaletteEntry(f"{_LANGUAGE}{key}", "languages", name) for key, name in LANGUAGES.items() if key != language()
        )
        lock = PaletteEntry(_LOCK, "lock", _("Lock the window"), native_keys(_LOCK_KEYS))
        close = PaletteEntry(_QUIT, "x", _("Close Paigong"), native_keys(_QUIT_KEYS))
        return (sync, check, lighting, lock, close, *others)

    def _palette_chosen(self, key: str) -> None:
        if key.startswith(_PAGE):
            self.show_page(key.removeprefix(_PAGE))
        elif key.startswith(_LANGUAGE):
            self.language_requested.emit(key.removeprefix(_LANGUAGE))
        elif key == _THEME:
            self._other_theme_wanted()
        elif key == _SYNC:
            self.sync_requested.emit()
        elif key == _CHECK:
            self.check_requested.emit()
        elif key == _LOCK:
            self.lock_requested.emit()
        elif key == _QUIT:
            self.close()
        else:
            self.action_requested.emit(key)

    def _palette_wanted(self) -> None:
        self.open_palette()

    def _other_theme_wanted(self) -> None:
        self.dark_requested.emit(not theme.dark)

    def _inbox_wanted(self) -> None:
        self.show_page("inbox")

    def _mark_current(self) -> None:
        if self._current in self._entries:
            self.rail.show_current(self._current)
            self.top_bar.set_title_source(self._entries[self._current].text_source)

    def _connect(self) -> None:
        self.rail.page_requested.connect(self.show_page)
        self.top_bar.search_requested.connect(self._palette_wanted)
        self.top_bar.language_requested.connect(self.language_requested)
        self.top_bar.dark_requested.connect(self.dark_requested)
        self.top_bar.inbox_requested.connect(self._inbox_wanted)
        self.top_bar.lock_requested.connect(self.lock_requested)
        self.command_palette.chosen.connect(self._palette_chosen)

    def _add_shortcuts(self) -> None:
        for number, entry in enumerate(self._entries.values(), start=1):
            shortcut = _PageShortcut(page_keys(entry, number), entry.key, self._workspace)
            shortcut.page_requested.connect(self.show_page)
        for keys, slot in (
            (_PALETTE_KEYS, self._palette_wanted),
            (_SYNC_KEYS, self.sync_requested.emit),
            (_THEME_KEYS, self._other_theme_wanted),
            (_LOCK_KEYS, self.lock_requested.emit),
        ):
            self.add_shortcut(keys, slot)
        QShortcut(QKeySequence(_QUIT_KEYS), self).activated.connect(self.close)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.banner)
        column.addWidget(self.news)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status_bar)
        row = QHBoxLayout(self._workspace)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self._layers.addWidget(self._workspace)
        self._rooms.addWidget(self._layers)
        self.setCentralWidget(self._rooms)


class _PageShortcut(QShortcut):
    page_requested = Signal(str)

    def __init__(self, keys: str, page: str, parent: QObject) -> None:
        super().__init__(QKeySequence(keys), parent)
        self._page = page
        self.activated.connect(self._activated)

    def _activated(self) -> None:
        self.page_requested.emit(self._page)


def native_keys(keys: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
