"""The bar at the bottom: whether all is in agreement, what waits, where the data lies, who is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.foundation.translation import N_, _, ngettext
from app.sync.clocks.rules import is_wrong
from ui.models.moments import duration_text
from ui.theme.tokens import SIZE, SPACE, ColorName
from ui.widgets.labels import IconLabel, Label
from ui.widgets.translated import Translated

_REFRESH_MILLISECONDS = 5_000


class SyncState(Enum):
    """How this workspace and its server stand to each other."""

    ALONE = "alone"
    SYNCED = "synced"
    SYNCING = "syncing"
    OFFLINE = "offline"
    TROUBLED = "troubled"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The state of synchronisation; `synced_at` is the last success, an aware instant."""

    state: SyncState
    synced_at: datetime | None = None
    waiting_count: int = 0


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What the local store holds, and how many rows of it are still to be indexed for the search."""

    order_count: int
    unindexed_count: int = 0


@dataclass(frozen=True, slots=True)
class AttendanceStatus:
    """Today's check-in of whoever works here; `checked_in_at_text` is the local time, empty before it."""

    checked_in_at_text: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """Which server this workspace belongs to; an empty `server` is none."""

    server: str = ""
    is_reachable: bool = False


_SYNC_LOOKS: dict[SyncState, tuple[str, ColorName]] = {
    SyncState.ALONE: ("laptop", "text_faint"),
    SyncState.SYNCED: ("cloud", "ok"),
    SyncState.SYNCING: ("refresh-cw", "accent"),
    SyncState.OFFLINE: ("cloud-off", "text_faint"),
    SyncState.TROUBLED: ("triangle-alert", "warn"),
}
_SYNC_TEXTS = {
    SyncState.ALONE: N_("This computer only"),
    SyncState.SYNCED: N_("Synced"),
    SyncState.SYNCING: N_("Syncing…"),
    SyncState.OFFLINE: N_("Working off-line"),
    SyncState.TROUBLED: N_("Sync needs you"),
}


class StatusBar(Translated, QFrame):
    """Facts come in as frozen records; the sentences are made here, so that they follow the language."""

    def __init__(self, now: Callable[[], datetime], version: str) -> None:
        super().__init__()
        self.setFixedHeight(SIZE.status_bar)
        self._now = now
        self._sync_status = SyncStatus(SyncState.ALONE)
        self._store_status: StoreStatus | None = None
        self._attendance_status: AttendanceStatus | None = None
        self._connection_status = ConnectionStatus()
        self._sync, self._waiting = _StatusItem("laptop"), _StatusItem("cloud-upload", "warn")
        self._store, self._attendance = _StatusItem("hard-drive"), _StatusItem("map-pin")
        self._connection = _StatusItem("wifi")
        self._clock_offset: timedelta | None = None
        self._wrong_clock = _StatusItem("clock-alert", "warn")
        self._version = Label(version, "caption")
        self._lay_out()
        self._clock = QTimer(self, interval=_REFRESH_MILLISECONDS)
        self._clock.timeout.connect(self._show_sync)
        self.retranslate()

    def set_sync(self, status: SyncStatus) -> None:
        self._sync_status = status
        self._show_sync()

    def set_store(self, status: StoreStatus) -> None:
        self._store_status = status
        self._show_store()

    def set_attendance(self, status: AttendanceStatus) -> None:
        self._attendance_status = status
        self._show_attendance()

    def set_connection(self, status: ConnectionStatus) -> None:
        self._connection_status = status
        self._show_connection()

    def set_clock_offset(self, offset: timedelta | None) -> None:
        """By how much the server's clock is ahead of this computer's; None where nobody knows."""
        self._clock_offset = offset
        self._show_clock()

    def retranslate(self) -> None:
        self._show_sync()
        self._show_clock()
        self._show_store()
        self._show_attendance()
        self._show_connection()

    def showEvent(self, event: QShowEvent) -> None:
        self._clock.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def _show_sync(self) -> None:
        status = self._sync_status
        icon, color = _SYNC_LOOKS[status.state]
        text = _(_SYNC_TEXTS[status.state])
        if status.synced_at is not None and status.state is not SyncState.SYNCING:
            text = f"{text} · {ago_text(self._now() - status.synced_at)}"
        self._sync.show_text(text, icon, color)
        waiting = ngettext("{count} waiting to upload", "{count} waiting to upload", status.waiting_count)
        self._waiting.show_text(waiting.format(count=status.waiting_count) if status.waiting_count else "")

    def _show_store(self) -> None:
        text = ""
        if self._store_status is not None:
            count = self._store_status.order_count
            text = ngettext("Local store: {count} order", "Local store: {count} orders", count)
            text = text.format(count=f"{count:,}")
            if waiting := self._store_status.unindexed_count:
                text += " · " + _("search index: {count} to go").format(count=f"{waiting:,}")
        self._store.show_text(text)

    def _show_attendance(self) -> None:
        status = self._attendance_status
        if status is None:
            self._attendance.show_text("")
        elif not status.checked_in_at_text:
            self._attendance.show_text(_("Not checked in"), "map-pin", "text_faint")
        elif status.is_late:
            late = _("Checked in {time}, late").format(time=status.checked_in_at_text)
            self._attendance.show_text(late, "clock-alert", "warn")
        else:
            text = _("Checked in {time}").format(time=status.checked_in_at_text)
            self._attendance.show_text(text, "map-pin", "ok")

    def _show_connection(self) -> None:
        status = self._connection_status
        if not status.server:
            self._connection.show_text("")
        elif status.is_reachable:
            self._connection.show_text(status.server, "wifi", "text_faint")
        else:
            text = _("{server} not reachable").format(server=status.server)
            self._connection.show_text(text, "wifi-off", "warn")

    def _show_clock(self) -> None:
        offset = self._clock_offset
        if offset is None or not is_wrong(offset):
            self._wrong_clock.show_text("")
            return
        slow, fast = _("This computer's clock is {time} slow"), _("This computer's clock is {time} fast")
        text = slow if offset > timedelta() else fast
        self._wrong_clock.show_text(text.format(time=duration_text(abs(offset))))
        advice = _(
            "The server's clock says another time. What you do now is recorded with the wrong one. Let this "
            "computer set its clock by itself (settings, date and time), or ask your administrator."
        )
        self._wrong_clock.setToolTip(advice)
        self._wrong_clock.setAccessibleDescription(advice)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.lg, 0, SPACE.lg, 0)
        row.setSpacing(SPACE.lg)
        for item in (self._sync, self._waiting, self._store):
            row.addWidget(item)
        row.addStretch()
        row.addWidget(self._wrong_clock)
        row.addWidget(self._attendance)
        row.addWidget(self._connection)
        row.addWidget(self._version)


class _StatusItem(QWidget):
    """An icon and words; hidden while there are none."""

    def __init__(self, icon: str, color: ColorName = "text_faint") -> None:
        super().__init__()
        self._icon = IconLabel(icon, color, 14)
        self._text = Label(role="caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs + 2)
        row.addWidget(self._icon)
        row.addWidget(self._text)

    def show_text(self, text: str, icon: str = "", color: ColorName = "text_faint") -> None:
        self._text.setText(text)
        if icon:
            self._icon.set_icon(icon, color)
        self.setVisible(bool(text))


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago_text(elapsed: timedelta) -> str:
    """How long ago something was, as people say it."""
    if elapsed < _MINUTE:
        return _("just now")
    if elapsed < _HOUR:
        count = elapsed // _MINUTE
        return ngettext("{count} min ago", "{count} min ago", count).format(count=count)
    if elapsed < _DAY:
        count = elapsed // _HOUR
        return ngettext("{count} h ago", "{count} h ago", count).format(count=count)
    count = elapsed // _DAY
    return ngettext("{count} day ago", "{count} days ago", count).format(count=count)
