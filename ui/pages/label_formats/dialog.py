"""Designs and sheets: a list, the marked one beside it, and from there to the forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.foundation.clock import Clock
from app.foundation.translation import N_, _
from app.labels.rules.designs import Design
from ui.pages.label_formats.design_form import DesignForm
from ui.pages.label_formats.preview_pane import PreviewPane
from ui.pages.label_formats.reading import ListedFormat, ListedFormats, read_formats
from ui.pages.label_formats.sheet_form import SheetForm
from ui.pages.live_page import LivePage
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TranslatedLabel
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_WIDTH, _HEIGHT, _LIST_WIDTH = 1020, 640, 450
_TITLE = N_("Label designs and sheets")
_TABLES = ("label_formats", "workspace_facts")
_COLUMNS = ColumnPlan(widths=(210, 190), stretched=0, least=180, yielding=(1,))


class FormatsDialog(Translated, QDialog):
    """What labels can be printed on. What we ship is copied, never changed."""

    def __init__(
        self, work: Work, clock: Clock, parent: QWidget | None, *, asset_id: str = "", chosen: str = ""
    ) -> None:
        """:param asset_id: the device to look at designs with; `chosen` is the code of what is marked first"""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.part = _FormatsPart(work, clock, asset_id, chosen)
        self.close_button = Button(N_("Close"))
        self.close_button.clicked.connect(self.accept)
        self.resize(_WIDTH, _HEIGHT)
        foot, column = QHBoxLayout(), QVBoxLayout(self)
        foot.addStretch()
        foot.addWidget(self.close_button)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_TITLE, "title"))
        column.addWidget(self.part, 1)
        column.addLayout(foot)
        for button in (self.close_button, self.part.new, self.part.change):
            button.setAutoDefault(False)  # Enter in the list must not close it
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_TITLE))


class _FormatsPart(LivePage):
    def __init__(self, work: Work, clock: Clock, asset_id: str, chosen: str) -> None:
        super().__init__(work, _TABLES)
        self._clock, self._asset_id, self._first = clock, asset_id, chosen
        self.formats = ListCard(
            SmallList(_TITLE, (N_("Name"), N_("Size")), _COLUMNS), EmptyState("qr-code", N_("There are none."))
        )
        self.pane = PreviewPane(work)
        self.new, self.change = Button(N_("New from this…"), icon="copy"), Button(N_("Change…"), icon="pencil")
        self.formats.rows.row_chosen.connect(self._show_chosen)
        self.new.clicked.connect(self._new_clicked)
        self.change.clicked.connect(self._change_clicked)
        self.formats.setMinimumWidth(_LIST_WIDTH)
        shown, buttons, row = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(self)
        buttons.addStretch()
        buttons.addWidget(self.new)
        buttons.addWidget(self.change)
        shown.setSpacing(SPACE.md)
        shown.addWidget(self.pane, 1)
        shown.addLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xl)
        row.addWidget(self.formats)
        row.addLayout(shown, 1)
        self.setFocusProxy(self.formats)
        for unknown_yet in (self.new, self.change):
            unknown_yet.hide()

    def question(self) -> Callable[[Reader], ListedFormats]:
        return partial(read_formats, self._asset_id)

    def show_answer(self, answer: ListedFormats) -> None:
        self.pane.show_devices(answer.devices)
        self.formats.show_rows(tuple(map(_row, answer.formats)))
        if self._first:
            first = next((one.id for one in answer.formats if one.medium.code == self._first), "")
            self.formats.rows.choose(first)
            self._first = ""
        self._show_chosen()

    @property
    def chosen(self) -> ListedFormat | None:
        """The one that is marked."""
        listed: ListedFormats | None = self._answer
        known = listed.formats if listed else ()
        return next((one for one in known if one.id == self.formats.rows.chosen_id), None)

    def _show_chosen(self) -> None:
        chosen, listed = self.chosen, self._answer
        if chosen is not None:
            self.pane.show_medium(chosen.medium)
            self.new.setVisible(listed.may_design)
            self.change.setVisible(listed.may_design and chosen.row is not None)

    def _new_clicked(self) -> None:
        self._open_form(anew=True)

    def _change_clicked(self) -> None:
        self._open_form(anew=False)

    def _open_form(self, *, anew: bool) -> None:
        chosen, listed = self.chosen, self._answer
        if chosen is None:
            return
        stands = None if anew else chosen.row
        if isinstance(chosen.medium, Design):
            DesignForm(self._work, self._clock, self, chosen.medium, listed.devices, stands).open()
        else:
            SheetForm(self._work, self._clock, self, chosen.medium, listed.devices, stands).open()


def _row(listed: ListedFormat) -> ListRow:
    medium, row = listed.medium, listed.row
    if isinstance(medium, Design):
        kind, size = _("Design"), f"{medium.width:g} × {medium.height:g} mm"
    else:
        kind = _("Sheet")
        size = f"{medium.columns} × {medium.rows} · {medium.label_width:g} × {medium.label_height:g} mm"
    about = (kind, _("version {number}").format(number=row.number) if row else _("shipped"))
    unused = () if row is None or row.in_use else (_("not in use"),)
    name = row.name if row else _(medium.name)
    return ListRow(listed.id, (TwoLineCell(name, " · ".join((*about, *unused))), TextCell(size, "text_muted")))
