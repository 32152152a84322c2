"""What an import would do, before anything is done: how each column is understood and what becomes of each row.

A file is read and understood by itself first (`open_table`, `understand`: no database, so another process can do it).
A room then judges the rows against what it knows and answers with an `ImportPreview`, whose `commands` carry it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path

from app.foundation.sheets.columns import ColumnForm, ColumnMapping, Field, column_forms
from app.foundation.sheets.formulas import without_guard
from app.foundation.sheets.reading import read_sheet
from app.foundation.sheets.rows import CellChange, JudgedRow, RowProblem, read_rows
from app.foundation.sheets.sheet import Sheet, SheetRow


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    """It is here, and some of its fields are given other values."""
    ALREADY_HERE = "already_here"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How a column of the file is understood: which field it holds (None: it is not imported), in which form."""

    name: str
    field: Field | None
    form: ColumnForm | None = None


@dataclass(frozen=True, slots=True)
class UnderstoodTable:
    """A file's table, whose rows are judged by themselves whenever they are gone through: so many take no room."""

    sheet: Sheet
    mapping: ColumnMapping
    columns: tuple[ColumnUse, ...]
    fields: tuple[Field, ...]

    @property
    def rows(self) -> Iterator[JudgedRow]:
        """Every row, in the order of `sheet.rows`."""
        return read_rows(self.sheet, self.mapping, self.fields)

    def rows_with(self, *fields: str) -> Iterator[JudgedRow]:
        """Every row with these fields only, in the order of `sheet.rows`."""
        return read_rows(self.sheet, self.mapping, [known for known in self.fields if known.name in fields])

    def column_of(self, *fields: str) -> str:
        """The file's name for the column of the first of these fields that has one; empty where none has."""
        places = (self.mapping.columns[name] for name in fields if name in self.mapping.columns)
        return next((self.sheet.columns[place] for place in places), "")

    def source_text(self, row: SheetRow, field: str) -> str:
        """What the file has for a field of a row, on one line, whether or not it can be imported."""
        place = self.mapping.columns.get(field)
        return "" if place is None else " ".join(row.cells[place].split())


@dataclass(frozen=True, slots=True)
class FieldUpdate:
    """A field that a row gives another value; `label` is marked with `N_`, the values are as they are shown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row with its judgement. `shown` fills the columns of a preview; after a line end stands a detail.

    `changes` are what reading has changed about the row, `updates` what the row changes about what is here.
    """

    line: int
    verdict: Verdict
    shown: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()
    changes: tuple[CellChange, ...] = ()
    updates: tuple[FieldUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What must be added for the new rows besides themselves; `label` is marked with `N_`."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. `steps` do it, each all or none; refused rows and those already here are left out.

    The first step writes down that there was an import: whatever was done until it is stopped can be undone.
    """

    sheet: Sheet
    columns: tuple[ColumnUse, ...]
    rows: tuple[PreviewRow, ...]
    steps: tuple[tuple[object, ...], ...]
    additions: tuple[Addition, ...] = ()

    @property
    def commands(self) -> tuple[object, ...]:
        """All that is to be done, in its order."""
        return tuple(chain.from_iterable(self.steps))

    @property
    def counts(self) -> Counter[Verdict]:
        """How many rows have each verdict."""
        return Counter(row.verdict for row in self.rows)


class FirstLines:
    """Remembers on which line each key stood first."""

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def of(self, key: object, line: int) -> int:
        """The line on which `key` stood first: `line` itself, unless it came before."""
        return self._lines.setdefault(key, line)


def open_table(path: Path) -> Sheet:
    """The table in the file at `path`; cells that were guarded against being taken for formulas are as they were.

    Raises what `read_sheet` raises.
    """
    sheet = read_sheet(path)
    rows = (SheetRow(row.line, tuple(map(without_guard, row.cells))) for row in sheet.rows)
    return replace(sheet, columns=tuple(map(without_guard, sheet.columns)), rows=tuple(rows))


def understand(sheet: Sheet, mapping: ColumnMapping, fields: Sequence[Field]) -> UnderstoodTable:
    """Say what each column holds, and in which form.

    Raises `Trouble("columns_missing")` where a required field has no column.
    """
    forms = column_forms(sheet, mapping, fields)
    by_place = {mapping.columns[known.name]: known for known in fields if known.name in mapping.columns}
    uses = (
        ColumnUse(name, known, forms.get(known.name)) if (known := by_place.get(place)) else ColumnUse(name, None)
        for place, name in enumerate(sheet.columns)
    )
    read_rows(sheet, mapping, fields)
    return UnderstoodTable(sheet, mapping, tuple(uses), tuple(fields))


def verdict_of(problems: Sequence[RowProblem], *, here: bool, changed: bool = False) -> Verdict:
    """The verdict on a row with these problems, which is or is not known already, and would change what is known."""
    if problems:
        return Verdict.REFUSED
    if changed:
        return Verdict.CHANGED
    return Verdict.ALREADY_HERE if here else Verdict.NEW
