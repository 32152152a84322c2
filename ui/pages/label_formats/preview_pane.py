"""How a design or a sheet looks, and beside it in words what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.foundation.translation import N_, _, language, set_language
from app.labels.rules.designs import LabelField
from ui.theme.tokens import RADIUS, SPACE
from ui.widgets.fields import ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.painting import paint_round, smooth
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

if TYPE_CHECKING:
    from app.labels.formats import Medium
    from app.labels.previews import Preview
    from app.labels.setting import LabelFacts

_LEAST_WIDTH, _LEAST_HEIGHT = 340, 260
_LONGEST_NAME = 60
_CHINESE, _LATIN = "chinese", "latin"


class PreviewPane(Translated, QWidget):
    """Drawn anew with each step, from what printers get; a label is looked at with the device that is chosen."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._asked: Reply | None = None
        self._medium: Medium | None = None
        self._devices: tuple[LabelFacts, ...] = ()
        self.preview: Preview | None = None
        """What is shown; None while it is being made."""
        self.shown = ChoiceField()
        self.picture, self.problems = _Picture(), NoticeBanner(compact=True, lasting=True)
        self.shown.activated.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        column.addWidget(FormRow(N_("Looked at with"), self.shown))
        column.addWidget(self.problems)
        column.addWidget(self.picture, 1)
        self.retranslate()

    def show_devices(self, devices: Sequence[LabelFacts]) -> None:
        """Let these be looked at; the first is shown."""
        is_first = not self._devices
        self._devices = tuple(devices)
        self.retranslate()
        if is_first and self._devices:
            self.shown.set_value(self._devices[0].code)
            self._draw()

    def show_medium(self, medium: Medium) -> None:
        """Show a design or a sheet."""
        self._medium = medium
        self._draw()

    def retranslate(self) -> None:
        devices = tuple((device.code, _called(device)) for device in self._devices)
        made_up = ((_CHINESE, _("Chinese texts")), (_LATIN, _("Latin texts")))
        self.shown.set_choices((*devices, *made_up))
        self._draw()

    def _draw(self) -> None:
        if self._medium is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        self.preview = None
        self._asked = self._work.compute(
            *(_drawn, self._medium, self.shown.value(), self._devices, language()), done=self._show, failed=self._fail
        )

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        if preview.picture:
            self.picture.show_picture(preview.picture)
        if preview.problems:
            tone = Tone.BREACH if preview.impossible else Tone.WARN
            self.problems.show_notice(Notice(tone, preview.problems[0], "\n".join(preview.problems[1:])))
        else:
            self.problems.dismiss()

    def _fail(self, error: Exception) -> None:
        from ui.shell.error_presenter import notice_of

        self.problems.show_notice(notice_of(error))


class _Picture(QWidget):
    """A picture as large as there is room, on a ground that shows its edges."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, content: bytes) -> None:
        self._picture = QPixmap()
        self._picture.loadFromData(content)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(QPainter(self))
        paint_round(painter, QRectF(self.rect()), "border", RADIUS.card)
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            room = self.rect().adjusted(SPACE.lg, SPACE.lg, -SPACE.lg, -SPACE.lg)
            size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            area = QRectF(0, 0, size.width(), size.height())
            area.moveCenter(QRectF(room).center())
            painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        painter.end()


def _called(device: LabelFacts) -> str:
    name = device.known.get(LabelField.NAME, "")
    return f"{device.code} · {name}"[:_LONGEST_NAME] if name else device.code


def _drawn(medium: Medium, shown: str, devices: tuple[LabelFacts, ...], spoken: str) -> Preview:
    from app.labels.previews import preview_of
    from app.labels.samples import CHINESE, LATIN

    set_language(spoken)
    known = {_CHINESE: CHINESE, _LATIN: LATIN, **{device.code: device for device in devices}}
    return preview_of(medium, known.get(shown, CHINESE), devices)
