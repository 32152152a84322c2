"""Which column of a found table holds which of our fields: suggested by name, settled by a person in the preview."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.foundation.sheets.amounts import DecimalMark, decimal_mark
from app.foundation.sheets.dates import DateOrder, date_order
from app.foundation.sheets.sheet import Sheet, SheetFormat
from app.foundation.translation import _


class FieldKind(StrEnum):
    """How a field's texts are read."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    FLAG = "flag"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that an import can fill.

    `label` is marked with `N_`; `synonyms` are the names that other registers give it, in any language. `unique` means
    that no two rows of one file may have the same value. `longest` counts characters.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    unique: bool = False
    synonyms: tuple[str, ...] = ()
    longest: int = 200


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A field's label within an error: it is translated when it is shown."""

    label: str

    def __str__(self) -> str:
        return _(self.label)


ColumnForm = DateOrder | DecimalMark


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The place of the column that holds each field, counted from 0, and the forms that a person has settled.

    `forms` names, by field, the order of dates or the decimal mark where the column itself does not tell.
    """

    columns: Mapping[str, int]
    forms: Mapping[str, ColumnForm] = field(default_factory=dict)


def suggest_mapping(sheet: Sheet, fields: Sequence[Field]) -> ColumnMapping:
    """The mapping that the columns' names suggest: first names that are equal, then those that are nearly so.

    A field gets at most one column and a column at most one field; fields declared first, and the synonyms that stand
    first, choose first.
    """
    columns: dict[str, int] = {}
    for likeness in (str, _bare, _without_brackets):
        places: dict[str, int] = {}
        for place, name in enumerate(sheet.columns):
            if place not in columns.values():
                places.setdefault(likeness(name), place)
        for wanted in fields:
            if wanted.name not in columns:
                _choose(wanted, likeness, places, columns)
    return ColumnMapping(columns)


def _choose(wanted: Field, likeness: Callable[[str], str], places: dict[str, int], columns: dict[str, int]) -> None:
    for known in (wanted.label, wanted.name, *wanted.synonyms):
        place = places.pop(likeness(known), None)
        if place is not None:
            columns[wanted.name] = place
            return


def _bare(name: str) -> str:
    """Letters and digits only: "Asset_Tag *" and "asset tag" are one name."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character.isalnum()) or name


def _without_brackets(name: str) -> str:
    """The bare name without what is explained in brackets: 价格(元)."""
    return _bare(re.sub(r"[(\[（【].*?[)\]）】]", "", name))


def column_forms(sheet: Sheet, mapping: ColumnMapping, fields: Sequence[Field]) -> dict[str, ColumnForm]:
    """How the dates and amounts of each mapped column are read, by field: as settled, else as its values tell."""
    forms: dict[str, ColumnForm] = {}
    for known in fields:
        if known.name not in mapping.columns:
            continue
        if known.name in mapping.forms:
            forms[known.name] = mapping.forms[known.name]
        elif known.kind is FieldKind.DATE:
            forms[known.name] = date_order(sheet.values(mapping.columns[known.name]))
        elif known.kind is FieldKind.AMOUNT:
            forms[known.name] = _decimal_mark(sheet, mapping.columns[known.name])
    return forms


def _decimal_mark(sheet: Sheet, column: int) -> DecimalMark:
    """As the values tell; in a workbook most amounts are numbers, whose text always has a point."""
    mark = decimal_mark(sheet.values(column))
    in_workbook = sheet.understood.format is SheetFormat.XLSX
    return DecimalMark.POINT if in_workbook and mark is DecimalMark.UNCLEAR else mark
