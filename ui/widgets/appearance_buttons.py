"""The two buttons that change how the window speaks and looks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.foundation.translation import LANGUAGES, N_, language
from ui.theme.theme import theme
from ui.widgets.tool_button import ToolButton


class LanguageButton(ToolButton):
    """Offers the languages, each by its own name."""

    language_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__("languages", N_("Language"))
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._chosen)
        self.clicked.connect(self._show_languages)

    def _show_languages(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for key, name in LANGUAGES.items():
            action = QAction(name, group, checkable=True, checked=key == language())
            action.setData(key)
            self._menu.addAction(action)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _chosen(self, action: QAction) -> None:
        self.language_requested.emit(action.data())


class ThemeButton(ToolButton):
    """Asks for the other theme."""

    dark_requested = Signal(bool)

    def __init__(self) -> None:
        super().__init__("moon", N_("Light or dark"), shortcut_text="Ctrl+Shift+L")
        self.clicked.connect(self._clicked)
        theme.changed.connect(self._theme_changed)
        self._theme_changed()

    def _theme_changed(self) -> None:
        self.set_icon("sun" if theme.dark else "moon")

    def _clicked(self) -> None:
        self.dark_requested.emit(not theme.dark)
