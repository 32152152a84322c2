"""How the columns of a table were understood: remembered for the next file with the same headings.

It never leaves this workspace: whoever imports from another computer says it once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.directory.imports import ImportChoices, Matching
from app.directory.tables import Customer
from app.foundation.ids import derive_id
from app.foundation.sheets.amounts import DecimalMark
from app.foundation.sheets.columns import ColumnForm, ColumnMapping
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.sheet import Sheet
from app.storage.schema import table
from app.storage.units import Reader, UnitOfWork


@table("import_sources")
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What was chosen for a table with these headings: `columns` by field, `forms` of dates and amounts by field."""

    id: str
    customer_id: str | None
    keep_codes: bool
    matching: Matching
    columns: dict[str, str]
    forms: dict[str, str]

    def mapping(self, sheet: Sheet) -> ColumnMapping:
        """The mapping that was chosen, for a sheet with the same headings."""
        places = {name: sheet.columns.index(column) for name, column in self.columns.items() if column in sheet.columns}
        return ColumnMapping(places, {name: _FORMS[form] for name, form in self.forms.items() if form in _FORMS})

    def choices(self, given: ImportChoices) -> ImportChoices:
        """The choices that were made; the customer is the one that is given, if any is."""
        customer_id = given.customer_id or self.customer_id or ""
        return replace(given, customer_id=customer_id, keep_codes=self.keep_codes, matching=self.matching)


_FORMS: dict[str, ColumnForm] = {form.value: form for form in (*DateOrder, *DecimalMark)}


def remembered(reader: Reader, kind: str, columns: Sequence[str]) -> ImportSource | None:
    """What was chosen the last time for a table of this kind with these headings, if anything was."""
    found = reader.get(ImportSource, _source_id(kind, columns))
    if found is not None and found.customer_id and reader.get(Customer, found.customer_id) is None:
        return replace(found, customer_id=None)
    return found


def remember(unit: UnitOfWork, kind: str, sheet: Sheet, mapping: ColumnMapping, choices: ImportChoices) -> None:
    """Keep what was chosen for a table of this kind."""
    unit.put(
        ImportSource(
            id=_source_id(kind, sheet.columns),
            customer_id=choices.customer_id or None,
            keep_codes=choices.keep_codes,
            matching=choices.matching,
            columns={name: sheet.columns[place] for name, place in mapping.columns.items()},
            forms={name: form.value for name, form in mapping.forms.items()},
        )
    )


def _source_id(kind: str, columns: Sequence[str]) -> str:
    return derive_id("import_source", kind, *columns)
