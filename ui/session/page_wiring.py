"""Which pages there are, how each is built when it is first visited, and how they lead to each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.foundation.translation import _
from app.foundation.version import VERSION
from ui.pages.imports.file_drop import FileDrop
from ui.session.finding import Finding
from ui.session.printing import Printing
from ui.shell.palette import PaletteEntry
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from ui.application import Application

FIRST_PAGE = "workorders"
_NEW_ORDER, _IMPORT = "new-order", "import"
_NEW_ORDER_KEYS = "Ctrl+N"


class PageWiring(QObject):
    """Builds pages and connects what they ask for with whoever does it."""

    first = FIRST_PAGE

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self._application = application
        self._saved: Notice | None = None
        self.factories: dict[str, Callable[[], QWidget]] = {
            "today": self._today,
            "workorders": self._workorders,
            "assets": self._assets,
            "maintenance": self._maintenance,
            "repairs": self._repairs,
            "attendance": self._attendance,
            "directory": self._directory,
            "inbox": self._inbox,
            "settings": self._settings,
        }

    def connect_window(self) -> None:
        """Connect what the frame of the window asks for; called once, when it is there."""
        application = self._application
        window, work, wall = application.window, application.work, application.wall_clock
        self._finding = Finding(window.command_palette, work, wall)
        self._finding.record_chosen.connect(self.show_record)
        self._printing = Printing(work, application.home.folder / "papers", wall, self)
        self._printing.paper_made.connect(self._paper_made)
        window.action_requested.connect(self._act)
        window.page_shown.connect(self._page_shown)
        FileDrop(window).file_dropped.connect(self._import)
        window.add_shortcut(_NEW_ORDER_KEYS, self.new_order)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the palette's actions in the language shown now."""
        keys = QKeySequence(_NEW_ORDER_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self._application.window.set_actions(
            (
                PaletteEntry(_NEW_ORDER, "plus", _("New work order"), keys),
                PaletteEntry(_IMPORT, "upload", _("Import a file…")),
            )
        )

    def show_record(self, page: str, record_id: str) -> None:
        """Go to a page and show one record there."""
        self._shown(page).show_record(record_id)

    def new_order(self) -> None:
        """Begin a new work order."""
        self._shown("workorders").log_order()

    def _shown(self, page: str) -> Any:
        self._application.window.show_page(page)
        return self._application.window.page(page)

    def _act(self, key: str) -> None:
        if key == _NEW_ORDER:
            self.new_order()
        elif key == _IMPORT:
            self._import()
        else:
            self._finding.open_record(key)

    def _import(self, file: str = "") -> None:
        from ui.pages.imports.dialog import ImportDialog

        ImportDialog(self._application.work, self._application.window, file=file).open()

    def _show_order(self, order_id: str) -> None:
        self.show_record("workorders", order_id)

    def _show_segment(self, segment: str) -> None:
        self._shown("workorders").show_segment(segment)

    def _show_inbox(self) -> None:
        self._application.window.show_page("inbox")

    def _order_for_asset(self, asset_id: str) -> None:
        self._shown("workorders").log_order_for(asset_id)

    def _show_repair(self, repair_id: str) -> None:
        self.show_record("repairs", repair_id)

    def _send_in(self, asset_id: str) -> None:
        self._shown("repairs").send_out(asset_id)

    def _paper_made(self, path: str) -> None:
        self._saved = Notice(Tone.OK, _("Saved as {path}").format(path=path))
        self._application.window.banner.show_notice(self._saved)
        self._printing.show_paper(path)

    def _page_shown(self, _page: str) -> None:
        """What was printed is old news on another page."""
        if self._saved is not None:
            self._application.window.banner.dismiss_notice(self._saved)

    # -- the pages, each loaded when it is first visited

    def _today(self) -> QWidget:
        from ui.pages.today.page import TodayPage

        page = TodayPage(self._application.work, self._application.wall_clock)
        page.order_requested.connect(self._show_order)
        page.segment_requested.connect(self._show_segment)
        page.inbox_requested.connect(self._show_inbox)
        return page

    def _workorders(self) -> QWidget:
        from ui.pages.workorders.page import WorkOrdersPage

        page = WorkOrdersPage(self._application.work, self._application.wall_clock)
        page.print_requested.connect(self._printing.print_ticket)
        return page

    def _assets(self) -> QWidget:
        from ui.pages.assets.page import AssetsPage

        page = AssetsPage(self._application.work, self._application.wall_clock)
        page.label_requested.connect(self._printing.print_label)
        page.order_for_asset_requested.connect(self._order_for_asset)
        page.repair_requested.connect(self._send_in)
        page.order_requested.connect(self._show_order)
        page.open_repair_requested.connect(self._show_repair)
        return page

    def _maintenance(self) -> QWidget:
        from ui.pages.maintenance.page import MaintenancePage

        page = MaintenancePage(self._application.work, self._application.wall_clock)
        page.order_requested.connect(self._show_order)
        return page

    def _repairs(self) -> QWidget:
        from ui.pages.repairs.page import RepairsPage

        page = RepairsPage(self._application.work, self._application.wall_clock)
        page.order_requested.connect(self._show_order)
        return page

    def _attendance(self) -> QWidget:
        from ui.pages.attendance.page import AttendancePage

        return AttendancePage(self._application.work, self._application.wall_clock)

    def _directory(self) -> QWidget:
        from ui.pages.directory.page import DirectoryPage

        return DirectoryPage(self._application.work, self._application.wall_clock)

    def _inbox(self) -> QWidget:
        from ui.pages.inbox.page import InboxPage

        page = InboxPage(self._application.work, self._application.wall_clock)
        page.order_requested.connect(self._show_order)
        return page

    def _settings(self) -> QWidget:
        from ui.pages.settings.page import SettingsPage

        application = self._application
        page = SettingsPage(application.work, application.wall_clock, application.home, VERSION)
        page.language_chosen.connect(application.speak)
        page.theme_chosen.connect(application.choose_theme)
        page.zone_chosen.connect(application.choose_zone)
        page.sign_in_requested.connect(application.beginning.ask_to_sign_in)
        application.settings_changed.connect(page.show_settings)
        application.standing.synced.connect(page.show_synced_at)
        page.show_synced_at(application.standing.synced_at)
        return page
