"""All about one closure, and its next steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.accounts.rules import Permission
from app.foundation.translation import N_, _
from app.knowledge.rules.closures import CLOSURE_KIND_NAMES, OPEN_CLOSURE_STATES, ClosureState
from ui.pages.knowledge.announce_form import AnnounceForm
from ui.pages.knowledge.closure_forms import BeginForm, CancelForm, ClosureStepForm, EndForm, ExtendForm
from ui.pages.knowledge.wording import (
    announced_text,
    event_entry,
    notice_text,
    period_text,
    services_text,
    state_chip,
)
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.painting import ChipText
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.timeline import Timeline
from ui.widgets.tones import Tone
from ui.work.work import Work

if TYPE_CHECKING:
    from app.knowledge.looking import ClosureDetail
    from app.storage.units import Reader

_TABLES = ("closures", "closure_events", "announcements", "service_groups", "supported_systems", "workspace_facts")


@dataclass(frozen=True, slots=True)
class ShownClosure:
    """A closure, and what the person at this workspace may do about it."""

    detail: ClosureDetail
    may_close: bool
    may_announce: bool


class ClosureCard(LivePage):
    """What is closed and since when, who agreed to it, what people were told, and what happens next."""

    def __init__(self, work: Work, wall: WallClock) -> None:
        super().__init__(work, _TABLES)
        self._wall = wall
        self._closure_id = ""
        self.services, self.title = Label(role="caption", wrapped=True), Label(role="subtitle", wrapped=True)
        self._chip, self._short = Chip(ChipText("", Tone.OK)), Label(role="error", wrapped=True)
        self.facts, self.timeline = KeyValueGrid(), Timeline()
        self.announce = Button(N_("Announce…"), icon="send", kind="primary")
        self.begin, self.end = Button(N_("Begins…")), Button(N_("Ends…"))
        self.extend, self.cancel = Button(N_("Extend…")), Button(N_("Cancel it…"), kind="danger")
        self.copy = Button(N_("Copy the announced texts"), icon="copy", kind="quiet")
        self.announce.clicked.connect(self._announce_clicked)
        self.copy.clicked.connect(self._copy_clicked)
        for button, form in (
            (self.begin, BeginForm),
            (self.end, EndForm),
            (self.extend, ExtendForm),
            (self.cancel, CancelForm),
        ):
            button.clicked.connect(self._opening(form))
        self._lay_out()
        self._card.hide()

    def show_closure(self, closure_id: str) -> None:
        """Show another closure; with an empty id none."""
        self._closure_id = closure_id
        self._card.hide()
        self.refresh()

    def question(self) -> Callable[[Reader], ShownClosure | None] | None:
        closure_id = self._closure_id

        def read(reader: Reader) -> ShownClosure | None:
            from app.directory.queries import myself
            from app.knowledge.looking import closure_detail

            detail = closure_detail(reader, closure_id)
            if detail is None:
                return None
            customer_id, grants = detail.listed.closure.customer_id, myself(reader).grants
            return ShownClosure(
                detail,
                grants.may(Permission.CLOSE_SERVICES, customer_id),
                grants.may(Permission.PUBLISH_KNOWLEDGE, customer_id),
            )

        return read if closure_id else None

    def show_answer(self, answer: ShownClosure) -> None:
        detail, closure = answer.detail, answer.detail.listed.closure
        self.services.setText(services_text(detail.listed.services))
        self.title.setText(closure.reason)
        self._chip.set_chip(state_chip(closure.state))
        self._short.setText(notice_text(closure))
        overlaps = "; ".join(
            f"{other.reason} ({period_text(other.begins_at, other.ends_at, self._wall)})" for other in detail.overlaps
        )
        happened = period_text(closure.begun_at, closure.ended_at, self._wall) if closure.begun_at else ""
        facts = (
            KeyValue(_("Customer"), detail.listed.customer),
            KeyValue(_("Kind"), _(CLOSURE_KIND_NAMES[closure.kind])),
            KeyValue(_("Agreed time"), period_text(closure.begins_at, closure.ends_at, self._wall)),
            KeyValue(_("Closed in fact"), happened),
            KeyValue(_("Agreed by"), f"{closure.agreed_by}, {self._wall.text(closure.agreed_at)}"),
            KeyValue(_("Announced"), announced_text(closure, self._wall)),
            KeyValue(_("Also closed then"), overlaps),
        )
        self.facts.set_rows(tuple(fact for fact in facts if fact.value))
        self.timeline.set_entries(
            tuple(event_entry(event, actor, self._wall) for event, actor in reversed(detail.events))
        )
        agreed, under_way = closure.state is ClosureState.AGREED, closure.state is ClosureState.UNDER_WAY
        self.announce.setVisible(answer.may_announce)
        self.copy.setVisible(bool(detail.announcements))
        self.begin.setVisible(answer.may_close and agreed)
        self.end.setVisible(answer.may_close and under_way)
        self.extend.setVisible(answer.may_close and closure.state in OPEN_CLOSURE_STATES)
        self.cancel.setVisible(answer.may_close and agreed)
        self._card.show()

    def _opening(self, form: Callable[..., ClosureStepForm]) -> Callable[[], None]:
        def open_form() -> None:
            if self._answer is not None:
                form(self._work, self._wall, self._answer.detail.listed.closure, self).open()

        return open_form

    def _announce_clicked(self) -> None:
        if self._answer is not None:
            AnnounceForm(self._work, self._wall, self._answer.detail, self).open()

    def _copy_clicked(self) -> None:
        if self._answer is not None:
            QGuiApplication.clipboard().setText("\n\n".join(self._answer.detail.announcements[-1].texts.values()))

    def _lay_out(self) -> None:
        self._card = Card(margin=SPACE.lg + SPACE.xs)
        chips, buttons, further = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        chips.addWidget(self._chip)
        chips.addWidget(self._short, 1)
        buttons.setSpacing(SPACE.sm)
        for button in (self.announce, self.begin, self.end):
            buttons.addWidget(button)
        buttons.addLayout(further)
        further.addWidget(self.extend, 1)
        further.addWidget(self.cancel, 1)
        scroll = ScrollColumn()
        scroll.body.addWidget(self.facts)
        scroll.body.addWidget(self.copy)
        scroll.body.addWidget(TranslatedLabel(N_("History"), "strong"))
        scroll.body.addWidget(self.timeline)
        scroll.body.addStretch()
        self._card.body.addWidget(self.services)
        self._card.body.addWidget(self.title)
        self._card.body.addLayout(chips)
        self._card.body.addWidget(scroll, 1)
        self._card.body.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
