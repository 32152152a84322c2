"""Tables that leave the program: CSV and Excel workbooks that open with correct Chinese, and run nothing."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from app.foundation.errors import Rejection
from app.foundation.files import replacing, write_atomically
from app.foundation.sentences import declare
from app.foundation.sheets.formulas import guarded
from app.foundation.translation import N_

Cell = str | int | Decimal | date | None
WORKBOOK, SEPARATED = ".xlsx", ".csv"

declare({"table_form_unknown": N_("A table is written as .csv or .xlsx; {name} is neither. Choose one of both.")})


def write_table(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table to `path`, wholly or not at all; its ending says how. Tells how many rows there are.

    :param title: the name of the sheet in a workbook
    :raises Rejection: ``table_form_unknown``
    :raises Trouble: ``file_not_writable``, ``disk_full``
    """
    form = path.suffix.casefold()
    if form == SEPARATED:
        return write_separated(path, columns, rows)
    if form == WORKBOOK:
        return _write_workbook(path, title, columns, rows)
    raise Rejection("table_form_unknown", name=path.name)


def write_separated(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """CSV in UTF-8 with the mark by which spreadsheet programs know it; formulas are guarded.

    :raises Trouble: ``file_not_writable``, ``disk_full``
    """
    file, count = io.StringIO(newline=""), 0
    writer = csv.writer(file)
    writer.writerow(map(guarded, columns))
    for row in rows:
        writer.writerow(guarded(cell) if isinstance(cell, str) else cell for cell in row)
        count += 1
    write_atomically(path, codecs.BOM_UTF8 + file.getvalue().encode())
    return count


def _write_workbook(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """A text is written as a text, so that none is ever a formula, whatever it begins with."""
    book, count = Workbook(write_only=True), 0
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(_cells(sheet, columns)))
    for row in rows:
        sheet.append(list(_cells(sheet, row)))
        count += 1
    with replacing(path) as file:
        book.save(file)
    return count


def _cells(sheet: WriteOnlyWorksheet, row: Iterable[Cell]) -> Iterator[object]:
    for value in row:
        if not isinstance(value, str):
            yield value
            continue
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        yield cell
