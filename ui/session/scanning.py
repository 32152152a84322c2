"""What is scanned anywhere: whoever is in front takes it, else the device is shown or it is asked what is meant."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.foundation.translation import _
from ui.pages.scanning.reading import Judged, judge
from ui.pages.wall_clock import WallClock
from ui.session.window import Window
from ui.shell.scanner import Scanner
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.barcodes import Barcode
    from app.workorders.edit_commands import EditOrder


class Scanning(QObject):
    """Opens the one device that is meant; asks where there are several, none, or an order that it could belong to.

    A dialog or page in front that has a method ``take_scanned(text)`` gets what is scanned instead.
    """

    device_found = Signal(str)
    """With its id."""
    unknown_to_register = Signal(str)
    """With what was scanned."""

    def __init__(self, window: Window, work: Work, wall: WallClock, order_at_hand: Callable[[], str]) -> None:
        """`order_at_hand` tells the id of the order that is before somebody; empty where there is none."""
        super().__init__(window)
        self._window, self._work, self._wall, self._order_at_hand = window, work, wall, order_at_hand
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.take)

    def take(self, text: str) -> None:
        """Do with what was scanned what is to be done with it now."""
        if self._window.is_locked or not text.strip():
            return
        in_front = self._in_front()
        taker = getattr(in_front, "take_scanned", None)
        if taker is not None:
            taker(text)
        elif in_front is None or not in_front.isModal():
            self._work.run_query(partial(judge, text, self._order_at_hand()), self._judged)

    def _in_front(self) -> QWidget | None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            return dialog
        return self._window.page(self._window.current_page) if self._window.current_page else None

    def _judged(self, judged: Judged) -> None:
        if len(judged.devices) == 1 and judged.order is None:
            self.device_found.emit(judged.devices[0][0].id)
            return
        from ui.pages.scanning.scanned_dialog import ScannedDialog

        dialog = ScannedDialog(judged, self._window)
        dialog.rescanned.connect(self.take)
        dialog.device_requested.connect(self.device_found)
        dialog.addition_requested.connect(self._add)
        dialog.registration_requested.connect(self._register)
        dialog.attachment_requested.connect(self._attach)
        dialog.open()

    def _add(self, addition: EditOrder) -> None:
        self._work.run_command(addition, done=self._added)

    def _added(self, _nothing: None) -> None:
        self._window.banner.show_notice(Notice(Tone.OK, _("The device was added to the order.")))

    def _register(self, barcode: Barcode) -> None:
        self.unknown_to_register.emit(barcode.text)

    def _attach(self, barcode: Barcode) -> None:
        from ui.pages.scanning.attach_form import AttachForm

        form = AttachForm(self._work, self._wall, barcode, self._window)
        form.attached.connect(self.device_found)
        form.open()
