"""What was not done as it was meant, to be settled, and what was told to the person at this workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, ngettext
from ui.pages.inbox.correcting import Corrector
from ui.pages.inbox.deed_card import DeedCard
from ui.pages.inbox.reading import Inbox, RefusedDeed, read_inbox
from ui.pages.live_page import LivePage
from ui.pages.notice_list import NoticeList
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.centered import centered
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.scroll_column import ScrollColumn
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_WIDTH = 960
_TABLES = (
    "outbox_entries",
    "refusals",
    "settlements",
    "notices",
    "work_orders",
    "visits",
    "assets",
    "customers",
    "sites",
    "departments",
    "people",
    "supported_systems",
    "send_in_repairs",
    "cleaning_plans",
    "workspace_facts",
)


class InboxPage(LivePage):
    """A card for each refusal, one's own and those of others, the notices below."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self.cards: list[DeedCard] = []
        self.others: list[DeedCard] = []
        self._corrector = Corrector(work, wall, self)
        self.banner = NoticeBanner()
        self.notices = NoticeList(work, wall)
        self.read_all = Button(N_("Mark all as read"), kind="quiet")
        self.empty = EmptyState(
            "inbox", N_("Nothing waits for you. What the server refuses, and notices to you, are shown here.")
        )
        self._deeds, self._others = QVBoxLayout(), QVBoxLayout()
        self._further = Label(role="muted")
        self._deeds_part, self._others_part, self._notices_part = QWidget(), QWidget(), QWidget()
        self.notices.order_requested.connect(self.order_requested)
        self.read_all.clicked.connect(self._read_all_clicked)
        wall.zone_changed.connect(self.retranslate)
        self._lay_out()

    def question(self) -> Callable[[Reader], Inbox]:
        return read_inbox

    def show_answer(self, answer: Inbox) -> None:
        self.cards = self._arranged(self.cards, answer.deeds, self._deeds)
        self.others = self._arranged(self.others, answer.others, self._others)
        for card in (*self.cards, *self.others):
            card.set_busy(False)
        self._deeds_part.setVisible(bool(answer.deeds))
        self._others_part.setVisible(bool(answer.others))
        further = ngettext(
            "{count} more is shown when these are settled.",
            "{count} more are shown when these are settled.",
            answer.further_count,
        )
        self._further.setText(further.format(count=f"{answer.further_count:,}"))
        self._further.setVisible(answer.further_count > 0)
        self.notices.show_notices(answer.notices)
        self._notices_part.setVisible(bool(answer.notices))
        self.read_all.setVisible(sum(notice.read_at is None for notice in answer.notices) > 1)
        self._layers.setCurrentIndex(0 if answer.deeds or answer.others or answer.notices else 1)

    def _arranged(self, cards: list[DeedCard], deeds: tuple[RefusedDeed, ...], column: QVBoxLayout) -> list[DeedCard]:
        """A card for each deed, in their order; a card whose deed stands as it stood stays."""
        if [card.deed for card in cards] == list(deeds):
            return cards
        kept = {card.deed.entry.id: card for card in cards if card.deed in deeds}
        for card in cards:
            column.removeWidget(card)
            if card.deed.entry.id not in kept:
                card.hide()
                card.deleteLater()
        arranged = [kept.get(deed.entry.id) or self._new_card(deed) for deed in deeds]
        for card in arranged:
            column.addWidget(card)
        return arranged

    def _new_card(self, deed: RefusedDeed) -> DeedCard:
        card = DeedCard(deed, self._wall, self)
        card.settle_requested.connect(self._settle)
        card.correct_requested.connect(self._corrector.correct)
        card.order_requested.connect(self.order_requested)
        return card

    def _settle(self, entry_id: str, command: object) -> None:
        self.banner.dismiss()
        for card in (*self.cards, *self.others):
            card.set_busy(card.deed.entry.id == entry_id)
        self._work.run_command(command, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        """It cannot be done here either: say why; everything stays as it is."""
        for card in (*self.cards, *self.others):
            card.set_busy(False)
        self.banner.show_notice(notice_of(error))

    def _read_all_clicked(self) -> None:
        if self._answer is not None:
            self.notices.read(*(notice.id for notice in self._answer.notices if notice.read_at is None))

    def _lay_out(self) -> None:
        self._lay_out_part(self._deeds_part, N_("Not done as you meant it"), self._deeds)
        self._lay_out_part(self._others_part, N_("Of others: settle it for them"), self._others)
        head = QHBoxLayout()
        head.addWidget(TranslatedLabel(N_("Notices"), "subtitle"), 1)
        head.addWidget(self.read_all)
        card = Card()
        card.body.addWidget(self.notices)
        notices = QVBoxLayout(self._notices_part)
        notices.setContentsMargins(0, 0, 0, 0)
        notices.addLayout(head)
        notices.addWidget(card)
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.lg)
        for part in (self.banner, self._deeds_part, self._others_part, self._further, self._notices_part):
            column.addWidget(part)
        scroll = ScrollColumn(margin=SPACE.lg)
        scroll.body.addLayout(centered(sheet))
        scroll.body.addStretch()
        self._layers = QStackedLayout(self)
        self._layers.addWidget(scroll)
        self._layers.addWidget(self.empty)
        for part in (self._deeds_part, self._others_part, self._further, self._notices_part):
            part.hide()

    @staticmethod
    def _lay_out_part(part: QWidget, title_source: str, cards: QVBoxLayout) -> None:
        cards.setSpacing(SPACE.md)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TranslatedLabel(title_source, "subtitle"))
        column.addLayout(cards)
