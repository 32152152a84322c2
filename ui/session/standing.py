"""How things stand: the status bar, the badges of the rail, who is here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.foundation.translation import N_, _
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.shell.status_bar import AttendanceStatus, ConnectionStatus, StoreStatus, SyncState, SyncStatus
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.foundation.errors import PaigongError
    from app.storage.units import Changes, Reader
    from app.sync.check.rules import CheckReport
    from app.sync.rounds import RoundReport
    from ui.session.synchronising import Synchronising
    from ui.shell.window_frame import WindowFrame


_SIGN_IN = N_("Sign in again")
_SIGN_IN_AGAIN = frozenset({"device_fenced", "device_unknown"})
"""What only a person's sign-in mends."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the frame of the window shows of the workspace."""

    person_name: str
    server: str
    order_count: int
    unindexed_count: int
    waiting_count: int
    refused_count: int
    unread_count: int
    in_since: datetime | None
    is_late: bool


class StandingFeed(QObject):
    """Keeps the frame of the window true: reads after every change, and hears of every round."""

    synced = Signal(object)
    """With the instant of the last agreement."""
    sign_in_requested = Signal()

    def __init__(self, frame: WindowFrame, work: Work, synchronising: Synchronising, wall_clock: WallClock) -> None:
        super().__init__(frame)
        self._frame = frame
        self._work = work
        self._synchronising = synchronising
        self._wall_clock = wall_clock
        self._asked: Reply | None = None
        self._standing: Standing | None = None
        self._sync = SyncState.ALONE
        self._trouble = ""
        self.synced_at: datetime | None = None
        work.changes_applied.connect(self._changed)
        wall_clock.zone_changed.connect(self.refresh)
        synchronising.round_begun.connect(self._round_begun)
        synchronising.round_made.connect(self._round_made)
        frame.banner.action_requested.connect(self._act)

    def refresh(self) -> None:
        """Read how things stand."""
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self._work.run_query(partial(read_standing, self._wall_clock.today()), self._show)

    def check(self) -> None:
        """Compare all that is here with what the server has; the result is told when it is there."""
        if self._standing is not None and self._standing.server:
            self._synchronising.check()
        else:
            words = _("This workspace has no server that it could be compared with.")
            self._frame.banner.show_notice(Notice(Tone.INFO, words))

    def _changed(self, _changes: Changes) -> None:
        self.refresh()

    def _round_begun(self) -> None:
        if self._standing is not None and self._standing.server:
            self._sync = SyncState.SYNCING
            self._show_sync()

    def _round_made(self, report: RoundReport) -> None:
        self._sync = SyncState(_STATES[report.agreement.value])
        if self._sync is SyncState.SYNCED:
            self.synced_at = report.at
            self.synced.emit(report.at)
        self._frame.status_bar.set_clock_offset(report.clock_offset)
        self._tell_trouble(report.trouble if self._sync is SyncState.TROUBLED else None)
        self._tell_check(report.checked)
        self._show_sync()

    def _tell_check(self, checked: CheckReport | None) -> None:
        """That all is as it should be is told to whoever asked; that something was not, in any case."""
        if checked is not None and (checked.asked or checked.mended):
            tone = Tone.WARN if checked.mended else Tone.OK
            self._frame.banner.show_notice(Notice(tone, checked.words()))

    def _tell_trouble(self, trouble: PaigongError | None) -> None:
        """Say it once, not after every round that fails for the same reason."""
        code = trouble.code if trouble is not None else ""
        if trouble is not None and code != self._trouble:
            if code in _SIGN_IN_AGAIN:
                self._frame.banner.show_notice(replace(notice_of(trouble), action_source=_SIGN_IN))
            else:
                self._frame.errors.present(trouble)
        self._trouble = code

    def _act(self, notice: Notice) -> None:
        if notice.action_source == _SIGN_IN:
            self.sign_in_requested.emit()

    def _show(self, standing: Standing) -> None:
        self._standing = standing
        frame = self._frame
        frame.top_bar.set_person(standing.person_name)
        attention = standing.refused_count + standing.unread_count
        frame.top_bar.set_waiting_count(attention)
        frame.rail.set_badge("inbox", attention)
        frame.status_bar.set_store(StoreStatus(standing.order_count, standing.unindexed_count))
        since = standing.in_since
        frame.status_bar.set_attendance(AttendanceStatus(f"{since:%H:%M}" if since else "", standing.is_late))
        self._show_sync()

    def _show_sync(self) -> None:
        standing = self._standing
        if standing is None:
            return
        reachable = self._sync in {SyncState.SYNCED, SyncState.SYNCING}
        self._frame.status_bar.set_sync(SyncStatus(self._sync, self.synced_at, standing.waiting_count))
        self._frame.status_bar.set_connection(ConnectionStatus(standing.server, reachable))


_STATES = {"alone": "alone", "reached": "synced", "offline": "offline", "troubled": "troubled"}


def read_standing(today: date, reader: Reader) -> Standing:
    """How things stand for the person at this workspace. What waits counts only where there is a server."""
    from app.attendance.queries import day_of_person
    from app.directory.queries import myself
    from app.inbox.queries import refused_entries
    from app.messages.queries import unread_notices
    from app.storage.facts import SERVER_URL, fact
    from app.storage.outbox import waiting_count
    from app.storage.search import unindexed_count
    from app.workorders.tables import WorkOrder

    me = myself(reader)
    server = fact(reader, SERVER_URL)
    day = day_of_person(reader, me.person_id, today)
    return Standing(
        person_name=me.name,
        server=server.partition("://")[2],
        order_count=reader.count(WorkOrder),
        unindexed_count=unindexed_count(reader),
        waiting_count=waiting_count(reader) if server else 0,
        refused_count=len(refused_entries(reader)),
        unread_count=len(unread_notices(reader, me.person_id)),
        in_since=day.in_since,
        is_late=day.late,
    )
