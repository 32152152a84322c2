"""The judged preview of an import: every row with typed values, and what is wrong with it. Nothing is imported here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.foundation.errors import Rejection, Trouble
from app.foundation.sheets.amounts import Amount, DecimalMark, parse_amount
from app.foundation.sheets.cleaning import clean_code, clean_text
from app.foundation.sheets.columns import ColumnForm, ColumnMapping, Field, FieldKind, FieldLabel, column_forms
from app.foundation.sheets.dates import DateOrder, parse_date
from app.foundation.sheets.flags import parse_flag
from app.foundation.sheets.sheet import Sheet, SheetRow

Value = str | date | Amount | bool | None
_HIGHEST_COST = 10**10
"""The most that `app.foundation.texts.Count` holds in hundredths."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be imported as it is; `params` fill the sentence of `code`.

    `column` is the name in the file, empty where the whole row is meant; `line` is where a repeated value stood first,
    `others` are the records that it clashes with.
    """

    code: str
    column: str
    value: str
    line: int = 0
    limit: int = 0
    others: tuple[str, str] = ("", "")

    @property
    def params(self) -> dict[str, object]:
        first, second = self.others
        told = {"column": self.column, "value": self.value, "line": self.line, "limit": self.limit}
        return {**told, "first": first, "second": second}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A text that was not taken over letter by letter, shown so that nobody is surprised."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with a value for every field, None where there is none; it may be imported if it has no problems."""

    line: int
    values: Mapping[str, Value]
    problems: tuple[RowProblem, ...] = ()
    changes: tuple[CellChange, ...] = ()


def read_rows(sheet: Sheet, mapping: ColumnMapping, fields: Sequence[Field]) -> Iterator[JudgedRow]:
    """Judge every row of `sheet`, one after the other; a bad row never hides the others.

    Raises `Trouble("columns_missing")` where a required field has no column.
    """
    missing = tuple(FieldLabel(known.label) for known in fields if known.required and known.name not in mapping.columns)
    if missing:
        raise Trouble("columns_missing", columns=missing)
    judge = _RowJudge(sheet, mapping, fields)
    return map(judge.judged, sheet.rows)


class _RowJudge:
    """Judges the rows of one sheet from the top, remembering the values that may stand there only once."""

    def __init__(self, sheet: Sheet, mapping: ColumnMapping, fields: Sequence[Field]) -> None:
        self._sheet = sheet
        self._columns = mapping.columns
        self._fields = fields
        self._forms = column_forms(sheet, mapping, fields)
        self._first_lines: dict[tuple[str, str], int] = {}

    def judged(self, row: SheetRow) -> JudgedRow:
        values: dict[str, Value] = dict.fromkeys((known.name for known in self._fields), None)
        problems: list[RowProblem] = []
        changes: list[CellChange] = []
        for extra in row.cells[len(self._sheet.columns) :]:
            if extra.strip():
                problems.append(RowProblem("row_too_long", "", extra))
                break
        for known in self._fields:
            if known.name not in self._columns:
                continue
            before, column = row.cells[self._columns[known.name]], self._sheet.columns[self._columns[known.name]]
            text = clean_code(before) if known.kind is FieldKind.CODE else clean_text(before)
            if text == before:
                text = before  # equal texts of a register stand in memory once
            elif text != before.strip():
                changes.append(CellChange(column, before, text))
            values[known.name], problem = self._read(known, column, text, row.line)
            problems += [problem] if problem else []
        return JudgedRow(row.line, values, tuple(problems), tuple(changes))

    def _flaw(self, known: Field, column: str, text: str, line: int) -> RowProblem | None:
        """What is wrong with the text itself, whatever it means."""
        if not text:
            return RowProblem("value_missing", column, "") if known.required else None
        if len(text) > known.longest:
            return RowProblem("text_too_long", column, text, limit=known.longest)
        if known.unique:
            first = self._first_lines.setdefault((known.name, text.casefold()), line)
            if first != line:
                return RowProblem("code_repeated", column, text, line=first)
        return None

    def _read(self, known: Field, column: str, text: str, line: int) -> tuple[Value, RowProblem | None]:
        problem = self._flaw(known, column, text, line)
        if problem is not None or not text:
            return None, problem
        try:
            return _value(known, text, self._forms.get(known.name), self._sheet.understood.serial_epoch), None
        except Rejection as rejection:
            return None, RowProblem(rejection.code, column, text)


def _value(known: Field, text: str, form: ColumnForm | None, serial_epoch: date | None) -> Value:
    if known.kind is FieldKind.DATE:
        return parse_date(text, form if isinstance(form, DateOrder) else DateOrder.UNCLEAR, serial_epoch)
    if known.kind is FieldKind.AMOUNT:
        amount = parse_amount(text, form if isinstance(form, DecimalMark) else DecimalMark.UNCLEAR)
        if not 0 <= amount.value <= _HIGHEST_COST:
            raise Rejection("amount_out_of_range", value=text)
        return amount
    return parse_flag(text) if known.kind is FieldKind.FLAG else text
