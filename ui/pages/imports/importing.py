"""How an import goes on behind its dialog: read, understand, judge, carry out, each off the GUI thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.assets.imports.kinds import kind_of
from app.directory.import_sources import ImportSource, remember, remembered
from app.directory.imports import ImportChoices, ImportKind
from app.foundation.errors import Trouble
from app.foundation.ids import new_id
from app.foundation.sheets.columns import ColumnForm, ColumnMapping, suggest_mapping
from app.foundation.sheets.preview import ImportPreview, UnderstoodTable, Verdict, open_table, understand
from app.foundation.sheets.refused import write_refused
from app.foundation.sheets.sheet import Sheet
from app.foundation.translation import language, set_language
from app.storage.units import Reader, UnitOfWork
from ui.pages.imports.stepping import Stepping
from ui.work.reply import Reply
from ui.work.work import Work


class Stage(Enum):
    """How far an import has come."""

    NO_FILE = auto()
    READING = auto()
    NEEDS_CUSTOMER = auto()
    JUDGING = auto()
    MISJUDGED = auto()
    """The file was read, but its columns do not do; `failed` told why."""
    JUDGED = auto()
    IMPORTING = auto()


class Importing(QObject):
    """One import. Whenever a choice changes, what was judged before is dropped and judged anew."""

    changed = Signal()
    """Another stage, with another sheet, mapping or preview."""
    begun_anew = Signal()
    """Something was chosen; whatever was told before concerns it no more."""
    failed = Signal(object)
    """With the exception."""
    imported = Signal(bool)
    """With whether it came to its end, or was stopped before."""
    refused_written = Signal(str, int)
    """With the path of the file, and the number of rows in it."""

    def __init__(self, work: Work, kind: ImportKind[Any], choices: ImportChoices, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._asked: Reply | None = None
        self._table: UnderstoodTable | None = None
        self._counts: Counter[Verdict] = Counter()
        self.kind = kind
        self.choices = choices
        self.stage = Stage.NO_FILE
        self.path = Path()
        self.sheet: Sheet | None = None
        self.mapping = ColumnMapping({})
        self.preview: ImportPreview | None = None
        self.stepping: Stepping | None = None
        self.is_remembered = False
        """Whether the columns are understood as they were for the last file with these headings."""
        self.made_id = ""
        """What the import is known by that was made last."""

    def choose_file(self, path: Path) -> None:
        """Read another file."""
        self.begun_anew.emit()
        self.path, self.sheet = path, None
        self._go_on(Stage.READING)
        self._asked = self._work.compute(open_table, path, done=self._read, failed=self._not_read)

    def choose_kind(self, kind: ImportKind[Any]) -> None:
        """Take the file for another kind of table."""
        self.begun_anew.emit()
        self.kind = kind
        self._begin_mapping()

    def choose(self, choices: ImportChoices) -> None:
        """Judge for another customer, or with other choices."""
        if choices != self.choices:
            self.begun_anew.emit()
            self.choices = choices
            self._judge()

    def map_column(self, place: int, field: str) -> None:
        """Take the column at `place` for `field` (empty: import it not); no other column is then taken for it."""
        self.begun_anew.emit()
        columns = {name: at for name, at in self.mapping.columns.items() if at != place and name != field}
        if field:
            columns[field] = place
        self.mapping = replace(self.mapping, columns=columns)
        self._judge()

    def settle_form(self, field: str, form: ColumnForm) -> None:
        """Read the dates or amounts of `field` in this form."""
        self.begun_anew.emit()
        self.mapping = replace(self.mapping, forms={**self.mapping.forms, field: form})
        self._judge()

    def carry_out(self) -> None:
        """Import what is new and what is changed, step by step."""
        if self.stage is Stage.JUDGED and self.preview is not None:
            self.begun_anew.emit()
            self.stage, self.made_id = Stage.IMPORTING, self.choices.import_id
            self.stepping = Stepping(self._work, self.preview.steps, self)
            self.stepping.advanced.connect(self.changed)
            self.stepping.ended.connect(self._carried_out)
            self.stepping.failed.connect(self._not_carried_out)
            self.changed.emit()
            self._work.write(partial(_keep, self.kind.name, self.preview.sheet, self.mapping, self.choices))
            self.stepping.begin()

    def stop(self) -> None:
        """Import no more of the rows; what is imported by now stays."""
        if self.stepping is not None:
            self.stepping.stop()

    def judge_again(self) -> None:
        """Compare the rows once more with what is here."""
        if self.stage is Stage.JUDGED:
            self._judge()

    def write_refused(self, path: Path) -> None:
        """Write the refused rows to a file, in another process."""
        if self.preview is not None:
            self._work.compute(
                _write_refused, path, self.preview, language(), done=self._refused_written, failed=self.failed.emit
            )

    @property
    def wanted_count(self) -> int:
        """How many rows would be imported."""
        counts = self._counts
        return counts[Verdict.NEW] + counts[Verdict.CHANGED]

    @property
    def refused_count(self) -> int:
        """How many rows are refused."""
        return self._counts[Verdict.REFUSED]

    def _read(self, sheet: Sheet) -> None:
        """Take the file for what its headings speak of."""
        try:
            self.kind = kind_of(sheet, self.kind)
        except Trouble as trouble:
            self._not_read(trouble)
            return
        self.sheet = sheet
        self._begin_mapping()

    def _not_read(self, error: Exception) -> None:
        self._go_on(Stage.NO_FILE)
        self.failed.emit(error)

    def _begin_mapping(self) -> None:
        """Understand the columns as for the last file with these headings, else as their names suggest."""
        self.is_remembered = False
        if self.sheet is None:
            self._judge()
            return
        self.mapping = suggest_mapping(self.sheet, self.kind.fields)
        self._go_on(Stage.JUDGING)
        question: Callable[[Reader], ImportSource | None] = partial(_remembered, self.kind.name, self.sheet.columns)
        self._asked = self._work.run_query(question, self._remember, self._misjudged)

    def _remember(self, source: ImportSource | None) -> None:
        if source is not None and self.sheet is not None:
            self.is_remembered = True
            self.mapping, self.choices = source.mapping(self.sheet), source.choices(self.choices)
        self._judge()

    def _judge(self) -> None:
        if self.sheet is None:
            self.changed.emit()
        elif self.kind.of_customer and not self.choices.customer_id:
            self._go_on(Stage.NEEDS_CUSTOMER)
        else:
            self.choices = replace(self.choices, import_id=new_id())
            self._go_on(Stage.JUDGING)
            arguments = (self.sheet, self.mapping, self.kind.fields)
            self._asked = self._work.compute(understand, *arguments, done=self._understood, failed=self._misjudged)

    def _understood(self, table: UnderstoodTable) -> None:
        self._table = table
        question: Callable[[Reader], object] = partial(_look_up, self.kind, table, self.choices)
        self._asked = self._work.run_query(question, self._looked_up, self._misjudged)

    def _looked_up(self, known: object) -> None:
        self._asked = self._work.compute(
            self.kind.judge, self._table, known, self.choices, done=self._judged, failed=self._misjudged
        )

    def _judged(self, preview: ImportPreview) -> None:
        self._counts = preview.counts
        self._go_on(Stage.JUDGED, preview)

    def _misjudged(self, error: Exception) -> None:
        self._go_on(Stage.MISJUDGED)
        self.failed.emit(error)

    def _carried_out(self, whole: bool) -> None:
        self.imported.emit(whole)
        self._judge()

    def _not_carried_out(self, error: Exception) -> None:
        """What stands in the way may be seen in a fresh judgement."""
        self._judge()
        self.failed.emit(error)

    def _refused_written(self, written: tuple[Path, int]) -> None:
        path, count = written
        self.refused_written.emit(str(path), count)

    def _go_on(self, stage: Stage, preview: ImportPreview | None = None) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None
        self.stage, self.preview, self.stepping = stage, preview, None
        if preview is None:
            self._counts = Counter()
        self.changed.emit()


def _look_up(kind: ImportKind[Any], table: UnderstoodTable, choices: ImportChoices, reader: Reader) -> object:
    return kind.look_up(reader, table, choices)


def _remembered(kind: str, columns: tuple[str, ...], reader: Reader) -> ImportSource | None:
    return remembered(reader, kind, columns)


def _keep(kind: str, sheet: Sheet, mapping: ColumnMapping, choices: ImportChoices, unit: UnitOfWork) -> None:
    remember(unit, kind, sheet, mapping, choices)


def _write_refused(path: Path, preview: ImportPreview, spoken: str) -> tuple[Path, int]:
    set_language(spoken)
    return path, write_refused(path, preview)
