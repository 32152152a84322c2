"""Closed days out of an iCalendar file: which years, what was found, and only then into the form."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.calendars.day_kinds import DAY_KIND_NAMES, DayKind
from app.calendars.icalendar_file import FoundDays, read_days
from app.foundation.translation import N_, _, ngettext
from ui.pages.wall_clock import long_day_text
from ui.shell.error_presenter import notice_of
from ui.theme.tokens import SPACE
from ui.widgets.button import Button
from ui.widgets.cells import TextCell
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.labels import Label, TranslatedLabel
from ui.widgets.notice_banner import NoticeBanner
from ui.widgets.row_table import ColumnPlan
from ui.widgets.small_list import ListCard, ListRow, ListUse, SmallList
from ui.widgets.translated import Translated
from ui.work.reply import Reply
from ui.work.work import Work

_COLUMNS = ColumnPlan(widths=(240, 200, 160), stretched=1, least=120)
_SIZE = QSize(680, 620)
_YEARS_AHEAD = 6
_NAMES_SHOWN = 5


class HolidayFileDialog(Translated, QDialog):
    """Reads the file in another process, for the years that are chosen, and tells the days that are wanted."""

    days_wanted = Signal(object)
    """With the `FoundDays`."""

    def __init__(self, work: Work, path: Path, this_year: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._path = work, path
        self._asked: Reply | None = None
        self._found: FoundDays | None = None
        self.first, self.last = ChoiceField(), ChoiceField()
        self.banner = NoticeBanner(compact=True)
        self.days = ListCard(
            SmallList(N_("Days found"), (N_("Day"), N_("Name"), N_("Becomes")), _COLUMNS, ListUse.LOOK),
            EmptyState("calendar-days", N_("No whole day of this file lies in these years.")),
        )
        self.left_out = Label(role="muted", wrapped=True)
        self.add = Button(N_("Add these days"), kind="primary")
        years = tuple((str(year), str(year)) for year in range(this_year - 1, this_year + _YEARS_AHEAD))
        for field, year in ((self.first, this_year), (self.last, this_year + 1)):
            field.set_choices(years)
            field.set_value(str(year))
            field.activated.connect(self._read)
        self.add.clicked.connect(self._add_clicked)
        self._lay_out()
        self.retranslate()
        self._read()

    def retranslate(self) -> None:
        self.setWindowTitle(_("Days from a file"))
        if self._found is not None:
            self._show(self._found)

    def _read(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._found = None
        self.add.setEnabled(False)
        self.banner.dismiss()
        years = int(self.first.value()), int(self.last.value())
        self._asked = self._work.compute(read_days, self._path, *years, done=self._show, failed=self._refused)

    def _show(self, found: FoundDays) -> None:
        self._found = found
        self.days.show_rows(
            tuple(
                ListRow(
                    on.isoformat(),
                    (
                        TextCell(long_day_text(on)),
                        TextCell(name),
                        TextCell(_(DAY_KIND_NAMES[DayKind.MADE_UP if on in found.made_up else DayKind.CLOSED])),
                    ),
                )
                for on, name in found.days.items()
            )
        )
        self.left_out.setText("\n".join(_left_out(found)))
        self.add.setEnabled(bool(found.days))

    def _refused(self, error: Exception) -> None:
        self.days.show_rows(())
        self.left_out.setText("")
        self.banner.show_notice(notice_of(error))

    def _add_clicked(self) -> None:
        self.days_wanted.emit(self._found)
        self.accept()

    def _lay_out(self) -> None:
        years, buttons = QHBoxLayout(), QHBoxLayout()
        years.setSpacing(SPACE.md)
        years.addWidget(FormRow(N_("From the year"), self.first), 1)
        years.addWidget(FormRow(N_("To the year"), self.last), 1)
        cancel = Button(N_("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.lg)
        column.setSpacing(SPACE.lg)
        column.addWidget(TranslatedLabel(N_("Days from a file"), "title"))
        column.addWidget(self.banner)
        column.addLayout(years)
        column.addWidget(self.days, 1)
        column.addWidget(self.left_out)
        column.addLayout(buttons)
        self.resize(_SIZE)


def _left_out(found: FoundDays) -> list[str]:
    """What of the file becomes no day, in sentences."""
    said = []
    if found.timed:
        count = len(found.timed)
        named = ", ".join(found.timed[:_NAMES_SHOWN])
        names = named if count <= _NAMES_SHOWN else f"{named}, …"
        text = ngettext(
            "{count} entry has a time of day and is left out: {names}.",
            "{count} entries have a time of day and are left out: {names}.",
            count,
        )
        said.append(text.format(count=f"{count:,}", names=names))
    if found.elsewhere:
        text = ngettext("{count} entry lies in other years.", "{count} entries lie in other years.", found.elsewhere)
        said.append(text.format(count=f"{found.elsewhere:,}"))
    return said
