"""One file on a record: its thumbnail, its name, where it is, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.files.rules import Whereabouts
from app.files.wording import size_words, state_words
from app.foundation.translation import N_, _
from ui.pages.files.state_icons import state_icon
from ui.theme.tokens import RADIUS, SIZE, SPACE, TYPE
from ui.widgets.elided_label import plain_tool_tip
from ui.widgets.keyboard_button import KeyboardButton
from ui.widgets.painting import paint_focus_ring, paint_icon, paint_round, paint_text, smooth
from ui.widgets.tool_button import ToolButton

if TYPE_CHECKING:
    from app.files.queries import AttachedFile

_HEIGHT = 56
_THUMBNAIL = 48
_STATE_ICON = 14
_OPENABLE = frozenset(Whereabouts) - {Whereabouts.NOT_THERE_YET}


@dataclass(frozen=True, slots=True)
class TileFacts:
    """A file as it is shown. `thumbnail` is None where there is none (here); `added` says by whom and when."""

    file: AttachedFile
    thumbnail: QPixmap | None
    added_by: str
    added: str
    may_withdraw: bool
    has_server: bool


class FileTile(QWidget):
    """A wide button that opens the file, and a menu beside it."""

    open_requested = Signal(object)
    """With the `AttachedFile`."""
    withdraw_requested = Signal(object)
    try_again_requested = Signal(object)

    def __init__(self, facts: TileFacts) -> None:
        super().__init__()
        self.facts = facts
        self.face = _Face(facts)
        self.more = ToolButton("ellipsis", N_("More about this file"))
        self._menu = QMenu(self)
        self.open_action, self.try_again_action, self.withdraw_action = (QAction(self._menu) for _nth in range(3))
        self._menu.addActions([self.open_action, self.try_again_action, self.withdraw_action])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.face, 1)
        row.addWidget(self.more)
        self.face.clicked.connect(self._open)
        self.open_action.triggered.connect(self._open)
        self.try_again_action.triggered.connect(self._try_again)
        self.withdraw_action.triggered.connect(self._withdraw)
        self.more.clicked.connect(self._more_clicked)
        self.show_facts(facts)

    def show_facts(self, facts: TileFacts) -> None:
        """Show the same file as it stands now."""
        self.facts = facts
        self.face.show_facts(facts)
        whereabouts = facts.file.whereabouts
        self.open_action.setText(_("Open"))
        self.open_action.setEnabled(whereabouts in _OPENABLE)
        self.try_again_action.setText(_("Upload again"))
        self.try_again_action.setVisible(whereabouts is Whereabouts.PARKED)
        self.withdraw_action.setText(_("Withdraw…"))
        self.withdraw_action.setVisible(facts.may_withdraw)

    def _open(self) -> None:
        self.open_requested.emit(self.facts.file)

    def _withdraw(self) -> None:
        self.withdraw_requested.emit(self.facts.file)

    def _try_again(self) -> None:
        self.try_again_requested.emit(self.facts.file)

    def _more_clicked(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class _Face(KeyboardButton):
    """Thumbnail, name, size and state."""

    def __init__(self, facts: TileFacts) -> None:
        super().__init__()
        self._facts = facts
        self._state = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: TileFacts) -> None:
        self._facts = facts
        self._state = state_words(facts.file, facts.added_by, has_server=facts.has_server)
        attachment = facts.file.attachment
        self.setAccessibleName(f"{attachment.name}, {size_words(attachment.size)}, {self._state}")
        self.setToolTip(plain_tool_tip(f"{attachment.name}\n{self._state}\n{facts.added}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = smooth(QPainter(self)), QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint_round(painter, area, "pressed" if self.isDown() else "hover", RADIUS.control)
        edge = (area.height() - _THUMBNAIL) / 2
        self._paint_thumbnail(painter, QRectF(area.x() + edge, area.y() + edge, _THUMBNAIL, _THUMBNAIL))
        words = area.adjusted(_THUMBNAIL + 2 * edge + SPACE.sm, 0, -SPACE.sm, 0)
        attachment = self._facts.file.attachment
        upper, lower = (QRectF(words.x(), top, words.width(), 20) for top in (area.y() + 8, area.y() + 28))
        paint_text(painter, upper, attachment.name, "text", weight=600)
        name, color = state_icon(self._facts.file.whereabouts, has_server=self._facts.has_server)
        paint_icon(painter, name, color, lower.x(), lower.center().y(), _STATE_ICON)
        said = f"{self._state} · {size_words(attachment.size)}"
        paint_text(painter, lower.adjusted(_STATE_ICON + SPACE.xs, 0, 0, 0), said, "text_muted", size=TYPE.caption)
        if self.shows_focus:
            paint_focus_ring(painter, area)

    def _paint_thumbnail(self, painter: QPainter, area: QRectF) -> None:
        paint_round(painter, area, "surface_sunken", RADIUS.control)
        picture = self._facts.thumbnail
        if picture is None:
            is_picture = self._facts.file.attachment.media_type.startswith("image/")
            icon = "eye" if is_picture else "file-text"
            paint_icon(painter, icon, "text_faint", area.center().x() - SIZE.icon / 2, area.center().y(), SIZE.icon)
            return
        corners = QPainterPath()
        corners.addRoundedRect(area, RADIUS.control, RADIUS.control)
        painter.save()
        painter.setClipPath(corners)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area, picture, _middle_square(picture))
        painter.restore()


def _middle_square(picture: QPixmap) -> QRectF:
    side = min(picture.width(), picture.height())
    return QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
