"""Asking once more before a file is taken off its record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.translation import N_, _
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.translated import Translated
from ui.work.work import Work

_WIDTH = 420


class WithdrawForm(Translated, QDialog):
    """Says what withdrawing means, and does it."""

    def __init__(self, work: Work, attachment_id: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._attachment_id, self._name = attachment_id, name
        self._question, self._banner = Label(wrapped=True), NoticeBanner(compact=True)
        self.cancel = Button(N_("Cancel"))
        self.withdraw = Button(N_("Withdraw"), kind="danger")
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.withdraw.clicked.connect(self._withdraw)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Withdraw the file"))
        self._question.setText(
            _(
                "“{name}” will no longer be seen on this record by anybody. That it was there stays known, and its "
                "content is kept for 30 days."
            ).format(name=self._name)
        )

    def _withdraw(self) -> None:
        from app.files.commands import WithdrawFile

        self.withdraw.setEnabled(False)
        self._work.run_command(WithdrawFile(attachment_id=self._attachment_id), done=self._done, failed=self._failed)

    def _done(self, _nothing: object) -> None:
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.withdraw.setEnabled(True)
        self._banner.show_notice(notice_of(error))

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(TranslatedLabel(N_("Withdraw the file"), "title"))
        column.addWidget(self._banner)
        column.addWidget(self._question)
        column.addLayout(buttons)
