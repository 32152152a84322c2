"""Telling a person at once what has come for him: on the desktop, or in the window where the desktop has no place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app.foundation.sentences import sentence_for
from app.foundation.translation import N_, _, ngettext
from ui.session.window import Window
from ui.shell.desktop_notices import DesktopNotices
from ui.widgets.notice_banner import Notice as Banner
from ui.widgets.tones import Tone
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.messages.tables import Notice
    from app.storage.units import Changes, Reader

_QUIET_MILLISECONDS = 5_000
"""What comes within this time after something was told is told together."""
_ORDERS = "work_orders"


class Desktop(Protocol):
    """Where notices are shown outside of the window."""

    @property
    def clicked(self) -> SignalInstance: ...

    def show_notice(self, title: str, text: str) -> bool: ...

    def hide(self) -> None: ...


class Notifying(QObject):
    """Looks after each change for notices that it has not seen yet; several at once are told as one."""

    order_requested = Signal(str)
    inbox_requested = Signal()

    def __init__(
        self,
        work: Work,
        window: Window,
        is_wanted: Callable[[], bool],
        desktop: Desktop | None = None,
        quiet_milliseconds: int = _QUIET_MILLISECONDS,
    ) -> None:
        super().__init__(window)
        self._work, self._window, self._is_wanted = work, window, is_wanted
        self._desktop = desktop or DesktopNotices(window.windowIcon(), self)
        self._known: set[str] | None = None
        self._told: list[Notice] = []
        self._asked: Reply | None = None
        self._quiet = QTimer(self, singleShot=True, interval=quiet_milliseconds)
        self._quiet.timeout.connect(self._look)
        self._desktop.clicked.connect(self._open)
        window.news.action_requested.connect(self._open)
        work.changes_applied.connect(self._changed)
        work.closing.connect(self._end)

    def begin(self) -> None:
        """Tell of whatever comes from now on; what is there already is counted at the inbox."""
        self._known = None
        self._look()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("notices") and not self._quiet.isActive():
            self._look()

    def _look(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._work.run_query(_unread_of_mine, self._found)

    def _found(self, unread: list[Notice]) -> None:
        ids = {notice.id for notice in unread}
        if self._known is not None:
            new = [notice for notice in unread if notice.id not in self._known]
            if new and self._is_wanted():
                self._tell(new)
        self._known = ids | (self._known or set())

    def _tell(self, new: list[Notice]) -> None:
        self._told = new
        self._quiet.start()
        text = sentence_for(new[0].code, new[0].facts)
        title = ngettext("{count} new notice", "{count} new notices", len(new)).format(count=len(new))
        if len(new) == 1:
            title = _("New for you")
        shown = _("Unlock the window to read it.") if self._window.is_locked else text
        if not self._desktop.show_notice(title, shown):
            action = _OPEN if self._order_id() else _SHOW
            advice = "" if len(new) == 1 else title
            self._window.news.show_notice(Banner(Tone.INFO, text, advice, action_source=action))

    def _order_id(self) -> str:
        """The order that all is about that was told last."""
        only = self._told[0] if len(self._told) == 1 else None
        return only.about_id if only is not None and only.about_table == _ORDERS else ""

    def _open(self) -> None:
        window = self._window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        if order_id := self._order_id():
            self.order_requested.emit(order_id)
        elif self._told:
            self.inbox_requested.emit()

    def _end(self) -> None:
        self._quiet.stop()
        self._desktop.hide()


_OPEN, _SHOW = N_("Open the order"), N_("Show all")


def _unread_of_mine(reader: Reader) -> list[Notice]:
    from app.directory.queries import myself
    from app.messages.queries import unread_notices

    return unread_notices(reader, myself(reader).person_id)
