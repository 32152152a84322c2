"""Which language the window speaks: our texts by gettext, those of Qt's own dialogs by Qt."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.foundation.translation import set_language

_LOCALES = {"en": "en_GB", "zh_CN": "zh_CN"}
"""Plain English would mean American dates."""


class WindowLanguage(QObject):
    """Switches the language of the whole window at run time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._qt_texts = QTranslator(self)

    def speak(self, language: str) -> None:
        """Show everything in `language`, a key of `LANGUAGES`; every widget hears of it by a LanguageChange event."""
        set_language(language)
        QLocale.setDefault(QLocale(_LOCALES[language]))
        QCoreApplication.removeTranslator(self._qt_texts)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt_texts.load(f"qtbase_{language}", folder):
            QCoreApplication.installTranslator(self._qt_texts)
        # Qt announces only a change of its own texts; equal announcements are joined to one.
        for window in QApplication.topLevelWidgets():
            QCoreApplication.postEvent(window, QEvent(QEvent.Type.LanguageChange))
