"""One thing that was not done as it was meant, and the ways to settle it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.sentences import sentence_for
from app.foundation.translation import N_, _
from ui.pages.inbox.comparison import Comparison
from ui.pages.inbox.deeds import deed_sentence, entered_fields, text_fields
from ui.pages.inbox.field_names import field_name
from ui.pages.inbox.reading import RefusedDeed
from ui.pages.inbox.values import Words
from ui.pages.wall_clock import WallClock
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.key_value_grid import KeyValue, KeyValueGrid
from ui.widgets.labels import IconLabel, Label
from ui.widgets.translated import Translated


class DeedCard(Translated, Card):
    """What was done, why it was refused, what was entered, and field by field what stood before and what stands now."""

    settle_requested = Signal(str, object)
    """With the id of the deed's entry, and the command that settles it."""
    correct_requested = Signal(object)
    """With the `RefusedDeed` that is to be corrected before it is done after all."""
    order_requested = Signal(str)

    def __init__(self, deed: RefusedDeed, wall: WallClock, parent: QWidget) -> None:
        super().__init__(margin=SPACE.lg + SPACE.xs, parent=parent)
        self.deed = deed
        self._wall = wall
        self._title, self._when = Label(role="subtitle", wrapped=True), Label(role="caption")
        self._reason = Label(role="strong", wrapped=True)
        self._entered = KeyValueGrid()
        self._records = QVBoxLayout()
        self._comparison = QWidget(self)
        self.open_order = Button(N_("Open the work order"), kind="quiet")
        self.keep = Button(N_("Keep what stands"), icon="check")
        again_source = N_("Apply mine again") if deed.editing else N_("Do it again")
        self.again = Button(N_("Do it after all") if deed.actor else again_source, icon="refresh-cw")
        self.correct = Button(N_("Edit…"), icon="pencil")
        self.open_order.clicked.connect(self._open_clicked)
        self.keep.clicked.connect(self._keep_clicked)
        self.again.clicked.connect(self._again_clicked)
        self.correct.clicked.connect(self._correct_clicked)
        self._lay_out()
        self.open_order.setVisible(bool(deed.order_id))
        self.again.setVisible(deed.again is not None)
        self.correct.setVisible(deed.again is not None and (deed.editing is not None or bool(text_fields(deed))))
        self.retranslate()

    def set_busy(self, busy: bool) -> None:
        """Take no second choice while the first is being carried out."""
        for button in (self.keep, self.again, self.correct):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        entry, words = self.deed.entry, Words(self.deed.names, self._wall)
        title = deed_sentence(self.deed, words)
        self._title.setText(title)
        done = _("Done by {person} {time}") if self.deed.actor else _("Done here {time}")
        self._when.setText(done.format(person=self.deed.actor, time=self._wall.text(entry.occurred_at)))
        self._reason.setText(sentence_for(entry.code, entry.params))
        entered = tuple(
            KeyValue(field_name(name, entry.name), words.value(name, value))
            for name, value in entered_fields(self.deed)
        )
        self._entered.set_rows(entered)
        self._entered.setVisible(bool(entered))
        self._show_records(words)
        self.setAccessibleName(title)
        for button in (self.open_order, self.keep, self.again, self.correct):
            button.setAccessibleDescription(title)

    def _show_records(self, words: Words) -> None:
        self._records.removeWidget(self._comparison)
        self._comparison.hide()
        self._comparison.deleteLater()
        self._comparison = Comparison(self.deed.records, words, self)
        self._records.addWidget(self._comparison)

    def _open_clicked(self) -> None:
        self.order_requested.emit(self.deed.order_id)

    def _keep_clicked(self) -> None:
        self.settle_requested.emit(self.deed.entry.id, self.deed.keep)

    def _again_clicked(self) -> None:
        self.settle_requested.emit(self.deed.entry.id, self.deed.again)

    def _correct_clicked(self) -> None:
        self.correct_requested.emit(self.deed)

    def _lay_out(self) -> None:
        head, reason, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._when, 0, Qt.AlignmentFlag.AlignTop)
        reason.setSpacing(SPACE.sm)
        reason.addWidget(IconLabel("ban", "bad_text", 18), 0, Qt.AlignmentFlag.AlignTop)
        reason.addWidget(self._reason, 1)
        buttons.addWidget(self.open_order)
        buttons.addStretch()
        buttons.addWidget(self.correct)
        buttons.addWidget(self.again)
        buttons.addWidget(self.keep)
        self.body.addLayout(head)
        self.body.addLayout(reason)
        self.body.addWidget(self._entered)
        self.body.addLayout(self._records)
        self.body.addLayout(buttons)
