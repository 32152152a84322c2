"""The theme that the window wears: light or dark, made from the tokens, changed at run time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import font, load_fonts
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import COLORS, ColorName

_PALETTE: tuple[tuple[QPalette.ColorRole, ColorName], ...] = (
    (QPalette.ColorRole.Window, "background"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "surface_sunken"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "on_accent"),
    (QPalette.ColorRole.ToolTipBase, "surface"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.PlaceholderText, "text_faint"),
    (QPalette.ColorRole.Link, "accent_text"),
    (QPalette.ColorRole.Light, "surface"),
    (QPalette.ColorRole.Midlight, "hover"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Dark, "border_strong"),
    (QPalette.ColorRole.Shadow, "shadow"),
    (QPalette.ColorRole.Accent, "accent"),
)
_DIMMED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Theme(QObject):
    """Answers which colour a name has now, and dresses the application.

    Widgets that paint themselves need not listen to `changed`: a new palette repaints them. It is for those that keep
    something made of colours, such as a QIcon.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._dark = False
        self._dressed = False
        self._colors = _colors(dark=False)

    @property
    def dark(self) -> bool:
        """Whether the dark theme is worn."""
        return self._dark

    def color(self, name: ColorName) -> QColor:
        """The colour called `name` in the theme worn now. Shared: copy it before changing it."""
        return self._colors[name]

    def apply(self, *, dark: bool) -> None:
        """Wear the dark or the light theme. Raises TypeError where there is no QApplication yet."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise TypeError("a theme is worn by a QApplication")
        self._dark = dark
        self._colors = _colors(dark=dark)
        if not self._dressed:
            self._dressed = True
            load_fonts()
            application.setStyle("Fusion")
            application.setFont(font())
        scheme = Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light
        QGuiApplication.styleHints().setColorScheme(scheme)
        application.setStyleSheet("")  # to undress first takes a fifth of the time of changing from one to the other
        application.setPalette(self._palette())
        application.setStyleSheet(stylesheet(dark=dark))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _PALETTE:
            palette.setColor(role, self.color(name))
        for role in _DIMMED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text_faint"))
        return palette


def _colors(*, dark: bool) -> dict[ColorName, QColor]:
    return {name: QColor(shades.dark if dark else shades.light) for name, shades in COLORS.items()}


theme = Theme()
