"""Labels are ticked off as they are stuck on: each is scanned on its device."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.assets.rules import Stuck
from app.foundation.translation import N_, _, ngettext
from ui.pages.live_page import LivePage
from ui.pages.scanning.camera_button import CameraButton
from ui.theme.tokens import SPACE
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import LineField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.assets.sticking import Scan
    from app.assets.tables import Asset
    from app.storage.units import Reader

_WIDTH, _HEIGHT = 720, 640
_MOST_SHOWN = 200
_COLUMNS = ColumnPlan(widths=(180, 240, 220), stretched=1, least=160, yielding=(2,))
_TITLE = N_("Labels to stick on")
_SAID = {
    Stuck.FITS: (Tone.OK, N_("{code} sticks on its device.")),
    Stuck.NOT_PRINTED: (Tone.OK, N_("{code} sticks on its device. Nobody wrote down that it was printed.")),
    Stuck.ALREADY: (Tone.INFO, N_("{code} was ticked off before.")),
    Stuck.OUTDATED: (Tone.WARN, N_("This label says {text}, but the device is called {code} now. Print a new label.")),
    Stuck.UNKNOWN: (Tone.WARN, N_("No device is known as {text}.")),
    Stuck.AMBIGUOUS: (Tone.WARN, N_("Several customers have a device called {text}: nothing was ticked off.")),
}
_TICKED = frozenset({Stuck.FITS, Stuck.NOT_PRINTED})


class StickingDialog(Translated, QDialog):
    """One field that everything is scanned into, what the last scan was, and what is left to do."""

    def __init__(self, work: Work, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.field, self.camera = LineField(), CameraButton(work, lasting=True)
        self.said = NoticeBanner(compact=True)
        self.left = _Left(work)
        self.field.returnPressed.connect(self._scanned)
        self.camera.scanned.connect(self.take_scanned)
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_TITLE, "title"))
        row = QHBoxLayout()
        row.addWidget(FormRow(N_("Scan each label on its device"), self.field), 1)
        row.addWidget(self.camera, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.left, 1)
        self.field.setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))

    def _scanned(self) -> None:
        text = self.field.value()
        self.field.clear()
        if text:
            self.take_scanned(text)

    def take_scanned(self, text: str) -> None:
        """Tick off the label that was scanned."""
        self._work.run_query(partial(_scan, text), self._judged)

    def _judged(self, scan: Scan) -> None:
        tone, sentence = _SAID[scan.stuck]
        code = scan.asset.code if scan.asset else ""
        self.said.show_notice(Notice(tone, _(sentence).format(code=code, text=scan.text)))
        if scan.asset is not None and scan.stuck in _TICKED:
            self._work.run_command(_tick(scan.asset))


class _Left(LivePage):
    """The labels that are printed and not stuck on yet."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, ("label_events", "assets"))
        self.count = Label(role="muted")
        self.list = ListCard(
            SmallList(_TITLE, (N_("Asset code"), N_("Device"), N_("Place")), _COLUMNS, ListUse.LOOK),
            EmptyState("check-check", N_("Every label that was printed sticks on its device.")),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.sm)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)

    def question(self) -> Callable[[Reader], tuple[list[Asset], int]]:
        return _read

    def show_answer(self, answer: tuple[list[Asset], int]) -> None:
        assets, count = answer
        self.count.setText(ngettext("{count} label left", "{count} labels left", count).format(count=f"{count:,}"))
        self.list.show_rows(tuple(_row(asset) for asset in assets))


def _row(asset: Asset) -> ListRow:
    return ListRow(asset.id, (TextCell(asset.code), TwoLineCell(asset.name, asset.model), TextCell(asset.place)))


def _read(reader: Reader) -> tuple[list[Asset], int]:
    from app.assets.sticking import labels_to_stick_on

    return labels_to_stick_on(reader, _MOST_SHOWN)


def _scan(text: str, reader: Reader) -> Scan:
    from app.assets.sticking import scan_label

    return scan_label(reader, text)


def _tick(asset: Asset) -> object:
    from app.assets.label_commands import RecordLabels
    from app.assets.rules import LabelEventKind

    return RecordLabels(customer_id=asset.customer_id, asset_ids=(asset.id,), kind=LabelEventKind.STUCK_ON)
