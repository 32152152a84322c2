"""Which pages there are, how each is built when it is first visited, and how they lead to each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.accounts.rules import Permission
from app.assets.filters import AssetFilter
from app.foundation.home import Home
from app.foundation.settings import read_settings
from app.foundation.translation import _
from app.foundation.version import VERSION
from ui.pages.file_drop import FileDrop
from ui.pages.permitted import Permitted
from ui.pages.wall_clock import WallClock
from ui.session.finding import Finding
from ui.session.maps import show_on_map
from ui.session.printing import Printing
from ui.session.scanning import Scanning
from ui.session.window import Window
from ui.shell.palette import PaletteEntry
from ui.shell.window_frame import native_keys
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from ui.pages.assets.reading import RegisterChoices
    from ui.pages.labels.at_once import LabelsAtOnce
    from ui.pages.labels.making import BlankCodes

FIRST_PAGE = "workorders"
_NEW_ORDER, _IMPORT, _SERVICE_LEVELS, _DAY_END = "new-order", "import", "service-levels", "day-end"
_CAMERA, _LABEL_FORMATS = "camera", "label-formats"
_NEW_ORDER_KEYS, _CAMERA_KEYS = "Ctrl+N", "Ctrl+Shift+S"
_IMPORTING = (Permission.REGISTER_ASSETS, Permission.MANAGE_DIRECTORY)
"""Who holds one of these can bring some table in."""


class PageWiring(QObject):
    """Builds pages and connects what they ask for with whoever does it."""

    first = FIRST_PAGE

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    zone_chosen = Signal(str)
    lock_minutes_chosen = Signal(int)
    protection_changed = Signal()
    notifying_chosen = Signal(bool)
    labels_chosen = Signal(object)
    """With the `LabelChoices` to begin with the next time."""
    unsent_export_requested = Signal()
    unsent_import_requested = Signal()
    sign_in_requested = Signal()
    settings_changed = Signal()
    """For the pages: what was chosen is kept."""
    synced = Signal(object)
    """For the pages: with the instant of the last agreement."""

    _window: Window

    def __init__(self, work: Work, wall: WallClock, home: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._wall, self._home = work, wall, home
        self._synced_at: datetime | None = None
        self._forbidden: set[Permission] = set()
        self.synced.connect(self._remember_synced)
        self._saved: Notice | None = None
        self.factories: dict[str, Callable[[], QWidget]] = {
            "today": self._today,
            "desk": self._desk,
            "workorders": self._workorders,
            "assets": self._assets,
            "maintenance": self._maintenance,
            "repairs": self._repairs,
            "attendance": self._attendance,
            "directory": self._directory,
            "knowledge": self._knowledge,
            "inbox": self._inbox,
            "settings": self._settings,
            "stocktakes": self._stocktakes,
        }

    def connect_window(self, window: Window) -> None:
        """Connect what the frame of the window asks for; called once, when it is there."""
        self._window = window
        self._finding = Finding(window.command_palette, self._work, self._wall)
        self._finding.record_chosen.connect(self.show_record)
        self._scanning = Scanning(window, self._work, self._wall, self._order_at_hand)
        self._scanning.device_found.connect(self._show_device)
        self._scanning.unknown_to_register.connect(self._register_scanned)
        self._printing = Printing(self._work, self._home.folder / "papers", self._wall, self)
        self._printing.paper_made.connect(self._paper_made)
        window.action_requested.connect(self._act)
        window.page_shown.connect(self._page_shown)
        FileDrop(window).file_dropped.connect(self._import)
        window.add_shortcut(_NEW_ORDER_KEYS, self.new_order)
        window.add_shortcut(_CAMERA_KEYS, self.scan_with_camera)
        for permission in (Permission.LOG_ORDERS, *_IMPORTING):
            Permitted(self._work, permission, self).told.connect(partial(self._permission_told, permission))
        self.retranslate()

    def retranslate(self) -> None:
        """Name the palette's actions in the language shown now."""
        new_order = PaletteEntry(_NEW_ORDER, "plus", _("New work order"), native_keys(_NEW_ORDER_KEYS))
        camera = PaletteEntry(_CAMERA, "camera", _("Scan with the camera"), native_keys(_CAMERA_KEYS))
        bring_in = PaletteEntry(_IMPORT, "upload", _("Import a file…"))
        levels = PaletteEntry(_SERVICE_LEVELS, "hourglass", _("Service levels"))
        label_formats = PaletteEntry(_LABEL_FORMATS, "tag", _("Label designs and sheets"))
        day_end = PaletteEntry(_DAY_END, "phone", _("Callers to tell at the end of the day…"))
        offered = (
            (new_order, self._may_log),
            (day_end, self._may_log),
            (bring_in, self._may_import),
            (levels, True),
            (camera, True),
            (label_formats, True),
        )
        self._window.set_actions(tuple(entry for entry, is_permitted in offered if is_permitted))

    def show_record(self, page: str, record_id: str) -> None:
        """Go to a page and show one record there."""
        self._shown(page).show_record(record_id)

    def new_order(self) -> None:
        """Begin a new work order, where that is permitted."""
        if self._may_log:
            self._shown("workorders").log_order()

    def scan_with_camera(self) -> None:
        """Show what the camera sees, and do with the code what is done with what is scanned anywhere."""
        from ui.pages.scanning.camera_dialog import CameraDialog

        dialog = CameraDialog(self._work, self._window)
        dialog.scanned.connect(self._scanning.take)
        dialog.open()

    @property
    def _may_log(self) -> bool:
        return Permission.LOG_ORDERS not in self._forbidden

    @property
    def _may_import(self) -> bool:
        return not self._forbidden.issuperset(_IMPORTING)

    def _permission_told(self, permission: Permission, is_held: bool) -> None:
        self._forbidden = self._forbidden - {permission} if is_held else self._forbidden | {permission}
        self.retranslate()

    def _shown(self, page: str) -> Any:
        self._window.show_page(page)
        return self._window.page(page)

    def _act(self, key: str) -> None:
        if key == _NEW_ORDER:
            self.new_order()
        elif key == _IMPORT:
            self._import()
        elif key == _CAMERA:
            self.scan_with_camera()
        elif key == _DAY_END:
            self._shown("desk").tell_callers()
        elif key == _LABEL_FORMATS:
            self._show_label_formats()
        elif key == _SERVICE_LEVELS:
            self._shown("directory").show_service_levels()
        else:
            self._finding.open_record(key)

    def _import(self, file: str = "") -> None:
        if self._window.is_locked or not self._may_import:
            return
        from ui.pages.imports.dialog import ImportDialog

        ImportDialog(self._work, self._wall, self._window, file=file).open()

    def show_order(self, order_id: str) -> None:
        """Show one work order on its page."""
        self.show_record("workorders", order_id)

    def _show_segment(self, segment: str) -> None:
        self._shown("workorders").show_segment(segment)

    def show_inbox(self) -> None:
        """Show what was refused and what is new."""
        self._window.show_page("inbox")

    def _show_directory(self) -> None:
        self._window.show_page("directory")

    def _show_label_formats(self) -> None:
        from ui.pages.label_formats.dialog import FormatsDialog

        FormatsDialog(self._work, self._wall.clock, self._window).open()

    def _print_labels(self, listed: AssetFilter | BlankCodes, asset_id: str = "") -> None:
        from ui.pages.labels.dialog import LabelDialog

        choices = read_settings(self._home).labels
        dialog = LabelDialog(
            *(self._work, self._wall, QApplication.activeModalWidget() or self._window, listed, choices),
            papers=self._home.folder / "papers",
            asset_id=asset_id,
        )
        dialog.paper_made.connect(self._paper_made)
        dialog.chosen.connect(self.labels_chosen)
        dialog.open()

    def _print_one_label(self, asset_id: str) -> None:
        self._print_labels(AssetFilter(), asset_id)

    def _show_stocktakes(self) -> None:
        self._window.show_page("stocktakes")

    def _survey(self, choices: RegisterChoices) -> None:
        from ui.pages.survey.dialog import SurveyDialog

        dialog = SurveyDialog(self._work, self._wall, choices, self._window, self._labels_at_once)
        dialog.labels_requested.connect(self._print_labels)
        dialog.form_requested.connect(self._printing.print_survey_form)
        dialog.open()

    def _labels_at_once(self, parent: QObject) -> LabelsAtOnce:
        from ui.pages.labels.at_once import LabelsAtOnce

        choices = read_settings(self._home).labels
        return LabelsAtOnce(self._work, self._wall, choices, self._home.folder / "papers", parent)

    def _order_for_asset(self, asset_id: str) -> None:
        self._shown("workorders").log_order_for(asset_id)

    def _show_device(self, asset_id: str) -> None:
        self.show_record("assets", asset_id)

    def _register_scanned(self, text: str) -> None:
        self._shown("assets").open_form(text)

    def _order_at_hand(self) -> str:
        """The order that the page in front shows; empty where it shows none."""
        page = self._window.current_page
        return str(getattr(self._window.page(page), "order_at_hand", "")) if page else ""

    def _show_repair(self, repair_id: str) -> None:
        self.show_record("repairs", repair_id)

    def _send_in(self, asset_id: str) -> None:
        self._shown("repairs").send_out(asset_id)

    def _paper_made(self, path: str) -> None:
        self._say(_("Saved as {path}").format(path=path))
        self._printing.show_paper(path)

    def _page_shown(self, _page: str) -> None:
        """What was done is old news on another page."""
        if self._saved is not None:
            self._window.banner.dismiss_notice(self._saved)

    def _show_way(self, place: str) -> None:
        """In the system's program for maps; where there is none the place is ready to be put into another one."""
        if not show_on_map(place):
            QGuiApplication.clipboard().setText(place)
            self._say(_("This computer has no program for maps. The address was copied."))

    def _say(self, sentence: str) -> None:
        self._saved = Notice(Tone.OK, sentence)
        self._window.banner.show_notice(self._saved)

    # -- the pages, each loaded when it is first visited

    def _today(self) -> QWidget:
        from ui.pages.today.page import TodayPage

        page = TodayPage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        page.segment_requested.connect(self._show_segment)
        page.inbox_requested.connect(self.show_inbox)
        page.stocktakes_requested.connect(self._show_stocktakes)
        page.directions_requested.connect(self._show_way)
        page.report_requested.connect(self._printing.print_service_report)
        page.camera.scanned.connect(self._scanning.take)
        return page

    def _desk(self) -> QWidget:
        from ui.pages.desk.page import DeskPage

        page = DeskPage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _workorders(self) -> QWidget:
        from ui.pages.workorders.page import WorkOrdersPage

        page = WorkOrdersPage(self._work, self._wall)
        page.print_requested.connect(self._printing.print_ticket)
        page.report_requested.connect(self._printing.print_service_report)
        page.directory_requested.connect(self._show_directory)
        return page

    def _assets(self) -> QWidget:
        from ui.pages.assets.page import AssetsPage

        page = AssetsPage(self._work, self._wall)
        page.labels_requested.connect(self._print_labels)
        page.survey_requested.connect(self._survey)
        page.camera.scanned.connect(self._scanning.take)
        page.order_for_asset_requested.connect(self._order_for_asset)
        page.repair_requested.connect(self._send_in)
        page.stocktakes_requested.connect(self._show_stocktakes)
        page.order_requested.connect(self.show_order)
        page.open_repair_requested.connect(self._show_repair)
        return page

    def _stocktakes(self) -> QWidget:
        from ui.pages.stocktakes.page import StocktakesPage

        page = StocktakesPage(self._work, self._wall)
        page.device_requested.connect(self._show_device)
        page.label_requested.connect(self._print_one_label)
        page.reporting.paper_made.connect(self._paper_made)
        return page

    def _maintenance(self) -> QWidget:
        from ui.pages.maintenance.page import MaintenancePage

        page = MaintenancePage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _repairs(self) -> QWidget:
        from ui.pages.repairs.page import RepairsPage

        page = RepairsPage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _attendance(self) -> QWidget:
        from ui.pages.attendance.page import AttendancePage

        return AttendancePage(self._work, self._wall)

    def _directory(self) -> QWidget:
        from ui.pages.directory.page import DirectoryPage

        page = DirectoryPage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _knowledge(self) -> QWidget:
        from ui.pages.knowledge.page import KnowledgePage

        page = KnowledgePage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _inbox(self) -> QWidget:
        from ui.pages.inbox.page import InboxPage

        page = InboxPage(self._work, self._wall)
        page.order_requested.connect(self.show_order)
        return page

    def _settings(self) -> QWidget:
        from ui.pages.settings.page import SettingsPage

        page = SettingsPage(self._work, self._wall, self._home, VERSION)
        page.language_chosen.connect(self.language_chosen)
        page.theme_chosen.connect(self.theme_chosen)
        page.zone_chosen.connect(self.zone_chosen)
        page.lock_minutes_chosen.connect(self.lock_minutes_chosen)
        page.protection_changed.connect(self.protection_changed)
        page.notifying_chosen.connect(self.notifying_chosen)
        page.unsent_export_requested.connect(self.unsent_export_requested)
        page.unsent_import_requested.connect(self.unsent_import_requested)
        page.sign_in_requested.connect(self.sign_in_requested)
        self.settings_changed.connect(page.show_settings)
        self.synced.connect(page.show_synced_at)
        page.show_synced_at(self._synced_at)
        return page

    def _remember_synced(self, at: datetime) -> None:
        self._synced_at = at
