"""How the window speaks and looks, which server this workspace belongs to, where it lies, what this program is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.home import Home
from app.foundation.settings import read_settings
from app.foundation.translation import LANGUAGES, N_, _, language, ngettext
from ui.pages.live_page import LivePage
from ui.pages.settings.licences import LicencesDialog
from ui.pages.settings.password_dialog import Deed
from ui.pages.settings.protection_part import ProtectionPart
from ui.pages.settings.setting_row import SettingRow, section
from ui.pages.settings.zone_field import ZoneField
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.centered import centered
from ui.widgets.fields import ChoiceField
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.scroll_column import ScrollColumn
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_WIDTH = 760
_LOCK_MINUTES = (0, 1, 5, 10, 30, 60)
_AT_ONCE, _QUIETLY = "at_once", "quietly"
_NOTIFYING = {_AT_ONCE: N_("Show it on the desktop at once"), _QUIETLY: N_("Only count it at the inbox")}
_THEMES = {"system": N_("As this computer"), "light": N_("Light"), "dark": N_("Dark")}


@dataclass(frozen=True, slots=True)
class Membership:
    """Which server this workspace belongs to, empty where there is none, as whom and as which device."""

    server: str
    person: str
    device_code: str
    waiting_count: int


class SettingsPage(LivePage):
    """What is chosen goes out as signals at once; whoever owns the window shows it and keeps it."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    """With `system`, `light` or `dark`."""
    zone_chosen = Signal(str)
    """With an IANA name; empty for the computer's zone."""
    lock_minutes_chosen = Signal(int)
    """With the minutes without input after which the window is locked; 0: never by itself."""
    protection_changed = Signal()
    notifying_chosen = Signal(bool)
    unsent_export_requested = Signal()
    unsent_import_requested = Signal()
    sign_in_requested = Signal()

    def __init__(self, work: Work, wall: WallClock, home: Home, version: str) -> None:
        super().__init__(work, ("workspace_facts", "people", "outbox_entries"))
        self._wall, self._home = wall, home
        self._synced_at: datetime | None = None
        self.language, self.theme, self.zone = ChoiceField(), ChoiceField(), ZoneField()
        self.lock = ChoiceField()
        self.notifying = ChoiceField()
        self._server, self._about = KeyValueGrid(), KeyValueGrid()
        self._explanation = TranslatedLabel("", "muted", wrapped=True)
        self.sign_in = Button(N_("Connect to a server"), icon="server")
        self._folder, self._protection = Label(wrapped=True), ProtectionPart(work, home)
        self._export = Button(Deed.EXPORT.value, icon="download")
        self._import = Button(Deed.IMPORT.value, icon="upload")
        self._export.clicked.connect(self.unsent_export_requested)
        self._import.clicked.connect(self.unsent_import_requested)
        self._version = version
        self.licences = Button(N_("Licences"), icon="file-text")
        self.language.activated.connect(self._language_activated)
        self.theme.activated.connect(self._theme_activated)
        self.zone.zone_chosen.connect(self.zone_chosen)
        self.lock.activated.connect(self._lock_activated)
        self._protection.changed.connect(self.protection_changed)
        self.notifying.activated.connect(self._notifying_activated)
        self.sign_in.clicked.connect(self.sign_in_requested)
        self.licences.clicked.connect(self._licences_clicked)
        self._lay_out()
        self.setFocusProxy(self.language)
        self.retranslate()

    def question(self) -> Callable[[Reader], Membership]:
        return _read_membership

    def show_answer(self, answer: Membership) -> None:
        joined = bool(answer.server)
        self._explanation.set_text_source(_JOINED if joined else _ALONE)
        self.sign_in.set_text_source(N_("Sign in again") if joined else N_("Connect to a server"))
        rows = (
            KeyValue(_("Server"), answer.server or "—"),
            KeyValue(_("Signed in as") if joined else _("Name"), answer.person),
            KeyValue(_("Device code"), answer.device_code),
            KeyValue(_("Last agreement"), self._wall.text(self._synced_at) if self._synced_at else "—"),
            KeyValue(_("Waiting to upload"), f"{answer.waiting_count:,}"),
        )
        self._server.set_rows(rows if joined else rows[1:3])

    def show_synced_at(self, synced_at: datetime | None) -> None:
        """Show when this workspace and its server last agreed."""
        self._synced_at = synced_at
        super().retranslate()

    def retranslate(self) -> None:
        self.show_settings()
        self._folder.setText(_("The workspace lies in {folder}.").format(folder=self._home.folder))
        self._about.set_rows((KeyValue(_("Version"), self._version), KeyValue(_("Licence"), "Apache-2.0")))
        super().retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        self.show_settings()
        super().showEvent(event)

    def show_settings(self) -> None:
        """Show what is chosen now."""
        settings = read_settings(self._home)
        self.language.set_choices(tuple(LANGUAGES.items()))
        self.language.set_value(language())
        self.theme.set_choices(tuple((key, _(name)) for key, name in _THEMES.items()))
        self.theme.set_value(settings.theme)
        self.zone.show_zone(settings.time_zone)
        self.lock.set_choices(tuple((str(minutes), _lock_text(minutes)) for minutes in _LOCK_MINUTES))
        self.lock.set_value(str(settings.lock_minutes))
        self.notifying.set_choices(tuple((key, _(name)) for key, name in _NOTIFYING.items()))
        self.notifying.set_value(_AT_ONCE if settings.notifies else _QUIETLY)

    def _language_activated(self) -> None:
        self.language_chosen.emit(self.language.value())

    def _theme_activated(self) -> None:
        self.theme_chosen.emit(self.theme.value())

    def _lock_activated(self) -> None:
        self.lock_minutes_chosen.emit(int(self.lock.value()))

    def _notifying_activated(self) -> None:
        self.notifying_chosen.emit(self.notifying.value() == _AT_ONCE)

    def _licences_clicked(self) -> None:
        LicencesDialog(self).open()

    def _lock_row(self) -> SettingRow:
        explanation = N_("When nobody has touched anything for so long. It needs a password. Ctrl+L locks at once.")
        return SettingRow(N_("Lock the window"), explanation, self.lock)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addWidget(
            section(
                N_("Appearance"),
                SettingRow(N_("Language"), N_("Changes at once, everywhere, papers included."), self.language),
                SettingRow(N_("Theme"), N_("Light or dark, or as the computer is set."), self.theme),
                SettingRow(N_("Time zone"), N_("Times are shown in it. Type a part of the name to search."), self.zone),
                SettingRow(
                    N_("News for you"), N_("Work that is given to you, and what changes in it."), self.notifying
                ),
            )
        )
        column.addWidget(
            section(
                N_("Server"),
                self._explanation,
                self._server,
                _at_left(self.sign_in),
                _at_left(self._export, self._import),
            )
        )
        column.addWidget(section(N_("Workspace"), self._folder, self._protection, self._lock_row()))
        column.addWidget(section(N_("About Paigong"), self._about, _at_left(self.licences)))
        scroll = ScrollColumn(margin=SPACE.lg)
        scroll.body.addLayout(centered(sheet))
        scroll.body.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def _lock_text(minutes: int) -> str:
    if not minutes:
        return _("Never by itself")
    return ngettext("After {count} minute", "After {count} minutes", minutes).format(count=minutes)


def _at_left(*buttons: Button) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return line


_ALONE = N_("This workspace is on this computer only. You can connect it to your team's server at any time.")
_JOINED = N_("What is done here goes to the server by itself, and works without it too.")


def _read_membership(reader: Reader) -> Membership:
    from app.directory.queries import myself
    from app.storage.facts import DEVICE_CODE, SERVER_URL, fact
    from app.storage.outbox import waiting_count

    return Membership(fact(reader, SERVER_URL), myself(reader).name, fact(reader, DEVICE_CODE), waiting_count(reader))
