"""A device that is scanned anywhere is shown; one that nobody knows can be registered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.foundation.translation import N_, _
from ui.session.window import Window
from ui.shell.scanner import Scanner
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_REGISTER = N_("Register it")


class Scanning(QObject):
    """Opens the one device that is meant; where several are, the palette asks which."""

    device_found = Signal(str)
    """With its id."""
    unknown_to_register = Signal(str)
    """With what was scanned."""

    def __init__(self, window: Window, work: Work) -> None:
        super().__init__(window)
        self._window, self._work = window, work
        self._notice: Notice | None = None
        self._text = ""
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self._scanned)
        window.banner.action_requested.connect(self._act)

    def _scanned(self, text: str) -> None:
        if not self._window.is_locked:
            self._text = text
            self._work.run_query(partial(_ids, text), self._found)

    def _found(self, ids: list[str]) -> None:
        if len(ids) == 1:
            self.device_found.emit(ids[0])
        elif ids:
            self._window.open_palette(self._text)
        else:
            sentence = _("No device is known as {code}.").format(code=self._text)
            self._notice = Notice(Tone.WARN, sentence, action_source=_REGISTER)
            self._window.banner.show_notice(self._notice)

    def _act(self, notice: Notice) -> None:
        if notice is self._notice:
            self.unknown_to_register.emit(self._text)


def _ids(text: str, reader: Reader) -> list[str]:
    from app.assets.scanned import devices_scanned

    return [asset.id for asset in devices_scanned(reader, text)]
