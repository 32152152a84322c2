"""Notices to the person at this workspace, each with *Read*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.sentences import sentence_for
from app.foundation.translation import N_, _, ngettext
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import IconLabel, Label
from ui.work.work import Work

if TYPE_CHECKING:
    from app.messages.tables import Notice

_ORDERS = "work_orders"
_MOST_SHOWN = 30


class NoticeList(QWidget):
    """Shows the first notices below each other, in the order given; those that were read are quiet."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__()
        self._work, self._wall = work, wall
        self.rows: list[NoticeRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.lg)
        self._further = Label(role="caption")
        self._further.hide()
        self._column.addWidget(self._further)

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show `notices` in place of what was shown; of those beyond the first ones only how many there are."""
        further_count = len(notices[_MOST_SHOWN:])
        notices = notices[:_MOST_SHOWN]
        while len(self.rows) < len(notices):
            self._add_row()
        for row in self.rows[len(notices) :]:
            row.hide()
        for row, notice in zip(self.rows, notices, strict=False):
            row.show_notice(notice, self._wall.text(notice.created_at))
            row.show()
        further = ngettext("{count} older notice", "{count} older notices", further_count)
        self._further.setText(further.format(count=f"{further_count:,}"))
        self._further.setVisible(further_count > 0)

    def read(self, *notice_ids: str) -> None:
        """Let it be known that these notices were read."""
        from app.messages.commands import ReadNotice

        self._work.run_command(*(ReadNotice(notice_id=notice_id) for notice_id in notice_ids))

    def _add_row(self) -> None:
        row = NoticeRow()
        row.read_requested.connect(self.read)
        row.order_requested.connect(self.order_requested)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)


class NoticeRow(QFrame):
    """One notice: what happened, when, and the ways to it and past it."""

    read_requested = Signal(str)
    order_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self._icon = IconLabel("bell", "accent_text")
        self._sentence, self._when = Label(wrapped=True), Label(role="caption")
        self.open_button = Button(N_("Open"), kind="quiet")
        self.read_button = Button(N_("Read"), icon="check", kind="quiet")
        self.open_button.clicked.connect(self._open_clicked)
        self.read_button.clicked.connect(self._read_clicked)
        self._lay_out()

    def show_notice(self, notice: Notice, when: str) -> None:
        self._notice = notice
        text = sentence_for(notice.code, notice.facts)
        self._sentence.setText(text)
        self._when.setText(when if notice.read_at is None else _("{time} · read").format(time=when))
        self._icon.set_icon(*(("bell", "accent_text") if notice.read_at is None else ("check-check", "text_faint")))
        self.read_button.setVisible(notice.read_at is None)
        self.read_button.setAccessibleDescription(text)
        self.open_button.setVisible(notice.about_table == _ORDERS)
        self.open_button.setAccessibleDescription(text)

    def _open_clicked(self) -> None:
        if self._notice is not None:
            self.order_requested.emit(self._notice.about_id)

    def _read_clicked(self) -> None:
        if self._notice is not None:
            self.read_requested.emit(self._notice.id)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(SPACE.xs)
        below.addWidget(self._when, 1)
        below.addWidget(self.open_button)
        below.addWidget(self.read_button)
        words = QVBoxLayout()
        words.setSpacing(SPACE.xs)
        words.addWidget(self._sentence)
        words.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.md)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
