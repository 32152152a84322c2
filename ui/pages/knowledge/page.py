"""What people are told before they ask: closures, what is known now, and how available services were."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.foundation.translation import N_, _, ngettext
from ui.pages.knowledge.announcements_part import AnnouncementsPart
from ui.pages.knowledge.availability_part import AvailabilityPart
from ui.pages.knowledge.closures_part import ClosuresPart
from ui.pages.knowledge.known_part import KnownPart
from ui.pages.knowledge.wording import period_text, services_text
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.filter_bar import FilterBar, FilterChoice
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.looking import KnownInList
    from app.storage.units import Reader

_TABLES = ("closures", "outages", "known_issues", "customers", "service_groups", "supported_systems")
_MOST_TOLD = 3


class Part(StrEnum):
    """The parts of the page."""

    CLOSURES = "closures"
    KNOWN = "known"
    ANNOUNCEMENTS = "announcements"
    AVAILABILITY = "availability"


class KnowledgePage(LivePage):
    """Its parts under a banner that says what is closed, down or known now."""

    order_requested = Signal(str)

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES, ticks=True)
        self._wall = wall
        self.banner = NoticeBanner(lasting=True)
        self.parts = FilterBar(
            (
                FilterChoice(Part.CLOSURES, N_("Closures")),
                FilterChoice(Part.KNOWN, N_("Known now")),
                FilterChoice(Part.ANNOUNCEMENTS, N_("Announcements")),
                FilterChoice(Part.AVAILABILITY, N_("Availability")),
            )
        )
        self.closures, self.known = ClosuresPart(work, wall), KnownPart(work, wall)
        self.announcements, self.availability = AnnouncementsPart(work, wall), AvailabilityPart(work, wall)
        self._stack = QStackedWidget()
        self._of_part: dict[str, QWidget] = {
            Part.CLOSURES: self.closures,
            Part.KNOWN: self.known,
            Part.ANNOUNCEMENTS: self.announcements,
            Part.AVAILABILITY: self.availability,
        }
        for part in self._of_part.values():
            self._stack.addWidget(part)
        self.parts.chosen.connect(self._part_chosen)
        self.known.order_requested.connect(self.order_requested)
        self._lay_out()
        self.setFocusProxy(self._stack)

    def question(self) -> Callable[[Reader], list[KnownInList]]:
        return partial(_read_known, self._wall)

    def show_answer(self, answer: list[KnownInList]) -> None:
        self.parts.set_counts({Part.KNOWN: len(answer)})
        if not answer:
            self.banner.dismiss()
            return
        count = len(answer)
        sentence = ngettext("{count} thing to tell callers now", "{count} things to tell callers now", count)
        told = [self._told(listed) for listed in answer[:_MOST_TOLD]]
        more = [_("and {count} more").format(count=count - _MOST_TOLD)] if count > _MOST_TOLD else []
        self.banner.show_notice(Notice(Tone.WARN, sentence.format(count=count), "\n".join((*told, *more))))

    def _told(self, listed: KnownInList) -> str:
        known = listed.known
        period = period_text(known.begins_at, known.ends_at, self._wall)
        return " · ".join((services_text(known.services), known.title, period, listed.customer))

    def _part_chosen(self, part: str) -> None:
        self._stack.setCurrentWidget(self._of_part[part])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.md, SPACE.lg, SPACE.md)
        column.setSpacing(SPACE.md)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self._stack, 1)


def _read_known(wall: WallClock, reader: Reader) -> list[KnownInList]:
    from app.knowledge.looking import known_in_list

    return known_in_list(reader, wall.clock.now())
