"""What is shown in place of the workspace where it cannot be opened, and how it is made whole again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.theme.tokens import SPACE
from ui.widgets.brand import BrandMark
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.centered import centered
from ui.widgets.fields import ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated

_WIDTH = 720
_NEWEST = ""


class FailedStartPage(Translated, QWidget):
    """Says why, and what can be done about it: nothing can be seen here, and nothing entered."""

    close_requested = Signal()
    rescue_requested = Signal(str)
    """With the name of the backup to begin with; empty for the newest that is whole."""
    open_requested = Signal()
    """The workspace was made whole: open it."""
    anew_requested = Signal()
    """What is here is to be set aside, so that another workspace can be begun."""

    def __init__(self, notice: Notice, title_source: str = N_("Your workspace could not be opened")) -> None:
        super().__init__()
        self._title = TranslatedLabel(title_source, "title")
        self._banner = NoticeBanner(lasting=True)
        self._banner.show_notice(notice)
        self._close = Button(N_("Close Paigong"))
        self._close.clicked.connect(self.close_requested)
        self._open = Button(N_("Open the workspace"), kind="primary")
        self._open.clicked.connect(self.open_requested)
        self._anew = Button(N_("Set it aside and begin anew"), kind="primary")
        self._anew.clicked.connect(self._anew_clicked)
        self._rescue = Button(N_("Make it whole again"), kind="primary", icon="undo-2")
        self._rescue.clicked.connect(self._rescue_clicked)
        self._backups = ChoiceField()
        self._backup_texts: tuple[tuple[str, str], ...] = ()
        self._progress = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._offer = self._make_offer()
        self.setFocusProxy(self._close)
        self._lay_out()
        for part in (self._offer, self._open, self._anew, self._progress):
            part.hide()

    def offer_rescue(self, backups: tuple[tuple[str, str], ...]) -> None:
        """Offer to make the workspace whole; `backups` are the names and the times of those that there are."""
        self._backup_texts = backups
        self.retranslate()
        self._offer.show()
        self._rescue.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_to_begin_anew(self) -> None:
        """Offer to set aside what is here: nobody can read it any more."""
        self._anew.show()
        self._anew.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Take no input while the workspace is being made whole."""
        self._progress.setVisible(busy)
        for part in (self._rescue, self._backups, self._anew, self._close):
            part.setEnabled(not busy)

    def show_refusal(self, notice: Notice) -> None:
        """Say why it could not be made whole; it is as it was, and can be tried again."""
        self.set_busy(False)
        self._banner.show_notice(notice)

    def show_rescued(self, words: list[str]) -> None:
        """Say what was recovered, and let the work go on."""
        self.set_busy(False)
        self._title.set_text_source(N_("Your workspace was made whole again"))
        self._banner.show_notice(Notice(Tone.OK, words[0], " ".join(words[1:])))
        self._offer.hide()
        self._close.hide()
        self._open.show()
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        chosen = self._backups.value()
        self._backups.set_choices(((_NEWEST, _("The newest one that is whole")), *self._backup_texts))
        self._backups.set_value(chosen)

    def _rescue_clicked(self) -> None:
        self.set_busy(True)
        self.rescue_requested.emit(self._backups.value())

    def _anew_clicked(self) -> None:
        self.set_busy(True)
        self.anew_requested.emit()

    def _make_offer(self) -> Card:
        card = Card(margin=SPACE.lg, spacing=SPACE.md)
        explanation = N_(
            "Everything that is there is kept aside first. Then the workspace is put together from a backup, from the "
            "journal of what you did since, and from your server. Nothing is removed."
        )
        card.body.addWidget(TranslatedLabel(explanation, "body", wrapped=True))
        card.body.addWidget(FormRow(N_("Backup to begin with"), self._backups))
        card.body.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._rescue)
        card.body.addLayout(buttons)
        return card

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(sheet)
        inner.setSpacing(SPACE.lg)
        inner.addWidget(BrandMark(48), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._banner)
        inner.addWidget(self._offer)
        for button in (self._open, self._anew, self._close):
            inner.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(centered(sheet))
        column.addStretch(3)
