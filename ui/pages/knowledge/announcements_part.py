"""What customers' people were told, with the texts as they were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, WRITTEN_LANGUAGES, _
from ui.pages.knowledge.announce_form import AnnouncementForm, texts_text
from ui.pages.live_page import LivePage
from ui.pages.side_by_side import side_by_side
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.work.work import Work

if TYPE_CHECKING:
    from app.directory.tables import Customer
    from app.knowledge.looking import AnnouncementInList
    from app.storage.units import Reader

_TITLES = (N_("Announcement"), N_("Customer"), N_("Told at"))
_COLUMNS = ColumnPlan(widths=(300, 200, 150), stretched=0, least=200, yielding=(1,))
_TABLES = ("announcements", "customers", "people", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownAnnouncements:
    """The latest announcements, and the customers whose people one may tell something."""

    announcements: list[AnnouncementInList]
    customers: tuple[Customer, ...]


class AnnouncementsPart(LivePage):
    """The latest announcements to all customers, about closures or anything else."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.announce = Button(N_("Announce…"), icon="plus", kind="primary")
        self.announcements = ListCard(
            SmallList(N_("Announcements"), _TITLES, _COLUMNS),
            EmptyState("message-square", N_("Nobody was told anything yet.")),
        )
        self.title, self._facts = Label(role="subtitle", wrapped=True), KeyValueGrid()
        self.copy = Button(N_("Copy all texts"), icon="copy", kind="quiet")
        self.announce.clicked.connect(self._announce_clicked)
        self.announcements.rows.row_chosen.connect(self._show_chosen)
        self.copy.clicked.connect(self._copy_clicked)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()
        self.announce.hide()
        self.setFocusProxy(self.announcements)

    def question(self) -> Callable[[Reader], ShownAnnouncements]:
        return _read

    def show_answer(self, answer: ShownAnnouncements) -> None:
        self.announcements.show_rows(tuple(map(self._row, answer.announcements)))
        self.announce.setVisible(bool(answer.customers))
        self._show_chosen(self.announcements.rows.chosen_id)

    @property
    def chosen(self) -> AnnouncementInList | None:
        """What is marked in the list."""
        listed = self._answer.announcements if self._answer is not None else ()
        return next((each for each in listed if each.announcement.id == self.announcements.rows.chosen_id), None)

    def _show_chosen(self, _announcement_id: str) -> None:
        listed = self.chosen
        self._card.setVisible(listed is not None)
        if listed is None:
            return
        announcement = listed.announcement
        self.title.setText(announcement.title)
        texts = (
            KeyValue(_(name), announcement.texts.get(language, "")) for language, name in WRITTEN_LANGUAGES.items()
        )
        facts = (
            KeyValue(_("Customer"), listed.customer),
            KeyValue(_("Told at"), self._wall.text(announcement.announced_at)),
            KeyValue(_("Told by"), listed.by),
            *texts,
        )
        self._facts.set_rows(tuple(fact for fact in facts if fact.value))

    def _row(self, listed: AnnouncementInList) -> ListRow:
        announcement = listed.announcement
        about = _("About a closure") if announcement.closure_id else ""
        told_at = TextCell(self._wall.text(announcement.announced_at))
        return ListRow(announcement.id, (TwoLineCell(announcement.title, about), TextCell(listed.customer), told_at))

    def _announce_clicked(self) -> None:
        if self._answer is not None:
            AnnouncementForm(self._work, self._wall, self, self._answer.customers).open()

    def _copy_clicked(self) -> None:
        if self.chosen is not None:
            QGuiApplication.clipboard().setText(texts_text(self.chosen.announcement.texts))

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        self._card.hide()
        scroll, head = ScrollColumn(), QHBoxLayout()
        scroll.body.addWidget(self._facts)
        scroll.body.addStretch()
        self._card.body.addWidget(self.title)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addWidget(self.copy)
        head.addStretch()
        head.addWidget(self.announce)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addLayout(head)
        column.addWidget(side_by_side(self.announcements, self._card), 1)


def _read(reader: Reader) -> ShownAnnouncements:
    from app.directory.queries import customers, myself
    from app.knowledge.looking import announcements_in_list

    grants = myself(reader).grants
    may_tell = (each for each in customers(reader) if grants.may(Permission.PUBLISH_KNOWLEDGE, each.id))
    return ShownAnnouncements(announcements_in_list(reader), tuple(may_tell))
