"""The imports that were made: who imported which file, what is there of it, and undoing one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.assets.imports.kinds import IMPORT_KINDS
from app.assets.imports.made import MadeImport, made_imports
from app.assets.imports.undoing import Undoing, undoing
from app.foundation.errors import PaigongError
from app.foundation.translation import N_, _, ngettext
from ui.pages.imports.stepping import Stepping
from ui.pages.live_page import LivePage
from ui.pages.wall_clock import WallClock
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell, TwoLineCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import Notice, NoticeBanner
from ui.widgets.row_table import ColumnPlan
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.small_list import ListCard, ListRow, SmallList
from ui.widgets.tones import Tone
from ui.widgets.translated import Translated
from ui.work.work import Work

if TYPE_CHECKING:
    from app.storage.units import Reader

_TABLES = (
    *("imports", "assets", "asset_edits", "licences", "people", "customers", "supported_systems", "device_models"),
    *("departments", "sites", "consumables"),
)
_TITLES = (N_("File"), N_("Whose rows"), N_("Imported"), N_("New"), N_("Changed"), N_("Refused"))
_COLUMNS = ColumnPlan(widths=(250, 190, 170, 120, 80, 80), stretched=0, least=180, yielding=(1,))
_MOST = 200
_MOST_NAMED = 50
_WIDTH, _HEIGHT, _OUTLOOK_HEIGHT = 980, 600, 150


class MadeImportsDialog(Translated, QDialog):
    """Shows the imports; `chosen` is the id of the one that is marked at first."""

    def __init__(self, work: Work, wall: WallClock, parent: QWidget, *, chosen: str = "") -> None:
        super().__init__(parent)
        self.part = MadeImportsPart(work, wall, chosen)
        self.resize(_WIDTH, _HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.md)
        column.addWidget(TranslatedLabel(_MADE, "title"))
        column.addWidget(self.part)
        self.retranslate()

    def reject(self) -> None:
        """Close, unless an import is being undone: what becomes of it must be seen."""
        if self.part.stepping is None:
            super().reject()

    def retranslate(self) -> None:
        self.setWindowTitle(_(_MADE))


class MadeImportsPart(LivePage):
    """The list, what undoing the marked one would do, and the button that does it."""

    undone = Signal()

    def __init__(self, work: Work, wall: WallClock, chosen: str) -> None:
        super().__init__(work, _TABLES)
        self._wall, self._wanted_first = wall, chosen
        self._outlook: Undoing | None = None
        self.stepping: Stepping | None = None
        self.banner = NoticeBanner()
        self.list = ListCard(
            SmallList(N_("Imports"), _TITLES, _COLUMNS), EmptyState("upload", N_("No table was imported yet."))
        )
        self.words = Label(role="muted", wrapped=True)
        self.undo_button = Button(N_("Undo this import"), icon="undo-2", kind="primary")
        self.undo_button.setEnabled(False)
        self.undo_button.clicked.connect(self._undo)
        self.list.rows.row_chosen.connect(self._ask_outlook)
        self._lay_out()
        self.retranslate()

    def question(self) -> Callable[[Reader], list[MadeImport]]:
        return partial(made_imports, limit=_MOST)

    def show_answer(self, answer: list[MadeImport]) -> None:
        self.list.show_rows(tuple(map(self._row, answer)))
        if self._wanted_first:
            wanted, self._wanted_first = self._wanted_first, ""
            self.list.rows.choose(wanted)
        self._ask_outlook(self.list.rows.chosen_id)

    def _row(self, made: MadeImport) -> ListRow:
        record = made.record
        kind = IMPORT_KINDS.get(record.kind)
        there = new = f"{record.new_count:,}"
        if made.brought is not None:
            there = _("{there} of {count}").format(there=f"{made.brought:,}", count=new)
        return ListRow(
            record.id,
            (
                TwoLineCell(record.file_name, _(kind.label) if kind else record.kind),
                TextCell(made.customer),
                TwoLineCell(self._wall.text(record.at), made.actor),
                TextCell(there),
                TextCell(f"{record.changed_count:,}"),
                TextCell(f"{record.refused_count:,}"),
            ),
        )

    def _ask_outlook(self, import_id: str) -> None:
        """Ask what undoing the marked import would do; while one is being undone, it tells for itself."""
        if self.stepping is not None:
            return
        self._show_outlook(None)
        if import_id:
            self._work.run_query(partial(_undoing, import_id), self._outlook_read)

    def _outlook_read(self, outlook: Undoing) -> None:
        if outlook.record.id == self.list.rows.chosen_id and self.stepping is None:
            self._show_outlook(outlook)

    def _show_outlook(self, outlook: Undoing | None) -> None:
        self._outlook = outlook
        self.undo_button.setEnabled(outlook is not None and bool(outlook.steps))
        self.words.setText(outlook_words(outlook) if outlook else "")

    def _undo(self) -> None:
        if self._outlook is None:
            return
        self.stepping = Stepping(self._work, self._outlook.steps, self)
        self.stepping.advanced.connect(self._advanced)
        self.stepping.ended.connect(self._ended)
        self.stepping.failed.connect(self._failed)
        self.undo_button.setEnabled(False)
        self.list.setEnabled(False)
        self.stepping.begin()

    def _advanced(self) -> None:
        if self.stepping is not None:
            self.words.setText(_("Undoing: {percent} %").format(percent=self.stepping.percent))

    def _ended(self, _whole: bool) -> None:
        left = len(self._outlook.left) if self._outlook else 0
        words = _("The import is undone.")
        advice = ngettext("{count} was left as it is: see below.", "{count} were left as they are: see below.", left)
        self.banner.show_notice(Notice(Tone.OK, words, advice.format(count=f"{left:,}") if left else ""))
        self._go_on()

    def _failed(self, error: PaigongError) -> None:
        self.banner.show_notice(notice_of(error))
        self._go_on()

    def _go_on(self) -> None:
        self.stepping = None
        self.list.setEnabled(True)
        self.undone.emit()
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.md)
        told = ScrollColumn(margin=0, spacing=0)
        told.body.addWidget(self.words)
        told.body.addStretch()
        told.setFixedHeight(_OUTLOOK_HEIGHT)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.undo_button)
        column.addWidget(self.banner)
        column.addWidget(self.list, 1)
        column.addWidget(told)
        column.addLayout(row)


def outlook_words(outlook: Undoing) -> str:
    """What undoing an import would do, and what it would leave, by name."""
    if not outlook.steps and not outlook.left:
        return _("Nothing of this import is left that could be undone.")
    removed, restored = outlook.removed, outlook.restored
    first = ngettext("{count} record would be taken back.", "{count} records would be taken back.", removed)
    second = ngettext(
        "{count} device would have again what it had.", "{count} devices would have again what they had.", restored
    )
    lines = [f"{first.format(count=f'{removed:,}')} {second.format(count=f'{restored:,}')}"]
    lines += [_("Left as it is: {name}: {why}.").format(name=each.name, why=each.why) for each in outlook.left][
        :_MOST_NAMED
    ]
    return "\n".join(lines) + ("\n…" if len(outlook.left) > _MOST_NAMED else "")


def _undoing(import_id: str, reader: Reader) -> Undoing:
    return undoing(reader, import_id)


_MADE = N_("Imports that were made")
