"""The window from its first paint to its end: begins a workspace, and wires pages and session together."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.foundation.clock import Clock, SystemClock
from app.foundation.home import Home
from app.foundation.settings import LabelChoices, Settings, Theme, read_settings, system_language, write_settings
from app.foundation.translation import LANGUAGES
from app.foundation.version import VERSION
from ui.pages.wall_clock import WallClock
from ui.session.beginning import Beginning
from ui.session.caring import Caring
from ui.session.carrying import Carrying
from ui.session.file_moving import FileMoving
from ui.session.judging import Judging
from ui.session.locking import Locking
from ui.session.notifying import Notifying
from ui.session.opening import Opening
from ui.session.page_wiring import PageWiring
from ui.session.revoking import Revoking
from ui.session.standing import StandingFeed
from ui.session.synchronising import Synchronising
from ui.session.ticking import Ticking
from ui.session.window import Window
from ui.shell.language import WindowLanguage
from ui.theme.theme import theme
from ui.work.garbage import GarbageCollecting
from ui.work.work import Work

_LOADED_MILLISECONDS = 5000


class Application(QObject):
    """One window on one workspace."""

    settings_changed = Signal()

    def __init__(self, home: Home, language: str | None = None, clock: Clock | None = None) -> None:
        super().__init__()
        self.home = home
        self.settings = read_settings(home)
        self.wall_clock = WallClock(clock or SystemClock(), self.settings.time_zone, self)
        self._language = WindowLanguage(self)
        self._speak(language or self.settings.language or system_language())
        theme.apply(dark=_is_dark(self.settings))
        opening = Opening(home, self.wall_clock.clock)
        self.work = Work(opening.open_workspace, self, opening.get_ready)
        self.synchronising = Synchronising(self.work, self)
        self.file_moving = FileMoving(self.work, self)
        self.pages = PageWiring(self.work, self.wall_clock, home, self)
        self.window = Window(self.pages.factories, now=self.wall_clock.now, version=VERSION)
        self.beginning = Beginning(opening, self.work, self.window, self.pages.first)
        self.standing = StandingFeed(self.window, self.work, self.synchronising, self.wall_clock)
        self.caring = Caring(self.work, self.window, self.wall_clock)
        self.carrying = Carrying(self.work, self.window, self.wall_clock.clock)
        self.locking = Locking(home, self.work, self.window, self.wall_clock)
        self.revoking = Revoking(home, self.work, self.window, self.wall_clock)
        self.ticking = Ticking(self.work, self.wall_clock, self)
        self.judging = Judging(self.work, self)
        self.notifying = Notifying(self.work, self.window, lambda: self.settings.notifies)
        self._connect()

    def show(self) -> None:
        """Paint the window, then open the workspace, or ask how to begin where there is none."""
        self.beginning.begin()
        self.window.show()

    def close(self) -> None:
        """End every thread; what was given is carried out first."""
        self.work.close()
        self.window.hide()

    def go_to_work(self) -> None:
        """Somebody works in the workspace that is open: show it, and agree with the server."""
        workspace = self.beginning.workspace
        if workspace is None:
            return
        self.window.hide_cover()
        self.window.show_page(self.window.current_page or self.pages.first)
        self.standing.refresh()
        self.notifying.begin()
        self.synchronising.begin(workspace)
        self.file_moving.begin(workspace)
        self.ticking.begin()
        self.judging.begin()
        self.caring.begin(workspace)
        self.carrying.begin(workspace)
        self.locking.begin(self.settings.lock_minutes)

    def change_settings(self, settings: Settings) -> None:
        """Keep the settings; what is shown has changed already, whatever becomes of the file."""
        self.settings = settings
        try:
            write_settings(self.home, settings)
        except Exception as error:  # noqa: BLE001 - every error is told in one place
            self.window.errors.present(error)
        self.settings_changed.emit()

    def speak(self, language: str) -> None:
        """Show everything in `language`, now and at the next start."""
        self._speak(language)
        self.pages.retranslate()
        self.change_settings(replace(self.settings, language=language))

    def wear(self, dark: bool) -> None:
        """Show everything dark or light, now and at the next start."""
        self.choose_theme("dark" if dark else "light")

    def choose_theme(self, name: Theme) -> None:
        """Show everything light, dark, or as the computer is set, now and at the next start."""
        chosen = replace(self.settings, theme=name)
        theme.apply(dark=_is_dark(chosen))
        self.change_settings(chosen)

    def choose_zone(self, zone_name: str) -> None:
        """Show times in this zone, an IANA name, or with an empty one in the computer's, now and at the next start."""
        self.wall_clock.set_zone(zone_name)
        self.change_settings(replace(self.settings, time_zone=zone_name))

    def choose_lock_minutes(self, minutes: int) -> None:
        """Lock the window after so many minutes without input, now and after the next start."""
        self.locking.set_minutes(minutes)
        self.change_settings(replace(self.settings, lock_minutes=minutes))

    def choose_notifying(self, wanted: bool) -> None:
        """Show news for the person on the desktop from now on, or do not."""
        self.change_settings(replace(self.settings, notifies=wanted))

    def choose_labels(self, choices: LabelChoices) -> None:
        """Begin with these choices when labels are printed the next time."""
        self.change_settings(replace(self.settings, labels=choices))

    def _speak(self, language: str) -> None:
        self._language.speak(language if language in LANGUAGES else "en")

    def _connect(self) -> None:
        window = self.window
        window.sync_requested.connect(self.synchronising.wake)
        window.check_requested.connect(self.standing.check)
        window.closed.connect(self.close)
        self.work.failed.connect(window.errors.present)
        self.beginning.begun.connect(self.go_to_work)
        self.synchronising.round_made.connect(self.revoking.hear)
        for asking in (window, self.beginning):
            asking.language_requested.connect(self.speak)
            asking.dark_requested.connect(self.wear)
        self._connect_pages()

    def _connect_pages(self) -> None:
        pages = self.pages
        pages.connect_window(self.window)
        pages.language_chosen.connect(self.speak)
        pages.theme_chosen.connect(self.choose_theme)
        pages.zone_chosen.connect(self.choose_zone)
        pages.labels_chosen.connect(self.choose_labels)
        pages.lock_minutes_chosen.connect(self.choose_lock_minutes)
        pages.protection_changed.connect(self.locking.refresh)
        pages.notifying_chosen.connect(self.choose_notifying)
        pages.unsent_export_requested.connect(self.carrying.ask_where_to_save)
        pages.unsent_import_requested.connect(self.carrying.ask_for_file)
        pages.sign_in_requested.connect(self.beginning.ask_to_sign_in)
        self.settings_changed.connect(pages.settings_changed)
        self.standing.synced.connect(pages.synced)
        self.standing.sign_in_requested.connect(self.beginning.ask_to_sign_in)
        self.notifying.order_requested.connect(pages.show_order)
        self.notifying.inbox_requested.connect(pages.show_inbox)


def run_window(home: Home, language: str | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Paigong")
    qt.setDesktopFileName("paigong")
    application = Application(home, language)
    application.window.fit_into(application.window.screen().availableSize())
    application.show()
    QTimer.singleShot(_LOADED_MILLISECONDS, partial(_collect_from_now_on, application))
    status = qt.exec()
    application.close()
    return status


def _collect_from_now_on(application: Application) -> None:
    """What was loaded stays for good: looking through all of it again and again would halt the window each time."""
    gc.freeze()
    GarbageCollecting(application)


def _is_dark(settings: Settings) -> bool:
    if settings.theme == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return settings.theme == "dark"
