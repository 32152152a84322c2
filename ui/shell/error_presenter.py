"""The one place where the window says that something went wrong."""

from __future__ import annotations

import logging
import traceback

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from app.foundation.errors import PaigongError, Rejection
from app.foundation.sentences import sentence
from app.foundation.translation import _
from ui.theme.tokens import SPACE
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.tones import Tone

_log = logging.getLogger(__name__)
_DIALOG_WIDTH = 520


def notice_of(error: BaseException) -> Notice:
    """What to tell a person about `error`: a rule's no, trouble of the environment, or else a bug of ours."""
    details = "".join(traceback.format_exception(error)).rstrip()
    if isinstance(error, PaigongError):
        tone = Tone.WARN if isinstance(error, Rejection) else Tone.BREACH
        return Notice(tone, sentence(error), details=details)
    return Notice(
        Tone.BREACH,
        _("Something in Paigong itself went wrong. What you saved before is safe."),
        _("Try it once more. If it happens again, copy the details and send them to your administrator."),
        details,
    )


class ErrorPresenter(QObject):
    """Shows an error without holding anything up: in the window's banner, or over the dialog that covers it."""

    def __init__(self, banner: NoticeBanner) -> None:
        super().__init__(banner)
        self._banner = banner

    def present(self, error: BaseException) -> None:
        """Say what went wrong and what to do; a bug of ours is also logged."""
        if not isinstance(error, PaigongError):
            _log.error("a bug reached the window", exc_info=error)
        covering = QApplication.activeModalWidget()
        if covering is None:
            self._banner.show_notice(notice_of(error))
        else:
            NoticeDialog(notice_of(error), covering).open()


class NoticeDialog(QDialog):
    """A notice over another dialog; it goes when it is dismissed, by its button or by Escape."""

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paigong"))
        banner = NoticeBanner(compact=True)
        banner.show_notice(notice)
        banner.dismissed.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.lg, SPACE.lg, SPACE.lg, SPACE.lg)
        column.addWidget(banner)
        self.resize(QSize(_DIALOG_WIDTH, self.sizeHint().height()))
